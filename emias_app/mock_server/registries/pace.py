"""How long the registries take.

On its own, and in test mode, the backend answers as slowly as in life, so that a clock has to be moved; the demo's
clock runs, so there nobody waits longer than a minute. The МФЦ has no term: it waits for a visit.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta

from emias_app.config import ServerSettings
from emias_app.models.account import Registry

Pace = Mapping[Registry, timedelta]

AS_IN_LIFE: Pace = {
    Registry.ZAGS: timedelta(hours=1),
    Registry.DTSZN: timedelta(days=2),
    Registry.MVD: timedelta(days=1),
    Registry.OMS: timedelta(minutes=5),
}
IN_THE_DEMO: Pace = {
    Registry.ZAGS: timedelta(seconds=20),
    Registry.DTSZN: timedelta(seconds=40),
    Registry.MVD: timedelta(seconds=60),
    Registry.OMS: timedelta(seconds=10),
}


def pace_of(settings: ServerSettings) -> Pace:
    """How fast the registries of this backend are."""
    return IN_THE_DEMO if settings.demo and not settings.test_mode else AS_IN_LIFE
