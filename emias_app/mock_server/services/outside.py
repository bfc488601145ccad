"""What lies outside of the database and is needed where it changes: phones, and how fast the registries are."""

from __future__ import annotations

from dataclasses import dataclass

from emias_app.mock_server.registries.pace import Pace
from emias_app.mock_server.services.sms import SmsGateway


@dataclass(frozen=True, slots=True)
class Outside:
    """One for a backend: ``backend.outside``."""

    sms: SmsGateway
    pace: Pace
