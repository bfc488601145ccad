"""Search by words in the records of a card, alike on SQLite (FTS5) and PostgreSQL (tsvector).

What is kept and what is asked go through the same :func:`terms`, so both databases see nothing but letters and
digits: quotes, operators and emoji of a query never reach them.
"""

from __future__ import annotations

from collections.abc import Iterable

from sqlalchemy import ColumnElement, false, func, literal_column, select, table, text, true
from sqlalchemy.dialects.postgresql import TSVECTOR
from sqlalchemy.orm import Session
from sqlalchemy.sql import column

from emias_app.domain.text import terms
from emias_app.mock_server.store.schema import StoredRecord

_FTS = table("records_fts", column("rowid"), column("records_fts"))
_NO_LIMIT = 1_000_000


def searchable(texts: Iterable[str]) -> str:
    """The ``search_text`` of a record: each of its words once, in order of appearance."""
    return " ".join(dict.fromkeys(word for value in texts for word in terms(value, limit=_NO_LIMIT)))


def holds_words(session: Session, query: str) -> ColumnElement[bool]:
    """The condition "the record holds a word beginning with each word of ``query``".

    A blank query holds for every record; one with no letter or digit (an emoji) for none.
    """
    if not query.strip():
        return true()
    asked = terms(query)
    if not asked:
        return false()
    if session.get_bind().dialect.name == "sqlite":
        match = " ".join(f'"{word}"*' for word in asked)
        return StoredRecord.seq.in_(
            select(_FTS.c.rowid).where(text("records_fts MATCH :match").bindparams(match=match))
        )
    match = " & ".join(f"'{word}':*" for word in asked)
    vector = func.to_tsvector(literal_column("'simple'"), StoredRecord.search_text, type_=TSVECTOR)
    return vector.op("@@")(func.to_tsquery(literal_column("'simple'"), match))
