"""The words of what parents wrote themselves, so that a search over the card finds it too."""

from __future__ import annotations

import datetime as dt
from typing import Any
from uuid import UUID

from sqlalchemy import BigInteger, ForeignKey, Integer, Table, Text, UniqueConstraint, event
from sqlalchemy.engine import Connection
from sqlalchemy.orm import Mapped, mapped_column

from emias_app.mock_server.store import word_index
from emias_app.mock_server.store.base import Base


class EntryWordsRow(Base):
    """A living entry of the diary or of «Данные о ребенке» as a search tells it; one that is taken away has none.

    ``row_json`` and ``search_text`` are as of a record; ``told`` is what was written, a line each; ``date`` is the
    Moscow day of the measurement or of the entering.
    """

    __tablename__ = "entry_words"
    seq: Mapped[int] = mapped_column(BigInteger().with_variant(Integer, "sqlite"), primary_key=True, autoincrement=True)
    patient_id: Mapped[UUID] = mapped_column(ForeignKey("patients.id"))
    section: Mapped[str]
    entry_id: Mapped[UUID]
    date: Mapped[dt.date]
    sort_key: Mapped[str]
    row_json: Mapped[str] = mapped_column(Text)
    told: Mapped[str] = mapped_column(Text)
    search_text: Mapped[str] = mapped_column(Text)
    __table_args__ = (UniqueConstraint("patient_id", "section", "entry_id"),)


_POSTGRESQL_SEARCH = "CREATE INDEX ix_entry_words_search ON entry_words USING gin (to_tsvector('simple', search_text))"


@event.listens_for(EntryWordsRow.__table__, "after_create")
def _make_index(target: Table, connection: Connection, **_: Any) -> None:
    statements = word_index.ENTRY_STATEMENTS if connection.dialect.name == "sqlite" else (_POSTGRESQL_SEARCH,)
    for statement in statements:
        connection.exec_driver_sql(statement)
