"""What parents and the clinic do about access, over HTTP: photos, requests, codes, reads of a card."""

from __future__ import annotations

import io
import random
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import httpx
from PIL import Image

from emias_app.mock_server.seed import PASSWORD
from tests.support.demo_site import MOCK, DemoSite, Person, patient_id
from tests.support.site import bearer

REASON = "Заявление матери ребенка"
_TOKEN_LIFE_MINUTES = 14


def a_photo(kind: str = "JPEG", size: tuple[int, int] = (640, 240), **saved: Any) -> bytes:
    """A picture in colour that decodes; noise, so that it has some weight."""
    noise = random.Random(7).randbytes(size[0] * size[1] * 3)
    out = io.BytesIO()
    Image.frombytes("RGB", size, noise).save(out, kind, **saved)
    return out.getvalue()


@dataclass
class Desk:
    """A work place of the clinic; signs in whenever that is needed."""

    site: DemoSite
    login: str = "registrar"
    _tokens: dict[str, Any] | None = None
    _signed_in_at: datetime | None = None

    async def ask(self, method: str, path: str, body: object = None, **headers: str) -> httpx.Response:
        now = self.site.clock.now()
        if self._signed_in_at is None or (now - self._signed_in_at).total_seconds() > _TOKEN_LIFE_MINUTES * 60:
            answer = await self.site.http.post("/clinic/auth/login", json={"login": self.login, "password": PASSWORD})
            assert answer.status_code == 200, answer.text
            self._tokens, self._signed_in_at = answer.json(), now
        assert self._tokens is not None
        head = bearer(self._tokens) | {name.replace("_", "-"): value for name, value in headers.items()}
        return await self.site.http.request(method, f"/clinic{path}", json=body, headers=head)

    async def get(self, path: str) -> Any:
        answer = await self.ask("GET", path)
        assert answer.status_code == 200, answer.text
        return answer.json()

    async def relative(self, child: str, first_name: str) -> dict[str, Any]:
        """A relative of a demo child by the first name."""
        kin = (await self.get(f"/patients/{patient_id(child)}/kinships?limit=100"))["items"]
        return dict(next(one for one in kin if one["firstName"] == first_name))

    async def try_to_send(self, child: str, first_name: str, **other: Any) -> httpx.Response:
        kin = await self.relative(child, first_name)
        body = {"kinshipId": kin["id"], "phone": kin["phone"], "applicationSigned": True} | other
        return await self.ask("POST", f"/patients/{patient_id(child)}/access-codes", body)

    async def send_code(self, child: str, first_name: str, **other: Any) -> str:
        """The code that went out by SMS."""
        answer = await self.try_to_send(child, first_name, **other)
        assert answer.status_code == 201, answer.text
        return await self.site.code(answer.json()["phone"])

    async def history(self, child: str) -> list[dict[str, Any]]:
        return list((await self.get(f"/patients/{patient_id(child)}/access-codes?limit=100"))["items"])

    async def live_grant(self, child: str, first_name: str) -> dict[str, Any]:
        """The row of the history of a living access."""
        rows = await self.history(child)
        return next(row for row in rows if row["isLive"] and row["grantId"] and first_name in row["relative"])

    async def revoke(self, child: str, first_name: str, reason: str = REASON) -> dict[str, Any]:
        row = await self.live_grant(child, first_name)
        answer = await self.ask("POST", f"/grants/{row['grantId']}/revoke", {"reason": reason})
        assert answer.status_code == 200, answer.text
        return dict(answer.json())


async def open_card(person: Person, child: str, tail: str = "overview", client: str = "web") -> httpx.Response:
    """Read a card with the second step passed; another kind of app signs in anew."""
    site = person.site
    own = await (person.tokens() if client == "web" else site.sign_in_with(person.phone, person.password, client))
    tokens = await site.step_up(own, person.phone)
    return await site.http.get(f"/patients/{patient_id(child)}/{tail}", headers=bearer(tokens))


async def redeem(person: Person, code: str) -> httpx.Response:
    return await person.ask("POST", "/access/redeem", {"code": code})


async def add_photo(person: Person, content: bytes | None = None, name: str = "photo.jpg") -> httpx.Response:
    files = {"file": (name, a_photo() if content is None else content, "image/jpeg")}
    return await person.site.http.post("/access/photos", files=files, headers=bearer(await person.tokens()))


async def photo_id(person: Person) -> str:
    answer = await add_photo(person)
    assert answer.status_code == 201, answer.text
    return str(answer.json()["id"])


async def a_body(person: Person, child: int = 0, **other: Any) -> dict[str, Any]:
    """A complete request for one of the person's children, ready to be sent."""
    body = {
        "childId": (await person.children())[child]["id"], "purpose": "GRANT", "grantee": "SELF",
        "phone": person.phone, "consent": True,
    }  # fmt: skip
    if "photoId" not in other:
        body["photoId"] = await photo_id(person)
    return body | other


async def send_request(person: Person, **other: Any) -> dict[str, Any]:
    """A request that is being checked."""
    made = await person.ask("POST", "/access/requests", await a_body(person, **other))
    assert made.status_code == 201, made.text
    assert made.json()["state"] == "CODE_SENT"
    return await confirm(person, made.json()["id"])


async def confirm(person: Person, request_id: str) -> dict[str, Any]:
    code = await person.site.code(person.phone)
    answer = await person.ask("POST", f"/access/requests/{request_id}/confirm", {"code": code})
    assert answer.status_code == 200, answer.text
    return dict(answer.json())


async def pass_working_days(site: DemoSite, count: int) -> None:
    answer = await site.http.post(f"{MOCK}/clock", json={"advanceWorkingDays": count})
    assert answer.status_code == 200, answer.text


async def set_clock(site: DemoSite, moment: str) -> None:
    """Set the clock to a moment of Moscow, «2026-12-28T10:00»."""
    answer = await site.http.post(f"{MOCK}/clock", json={"set": f"{moment}:00+03:00"})
    assert answer.status_code == 200, answer.text
