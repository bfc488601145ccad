"""The roads to a card: accesses, requests with their photos, codes of the clinic."""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import UUID

from pydantic import TypeAdapter

from emias_app.api.pages import all_of
from emias_app.api.transport import FilePart, new_key
from emias_app.models.base import Page
from emias_app.models.requests import AccessRequest, AccessRequestBody, Grant, Photo

if TYPE_CHECKING:
    from emias_app.api.client import EmiasClient

_GRANT = TypeAdapter(Grant)
_GRANTS: TypeAdapter[Page[Grant]] = TypeAdapter(Page[Grant])
_REQUEST = TypeAdapter(AccessRequest)
_REQUESTS: TypeAdapter[Page[AccessRequest]] = TypeAdapter(Page[AccessRequest])
_PHOTO = TypeAdapter(Photo)
_NOTHING: TypeAdapter[object] = TypeAdapter(object)


class AccessResource:
    def __init__(self, client: EmiasClient) -> None:
        self._client = client

    async def grants(self) -> list[Grant]:
        """Mine, ended ones too, and others' to the cards that are open to me."""
        return await all_of(self._client, _GRANTS, "/access/grants")

    async def cancel_grant(self, grant_id: UUID) -> None:
        """Give my own access up."""
        await self._client.request(_NOTHING, "DELETE", f"/access/grants/{grant_id}", key=new_key())

    async def requests(self) -> list[AccessRequest]:
        """Mine, drafts too, the newest first."""
        return await all_of(self._client, _REQUESTS, "/access/requests")

    async def request(self, request_id: UUID) -> AccessRequest:
        return await self._client.request(_REQUEST, "GET", f"/access/requests/{request_id}")

    async def create_request(self, body: AccessRequestBody) -> AccessRequest:
        """Begin a request; ``submit`` sends the SMS with the code that confirms it."""
        return await self._client.request(_REQUEST, "POST", "/access/requests", json=_wire(body), key=new_key())

    async def update_request(self, request_id: UUID, body: AccessRequestBody) -> AccessRequest:
        """Correct one that may still be corrected; ``submit`` sends a new code."""
        path = f"/access/requests/{request_id}"
        return await self._client.request(_REQUEST, "PUT", path, json=_wire(body), key=new_key())

    async def confirm_request(self, request_id: UUID, code: str, *, consent: bool) -> AccessRequest:
        """Send it with the code of the SMS; ``consent`` is given here where the request did not hold it yet."""
        body = {"code": code, "consent": consent}
        path = f"/access/requests/{request_id}/confirm"
        return await self._client.request(_REQUEST, "POST", path, json=body, key=new_key())

    async def cancel_request(self, request_id: UUID) -> AccessRequest:
        """Withdraw one that is not decided yet."""
        path = f"/access/requests/{request_id}/cancel"
        return await self._client.request(_REQUEST, "POST", path, key=new_key())

    async def upload_photo(self, file_name: str, media_type: str, content: bytes) -> Photo:
        """Hand over a photo of the applicant; JPEG or PNG, up to 10 MB."""
        file = FilePart("file", file_name, media_type, content)
        return await self._client.request(_PHOTO, "POST", "/access/photos", file=file, key=new_key())

    async def redeem(self, code: str) -> Grant:
        """Open a card with a code of the clinic, as typed."""
        return await self._client.request(_GRANT, "POST", "/access/redeem", json={"code": code}, key=new_key())


def _wire(body: AccessRequestBody) -> object:
    return body.model_dump(mode="json", by_alias=True)
