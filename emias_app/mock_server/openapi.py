"""The OpenAPI of the public API as text: ``python -m emias_app.mock_server.openapi`` writes ``docs/openapi.json``."""

from __future__ import annotations

import json
import sys
from pathlib import Path

from emias_app.config import ServerSettings
from emias_app.mock_server.app import create_app

COMMITTED = Path("docs", "openapi.json")


def published() -> str:
    """What ``/openapi.json`` serves outside test mode, indented, with its keys in order."""
    settings = ServerSettings(test_mode=False, demo=False, database_url=None)
    return json.dumps(create_app(settings).openapi(), ensure_ascii=False, indent=1, sort_keys=True) + "\n"


def main(target: Path = COMMITTED) -> int:
    """Write the file; 0 as an exit code."""
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_text(published(), encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
