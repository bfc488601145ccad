"""Which address each method calls, with what; and which backends a client may talk to."""

from __future__ import annotations

import json
from collections.abc import Awaitable, Callable
from datetime import UTC, date, datetime, timedelta, timezone
from typing import Any
from uuid import UUID

import httpx
import pytest

from emias_app.api import EmiasClient
from emias_app.clock import FixedClock
from emias_app.errors import StartupError
from emias_app.models.account import Relation
from emias_app.models.auth import Ticket
from emias_app.models.base import Sex
from emias_app.models.family import ChildDocumentRequest, ChildRequest, DocumentKind
from emias_app.models.registration import PassportRequest, RegisterRequest
from emias_app.models.section import SectionSlug
from tests.api.pretend import Answer, Asked, Pretend
from tests.support.records import a_lab
from tests.support.virtual_time import on_virtual_time

AT = datetime(2026, 11, 22, 6, tzinfo=UTC)
ID = UUID("00000000-0000-4000-8000-000000000001")
NOTE = UUID("00000000-0000-4000-8000-000000000002")
TICKET = {"ticket": "t", "maskedPhone": "+7 900 •••-••-01", "codeLength": 6, "expiresAt": "2026-11-22T09:05:00+03:00",
          "resendAfter": 60}  # fmt: skip
CODE = {name: value for name, value in TICKET.items() if name != "ticket"}
TOKENS = {"accessToken": "a", "refreshToken": "r", "expiresIn": 900, "level": "account"}
DEVICE = {"id": str(ID), "name": "Ноутбук", "createdAt": "2026-11-22T09:00:00+03:00"}
CHALLENGE = {"challenge": "c", "expiresAt": "2026-11-22T09:01:00+03:00"}
CHANGES = {"now": "2026-11-22T09:00:00+03:00", "ended": [], "checks": [], "unreadNotices": 0}
EMPTY: dict[str, Any] = {"items": [], "nextCursor": None, "total": 0}
LAB = a_lab(id=UUID(int=3))
OPEN = Ticket.model_validate(TICKET)
MOSCOW_NINE = datetime(2026, 11, 22, 9, tzinfo=timezone(timedelta(hours=3)))
NINE = "2026-11-22T09%3A00%3A00%2B03%3A00"
SIGNED = {"challenge": "c", "signature": "s"}
NOTHING = Answer(204, b"")
ME = {"id": str(ID), "lastName": "Жукова", "firstName": "Ольга", "middleName": "", "birthDate": "1997-03-15",
      "sex": "FEMALE", "level": "STANDARD", "phone": "+79000000005", "email": "olga@example.com"}  # fmt: skip
PERSON = {"lastName": "Жуков", "firstName": "Пётр", "middleName": "Алексеевич", "birthDate": "2023-08-26",
          "sex": "MALE"}  # fmt: skip
PAPER = {"kind": "BIRTH_CERTIFICATE", "series": "IV-МЮ", "number": "000109"}
CHILD_BODY = {**PERSON, "relation": "SON", "document": PAPER}
CHILD = {**CHILD_BODY, "id": str(ID), "check": {"id": str(NOTE), "registry": "ZAGS", "state": "CHECKING"}}
PETR = ChildRequest(
    last_name="Жуков", first_name="Пётр", middle_name="Алексеевич", birth_date=date(2023, 8, 26), sex=Sex.MALE,
    relation=Relation.SON, document=ChildDocumentRequest(kind=DocumentKind.BIRTH_CERTIFICATE, series="IV-МЮ",
                                                         number="000109"),
)  # fmt: skip
OLGA = {"lastName": "Жукова", "firstName": "Ольга", "middleName": "Николаевна", "birthDate": "1997-03-15",
        "sex": "FEMALE", "phone": "+79160000005", "email": "olga@example.com", "password": "Klever-71"}  # fmt: skip
NUMBER = {"number": "112-233-445 95"}
PASSPORT = {"series": "4510", "number": "123456", "issuedOn": "2017-05-01", "issuedByCode": "770-001"}
TWO_CODES = {"maskedOld": "+7 900 •••-••-05", "maskedNew": "+7 916 •••-••-05", "resendAfter": 60,
             "expiresAt": "2026-11-22T09:05:00+03:00"}  # fmt: skip
NEW_PHONE = {"phone": "+79160000005", "codeOld": "1", "codeNew": "2"}

Call = Callable[[EmiasClient], Awaitable[Any]]

#: What is called, what the backend says, what must go out: method and target, body, whether a token, whether a key.
CALLS: list[tuple[Call, Any, str, Any, str]] = [
    (lambda c: c.auth.login("+7", "Demo"), TICKET, "POST /auth/login", {"login": "+7", "password": "Demo"}, "bare"),
    (lambda c: c.auth.resend(OPEN), TICKET, "POST /auth/login/resend", {"ticket": "t"}, "bare"),
    (lambda c: c.auth.confirm(OPEN, "1"), TOKENS, "POST /auth/login/confirm", {"ticket": "t", "code": "1"}, "bare"),
    (lambda c: c.auth.medcard_code(), CODE, "POST /auth/medcard-code", None, "token"),
    (lambda c: c.auth.confirm_medcard("1"), TOKENS, "POST /auth/medcard-code/confirm", {"code": "1"}, "token"),
    (lambda c: c.auth.sessions(), EMPTY, "GET /auth/sessions", None, "token"),
    (lambda c: c.auth.end_session(ID), NOTHING, f"DELETE /auth/sessions/{ID}", None, "token"),
    (lambda c: c.devices.list(), EMPTY, "GET /devices", None, "token"),
    (lambda c: c.devices.register("N", "k"), DEVICE, "POST /devices", {"name": "N", "publicKey": "k"}, "token key"),
    (lambda c: c.devices.remove(ID), NOTHING, f"DELETE /devices/{ID}", None, "token key"),
    (lambda c: c.devices.challenge(ID), CHALLENGE, f"POST /devices/{ID}/challenge", None, "bare"),
    (lambda c: c.devices.unlock(ID, "c", "s"), TOKENS, f"POST /devices/{ID}/unlock", SIGNED, "bare"),
    (lambda c: c.me.notices(), EMPTY, "GET /notices?limit=100", None, "token"),
    (lambda c: c.me.read_notice(NOTE), NOTHING, f"POST /notices/{NOTE}/read", None, "token key"),
    (lambda c: c.me.changes(MOSCOW_NINE), CHANGES, f"GET /me/changes?since={NINE}", None, "token"),
    (lambda c: c.patients.list(), EMPTY, "GET /patients?limit=100", None, "token"),
    (lambda c: c.patients.sections(ID), EMPTY, f"GET /patients/{ID}/sections", None, "token"),
    (lambda c: c.patients.records(ID, SectionSlug.LABS), EMPTY, f"GET /patients/{ID}/labs?limit=20", None, "token"),
    (
        lambda c: c.patients.records(
            ID, SectionSlug.COVID_TESTS, since=date(2026, 5, 22), until=date(2026, 11, 22), q="ПЦР", speciality="s",
            kind="K", limit=50, cursor="c",
        ),
        EMPTY,
        f"GET /patients/{ID}/covid-tests?from=2026-05-22&to=2026-11-22&q=%D0%9F%D0%A6%D0%A0"
        "&speciality=s&kind=K&limit=50&cursor=c",
        None,
        "token",
    ),
    (
        lambda c: c.patients.record(ID, SectionSlug.LABS, LAB.id),
        json.loads(LAB.model_dump_json(by_alias=True)), f"GET /patients/{ID}/labs/{LAB.id}", None, "token",
    ),
    (
        lambda c: c.patients.document_pdf(ID, SectionSlug.LABS, NOTE),
        Answer(200, b"%PDF-1.7", {"content-type": "application/pdf"}),
        f"GET /patients/{ID}/labs/{NOTE}/document.pdf", None, "token",
    ),
    (
        lambda c: c.patients.vaccination_plan(ID, moscow=True), {"items": [], "total": 0, "moscow": True},
        f"GET /patients/{ID}/vaccination-plan?moscow=true", None, "token",
    ),
    (
        lambda c: c.patients.vaccination_calendar(ID), Answer(200, b"BEGIN:VCALENDAR"),
        f"GET /patients/{ID}/vaccination-plan.ics", None, "token",
    ),
    (
        lambda c: c.patients.vaccination_certificate(ID), Answer(200, b"%PDF-1.7"),
        f"GET /patients/{ID}/vaccination-certificate.pdf", None, "token",
    ),
    (lambda c: c.registration.register(RegisterRequest.model_validate(OLGA)), TICKET, "POST /auth/register", OLGA,
     "bare"),
    (lambda c: c.registration.ask_reset("+7"), TICKET, "POST /auth/password-reset", {"login": "+7"}, "bare"),
    (lambda c: c.registration.reset(OPEN, "1", "Klever-71"), TOKENS, "POST /auth/password-reset/confirm",
     {"ticket": "t", "code": "1", "password": "Klever-71"}, "bare"),
    (lambda c: c.registration.change_password("old", "new"), NOTHING, "PUT /me/password",
     {"current": "old", "password": "new"}, "token key"),
    (lambda c: c.registration.put_snils(NUMBER["number"]), ME, "PUT /me/snils", NUMBER, "token key"),
    (lambda c: c.registration.put_inn(NUMBER["number"]), ME, "PUT /me/inn", NUMBER, "token key"),
    (lambda c: c.registration.put_oms(NUMBER["number"]), ME, "PUT /me/oms", NUMBER, "token key"),
    (lambda c: c.registration.put_passport(PassportRequest.model_validate(PASSPORT)), ME, "PUT /me/passport",
     PASSPORT, "token key"),
    (lambda c: c.registration.recheck_passport(), ME, "POST /me/passport/recheck", None, "token key"),
    (lambda c: c.registration.recheck_oms(), ME, "POST /me/oms/recheck", None, "token key"),
    (lambda c: c.registration.ask_phone("+79160000005"), Answer(202, TWO_CODES), "PUT /me/phone",
     {"phone": "+79160000005"}, "token key"),
    (lambda c: c.registration.confirm_phone("+79160000005", "1", "2"), ME, "PUT /me/phone", NEW_PHONE, "token key"),
    (lambda c: c.family.list(), EMPTY, "GET /family/children?limit=100", None, "token"),
    (lambda c: c.family.add(PETR), CHILD, "POST /family/children", CHILD_BODY, "token key"),
    (lambda c: c.family.correct(ID, PETR), CHILD, f"PUT /family/children/{ID}", CHILD_BODY, "token key"),
    (lambda c: c.family.remove(ID), NOTHING, f"DELETE /family/children/{ID}", None, "token key"),
    (lambda c: c.family.recheck(ID), CHILD, f"POST /family/children/{ID}/recheck", None, "token key"),
]  # fmt: skip


@pytest.mark.parametrize(("call", "said", "target", "body", "traits"), CALLS, ids=[call[2] for call in CALLS])
@on_virtual_time
async def test_each_method_calls_its_address(call: Call, said: Any, target: str, body: Any, traits: str) -> None:
    backend = Pretend(Answer(body=TOKENS))
    client = EmiasClient.in_process(backend, clock=FixedClock(AT))
    await client.auth.confirm(OPEN, "1")
    backend.answers = [said if isinstance(said, Answer) else Answer(body=said)]
    await call(client)
    asked = backend.asked[-1]
    assert asked_target(asked) == target
    assert (asked.json if asked.content else None) == body
    found = [asked.token and "token", "idempotency-key" in asked.headers and "key"]
    assert (" ".join(trait for trait in found if trait) or "bare") == traits


def asked_target(asked: Asked) -> str:
    assert asked.path.startswith("/api/v1/")
    query = f"?{asked.query}" if asked.query else ""
    return f"{asked.method} {asked.path.removeprefix('/api/v1')}{query}"


@on_virtual_time
async def test_a_record_comes_back_as_its_own_kind() -> None:
    client = EmiasClient.in_process(
        Pretend(Answer(body=json.loads(LAB.model_dump_json(by_alias=True)))), clock=FixedClock(AT)
    )
    assert await client.patients.record(ID, SectionSlug.LABS, LAB.id) == LAB


@pytest.mark.parametrize(
    "address",
    [
        "https://emias.example",
        "https://emias.example:8443/",
        "http://127.0.0.1:8600",
        "http://localhost:8600",
        "http://[::1]:8600",
    ],
)
@on_virtual_time
async def test_https_anywhere_and_http_to_this_machine_are_fine(address: str) -> None:
    client = EmiasClient.over_http(address, clock=FixedClock(AT))
    assert str(client._http.base_url) == f"{address.rstrip('/')}/api/v1/"
    await client.close()


@pytest.mark.parametrize(
    "address",
    ["http://emias.example", "http://10.0.0.1:8600", "ftp://127.0.0.1", "127.0.0.1:8600", "", "https://", "https://[::1",
     "http://127.0.0.1:99999", "http://localhost.example", "https://user:secret@emias.example"],
)  # fmt: skip
def test_anything_else_is_refused_in_one_line_that_says_what_to_do(address: str) -> None:
    with pytest.raises(StartupError) as caught:
        EmiasClient.over_http(address, clock=FixedClock(AT))
    assert "\n" not in str(caught.value)
    assert "secret" not in str(caught.value)


@on_virtual_time
async def test_headers_of_the_page_go_with_every_call() -> None:
    backend = Pretend(Answer(body=EMPTY))
    client = EmiasClient.in_process(backend, clock=FixedClock(AT), client_kind="ios", headers={"X-Emias-Sandbox": "s1"})
    await client.patients.list()
    assert backend.asked[0].headers["x-emias-sandbox"] == "s1"
    assert backend.asked[0].headers["x-emias-client"] == "ios"


@on_virtual_time
async def test_the_client_s_time_is_the_backend_s() -> None:
    backend = Pretend(Answer(body=EMPTY, headers={"x-emias-now": "2030-01-01T00:00:00Z"}))
    client = EmiasClient.in_process(backend, clock=FixedClock(AT))
    assert client.server_now() == AT
    await client.patients.list()
    assert client.server_now() == datetime(2030, 1, 1, tzinfo=UTC)


@on_virtual_time
async def test_a_client_can_be_built_on_any_httpx_client() -> None:
    async with httpx.AsyncClient(
        transport=httpx.ASGITransport(app=Pretend(Answer(body=EMPTY))), base_url="http://emias.local/api/v1"
    ) as http:
        assert await EmiasClient(http, clock=FixedClock(AT)).patients.list() == []
