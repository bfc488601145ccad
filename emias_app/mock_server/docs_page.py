"""The OpenAPI as one readable page: plain HTML, no scripts, nothing from elsewhere."""

from __future__ import annotations

from collections.abc import Iterator
from html import escape
from typing import Any

_STYLE = """
:root { color-scheme: light dark; --line: #8884; --soft: #8881; --accent: #0b6e75 }
body { font: 16px/1.5 system-ui, sans-serif; max-width: 60rem; margin: 2rem auto; padding: 0 1rem }
h2 { margin-top: 2.5rem } code { font: 14px/1.4 ui-monospace, monospace }
details { border: 1px solid var(--line); border-radius: 12px; margin: .5rem 0; padding: .6rem 1rem }
summary { cursor: pointer } summary b { color: var(--accent); display: inline-block; min-width: 4.5rem }
table { border-collapse: collapse; width: 100%; margin: .5rem 0 }
td, th { border-bottom: 1px solid var(--line); padding: .25rem .5rem; text-align: left; vertical-align: top }
"""


def render(schema: dict[str, Any]) -> str:
    """The whole page."""
    info = schema["info"]
    body = "".join(_sections(schema))
    models = "".join(_models(schema))
    return (
        "<!doctype html><html lang=ru><meta charset=utf-8>"
        "<meta name=viewport content='width=device-width,initial-scale=1'>"
        f"<title>{escape(info['title'])}: API</title><style>{_STYLE}</style>"
        f"<h1>{escape(info['title'])}: API</h1><p>{escape(info.get('description', ''))}</p>"
        f"<p>То же для программ: <a href='openapi.json'>openapi.json</a></p>{body}<h2>Модели</h2>{models}</html>"
    )


def _sections(schema: dict[str, Any]) -> Iterator[str]:
    by_tag: dict[str, list[str]] = {}
    for path, operations in schema["paths"].items():
        for method, operation in operations.items():
            tag = (operation.get("tags") or ["-"])[0]
            by_tag.setdefault(tag, []).append(_operation(path, method, operation))
    for tag, shown in by_tag.items():
        yield f"<h2>{escape(tag)}</h2>" + "".join(shown)


def _operation(path: str, method: str, operation: dict[str, Any]) -> str:
    rows = [
        f"<tr><td><code>{escape(one['name'])}</code><td>{escape(one['in'])}<td>{_kind(one.get('schema', {}))}"
        f"<td>{escape(one.get('description', ''))}"
        for one in operation.get("parameters", [])
    ]
    rows += [
        f"<tr><td>тело<td>{escape(media)}<td>{_kind(content.get('schema', {}))}<td>"
        for media, content in operation.get("requestBody", {}).get("content", {}).items()
    ]
    rows += [
        f"<tr><td>{escape(status)}<td>{escape(media)}<td>{_kind(content.get('schema', {}))}"
        f"<td>{escape(one.get('description', ''))}"
        for status, one in operation.get("responses", {}).items()
        for media, content in one.get("content", {"": {}}).items()
    ]
    lock = " · нужен вход" if operation.get("security") else ""
    return (
        f"<details><summary><b>{escape(method.upper())}</b> <code>{escape(path)}</code>{lock}</summary>"
        f"<p>{escape(operation.get('description', ''))}</p><table>{''.join(rows)}</table></details>"
    )


def _models(schema: dict[str, Any]) -> Iterator[str]:
    for name, model in sorted(schema.get("components", {}).get("schemas", {}).items()):
        rows = "".join(
            f"<tr><td><code>{escape(field)}</code><td>{_kind(kind)}<td>{escape(kind.get('description', ''))}"
            for field, kind in model.get("properties", {}).items()
        )
        values = " · ".join(escape(str(value)) for value in model.get("enum", []))
        yield (
            f"<details id='{escape(name)}'><summary><code>{escape(name)}</code></summary>"
            f"<p>{escape(model.get('description', ''))}</p><p>{values}</p><table>{rows}</table></details>"
        )


def _kind(schema: dict[str, Any]) -> str:
    """The type in a few words, with a link to the model."""
    if "$ref" in schema:
        name = escape(schema["$ref"].rpartition("/")[2])
        return f"<a href='#{name}'>{name}</a>"
    options = schema.get("anyOf") or schema.get("oneOf")
    if options:
        return " или ".join(_kind(one) for one in options)
    if schema.get("type") == "array":
        return f"список: {_kind(schema.get('items', {}))}"
    return escape(" ".join(str(schema[key]) for key in ("type", "format") if key in schema))
