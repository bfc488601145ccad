"""Which vaccination is next, and why: in under four taps from home, and the same wherever it is told."""

from __future__ import annotations

from pathlib import Path

from tests.support.stage import Actor, card_of, open_stage
from tests.support.virtual_time import on_virtual_time

SOFIA = card_of("sofia")


async def taps(actor: Actor, *controls: str) -> int:
    for control in controls:
        await actor.app.tap(control)
    return len(controls)


@on_virtual_time
async def test_the_next_vaccination_and_its_reason_are_under_four_taps_from_home(tmp_path: Path) -> None:
    async with open_stage(tmp_path) as stage, stage.page() as anna:
        await anna.signs_in("Анна")
        assert anna.app.route == "/home"
        count = await taps(anna, f"home.child.{SOFIA}", "demo.sms", "medcard.section.vaccinations")
        assert count < 4
        now = anna.text.index("Сейчас")
        first = anna.text.index("просрочена")
        why = anna.text.index("Срок прошёл")
        assert now < first < why


@on_virtual_time
async def test_home_the_card_and_the_plan_name_the_same_next_dose(tmp_path: Path) -> None:
    async with open_stage(tmp_path) as stage, stage.page(width=1280) as anna:
        await anna.signs_in("Анна")
        await taps(anna, f"home.child.{SOFIA}", "demo.sms", "medcard.section.vaccinations")
        plan = anna.text
        title = "Гепатит B"
        assert "1-я вакцинация" in plan
        assert title in "".join(anna.app.get("vaccinations.dose.hepatitis_b-v1").texts) or title in plan
        assert title in "".join(anna.app.get("medcard.dose").texts)
        await anna.goes("/home")
        assert title in anna.text


@on_virtual_time
async def test_the_exemption_of_a_child_is_told_with_its_reason(tmp_path: Path) -> None:
    async with open_stage(tmp_path) as stage, stage.page() as anna:
        await anna.signs_in("Анна")
        await taps(anna, f"home.child.{SOFIA}", "demo.sms", "medcard.section.vaccinations")
        assert "медотвод" in anna.text
        assert "вводили иммуноглобулин, нужно подождать 3 месяца" in anna.text
