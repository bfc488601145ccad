"""Whether the backend can serve."""

from __future__ import annotations

from sqlalchemy import text

from emias_app.mock_server.deps import BackendDep, api_router
from emias_app.models.base import Model


class Health(Model):
    status: str


router = api_router("health", "")


@router.get("/healthz")
async def health(backend: BackendDep) -> Health:
    """200 once it can serve, 503 before."""
    await backend.store.read(lambda session: session.execute(text("SELECT 1")).scalar())
    return Health(status="ok")
