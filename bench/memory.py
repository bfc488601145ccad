"""Memory of one open session: the sign-in screen against Flet's hello world, by the growth of the server's RSS."""

from __future__ import annotations

import asyncio
import gc
from urllib.parse import urlsplit

import httpx
import msgpack
import psutil
import websockets

from bench.support import app, python
from tests.support.served import Served, free_port

WARM, SESSIONS = 20, 80
GOAL_MB = 1.0
_PAGE = {"route": "/", "width": 1280, "height": 800, "platform": "linux", "web": True, "pwa": False}


async def opened(base: str, cookie: str) -> websockets.ClientConnection:
    """A session as a browser opens it, read until the server has said all it had to."""
    origin = base.rstrip("/")
    headers = {"Cookie": cookie} if cookie else {}
    address = f"ws://{urlsplit(base).netloc}/ws"
    socket = await websockets.connect(address, origin=origin, additional_headers=headers, compression=None)  # type: ignore[arg-type]
    await socket.send(b"\x00" + msgpack.packb([1, {"session_id": "", "page_name": "", "page": _PAGE}]))
    count = 0
    while True:
        try:
            await asyncio.wait_for(socket.recv(), 5 if count < 2 else 0.3)
            count += 1
        except TimeoutError:
            return socket


async def growth(base: str, cookie: str, pid: int) -> float:
    """Megabytes per session, after a few sessions that pay for imports and caches."""
    process = psutil.Process(pid)
    held = [await opened(base, cookie) for _ in range(WARM)]
    gc.collect()
    before = process.memory_info().rss
    for start in range(0, SESSIONS, 10):
        del start
        held += await asyncio.gather(*(opened(base, cookie) for _ in range(10)))
    after = process.memory_info().rss
    for socket in held:
        await socket.close()
    return (after - before) / SESSIONS / 2**20


def cookie_of(served: Served) -> str:
    with httpx.Client(follow_redirects=False) as browser:
        browser.get(served.launch_address())
        return "; ".join(f"{name}={value}" for name, value in browser.cookies.items())


def main() -> None:
    print("memory of one open session")
    port = free_port()
    with python("bench/hello.py", port=port) as hello:
        theirs = asyncio.run(growth(f"http://127.0.0.1:{port}/", "", hello.pid))
    with app("--web", "--no-browser") as served:
        ours = asyncio.run(growth(served.base + "/", cookie_of(served), served.process.pid))
    print(f"    app {ours:.3f} MB, hello world {theirs:.3f} MB, ratio {ours / theirs:.1f}")
    state = "met" if ours <= theirs + GOAL_MB else "MISSED"
    print(f"    more than hello world by {ours - theirs:.3f} MB (goal ≤ {GOAL_MB} MB) {state}")


if __name__ == "__main__":
    main()
