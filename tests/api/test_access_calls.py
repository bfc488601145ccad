"""The roads to a card and the journal: which address each method calls, with what; and a photo in a form."""

from __future__ import annotations

import email
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

import pytest

from emias_app.api import EmiasClient
from emias_app.api.transport import FilePart
from emias_app.clock import FixedClock
from emias_app.models.requests import AccessRequestBody, RequestState
from tests.api.pretend import Answer, Pretend
from tests.support.virtual_time import on_virtual_time

AT = datetime(2026, 11, 22, 6, tzinfo=UTC)
ID = UUID("00000000-0000-4000-8000-000000000001")
EMPTY: dict[str, Any] = {"items": [], "nextCursor": None, "total": 0}
GRANT = {
    "id": str(ID), "patientId": str(ID), "patientName": "Морозова София", "holder": "Морозов Дмитрий Андреевич",
    "mine": True, "source": "CODE", "state": "ACTIVE", "start": "2026-11-22T09:00:00+03:00", "end": "2042-08-09",
}  # fmt: skip
REQUEST = {
    "id": str(ID), "childId": str(ID), "childName": "Соколов Михаил Игоревич", "purpose": "GRANT", "grantee": "SELF",
    "phone": "+79000000002", "consent": False, "state": "DRAFT",
    "timeline": [{"at": "2026-11-22T09:00:00+03:00", "state": "DRAFT", "text": "Черновик сохранён"}],
}  # fmt: skip
BODY = AccessRequestBody(child_id=ID, phone="+79000000002", submit=True)
SENT = {
    "childId": str(ID), "purpose": "GRANT", "grantee": "SELF", "phone": "+79000000002", "photoId": None,
    "consent": False, "submit": True,
}  # fmt: skip
READ = {
    "id": str(ID), "at": "2026-11-22T09:00:00+03:00", "actor": "Вы", "mine": True, "what": "LIST", "section": "labs",
    "client": "web", "text": "Вы открыли раздел «Анализы» в браузере", "questioned": True,
}  # fmt: skip
PHOTO = {"id": str(ID), "width": 800, "height": 600}
NOTHING = Answer(204, b"")

Call = Callable[[EmiasClient], Awaitable[Any]]
CALLS: list[tuple[Call, Any, str, Any, bool]] = [
    (lambda c: c.access.grants(), EMPTY, "GET /access/grants?limit=100", None, False),
    (lambda c: c.access.cancel_grant(ID), NOTHING, f"DELETE /access/grants/{ID}", None, True),
    (lambda c: c.access.requests(), EMPTY, "GET /access/requests?limit=100", None, False),
    (lambda c: c.access.request(ID), REQUEST, f"GET /access/requests/{ID}", None, False),
    (lambda c: c.access.create_request(BODY), REQUEST, "POST /access/requests", SENT, True),
    (lambda c: c.access.update_request(ID, BODY), REQUEST, f"PUT /access/requests/{ID}", SENT, True),
    (
        lambda c: c.access.confirm_request(ID, "407135", consent=True), REQUEST,
        f"POST /access/requests/{ID}/confirm", {"code": "407135", "consent": True}, True,
    ),
    (lambda c: c.access.cancel_request(ID), REQUEST, f"POST /access/requests/{ID}/cancel", None, True),
    (lambda c: c.access.redeem("k7pm 42xa"), GRANT, "POST /access/redeem", {"code": "k7pm 42xa"}, True),
    (
        lambda c: c.patients.access_log(ID, cursor="c"), EMPTY,
        f"GET /patients/{ID}/access-log?limit=30&cursor=c", None, False,
    ),
    (lambda c: c.patients.question(ID, ID), READ, f"POST /patients/{ID}/access-log/{ID}/question", None, True),
]  # fmt: skip


@pytest.mark.parametrize(("call", "said", "target", "body", "has_key"), CALLS, ids=[call[2] for call in CALLS])
@on_virtual_time
async def test_each_method_calls_its_address(call: Call, said: Any, target: str, body: Any, has_key: bool) -> None:
    backend = Pretend(said if isinstance(said, Answer) else Answer(body=said))
    await call(EmiasClient.in_process(backend, clock=FixedClock(AT)))
    asked = backend.asked[-1]
    query = f"?{asked.query}" if asked.query else ""
    assert f"{asked.method} {asked.path.removeprefix('/api/v1')}{query}" == target
    assert (asked.json if asked.content else None) == body
    assert ("idempotency-key" in asked.headers) is has_key


@on_virtual_time
async def test_what_comes_back_is_typed() -> None:
    client = EmiasClient.in_process(Pretend(Answer(body=REQUEST)), clock=FixedClock(AT))
    assert (await client.access.request(ID)).state is RequestState.DRAFT


@on_virtual_time
async def test_a_photo_goes_as_a_form_with_one_file() -> None:
    backend = Pretend(Answer(201, PHOTO))
    client = EmiasClient.in_process(backend, clock=FixedClock(AT))
    kept = await client.access.upload_photo('Я "и" паспорт.jpg', "image/jpeg", b"\xff\xd8\xff\r\n--")
    assert (kept.width, kept.height) == (800, 600)
    asked = backend.asked[-1]
    head = f"Content-Type: {asked.headers['content-type']}\r\n\r\n".encode()
    (part,) = email.message_from_bytes(head + asked.content).get_payload()
    assert part.get_param("name", header="content-disposition") == "file"
    assert part.get_content_type() == "image/jpeg"
    assert part.get_payload(decode=True) == b"\xff\xd8\xff\r\n--"
    assert "idempotency-key" in asked.headers


def test_a_file_in_a_form_is_not_shown_in_its_repr() -> None:
    assert "secret" not in repr(FilePart("file", "a.jpg", "image/jpeg", b"secret"))
