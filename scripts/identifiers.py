"""Write ``docs/identifiers.md``, the table of identifiers on the screen, from the registry in ``views/ids.py``."""

from __future__ import annotations

from pathlib import Path

from emias_app.views import ids

FILE = Path(__file__).parent.parent / "docs" / "identifiers.md"
_HEAD = """# Identifiers on the screen

Every control that a person can use bears one: `flt-semantics-identifier` in the page's DOM, the accessibility
identifier on phones. `<key>` stands for what tells several alike apart. Made by `python -m scripts.identifiers`.

"""


def text() -> str:
    """The file's content."""
    return _HEAD + ids.table()


if __name__ == "__main__":
    FILE.write_text(text(), "utf-8")
