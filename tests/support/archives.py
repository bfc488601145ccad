"""Archives that are taken out of a card, changed, and brought into one."""

from __future__ import annotations

import hashlib
import io
import json
import zipfile
from collections.abc import Callable
from uuid import UUID

import httpx
from PIL import Image

from tests.support.card_world import World
from tests.support.records import CHILD

CARD = f"/patients/{CHILD}"


def a_jpeg() -> bytes:
    out = io.BytesIO()
    Image.new("RGB", (40, 30), "white").save(out, "JPEG")
    return out.getvalue()


async def bring(world: World, content: bytes, name: str = "anna", pid: UUID = CHILD, **headers: str) -> httpx.Response:
    token = await world.token(name)
    sent = {"Authorization": f"Bearer {token}", "Content-Type": "application/zip", **headers}
    return await world.http.post(f"/patients/{pid}/import", content=content, headers=sent)


async def taken(world: World) -> bytes:
    answer = await world.get(f"{CARD}/export/card.zip", await world.token("anna"))
    assert answer.status_code == 200
    return answer.content


def told(answer: httpx.Response) -> tuple[int, str]:
    return answer.status_code, answer.json()["code"]


def rebuilt(content: bytes, change: Callable[[dict[str, bytes]], None], *, seal: bool = True) -> bytes:
    """The archive with other files in it; ``seal`` makes the manifest fit them."""
    archive = zipfile.ZipFile(io.BytesIO(content))
    files = {name: archive.read(name) for name in archive.namelist()}
    before = files["manifest.json"]
    change(files)
    if seal and files.get("manifest.json") == before:
        manifest = json.loads(before)
        for one in manifest["files"]:
            if one["path"] in files:
                one["size"] = len(files[one["path"]])
                one["sha256"] = hashlib.sha256(files[one["path"]]).hexdigest()
        files["manifest.json"] = json.dumps(manifest).encode()
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as made:
        for name, one in files.items():
            made.writestr(name, one)
    return out.getvalue()
