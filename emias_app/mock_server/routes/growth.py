"""Growth of a child (contract §2)."""

from __future__ import annotations

from fastapi import Response

from emias_app.mock_server.deps import PREFIX, answer, api_router
from emias_app.mock_server.services import growth as service
from emias_app.mock_server.services.access import ViewerDep
from emias_app.models.growth import Growth

router = api_router("patients", f"{PREFIX}/patients")


@router.get("/{pid}/growth", response_model=Growth)
async def growth(viewer: ViewerDep) -> Response:
    """Height, weight, BMI and head against the WHO standards, with the curves of the child's age."""
    return answer(await service.growth(viewer))
