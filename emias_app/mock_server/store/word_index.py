"""The index of words of a card on SQLite, kept true by the database itself whoever writes.

``records.search_text`` holds words that begin with the scope of their card and section, so a lookup meets nothing of
other cards however many there are. Signs of a record's kind, its speciality and its norm stand beside them, outside
the scope of words, so that what lists are narrowed by is found and counted there too. A row's number is its day and
its ``seq``: reading backwards gives the newest first without looking at records. Beginnings of words are indexed too,
so that a common one costs no more than a rare one.
"""

from __future__ import annotations

from collections.abc import Sequence
from hashlib import blake2s
from uuid import UUID

from emias_app.models.section import SectionSlug

#: How many bits of a row's number are its record's ``seq``.
SEQ_BITS = 40
_LETTERS = str.maketrans("0123456789abcdef", "abcdefghijklmnop")
_SECTIONS = {slug: chr(ord("a") + number) for number, slug in enumerate(SectionSlug)}
_SCOPE = 9
_BEGINNINGS = " ".join(str(_SCOPE + letters) for letters in (1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 12))
#: Set in the ``seq`` of an entry's row, so that entries and records are told apart.
ENTRY_BIT = 1 << (SEQ_BITS - 1)

_TABLE = (
    "CREATE VIRTUAL TABLE IF NOT EXISTS records_fts USING fts5(search_text, content='', detail=none, columnsize=0, "
    f"prefix='{_BEGINNINGS}', tokenize='unicode61 remove_diacritics 0')"
)


def _triggers(table: str, bit: int) -> tuple[str, ...]:
    """What keeps the index true; NEW and OLD stand for the number of a row's words."""
    number = f"((CAST(julianday(%.date) AS INTEGER) << {SEQ_BITS}) | {bit} | %.seq)"
    return tuple(
        statement.replace("NEW", number.replace("%", "new")).replace("OLD", number.replace("%", "old"))
        for statement in (
            f"CREATE TRIGGER IF NOT EXISTS {table}_fts_insert AFTER INSERT ON {table} WHEN new.search_text <> '' BEGIN "  # noqa: S608
            "INSERT INTO records_fts(rowid, search_text) VALUES (NEW, new.search_text); END",
            f"CREATE TRIGGER IF NOT EXISTS {table}_fts_delete AFTER DELETE ON {table} WHEN old.search_text <> '' BEGIN "  # noqa: S608
            "INSERT INTO records_fts(records_fts, rowid, search_text) VALUES ('delete', OLD, old.search_text); END",
            f"CREATE TRIGGER IF NOT EXISTS {table}_fts_update AFTER UPDATE OF search_text, date ON {table} BEGIN "
            "INSERT INTO records_fts(records_fts, rowid, search_text) SELECT 'delete', OLD, old.search_text "
            "WHERE old.search_text <> ''; "
            "INSERT INTO records_fts(rowid, search_text) SELECT NEW, new.search_text WHERE new.search_text <> ''; END",
        )
    )


STATEMENTS = (_TABLE, *_triggers("records", 0))
#: The same words of parents' own entries, in the same index.
ENTRY_STATEMENTS = (_TABLE, *_triggers("entry_words", ENTRY_BIT))


def scope(patient_id: UUID, section: SectionSlug) -> str:
    """What the words of a card's section begin with, letters only. Two cards may share it: records are asked too."""
    return _card(patient_id) + _SECTIONS[section]


def kind_sign(patient_id: UUID, section: SectionSlug, kind: str) -> str:
    """The word of a section's records of a kind."""
    return f"{_signs(patient_id, section)}k{_short(kind)}"


def speciality_sign(patient_id: UUID, section: SectionSlug, speciality: str) -> str:
    """The word of a section's records of a speciality."""
    return f"{_signs(patient_id, section)}s{_short(speciality)}"


def outside_sign(patient_id: UUID, section: SectionSlug) -> str:
    """The word of a section's records with something outside its norm."""
    return f"{_signs(patient_id, section)}o"


def match_of(within: str, asked: Sequence[str], signs: Sequence[str] = ()) -> str:
    """What the index is asked: a word of this scope beginning with each of ``asked``, letters and digits only; and
    every one of ``signs``."""
    return " ".join([*(f'"{within}{word}"*' for word in asked), *(f'"{sign}"' for sign in signs)])


def _signs(patient_id: UUID, section: SectionSlug) -> str:
    # No section has this letter: words that are looked for never reach the signs.
    return f"{_card(patient_id)}z{_SECTIONS[section]}"


def _card(patient_id: UUID) -> str:
    return patient_id.hex[-8:].translate(_LETTERS)


def _short(key: str) -> str:
    """Letters and digits for any key, however it is written."""
    return blake2s(key.encode(), digest_size=8).hexdigest()
