"""A small load generator: ``python -m bench.load URL SECONDS CONNECTIONS [TOKEN]`` prints requests/s.

Plain sockets with keep-alive, so that the generator costs little beside the server on a machine of two cores.
"""

from __future__ import annotations

import asyncio
import sys
import time
from urllib.parse import urlsplit


async def ask(host: str, port: int, request: bytes, until: float) -> int:
    reader, writer = await asyncio.open_connection(host, port)
    count = 0
    while time.perf_counter() < until:
        writer.write(request)
        head = await reader.readuntil(b"\r\n\r\n")
        if not head.startswith(b"HTTP/1.1 200"):
            raise SystemExit(f"not 200: {head.splitlines()[0].decode()}")
        lines = [line.split(b":", 1) for line in head.lower().splitlines() if line.startswith(b"content-length")]
        await reader.readexactly(int(lines[0][1]))
        count += 1
    writer.close()
    return count


async def load(url: str, seconds: float, connections: int, token: str) -> float:
    parts = urlsplit(url)
    host, port = parts.hostname or "127.0.0.1", parts.port or 80
    target = parts.path + (f"?{parts.query}" if parts.query else "")
    authorization = f"Authorization: Bearer {token}\r\n" if token else ""
    request = f"GET {target} HTTP/1.1\r\nHost: {host}:{port}\r\n{authorization}Accept: */*\r\n\r\n".encode()
    started = time.perf_counter()
    counts = await asyncio.gather(*(ask(host, port, request, started + seconds) for _ in range(connections)))
    return sum(counts) / (time.perf_counter() - started)


if __name__ == "__main__":
    print(asyncio.run(load(sys.argv[1], float(sys.argv[2]), int(sys.argv[3]), *(sys.argv[4:5] or [""]))))
