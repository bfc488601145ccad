"""The clinic's side (product.md §7): patients, kin, the print form, codes and their history."""

from __future__ import annotations

import io
from typing import Any
from uuid import UUID, uuid4

import pytest
from pypdf import PdfReader

from emias_app.domain.identifiers import mask_phone
from tests.support.access_roads import Desk, open_card, redeem, send_request
from tests.support.demo_site import ANNA, DMITRY, IGOR, OLGA, DemoSite, a_key, patient_id

pytestmark = pytest.mark.anyio

SOFIA = f"/patients/{patient_id('sofia')}"
GRANDMA = {
    "lastName": "Морозова", "firstName": "Лидия", "middleName": "Петровна", "birthDate": "1958-02-03",
    "relation": "GUARDIAN", "phone": "8 916 000-00-77",
}  # fmt: skip
#: An id that names nothing.
NOBODY = UUID(int=404)
PATHS = (
    ("GET", "/me"),
    ("GET", "/patients?q=Морозова"),
    ("GET", SOFIA),
    ("GET", f"{SOFIA}/kinships"),
    ("POST", f"{SOFIA}/kinships"),
    ("GET", f"{SOFIA}/application.pdf"),
    ("GET", f"{SOFIA}/access-codes"),
    ("POST", f"{SOFIA}/access-codes"),
    ("POST", f"/grants/{NOBODY}/revoke"),
    ("POST", f"/access-codes/{NOBODY}/revoke"),
)


@pytest.mark.parametrize(("method", "path"), PATHS)
async def test_the_clinic_is_for_its_staff(demo: DemoSite, method: str, path: str) -> None:
    signed_out = await demo.http.request(method, f"/clinic{path}", content=b"{")
    assert (signed_out.status_code, signed_out.json()["code"]) == (401, "unauthorized")
    parent = await demo.person(ANNA).ask(method, f"/clinic{path}", {"wrong": "body"})
    assert (parent.status_code, parent.json()["code"]) == (404, "not_found")


@pytest.mark.parametrize("login", ["registrar", "doctor"])
async def test_staff_sees_nothing_outside_the_clinic_and_all_of_the_form(demo: DemoSite, login: str) -> None:
    desk = Desk(demo, login)
    me = await desk.get("/me")
    assert (me["role"], me["organisation"]) == (login.upper(), "Детская городская поликлиника №\u00a00")
    token = desk._tokens["accessToken"] if desk._tokens else ""
    outside = await demo.http.get(f"{SOFIA}/overview", headers={"Authorization": f"Bearer {token}"})
    assert (outside.status_code, outside.json()["code"]) == (403, "wrong_audience")
    for path in (SOFIA, f"{SOFIA}/kinships", f"{SOFIA}/access-codes"):
        assert (await desk.ask("GET", path)).status_code == 200


async def test_what_is_not_there_is_not_found_before_the_body_is_judged(demo: DemoSite) -> None:
    desk = Desk(demo)
    for method, path in (
        ("GET", f"/patients/{NOBODY}"),
        ("GET", "/patients/nonsense/kinships"),
        ("POST", f"/patients/{NOBODY}/kinships"),
        ("POST", f"/patients/{NOBODY}/access-codes"),
        ("POST", f"/grants/{NOBODY}/revoke"),
        ("POST", f"/access-codes/{NOBODY}/revoke"),
        ("GET", f"{SOFIA}/application.pdf?kinshipId={NOBODY}"),
    ):
        answer = await desk.ask(method, path, {"wrong": "body"} if method == "POST" else None)
        assert (answer.status_code, answer.json()["code"]) == (404, "not_found"), path


@pytest.mark.parametrize(
    ("query", "names"),
    [
        ("морозов", ["Артём", "Дарья", "София"]),
        ("Морозова  СОФИЯ", ["София"]),
        ("артем", ["Артём"]),
        ("Дмитриевна мор", ["Дарья", "София"]),
        ("14.03.2018", ["Артём"]),
        ("2018-03-14 морозов", ["Артём"]),
        ("Жуков 31.02.2020", []),
        ("офия", []),
        ("'; DROP TABLE patients; --", []),
        ("%", None),
        ("", None),
    ],
)
async def test_patients_are_found_by_name_and_birth_date(demo: DemoSite, query: str, names: list[str] | None) -> None:
    answer = await Desk(demo).ask("GET", f"/patients?q={query.replace('%', '%25').replace(';', '%3B')}")
    found = [one["firstName"] for one in answer.json()["items"]]
    assert sorted(found) == names if names is not None else len(found) == 9


async def test_patients_are_found_by_policy_and_come_in_pages(demo: DemoSite) -> None:
    desk = Desk(demo)
    sofia = await desk.get(SOFIA)
    spaced = " ".join(sofia["oms"][at : at + 4] for at in range(0, 16, 4))
    for query in (sofia["oms"], spaced, f"{spaced} морозова"):
        assert [one["id"] for one in (await desk.get(f"/patients?q={query}"))["items"]] == [sofia["id"]]
    assert (await desk.get("/patients?q=12"))["items"] == []
    first = await desk.get("/patients?limit=5")
    rest = await desk.get(f"/patients?limit=5&cursor={first['nextCursor']}")
    assert (len(first["items"]), first["total"], len(rest["items"])) == (5, 9, 4)
    assert len({one["id"] for one in (*first["items"], *rest["items"])}) == 9


async def test_a_relative_is_added_once_and_every_field_is_judged(demo: DemoSite) -> None:
    desk = Desk(demo)
    wrong = GRANDMA | {"lastName": "Ivanova", "birthDate": "2015-01-01", "phone": "123"}
    refused = await desk.ask("POST", f"{SOFIA}/kinships", wrong)
    assert [field["field"] for field in refused.json()["fields"]] == ["lastName", "birthDate", "phone"]
    key = a_key()
    added = await desk.ask("POST", f"{SOFIA}/kinships", GRANDMA, Idempotency_Key=key)
    assert (added.status_code, added.json()["phone"], added.json()["relation"]) == (201, "+79160000077", "GUARDIAN")
    assert (await desk.ask("POST", f"{SOFIA}/kinships", GRANDMA, Idempotency_Key=key)).json() == added.json()
    again = await desk.ask("POST", f"{SOFIA}/kinships", GRANDMA)
    assert (again.status_code, again.json()["code"]) == (409, "kinship_exists")
    assert added.json() in (await desk.get(f"{SOFIA}/kinships"))["items"]
    assert (await desk.get(f"{SOFIA}/kinships"))["total"] == 3


async def test_the_application_is_one_page_of_a4_with_all_that_is_known(demo: DemoSite) -> None:
    desk = Desk(demo)
    kin = await desk.relative("artem", "Дмитрий")
    answer = await desk.ask("GET", f"/patients/{patient_id('artem')}/application.pdf?kinshipId={kin['id']}")
    assert (answer.status_code, answer.headers["content-type"]) == (200, "application/pdf")
    (page,) = PdfReader(io.BytesIO(answer.content)).pages
    assert [round(float(side)) for side in page.mediabox[2:]] == [595, 842]
    text = " ".join(page.extract_text().split())
    for words in (
        "Заявка на предоставление доступа к электронной медицинской карте ребенка",
        "Морозов Дмитрий Андреевич", "отец", "+7 900 000-00-06", "Морозов Артём Дмитриевич", "14 марта 2018",
        "Полис ОМС", "Детская городская поликлиника", "подпись", "расшифровка подписи", "Синтетические данные",
    ):  # fmt: skip
        assert words in text, words
    drawn = answer.content.decode("latin-1")
    assert "GolosText" in drawn
    other = await desk.relative("mikhail", "Игорь")
    foreign = await desk.ask("GET", f"{SOFIA}/application.pdf?kinshipId={other['id']}")
    assert foreign.status_code == 404


async def test_no_code_goes_out_without_the_signed_application(demo: DemoSite) -> None:
    desk = Desk(demo)
    before = len(await demo.inbox(DMITRY))
    for other, field in (
        ({"applicationSigned": False}, "applicationSigned"),
        ({"phone": "495 000-00-00"}, "phone"),
        ({"phone": "сто"}, "phone"),
        ({"kinshipId": str(uuid4())}, "kinshipId"),
        ({"kinshipId": (await desk.relative("mikhail", "Игорь"))["id"]}, "kinshipId"),
    ):
        answer = await desk.try_to_send("sofia", "Дмитрий", **other)
        assert (answer.status_code, answer.json()["fields"][0]["field"]) == (422, field)
    assert len(await demo.inbox(DMITRY)) == before


async def test_a_code_goes_by_sms_and_is_told_nowhere_else(demo: DemoSite) -> None:
    desk, dmitry = Desk(demo), demo.person(DMITRY)
    answer = await desk.try_to_send("darya", "Дмитрий")
    row = (await desk.history("darya"))[0]
    assert answer.json() == row
    sms = (await demo.inbox(DMITRY))[0]
    assert sms["text"].startswith(f"Код доступа к медкарте ребенка: {sms['code'][:4]}-{sms['code'][4:]}.")
    assert sms["code"] not in answer.text
    assert (row["start"], row["end"]) == ("2026-11-22T06:00:00Z", "2026-11-25")
    assert (row["codeState"], row["isLive"], row["relative"], row["kinship"]) == (
        "SENT", True, "Морозов Дмитрий Андреевич", "FATHER",
    )  # fmt: skip
    notices = (await dmitry.get("/notices"))["items"]
    assert (notices[0]["kind"], notices[0]["title"]) == ("CODE_SENT", "Поликлиника отправила код доступа")
    assert sms["code"] not in str(notices)


async def test_an_adult_gets_no_code_for_a_representative(demo: DemoSite) -> None:
    await demo.pass_time("P1D")
    answer = await Desk(demo).try_to_send("ilya", "Сергей")
    assert (answer.status_code, answer.json()["code"]) == (409, "patient_is_adult")


def shown(rows: list[dict[str, Any]]) -> list[tuple[str | None, str | None, bool]]:
    return [(row["codeState"], row["reason"], row["isLive"]) for row in rows]


async def test_the_history_of_sofia_holds_codes_of_every_state_and_the_automatic_access(demo: DemoSite) -> None:
    rows = await Desk(demo).history("sofia")
    assert shown(rows) == [
        ("SENT", None, True),
        ("EXPIRED", None, False),
        ("REVOKED", "Неверный номер телефона", False),
        (None, None, True),
    ]
    automatic = rows[-1]
    assert (automatic["source"], automatic["relative"], automatic["kinship"], automatic["phone"]) == (
        "AUTO", "Морозова Анна Сергеевна", "MOTHER", ANNA,
    )  # fmt: skip
    assert automatic["end"] == "2042-08-09"


async def test_a_newer_code_voids_the_older_one_of_the_same_relative_only(demo: DemoSite) -> None:
    desk = Desk(demo)
    for_anna = await desk.send_code("sofia", "Анна")
    demo.advance(minutes=1)
    await desk.send_code("sofia", "Дмитрий")
    rows = await desk.history("sofia")
    assert shown(rows)[:3] == [
        ("SENT", None, True), ("SENT", None, True), ("REVOKED", "отправлен новый код", False),
    ]  # fmt: skip
    assert for_anna


async def test_a_sent_code_expires_after_three_days(demo: DemoSite) -> None:
    desk, dmitry = Desk(demo), demo.person(DMITRY)
    code = await desk.send_code("sofia", "Дмитрий")
    await demo.pass_time("PT71H59M")
    assert shown(await desk.history("sofia"))[0] == ("SENT", None, True)
    await demo.pass_time("PT1M")
    assert shown(await desk.history("sofia"))[0] == ("EXPIRED", None, False)
    assert (await redeem(dmitry, code)).status_code == 404


async def test_a_sent_code_can_be_taken_back_with_a_reason(demo: DemoSite) -> None:
    desk, dmitry = Desk(demo), demo.person(DMITRY)
    code = await desk.send_code("sofia", "Дмитрий")
    row = (await desk.history("sofia"))[0]
    for reason in ("", "   "):
        refused = await desk.ask("POST", f"/access-codes/{row['id']}/revoke", {"reason": reason})
        assert (refused.status_code, refused.json()["fields"][0]["field"]) == (422, "reason")
    taken = await desk.ask("POST", f"/access-codes/{row['id']}/revoke", {"reason": "Ошибка в номере"})
    assert (taken.json()["codeState"], taken.json()["reason"], taken.json()["end"]) == (
        "REVOKED", "Ошибка в номере", "2026-11-22",
    )  # fmt: skip
    again = await desk.ask("POST", f"/access-codes/{row['id']}/revoke", {"reason": "Ещё раз"})
    assert (again.status_code, again.json()["code"]) == (409, "code_is_over")
    assert (await redeem(dmitry, code)).status_code == 404


async def test_a_redeemed_code_shows_the_access_it_opened(demo: DemoSite) -> None:
    desk, dmitry = Desk(demo), demo.person(DMITRY)
    opened = await redeem(dmitry, await desk.send_code("sofia", "Дмитрий"))
    row = (await desk.history("sofia"))[0]
    assert (row["codeState"], row["grantId"], row["source"], row["isLive"]) == (
        "APPLIED", opened.json()["id"], "CODE", True,
    )  # fmt: skip
    assert row["end"] == "2042-08-09"


async def test_an_access_by_request_stands_in_the_history_without_a_code(demo: DemoSite) -> None:
    igor = demo.person(IGOR)
    sent = await send_request(igor)
    await demo.decide("requests", sent["id"], "APPROVED")
    (row,) = await Desk(demo).history("mikhail")
    assert (row["codeState"], row["source"], row["kinship"], row["isLive"]) == (None, "REQUEST", "FATHER", True)
    assert mask_phone(row["phone"]) == mask_phone(IGOR)


async def test_nothing_of_what_the_clinic_does_here_is_a_read_of_a_card(demo: DemoSite) -> None:
    desk, anna = Desk(demo), demo.person(ANNA)
    for path in (SOFIA, f"{SOFIA}/kinships", f"{SOFIA}/access-codes", "/patients?q=Морозова"):
        await desk.get(path)
    assert (await open_card(anna, "sofia", "access-log")).json()["total"] == 0


async def test_no_code_goes_out_for_a_child_whose_policy_is_not_of_moscow(demo: DemoSite) -> None:
    desk = Desk(demo)
    before = len(await demo.inbox(OLGA))
    for signed, expected in ((False, (422, "invalid")), (True, (409, "policy_not_moscow"))):
        answer = await desk.try_to_send("petr", "Ольга", applicationSigned=signed)
        assert (answer.status_code, answer.json()["code"]) == expected
    assert answer.json()["detail"].startswith("Полис ОМС ребенка зарегистрирован не в Москве")
    assert len(await demo.inbox(OLGA)) == before
    assert await desk.history("petr") == []
