"""The outside world of one page, played in memory: all the fakes together."""

from __future__ import annotations

from dataclasses import replace

from emias_app.clock import FixedClock
from emias_app.state.demo_sensor import DemoSensorState
from emias_app.state.ports import NavigatorPort, Ports
from tests.support.fake_access import FakePhotos
from tests.support.fake_backend import FakeBackend
from tests.support.fake_clinic import FakeClinicBackend
from tests.support.fake_demo import FakeDemo
from tests.support.fake_page import FakeFiles, FakeNavigator, FakePreferences
from tests.support.fake_trust import FakeTrust
from tests.support.fake_values import NOW


class World:
    """All of it together; ``world.ports`` is what a state gets."""

    def __init__(
        self, *, trust: FakeTrust | None = None, demo: FakeDemo | None = None, share_base: str | None = None
    ) -> None:
        self.clock = FixedClock(NOW)
        self.backend = FakeBackend(self.clock)
        self.trust = trust or FakeTrust()
        self.files = FakeFiles()
        self.photos = FakePhotos()
        self.navigator = FakeNavigator()
        self.preferences = FakePreferences()
        self.demo = demo
        #: The clients of the clinic's side, one for each visit.
        self.clinics: list[FakeClinicBackend] = []
        self.ports = Ports(
            backend=self.backend,
            trust=self.trust,
            files=self.files,
            navigator=self.navigator,
            preferences=self.preferences,
            clock=self.clock,
            device_name="Chrome, Linux",
            photos=self.photos,
            demo=demo,
            open_clinic=self.open_clinic,
            share_base=share_base,
        )

    @property
    def clinic(self) -> FakeClinicBackend:
        """The client of the visit that is under way."""
        return self.clinics[-1]

    def open_clinic(self) -> FakeClinicBackend:
        self.clinics.append(FakeClinicBackend(self.clock))
        return self.clinics[-1]

    def ports_with(self, navigator: NavigatorPort, sensor: DemoSensorState | None) -> Ports:
        """The same with a real address bar and, if given, the demo's sensor sheet."""
        if sensor is not None:
            self.trust.sensor = sensor
        return replace(self.ports, navigator=navigator)
