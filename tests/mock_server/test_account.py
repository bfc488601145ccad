"""The account, its notices and the small poll for changes."""

from __future__ import annotations

from datetime import date, timedelta
from uuid import UUID, uuid4

import pytest

from emias_app.mock_server.services.notices import post_notice
from emias_app.mock_server.store.schema import CheckRow, GrantRow, PatientRow
from emias_app.models.account import NoticeKind
from tests.support.site import IGOR, NOW, Site, bearer

pytestmark = pytest.mark.anyio

CHILD = UUID(int=77)


async def add_child(site: Site, born: date, **grant: object) -> None:
    """A patient, and an access of Анна's to that card."""
    patient = PatientRow(
        id=CHILD, last_name="Пробный", first_name="Пётр", middle_name="Ильич", birth_date=born, sex="MALE", oms=None,
        oms_is_moscow=True, emancipated_on=None, account_id=None, organisation="ДГП",
    )  # fmt: skip
    values: dict[str, object] = {
        "id": uuid4(), "patient_id": CHILD, "account_id": UUID(int=1), "source": "AUTO", "state": "ACTIVE",
        "start": NOW - timedelta(days=100), "ends_on": None, "ended_at": None, "reason": None,
    }  # fmt: skip
    await site.backend.store.write(lambda session: session.add(patient))
    await site.backend.store.write(lambda session: session.add(GrantRow(**(values | grant))))


async def test_me_masks_the_numbers_of_documents(site: Site) -> None:
    me = (await site.http.get("/me", headers=bearer(await site.sign_in()))).json()
    assert (me["lastName"], me["level"], me["passport"]) == ("Пробная", "FULL", None)
    assert me["snils"]["maskedNumber"].endswith("95")
    assert "112233" not in me["snils"]["maskedNumber"].replace("-", "")


async def test_the_check_of_a_document_comes_with_it(site: Site) -> None:
    check = CheckRow(
        id=uuid4(), account_id=UUID(int=1), child_id=None, subject="snils", registry_name="MVD", state="CHECKING",
        due=NOW + timedelta(days=1), reason=None, updated_at=NOW,
    )  # fmt: skip
    await site.backend.store.write(lambda session: session.add(check))
    tokens = await site.sign_in()
    me = (await site.http.get("/me", headers=bearer(tokens))).json()
    assert (me["snils"]["check"]["registry"], me["snils"]["check"]["state"]) == ("MVD", "CHECKING")
    moved = (await site.http.get("/me/changes", headers=bearer(tokens))).json()["checks"]
    assert [one["id"] for one in moved] == [str(check.id)]


async def test_notices_are_paged_newest_first_and_marked_as_read_by_their_owner(site: Site) -> None:
    for day in range(5):
        await site.backend.store.write(
            lambda session, day=day: post_notice(
                session, UUID(int=1), NoticeKind.CODE_SENT, NOW + timedelta(days=day), title=f"№ {day}", text="…"
            )
        )
    tokens, igor = await site.sign_in(), await site.sign_in(IGOR)
    titles, cursor = [], None
    while True:
        query = {"limit": "2"} | ({"cursor": cursor} if cursor else {})
        page = (await site.http.get("/notices", params=query, headers=bearer(tokens))).json()
        titles += [one["title"] for one in page["items"]]
        assert page["total"] == 5
        if (cursor := page["nextCursor"]) is None:
            break
    assert titles == ["№ 4", "№ 3", "№ 2", "№ 1", "№ 0"]
    newest = page["items"][0]["id"]
    assert (await site.http.post(f"/notices/{newest}/read", headers=bearer(igor))).status_code == 404
    read = await site.http.post(f"/notices/{newest}/read", headers=bearer(tokens))
    assert read.json()["read"] is True
    changes = (await site.http.get("/me/changes", headers=bearer(tokens))).json()
    assert changes["unreadNotices"] == 4
    assert (await site.http.get("/notices", headers=bearer(igor))).json() == {
        "items": [], "nextCursor": None, "total": 0,
    }  # fmt: skip


async def test_an_access_that_the_clinic_ended_is_a_change_once(site: Site) -> None:
    await add_child(
        site, date(2018, 1, 1), state="REVOKED", reason="Решение суда", ended_at=NOW, revoked_by_clinic=True
    )
    head = bearer(await site.sign_in())
    earlier = (NOW - timedelta(seconds=1)).isoformat()
    found = (await site.http.get("/me/changes", params={"since": earlier}, headers=head)).json()
    assert found["ended"] == [
        {"patientId": str(CHILD), "state": "REVOKED", "reason": "Решение суда", "at": "2026-11-22T06:00:00Z"}
    ]
    again = (await site.http.get("/me/changes", params={"since": found["now"]}, headers=head)).json()
    assert again["ended"] == []


async def test_an_access_ends_by_itself_at_midnight_of_the_eighteenth_birthday(site: Site) -> None:
    await add_child(site, date(2008, 11, 23), ends_on=date(2026, 11, 23))
    before = await site.http.get("/me/changes", headers=bearer(await site.sign_in()))
    assert before.json()["ended"] == []
    await site.http.post("http://test/mock/v1/clock", json={"set": "2026-11-23T00:00:00+03:00"})
    (ended,) = (await site.http.get("/me/changes", headers=bearer(await site.sign_in()))).json()["ended"]
    assert (ended["state"], ended["at"]) == ("EXPIRED", "2026-11-22T21:00:00Z")
    assert ended["reason"]
