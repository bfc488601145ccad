"""«Кто смотрел карту» as its people read it (product.md §12), and that nothing takes a row away."""

from __future__ import annotations

from typing import Any
from uuid import UUID, uuid4

import pytest
from sqlalchemy import delete, func, select, update
from sqlalchemy.exc import DatabaseError
from sqlalchemy.orm import Session

from emias_app.mock_server.services.journal import Use, What
from emias_app.mock_server.store.schema import JournalQuestionRow, JournalRow
from emias_app.models.section import SectionSlug
from tests.support.access_roads import Desk, open_card, redeem
from tests.support.demo_site import ANNA, DMITRY, IGOR, MOCK, DemoSite, patient_id
from tests.support.site import bearer

pytestmark = pytest.mark.anyio

SOFIA = patient_id("sofia")


async def log(demo: DemoSite, phone: str, query: str = "", child: str = "sofia") -> dict[str, Any]:
    answer = await open_card(demo.person(phone), child, f"access-log{query}")
    assert answer.status_code == 200, answer.text
    return dict(answer.json())


async def test_signed_out_and_strangers_read_no_journal(demo: DemoSite) -> None:
    for method, path in (("GET", ""), ("POST", f"/{uuid4()}/question")):
        address = f"/patients/{SOFIA}/access-log{path}"
        assert (await demo.http.request(method, address)).status_code == 401
        igor = await demo.step_up(await demo.person(IGOR).tokens(), IGOR)
        stranger = await demo.http.request(method, address, headers=bearer(igor))
        assert (stranger.status_code, stranger.json()["code"]) == (404, "not_found")
        account = await demo.person(ANNA).ask(method, address)
        assert account.json()["code"] == "medcard_step_up_required"


async def test_both_parents_read_each_others_reads_in_one_sentence(demo: DemoSite) -> None:
    await redeem(demo.person(DMITRY), await Desk(demo).send_code("sofia", "Дмитрий"))
    await open_card(demo.person(ANNA), "sofia", "labs", client="android")
    demo.advance(minutes=1)
    await open_card(demo.person(DMITRY), "sofia", "overview", client="desktop")
    hers = await log(demo, ANNA)
    assert [(one["text"], one["actor"], one["mine"]) for one in hers["items"]] == [
        ("Дмитрий Андреевич\u00a0М. посмотрел главный экран медкарты в приложении на компьютере",
         "Дмитрий Андреевич\u00a0М.", False),
        ("Вы открыли раздел «Анализы» в приложении на телефоне", "Вы", True),
    ]  # fmt: skip
    his = await log(demo, DMITRY)
    assert his["items"][1]["text"] == "Анна Сергеевна\u00a0М. открыла раздел «Анализы» в приложении на телефоне"
    assert (his["items"][0]["what"], his["items"][0]["client"], his["items"][0]["section"]) == (
        "OVERVIEW", "desktop", None,
    )  # fmt: skip
    assert his["total"] == hers["total"] == 2  # reading the journal is no read of the card


async def test_no_row_holds_an_address(demo: DemoSite) -> None:
    await open_card(demo.person(ANNA), "sofia", "labs", client="web")
    (row,) = (await log(demo, ANNA))["items"]
    assert set(row) == {"id", "at", "actor", "mine", "what", "section", "client", "text", "questioned"}
    assert "127.0.0.1" not in str(row)


async def test_what_staff_reads_is_said_with_the_role(demo: DemoSite) -> None:
    desk = Desk(demo, "doctor")
    staff = (await desk.get("/me"))["id"]
    session = (await demo.person(ANNA).get("/auth/sessions"))["items"][0]["id"]
    await demo.backend.journal.add(
        Use(UUID(session), UUID(SOFIA), "STAFF", UUID(staff), "web", demo.clock.now(), What.RECORD, SectionSlug.VISITS)
    )
    (row,) = (await log(demo, ANNA))["items"]
    assert row["text"] == "Врач Крылова Е.\u00a0А. открыла запись в разделе «Приёмы» в программе поликлиники"


async def test_the_journal_comes_in_pages_newest_first_and_new_reads_shift_nothing(demo: DemoSite) -> None:
    anna = demo.person(ANNA)
    for tail in ("labs", "visits", "studies", "overview", "discharges"):
        await open_card(anna, "sofia", tail)
    first = await log(demo, ANNA, "?limit=2")
    assert (first["total"], [one["section"] for one in first["items"]]) == (5, ["discharges", None])
    await open_card(anna, "sofia", "ambulance")
    second = await log(demo, ANNA, f"?limit=2&cursor={first['nextCursor']}")
    assert [one["section"] for one in second["items"]] == ["studies", "visits"]
    last = await log(demo, ANNA, f"?limit=2&cursor={second['nextCursor']}")
    assert ([one["section"] for one in last["items"]], last["nextCursor"]) == (["labs"], None)
    for cursor in ("nonsense", first["nextCursor"][:-4], "AAAA"):
        answer = await open_card(anna, "sofia", f"access-log?cursor={cursor}")
        assert answer.status_code == 422
    foreign = await open_card(anna, "artem", f"access-log?cursor={first['nextCursor']}")
    assert foreign.status_code == 422


async def test_a_read_that_i_do_not_understand_is_noted_once_and_only_mine(demo: DemoSite) -> None:
    await redeem(demo.person(DMITRY), await Desk(demo).send_code("sofia", "Дмитрий"))
    await open_card(demo.person(DMITRY), "sofia", "labs")
    row = (await log(demo, ANNA))["items"][0]
    assert row["questioned"] is False
    head = bearer(await demo.step_up(await demo.person(ANNA).tokens(), ANNA))
    for _ in range(2):
        answer = await demo.http.post(f"/patients/{SOFIA}/access-log/{row['id']}/question", headers=head)
        assert (answer.status_code, answer.json()) == (200, row | {"questioned": True})
    assert (await log(demo, ANNA))["items"][0]["questioned"] is True
    assert (await log(demo, DMITRY))["items"][0]["questioned"] is False
    kept = select(func.count()).select_from(JournalQuestionRow)
    assert await demo.backend.store.read(lambda session: session.scalar(kept)) == 1
    for child, entry in ((SOFIA, str(uuid4())), (SOFIA, "nonsense"), (patient_id("artem"), row["id"])):
        answer = await demo.http.post(f"/patients/{child}/access-log/{entry}/question", headers=head)
        assert answer.status_code == 404


async def test_the_store_itself_refuses_to_change_the_journal(demo: DemoSite) -> None:
    await open_card(demo.person(ANNA), "sofia", "labs")
    for change in (delete(JournalRow), update(JournalRow).values(what="PDF")):

        def work(session: Session, change: Any = change) -> None:
            session.execute(change)

        with pytest.raises(DatabaseError, match="append-only"):
            await demo.backend.store.write(work)
    assert (await log(demo, ANNA))["total"] == 1


async def test_a_reset_still_empties_it(demo: DemoSite) -> None:
    await open_card(demo.person(ANNA), "sofia", "labs")
    assert (await demo.http.post(f"{MOCK}/reset")).status_code == 204
    rows = select(func.count()).select_from(JournalRow)
    assert await demo.backend.store.read(lambda session: session.scalar(rows)) == 0
