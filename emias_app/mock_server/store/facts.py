"""Facts on the database itself, one row each in ``meta``."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.orm import Session

from emias_app.mock_server.store.schema import MetaRow

SEED = "seed"
SEEDED_AT = "seeded_at"
CARDS_DONE = "cards_done"
CLOCK = "clock"
#: Seconds by which the demo's clock was turned on.
AHEAD = "ahead"
TOUCHED = "touched"


def get_fact(session: Session, key: str) -> str | None:
    row = session.get(MetaRow, key)
    return None if row is None else row.value


def put_fact(session: Session, key: str, value: str) -> None:
    session.merge(MetaRow(key=key, value=value))


def get_time(session: Session, key: str) -> datetime | None:
    value = get_fact(session, key)
    return None if value is None else datetime.fromisoformat(value)


def card_key(patient_id: object) -> str:
    """The fact that a patient's card is seeded."""
    return f"card:{patient_id}"


def touch_demo(session: Session) -> None:
    """Note that a person changed the demo, so that a new day does not seed it anew."""
    put_fact(session, TOUCHED, "1")
