"""Log lines as JSON, one object a line, for a backend that runs on its own."""

from __future__ import annotations

import json
import logging
import sys

_FIELDS = ("request_id", "method", "route", "status", "ms")


class JsonLines(logging.Formatter):
    """Level, logger, message and the fields of a request."""

    def format(self, record: logging.LogRecord) -> str:
        line: dict[str, object] = {
            "at": self.formatTime(record, "%Y-%m-%dT%H:%M:%S"),
            "level": record.levelname,
            "logger": record.name,
            "message": record.getMessage(),
        }
        line |= {name: value for name in _FIELDS if (value := getattr(record, name, None)) is not None}
        return json.dumps(line, ensure_ascii=False)


def configure_logging(level: int = logging.INFO) -> None:
    """Send the package's log lines to standard error."""
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(JsonLines())
    logger = logging.getLogger("emias_app")
    logger.handlers = [handler]
    logger.setLevel(level)
    logger.propagate = False
