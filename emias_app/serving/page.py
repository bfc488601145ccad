"""The loading page: our own ``index.html`` with the client's addresses put in, and the policy of what it may load."""

from __future__ import annotations

import base64
import hashlib
import json
import re
from dataclasses import dataclass
from pathlib import Path

from emias_app.serving.client_files import Client

_CONFIG_MARK = "<!-- fletAppConfig -->"


@dataclass(frozen=True)
class LoadingPage:
    """The page's bytes and the digests of its scripts."""

    body: bytes
    script_digests: tuple[str, ...]

    def policy(self, host: str, *, is_secure: bool) -> str:
        """CSP for a page opened at ``host``: nothing outside, so the client's request to a CDN (Rive) never leaves."""
        scripts = " ".join(f"'sha256-{digest}'" for digest in self.script_digests)
        socket = f"{'wss' if is_secure else 'ws'}://{host}"
        return (
            f"default-src 'self'; script-src 'self' 'wasm-unsafe-eval' blob: {scripts}; "
            "style-src 'self' 'unsafe-inline'; img-src 'self' data: blob:; font-src 'self' data:; "
            "media-src 'self' data: blob:; "
            f"connect-src 'self' {socket} data: blob:; worker-src 'self' blob:; manifest-src 'self'; "
            "object-src 'none'; base-uri 'self'; frame-src 'none'; frame-ancestors 'none'; form-action 'none'"
        )


def loading_page(client: Client, assets: Path) -> LoadingPage:
    """Read ``index.html`` and tell it where the client lies."""
    text = (assets / "index.html").read_text("utf-8")
    settings = {
        "entrypointBaseUrl": client.prefix,
        "assetBase": client.prefix,
        "canvasKitBaseUrl": f"{client.prefix}canvaskit/",
        "preload": client.preloads(),
        "compile": client.compiled(),
    }
    config = f"<script>Object.assign(flet, {json.dumps(settings)});</script>"
    text = text.replace(_CONFIG_MARK, config)
    scripts = re.findall(r"<script>(.*?)</script>", text, flags=re.DOTALL)
    digests = tuple(base64.b64encode(hashlib.sha256(script.encode()).digest()).decode() for script in scripts)
    return LoadingPage(text.encode(), digests)
