"""«Демо: не вводите настоящие данные» stands wherever one types health or identity data."""

from __future__ import annotations

from pathlib import Path

import pytest

import emias_app.views
from emias_app.models.clinic import CodeState
from emias_app.views.strings.demo import DATA_WARNING
from tests.support.driver import App
from tests.support.fake_clinic import SOFIA, STAFF_PASSWORD, a_history_row, clinic_id
from tests.support.fake_demo import FakeDemo
from tests.support.fake_ports import World
from tests.support.robots import a_page
from tests.support.virtual_time import on_virtual_time

VIEWS = Path(emias_app.views.__file__).parent
FIELDS = ("FormField(", "DateField(", "TextField(", "day_input(")
#: Forms whose warning is drawn by the screen around them.
DRAWN_BY = {"child_data/fields.py": "child_data/form.py", "diary/value_field.py": "diary/sheet.py"}
#: Who somebody is, or a password: the demo's people stand there to be chosen from.
NO_DATA = {"entry/login.py", "clinic/login.py", "registration/forgotten.py"}


def test_every_form_of_health_or_identity_warns() -> None:
    forms = [
        path.relative_to(VIEWS).as_posix()
        for path in VIEWS.rglob("*.py")
        if path.parent.name != "components" and any(field in path.read_text("utf-8") for field in FIELDS)
    ]
    assert {"clinic/kin_dialog.py", "family/form.py", "diary/sheet.py"} <= set(forms)
    for form in set(forms) - NO_DATA:
        assert "demo_warning(" in (VIEWS / DRAWN_BY.get(form, form)).read_text("utf-8"), form


async def signs_in(app: App) -> None:
    await app.tap("login.staff")
    await app.enter("clinic.login.login", "registrar")
    await app.enter("clinic.login.password", STAFF_PASSWORD)
    await app.tap("clinic.login.submit")


@pytest.mark.parametrize("width", [412, 1280])
@pytest.mark.parametrize("is_demo", [True, False])
@on_virtual_time
async def test_the_forms_of_the_clinic_warn_in_the_demo_alone(width: int, is_demo: bool) -> None:
    world = World(demo=FakeDemo() if is_demo else None)
    async with a_page(world, width=width, height=900) as person:
        app = person.app
        await signs_in(app)
        world.clinic.rows[SOFIA] = [a_history_row(state=CodeState.APPLIED, grant=clinic_id("grant"))]
        await app.tap(f"clinic.patient.{SOFIA}")
        await app.tap("clinic.access")
        assert app.text.count(DATA_WARNING) == int(is_demo)
        await app.tap("clinic.relative.add")
        assert app.text.count(DATA_WARNING) == 2 * int(is_demo)
        await app.tap("clinic.kin.cancel")
        await app.tap(f"clinic.revoke.{clinic_id('sent')}")
        assert app.text.count(DATA_WARNING) == 2 * int(is_demo)
