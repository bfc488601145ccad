"""What a page knows before anybody signs in: the choices of this device, the backend's time, the demo."""

from __future__ import annotations

from datetime import date, datetime

from emias_app.clock import moscow_day
from emias_app.state.choices import HasPreferences
from emias_app.state.demo_ports import DemoPort
from emias_app.state.ports import Ports


class Surroundings(HasPreferences):
    """The part of the root that tells of the world around the page."""

    def __init__(self, ports: Ports) -> None:
        super().__init__(ports.preferences)
        self._ports = ports

    @property
    def demo(self) -> DemoPort | None:
        """What the demo adds; None everywhere else."""
        return self._ports.demo

    @property
    def today(self) -> date:
        """The Moscow day by the backend's clock."""
        return moscow_day(self._ports.backend.server_now())

    @property
    def now(self) -> datetime:
        """The backend's time."""
        return self._ports.backend.server_now()
