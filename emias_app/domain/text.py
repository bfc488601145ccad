"""Text made comparable: what is searched for and what is searched are normalised alike."""

from __future__ import annotations

import re
import unicodedata

_WORD = re.compile(r"[^\W_]+")
#: «ё» decomposed; the dots go, the letter stays.
_YO = re.compile("е\u0308+")


def normalise(text: str) -> str:
    """``text`` without case, «ё» as «е», composed, every run of white space (U+00A0 too) as one space."""
    if text.isascii():
        return " ".join(text.casefold().split())
    folded = unicodedata.normalize("NFD", text).casefold()
    folded = unicodedata.normalize("NFD", folded)
    return " ".join(unicodedata.normalize("NFC", _YO.sub("е", folded)).split())


def terms(query: str, *, limit: int = 12) -> list[str]:
    """The words of a search, normalised, each once, in order, at most ``limit``; punctuation parts words."""
    return list(dict.fromkeys(_WORD.findall(normalise(query))))[:limit]
