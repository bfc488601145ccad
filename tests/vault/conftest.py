"""What the vault's tests share: a cheap scrypt, a clock that stands, a vault in memory."""

from __future__ import annotations

from datetime import UTC, datetime
from uuid import UUID

import pytest

from emias_app.clock import FixedClock
from emias_app.vault import MemoryStore, ScryptCost, Vault

CHEAP = ScryptCost(n=2)
DEVICE = UUID("11111111-1111-4111-8111-111111111111")
AT = datetime(2026, 11, 22, 6, tzinfo=UTC)
PIN = "135790"


@pytest.fixture
def store() -> MemoryStore:
    return MemoryStore()


@pytest.fixture
def vault(store: MemoryStore) -> Vault:
    return Vault(store, FixedClock(AT), "n1", cost=CHEAP)
