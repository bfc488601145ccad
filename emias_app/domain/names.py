"""Russian names as they are written in documents and lists."""

from __future__ import annotations

NBSP = "\u00a0"


def full_name(last_name: str, first_name: str, middle_name: str = "") -> str:
    """«Крылова Елена Андреевна»; an empty part leaves no gap."""
    return " ".join(part for part in (last_name.strip(), first_name.strip(), middle_name.strip()) if part)


def initials(last_name: str, first_name: str, middle_name: str = "") -> str:
    """«Крылова Е. А.»; the initials hold together by U+00A0, a person without a patronymic has one."""
    letters = [f"{part.strip()[0].upper()}." for part in (first_name, middle_name) if part.strip()]
    return " ".join(part for part in (last_name.strip(), NBSP.join(letters)) if part)


def polite_name(first_name: str, middle_name: str = "") -> str:
    """«Елена Андреевна», as an adult is addressed."""
    return full_name("", first_name, middle_name)
