"""The level of an account follows from its papers (product.md §3)."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from emias_app.domain.account_levels import Papers, level_of
from emias_app.mock_server.registries.answers import PASSPORT
from emias_app.mock_server.services.automatic import open_all
from emias_app.mock_server.services.outside import Outside
from emias_app.mock_server.store.schema import AccountRow, CheckRow
from emias_app.models.account import AccountLevel, CheckState


def papers_of(session: Session, account: AccountRow) -> Papers:
    """What the account has shown so far."""
    own = select(CheckRow.state).where(CheckRow.account_id == account.id, CheckRow.child_id.is_(None))
    state = session.scalar(own.where(CheckRow.subject == PASSPORT)) if account.passport else None
    return Papers(bool(account.snils), CheckState(state) if state else None, bool(account.inn))


def settle_level(session: Session, outside: Outside, account: AccountRow, now: datetime) -> None:
    """Give the account the level of its papers; one that becomes full opens its children's cards.

    A level that falls (a new passport is being checked) closes nothing that is open.
    """
    session.flush()
    level = level_of(papers_of(session, account))
    has_risen = level is AccountLevel.FULL and AccountLevel(account.level) is not AccountLevel.FULL
    account.level = level.value
    if has_risen:
        open_all(session, outside, account, now)
