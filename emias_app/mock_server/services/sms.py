"""Messages to phones. No message leaves the machine: the demo and test mode keep them, a terminal may print them."""

from __future__ import annotations

import sys
from datetime import datetime, timedelta

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from emias_app.config import ServerSettings
from emias_app.mock_server.problems import Refusal, too_many_sms
from emias_app.mock_server.store.engine import on_commit
from emias_app.mock_server.store.schema import SmsRow

#: Codes to one phone within WINDOW, outside test mode.
MOST = 10
WINDOW = timedelta(minutes=15)


class SmsGateway:
    """Sends as part of the caller's transaction: a message whose cause was rolled back never goes out."""

    def __init__(self, settings: ServerSettings) -> None:
        self._keeps_text = settings.demo or settings.test_mode
        self._prints = settings.print_sms
        self._has_quota = not settings.test_mode

    def send(self, session: Session, phone: str, text: str, now: datetime, *, code: str | None = None) -> None:
        """Send ``text``; ``code`` is the part of it to tap."""
        kept = (text, code) if self._keeps_text else (None, None)
        session.add(SmsRow(phone=phone, text=kept[0], code=kept[1], sent_at=now))
        if self._prints:
            on_commit(session, lambda: _print(phone, text))

    def refusal(self, session: Session, phone: str, now: datetime) -> Refusal | None:
        """Why no further code may go to this phone now."""
        if not self._has_quota:
            return None
        recent = select(func.count(), func.min(SmsRow.sent_at)).where(
            SmsRow.phone == phone, SmsRow.sent_at > now - WINDOW
        )
        count, oldest = session.execute(recent).one()
        if count < MOST:
            return None
        return too_many_sms(max(1, int((oldest + WINDOW - now).total_seconds())))


def _print(phone: str, text: str) -> None:
    sys.stdout.write(f"СМС на {phone}: {text}\n")
    sys.stdout.flush()
