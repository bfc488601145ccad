"""Where a record holds the words that were looked for: a short passage of its text with them marked."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import lru_cache
from typing import Any

from emias_app.domain.text import normalise
from emias_app.domain.wording import printable, quantity
from emias_app.models.records import MatchPart

#: Letters of a passage before and after its first marked word; [model].
_BEFORE, _AFTER = 40, 90
#: What is longer is told by itself and not in one line with its neighbours; [model].
_LINE = 60
#: What nobody reads in a record: keys, and what leads to another record.
_NOT_READ = frozenset(
    {
        "id", "patientId", "section", "kind", "flag", "state", "time", "mediaType", "tone", "panel", "position",
        "source", "code", "decimals", "low", "high",
    }
)  # fmt: skip
_DAY = re.compile(r"\d{4}-\d\d-\d\d(T.*)?")
_ELLIPSIS = "…"
_SPACES = re.compile(r"[^\S\u00a0]+")
#: What does not stand before it.
_BETWEEN = " ,;:–—-"


def passages(record: Mapping[str, Any]) -> Iterator[str]:
    """The texts of a record as it goes out, in their order; what stands in one line there is one passage."""
    for key, value in record.items():
        if key not in _NOT_READ:
            yield from _passages(value)


def match_in(texts: Iterable[str], words: Sequence[str], shown: Iterable[str]) -> list[MatchPart] | None:
    """The passage that tells why something was found; None where ``shown`` holds a word beginning with each of
    ``words`` (normalised), so that there is nothing to tell, and where no passage holds those that are missing.

    The first of those that hold the most of the missing words; a word counts from its beginning.
    """
    unseen = unseen_words(words, shown)
    if not unseen:
        return None
    best, most = "", 0
    for text in texts:
        folded = _folded(text)
        held = sum(_holds(folded, word) for word in unseen)
        if held > most:
            best, most = text, held
        if most == len(unseen):
            break
    if not most:
        return None
    parts = _marked(_SPACES.sub(" ", printable(_composed(best))).strip(), words, unseen)
    # A letter that our type cannot draw may have become another one.
    return parts if any(part.is_found for part in parts) else None


def unseen_words(words: Sequence[str], shown: Iterable[str]) -> list[str]:
    """Those of ``words`` that no word of ``shown`` begins with."""
    seen = [_folded(text) for text in shown]
    return [word for word in words if not any(_holds(text, word) for text in seen)]


def _passages(value: object) -> Iterator[str]:
    match value:
        case str() if value and not _DAY.fullmatch(value):
            yield value
        case list():
            if all(isinstance(inner, str) for inner in value):
                yield from _joined(value)
            else:
                for inner in value:
                    yield from _passages(inner)
        case dict():
            line = list(_line(value))
            yield from _joined(one for one in line if len(one) <= _LINE)
            yield from (one for one in line if len(one) > _LINE)
            for key, inner in value.items():
                if key not in _NOT_READ and isinstance(inner, list | dict):
                    yield from _passages(inner)


def _line(part: Mapping[str, Any]) -> Iterator[str]:
    """What a part of a record says in one line: «Гемоглобин 108 г/л», «J06.9 ОРВИ, основной», «Пульс: 96»."""
    told = [
        value
        for key, value in part.items()
        if key not in _NOT_READ and isinstance(value, str) and value and not _DAY.fullmatch(value)
    ]
    if "decimals" in part:
        name, worded = str(part.get("name", "")), part.get("valueText")
        value, unit = part.get("value"), str(part.get("unit", ""))
        if isinstance(value, int | float):
            yield f"{name} {quantity(value, unit, part['decimals'])}"
        else:
            yield f"{name}: {worded or ''}"
        yield str(part.get("referenceText") or "")
    elif "label" in part and len(told) > 1:
        yield f"{told[0]}: {told[1]}"
        yield from told[2:]
    elif told:
        code = part.get("code")
        yield f"{code} {told[0]}" if isinstance(code, str) and "name" in part else told[0]
        yield from told[1:]


def _joined(parts: Iterable[str]) -> Iterator[str]:
    line = ", ".join(part for part in parts if part)
    if line:
        yield line


def _holds(folded: str, word: str) -> bool:
    # Most texts do not have the letters at all, which is told sooner than where words begin.
    return word in folded and _begins(word).search(folded) is not None


@lru_cache(64)
def _begins(word: str) -> re.Pattern[str]:
    """A whole word of a text that begins with ``word``."""
    return re.compile(rf"(?<![^\W_]){re.escape(word)}[^\W_]*")


def _composed(text: str) -> str:
    return unicodedata.normalize("NFC", text)


def _folded(text: str) -> str:
    """A text as words are compared, letter by letter: as long as what :func:`_composed` makes of it."""
    composed = _composed(text)
    folded = composed.casefold().replace("ё", "е")
    if len(folded) == len(composed):
        return folded
    return "".join(one if len(one) == 1 else letter for letter in composed for one in [normalise(letter) or letter])


def _marked(text: str, words: Sequence[str], unseen: Sequence[str]) -> list[MatchPart]:
    folded = _folded(text)
    firsts = [found.start() for word in unseen if (found := _begins(word).search(folded))]
    first = min(firsts, default=0)
    start, end = _cut(text, first)
    marks = sorted({found.span() for word in words for found in _begins(word).finditer(folded, start, end)})
    parts = [MatchPart(text=_ELLIPSIS)] if start else []
    at = start
    for left, right in marks:
        if left > at:
            parts.append(MatchPart(text=text[at:left]))
        if right > at:
            parts.append(MatchPart(text=text[max(left, at) : right], is_found=True))
            at = right
    rest = text[at:end].rstrip(_BETWEEN) + _ELLIPSIS if end < len(text) else text[at:]
    return [*parts, MatchPart(text=rest)] if rest else parts


def _cut(text: str, first: int) -> tuple[int, int]:
    """From where to where a passage goes around its first word, in whole words."""
    start, end = 0, len(text)
    if first > _BEFORE:
        start = first - _BEFORE
        space = text.find(" ", start, first)
        start = space + 1 if space >= 0 else first
    if end - first > _AFTER:
        end = first + _AFTER
        space = text.rfind(" ", first, end)
        end = space if space > first else end
    return start, end
