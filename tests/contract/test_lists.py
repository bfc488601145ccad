"""Every list is paged alike (contract §2): ``?limit`` (1–100, default 20) and ``&cursor``."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest

from emias_app.mock_server.app import create_app
from emias_app.mock_server.store.schema import ExportJobRow, KinshipRow, ShareRow
from tests.contract.test_every_route_every_foreigner import BASE
from tests.support.card_world import NOW, World, account_id
from tests.support.records import CHILD
from tests.support.site import settings_for

pytestmark = pytest.mark.anyio

CARD = f"/patients/{CHILD}"
#: Anna's access to it.
GRANT = account_id(f"anna|{CHILD}")
#: Answers with ``items`` that the contract gives another shape, or that hold one row for each kind of thing.
NO_LISTS = {
    "/patients/{pid}/sections",
    "/patients/{pid}/search",
    "/patients/{pid}/vaccination-plan",
    "/patients/{pid}/child-data",
    "/clinic/patients/{pid}/child-data",
}


def lists() -> dict[str, dict[str, Any]]:
    """Every GET whose answer holds ``items``: its template → its operation."""
    schema = create_app(settings_for(Path("unused"))).openapi()
    found = {}
    for template, operations in schema["paths"].items():
        answer = operations.get("get", {}).get("responses", {}).get("200", {}).get("content", {})
        named = answer.get("application/json", {}).get("schema", {}).get("$ref", "").rpartition("/")[2]
        if "items" in schema["components"]["schemas"].get(named, {}).get("properties", {}):
            found[template.removeprefix(BASE)] = operations["get"] | {
                "answer": schema["components"]["schemas"][named]["properties"]
            }
    return found


def test_every_list_takes_a_page_and_tells_its_total() -> None:
    for template, operation in lists().items():
        if template in NO_LISTS:
            continue
        taken = {one["name"]: one["schema"] for one in operation.get("parameters", ())}
        assert {"limit", "cursor"} <= set(taken), template
        least, most = taken["limit"].get("minimum"), taken["limit"].get("maximum")
        assert (least, most) == (1, 100), template
        assert {"items", "nextCursor", "total"} <= set(operation["answer"]), template
        assert taken["limit"].get("default") == 20, template


def a_share(number: int) -> ShareRow:
    return ShareRow(
        id=uuid4(), patient_id=CHILD, account_id=account_id("anna"), grant_id=GRANT, token_hash=f"{number}",
        code_hash="-", salt="", sections="labs", hours=72, wrong_tries=0, created_at=at(number),
        expires_at=NOW + timedelta(hours=9),
    )  # fmt: skip


def a_job(number: int) -> ExportJobRow:
    return ExportJobRow(
        id=uuid4(), patient_id=CHILD, account_id=account_id("anna"), grant_id=GRANT, kind="IPS", state="FAILED",
        created_at=at(number),
    )  # fmt: skip


def a_relative(number: int) -> KinshipRow:
    return KinshipRow(
        id=uuid4(), patient_id=CHILD, last_name=f"Тестов{number:03d}", first_name="Олег", middle_name="",
        birth_date=date(1980, 1, 1), relation="FATHER", phone="+79160000000",
    )  # fmt: skip


def at(number: int) -> datetime:
    return NOW - timedelta(minutes=number)


@pytest.mark.parametrize(
    ("path", "who", "make"),
    [
        (f"{CARD}/shares", "anna", a_share),
        (f"{CARD}/exports", "anna", a_job),
        (f"/clinic{CARD}/kinships", "registrar", a_relative),
    ],
)
async def test_pages_follow_one_another_to_the_last_row(world: World, path: str, who: str, make: Any) -> None:
    rows = [make(number) for number in range(45)]
    ids = [str(row.id) for row in rows]
    await world.backend.store.write(lambda session: session.add_all(rows))
    token = await world.token(who)
    seen: list[str] = []
    cursor: str | None = None
    for count in (20, 20, 5):
        page = (await world.get(path, token, params={"cursor": cursor} if cursor else {})).json()
        assert (len(page["items"]), page["total"]) == (count, 45)
        seen += [one["id"] for one in page["items"]]
        cursor = page["nextCursor"]
    assert (cursor, seen) == (None, ids)
    for wrong in ("limit=0", "limit=101", "limit=x", "cursor=AAAA"):
        answer = await world.get(f"{path}?{wrong}", token)
        assert (answer.status_code, answer.json()["code"]) == (422, "invalid"), wrong
