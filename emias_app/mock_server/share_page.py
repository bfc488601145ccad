"""The page ``/s`` for whoever was given a one-time link: plain HTML, our own script, nothing from elsewhere.

The token stands in the fragment, which no server is told; the script sends it with the code and holds what it gets in
the tab's own memory.
"""

from __future__ import annotations

from functools import cache
from importlib import resources

from fastapi import FastAPI
from starlette.responses import Response

from emias_app.mock_server.pdf.fonts import fonts_folder
from emias_app.mock_server.share_words import words_json

#: Nothing but ourselves: no other address is asked, nothing inline runs, nobody frames it.
POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; font-src 'self'; connect-src 'self'; "
    "img-src 'self' data:; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
)
_HEADERS = {"Content-Security-Policy": POLICY, "Referrer-Policy": "no-referrer", "X-Frame-Options": "DENY"}
_TYPES = {
    "page.html": "text/html; charset=utf-8",
    "page.js": "text/javascript",
    "parts.js": "text/javascript",
    "page.css": "text/css",
}
_FONTS = ("GolosText-Regular", "GolosText-SemiBold")


@cache
def _file(name: str) -> bytes:
    return (resources.files("emias_app.mock_server") / "share_files" / name).read_bytes()


def install(app: FastAPI) -> None:
    """Serve the page, its script, its look and its font."""

    @app.get("/s", include_in_schema=False)
    async def page() -> Response:
        return Response(_file("page.html"), media_type=_TYPES["page.html"], headers=_HEADERS)

    @app.get("/s/{name}", include_in_schema=False)
    async def part(name: str) -> Response:
        stem, _, suffix = name.rpartition(".")
        if suffix == "ttf" and stem in _FONTS:
            return Response((fonts_folder() / name).read_bytes(), media_type="font/ttf", headers=_HEADERS)
        if name == "words.json":
            return Response(words_json(), media_type="application/json", headers=_HEADERS)
        if name in _TYPES and name != "page.html":
            return Response(_file(name), media_type=_TYPES[name], headers=_HEADERS)
        return Response(status_code=404)
