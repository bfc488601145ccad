"""The committed OpenAPI is the one that is served."""

from __future__ import annotations

import json
from pathlib import Path

from emias_app.mock_server.openapi import COMMITTED, published

ROOT = Path(__file__).parents[2]


def test_the_committed_openapi_is_the_one_that_is_served() -> None:
    committed = (ROOT / COMMITTED).read_text(encoding="utf-8")
    assert committed == published(), "the API changed: say so in the CHANGELOG and run `make openapi`"


def test_every_path_stands_under_the_base_and_tells_its_refusals() -> None:
    paths = json.loads(published())["paths"]
    assert paths
    for path, operations in paths.items():
        assert path.startswith("/api/v1/") or path == "/healthz", path
        for method, operation in operations.items():
            if path != "/healthz":
                assert "4XX" in operation["responses"], (method, path)


def test_no_control_of_test_mode_is_published() -> None:
    assert "/mock" not in published()
