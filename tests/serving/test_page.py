"""What a browser gets over HTTP: the loading page, the client's files, downloads, and nothing of the API by mistake."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import brotli
import pytest

from emias_app.serving.answers import Receive, Scope, Send, answer
from emias_app.serving.client_files import FIRST, OUR_FONTS, load_client
from emias_app.serving.compressed import make_best
from emias_app.serving.downloads import MAX_WAITING_BYTES, Downloads
from tests.serving.conftest import BASE, Site

pytestmark = pytest.mark.anyio


async def test_the_loading_page_is_ours_and_asks_for_nothing_outside(site: Site) -> None:
    async with site.browser() as browser:
        page = await browser.get("/")
    assert '<html lang="ru">' in page.text
    assert "<title>Детская медкарта</title>" in page.text
    assert "Нет связи с приложением. Обновите страницу" in page.text
    assert page.headers["cache-control"] == "no-store"
    assert not re.search(r"https?://(?!www\.w3\.org)", page.text)
    policy = page.headers["content-security-policy"]
    assert "unsafe-eval" not in policy.replace("'wasm-unsafe-eval'", "")
    assert re.findall(r"\w+://\S+", policy.replace(";", " ")) == ["ws://127.0.0.1:8650"]
    script_policy = next(part for part in policy.split("; ") if part.startswith("script-src"))
    assert "'unsafe-inline'" not in script_policy
    assert script_policy.count("sha256-") == page.text.count("<script>")


async def test_the_largest_parts_are_asked_for_before_all_others(site: Site) -> None:
    async with site.browser() as browser:
        page = await browser.get("/")
    assert page.text.index("of flet.compile)") < page.text.index("of flet.preload)")


async def test_every_preloaded_file_is_there_and_kept_for_ever(site: Site) -> None:
    async with site.browser() as browser:
        page = await browser.get("/")
        config = json.loads(re.search(r"Object\.assign\(flet, (.*?)\);</script>", page.text)[1])  # type: ignore[index]
        asked = [one[0] for one in (*config["preload"], *config["compile"])]
        assert {name.removeprefix(load_client().prefix) for name in asked} == set(FIRST)
        for name in asked:
            found = await browser.get(name)
            assert found.status_code == 200, name
            assert "immutable" in found.headers["cache-control"]
            assert found.headers["cross-origin-embedder-policy"] == "require-corp"


async def test_files_go_out_in_the_coding_that_the_browser_takes(site: Site) -> None:
    path = load_client().prefix + "main.dart.mjs"
    async with site.browser() as browser:
        plain = await browser.get(path, headers={"accept-encoding": "identity"})
        small = await browser.get(path, headers={"accept-encoding": "gzip, deflate, br, zstd"})
        middle = await browser.get(path, headers={"accept-encoding": "gzip"})
        refused = await browser.get(path, headers={"accept-encoding": "br;q=0"})
        assert "content-encoding" not in plain.headers
        assert small.headers["content-encoding"] == "br"
        assert middle.headers["content-encoding"] == "gzip"
        assert "content-encoding" not in refused.headers
        assert plain.content == small.content == middle.content
        assert int(small.headers["content-length"]) < int(middle.headers["content-length"]) < len(plain.content) / 3
        tags = {one.headers["etag"] for one in (plain, small, middle)}
        assert len(tags) == 3
        known = await browser.get(path, headers={"if-none-match": small.headers["etag"], "accept-encoding": "br"})
        assert known.status_code == 304
        assert known.content == b""
        assert (await browser.head(path)).content == b""


async def test_a_better_form_is_sent_as_soon_as_it_is_made(make_site: Callable[..., Site], tmp_path: Any) -> None:
    site = make_site()
    client = load_client()
    file = client.files["main.dart.mjs"]
    async with site.browser() as browser:
        quick = await browser.get(client.prefix + file.name, headers={"accept-encoding": "br"})
        make_best(type(client)(client.version, {file.name: file}), tmp_path / "cache")
        best = await browser.get(client.prefix + file.name, headers={"accept-encoding": "br"})
    assert int(best.headers["content-length"]) < int(quick.headers["content-length"])
    assert quick.content == best.content == file.read()
    made = (tmp_path / "cache" / "main.dart.mjs.br").read_bytes()
    assert brotli.decompress(made) == file.read()


async def test_an_old_version_or_a_missing_file_is_404_and_not_the_page(site: Site) -> None:
    async with site.browser() as browser:
        for path in ("/client/0/main.dart.mjs", "/nothing.js", "/client/../launch.key", "/index.html.bak"):
            assert (await browser.get(path)).status_code == 404


async def test_only_our_fonts_load_with_the_engine(site: Site) -> None:
    async with site.browser() as browser:
        families = (await browser.get(load_client().prefix + "assets/FontManifest.json")).json()
    assert [one["family"] for one in families] == ["MaterialIcons", "Roboto", *OUR_FONTS]


async def test_the_api_never_falls_through_to_the_page(site: Site) -> None:
    async with site.browser() as browser:
        for path in ("/api", "/api/v1/patients", "/mock/v1/clock", "/mock", "/docs", "/redoc", "/openapi.json"):
            for method in ("GET", "POST", "DELETE"):
                found = await browser.request(method, path)
                assert (found.status_code, found.json()["code"]) == (404, "not_found"), path
                assert found.headers["content-type"] == "application/problem+json"
        assert (await browser.get("/healthz")).json() == {"status": "ok"}


async def test_an_embedded_backend_answers_on_the_same_port(make_site: Callable[..., Site]) -> None:
    async def backend(scope: Scope, receive: Receive, send: Send) -> None:
        await answer(scope, send, 200, [("content-type", "application/json")], json.dumps(scope["path"]).encode())

    async with make_site(backend=backend).browser() as browser:
        for path in ("/api/v1/me", "/mock/v1/clock", "/healthz", "/docs", "/openapi.json"):
            found = await browser.post(path)
            assert found.json() == path
            assert "frame-ancestors 'none'" in found.headers["content-security-policy"]
        assert (await browser.get("/apiary")).headers["content-type"].startswith("text/html")


async def test_flets_own_pages_are_hidden(site: Site) -> None:
    async with site.browser() as browser:
        assert (await browser.get("/oauth_callback")).headers["content-type"].startswith("text/html")
        assert (await browser.put("/upload")).status_code == 405
        assert "access-control-allow-origin" not in (await browser.get("/")).headers


async def test_another_name_for_this_machine_is_refused(site: Site) -> None:
    async with site.browser() as browser:
        for host in ("evil.example", "evil.example:8650", "127.0.0.1.evil.example", ""):
            found = await browser.get("/", headers={"host": host})
            assert found.status_code == 421, host
        for host in ("localhost:8650", "127.0.0.1", "[::1]:8650", "LOCALHOST:1"):
            assert (await browser.get("/", headers={"host": host})).status_code == 200


async def test_a_download_opens_once_and_for_its_browser_only(site: Site) -> None:
    async with site.browser() as browser, site.browser() as stranger:
        await browser.get("/")
        await stranger.get("/")
        owner = site.door.browser_of(dict(browser.cookies))
        assert owner is not None
        address = site.downloads.put(owner, "Общий анализ «крови».pdf", "application/pdf", b"%PDF")
        assert (await stranger.get(address)).status_code == 404
        assert (await browser.head(address)).status_code == 404
        found = await browser.get(address)
        assert found.content == b"%PDF"
        assert found.headers["content-type"] == "application/pdf"
        assert found.headers["cache-control"] == "no-store"
        assert found.headers["content-disposition"].startswith("attachment; filename=")
        assert "filename*=UTF-8''%D0%9E%D0%B1" in found.headers["content-disposition"]
        assert (await browser.get(address)).status_code == 404


async def test_a_download_lives_a_minute(site: Site) -> None:
    address = site.downloads.put("me", "a.pdf", "application/pdf", b"1")
    site.clock.advance(timedelta(seconds=60))
    assert site.downloads.take("me", address) is None


async def test_waiting_downloads_never_fill_the_memory(site: Site) -> None:
    downloads = Downloads(site.clock)
    half = b"0" * (MAX_WAITING_BYTES // 2)
    first, second, third = (downloads.put("me", "a", "text/plain", half) for _ in range(3))
    assert downloads.take("me", first) is None
    assert downloads.take("me", second) is not None
    assert downloads.take("me", third) is not None
    assert "0000" not in repr(downloads.take("me", downloads.put("me", "a", "text/plain", b"0000")))


async def test_the_page_works_under_its_own_address_only(site: Site) -> None:
    async with site.browser() as browser:
        for path in ("/login", "/medcard/7/labs/3"):
            assert "Открываем медкарту…" in (await browser.get(path)).text
        assert (await browser.post(BASE + "/login")).status_code == 405
