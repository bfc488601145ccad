"""Papers with a last day are told as of the day of the answer, in lists and alone."""

from __future__ import annotations

from datetime import timedelta

import pytest

from emias_app.models.base import Mark, Tone
from tests.support.card_world import World
from tests.support.records import CHILD, DAY, a_prescription, a_referral

pytestmark = pytest.mark.anyio

VALID = Mark(tone=Tone.INFO, text="действует")


async def test_a_paper_says_it_is_over_from_the_day_after_its_last(world: World) -> None:
    paper = a_prescription(date=DAY, days=30, mark=VALID)
    await world.add(paper)
    token = await world.token("anna")

    async def told() -> tuple[str, str, str]:
        row = (await world.get(f"/patients/{CHILD}/prescriptions", token)).json()["items"][0]
        alone = (await world.get(f"/patients/{CHILD}/prescriptions/{paper.id}", token)).json()
        return row["mark"]["text"], alone["mark"]["text"], alone["state"]

    assert await told() == ("действует", "действует", "ACTIVE")
    world.clock.advance(timedelta(days=31) - timedelta(days=(world.backend.clock.now().date() - DAY).days))
    token = await world.token("anna")
    assert await told() == ("срок истёк", "срок истёк", "EXPIRED")


async def test_a_used_paper_keeps_its_word(world: World) -> None:
    await world.add(a_referral(date=DAY, days=1, state="USED", mark=Mark(tone=Tone.SUCCESS, text="использовано")))
    world.clock.advance(timedelta(days=60))
    row = (await world.get(f"/patients/{CHILD}/referrals", await world.token("anna"))).json()["items"][0]
    assert row["mark"]["text"] == "использовано"
