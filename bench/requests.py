"""Requests per second of a child's analyses, with token, access check and journal, against two others in the same run.

json-server 0.17 serves the same bodies from memory with no rights and no journal; a bare FastAPI is the ceiling.
"""

from __future__ import annotations

import json
import shutil
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

import httpx

from bench.road import patient_named, signed_in
from bench.support import ROOT, app, python, verdict, wait_for
from tests.support.served import free_port

SECONDS, CONNECTIONS, ROUNDS = 3, 16, 5
JSON_SERVER = "json-server@0.17.4"


def rate(url: str, token: str = "") -> float:
    command = [sys.executable, "-m", "bench.load", url, str(SECONDS), str(CONNECTIONS), token]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True)
    return float(done.stdout)


def ratio(ours: Sequence[float], theirs: Sequence[float]) -> float:
    """The median of the rounds' ratios, since what else the machine does disturbs a whole round."""
    return statistics.median(one / other for one, other in zip(ours, theirs, strict=True))


def every_row(client: httpx.Client, path: str) -> list[object]:
    """All rows of the list, so that the other server pages over as many."""
    rows: list[object] = []
    cursor = ""
    while True:
        page = client.get(path + cursor).raise_for_status().json()
        rows += page["items"]
        if not page["nextCursor"]:
            return rows
        cursor = f"&cursor={page['nextCursor']}"


def json_server(folder: Path, items: list[object], port: int) -> subprocess.Popen[bytes] | None:
    """json-server over the same rows, installed into the folder; None without npm."""
    npm, node = shutil.which("npm"), shutil.which("node")
    if npm is None or node is None:
        return None
    subprocess.run([npm, "install", "--silent", "--no-fund", "--no-audit", JSON_SERVER], cwd=folder, check=True)
    (folder / "db.json").write_text(json.dumps({"labs": items}, ensure_ascii=False), "utf-8")
    program = folder / "node_modules" / "json-server" / "lib" / "cli" / "bin.js"
    quiet = subprocess.DEVNULL
    command = [node, str(program), "--quiet", "--port", str(port), "db.json"]
    process = subprocess.Popen(command, cwd=folder, stdout=quiet, stderr=quiet)
    wait_for(f"http://127.0.0.1:{port}/labs?_page=1&_limit=20", process)
    return process


def main() -> None:
    print("requests/s of GET /patients/{pid}/labs?limit=20")
    ports = free_port(), free_port()
    with (
        tempfile.TemporaryDirectory() as folder,
        app("server") as served,
        python("bench/bare.py", port=ports[1]),
        signed_in(served, "+79000000001") as client,
    ):
        path = f"/patients/{patient_named(client, 'Артём')}/labs?limit=20"
        items = every_row(client, path)
        token = str(client.headers["Authorization"]).removeprefix("Bearer ")
        other = json_server(Path(folder), items, ports[0])
        rates: dict[str, list[float]] = {"app": [], "json-server": [], "bare FastAPI": []}
        for _ in range(ROUNDS):
            rates["app"].append(rate(f"{served.base}/api/v1{path}", token))
            if other is not None:
                rates["json-server"].append(rate(f"http://127.0.0.1:{ports[0]}/labs?_page=1&_limit=20"))
            rates["bare FastAPI"].append(rate(f"http://127.0.0.1:{ports[1]}/"))
        if other is not None:
            other.terminate()
            other.wait(10)
    middle = {name: statistics.median(values) for name, values in rates.items() if values}
    print("    " + ", ".join(f"{name} {value:.0f}/s" for name, value in middle.items()))
    if "json-server" in middle:
        verdict("÷ json-server", ratio(rates["app"], rates["json-server"]), 3, at_least=True)
    print(f"    ÷ bare FastAPI: {ratio(rates['app'], rates['bare FastAPI']):.2f} (the ceiling, no goal)")


if __name__ == "__main__":
    main()
