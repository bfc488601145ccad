"""Messages to phones. No message leaves the machine: the demo and test mode keep them, a terminal may print them.

A phone gets at most MOST messages within WINDOW, whatever they say (contract §2). News take only a share of them: its
owner is never locked out of a code by what others do, and what is dropped stands in the app's notices all the same.
"""

from __future__ import annotations

import sys
from datetime import datetime, timedelta

from sqlalchemy import func, select
from sqlalchemy.orm import InstrumentedAttribute, Session

from emias_app.config import ServerSettings
from emias_app.mock_server.problems import Refusal, too_many_sms
from emias_app.mock_server.store.engine import on_commit
from emias_app.mock_server.store.schema import SmsRow

#: Messages to one phone within WINDOW, outside test mode.
MOST = 10
#: So many of them may be news [model].
MOST_NEWS = 3
WINDOW = timedelta(minutes=15)


class SmsGateway:
    """Sends as part of the caller's transaction: a message whose cause was rolled back never goes out."""

    def __init__(self, settings: ServerSettings) -> None:
        self._keeps_text = settings.demo or settings.test_mode
        self._prints = settings.print_sms
        self._has_quota = not settings.test_mode

    def send(self, session: Session, phone: str, text: str, now: datetime, *, code: str | None = None) -> None:
        """Send ``text``, which somebody waits for; ``code`` is the part of it to tap. Raises the :meth:`refusal`."""
        refusal = self.refusal(session, phone, now)
        if refusal is not None:
            raise refusal
        self._send(session, phone, text, now, code, is_news=False)

    def tell(self, session: Session, phone: str, text: str, now: datetime) -> None:
        """Send news, unless the phone had its share of them; nobody waits for them, so nothing is said."""
        if self._has_quota:
            news, _ = _sent(session, phone, now, SmsRow.is_news)
            if news >= MOST_NEWS or self.refusal(session, phone, now) is not None:
                return
        self._send(session, phone, text, now, None, is_news=True)

    def _send(self, session: Session, phone: str, text: str, now: datetime, code: str | None, *, is_news: bool) -> None:
        kept = (text, code) if self._keeps_text else (None, None)
        session.add(SmsRow(phone=phone, text=kept[0], code=kept[1], sent_at=now, is_news=is_news))
        if self._prints:
            on_commit(session, lambda: _print(phone, text))

    def refusal(self, session: Session, phone: str, now: datetime) -> Refusal | None:
        """Why no further message may go to this phone now."""
        if not self._has_quota:
            return None
        count, oldest = _sent(session, phone, now)
        if count < MOST or oldest is None:
            return None
        return too_many_sms(max(1, int((oldest + WINDOW - now).total_seconds())))


def _sent(
    session: Session, phone: str, now: datetime, *only: InstrumentedAttribute[bool]
) -> tuple[int, datetime | None]:
    """How many messages went to a phone within WINDOW, and when the first of them did."""
    session.flush()
    recent = select(func.count(), func.min(SmsRow.sent_at)).where(
        SmsRow.phone == phone, SmsRow.sent_at > now - WINDOW, *only
    )
    count, oldest = session.execute(recent).one()
    return count, oldest


def _print(phone: str, text: str) -> None:
    sys.stdout.write(f"СМС на {phone}: {text}\n")
    sys.stdout.flush()
