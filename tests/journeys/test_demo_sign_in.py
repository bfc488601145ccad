"""Signing in at the demo with whatever a person types: the SMS stands on the page that asked for it, on no other."""

from __future__ import annotations

import asyncio
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import select

from emias_app.mock_server.store.schema import AccountRow
from tests.support.stage import Stage, open_stage
from tests.support.virtual_time import on_virtual_time

PASSWORD = "Demo-2026"
NEW_PASSWORD = "Kolobok-2027"
LOGINS = pytest.mark.parametrize("kind", ["phone", "email", "snils"])


async def a_login(stage: Stage, kind: str) -> str:
    """What Анна may type as her login."""
    wanted = select(AccountRow).where(AccountRow.phone == "+79000000001")
    account = await stage.backend.store.read(lambda session: session.scalars(wanted).one())
    return str(getattr(account, kind))


@LOGINS
@on_virtual_time
async def test_the_sms_comes_whatever_the_login_was(tmp_path: Path, kind: str) -> None:
    async with open_stage(tmp_path) as stage, stage.page() as anna, stage.page() as other:
        await other.app.enter("login.login", await a_login(stage, kind))
        await anna.app.enter("login.login", await a_login(stage, kind))
        await anna.app.enter("login.password", PASSWORD)
        await anna.app.tap("login.submit")
        assert anna.app.sees("demo.sms")
        assert not other.app.sees("demo.sms"), "a page sees only what it asked for itself"
        await anna.lets_in()
        assert anna.app.sees("nav.home")


@LOGINS
@on_virtual_time
async def test_a_new_code_comes_too(tmp_path: Path, kind: str) -> None:
    async with open_stage(tmp_path) as stage, stage.page() as anna:
        await anna.app.enter("login.login", await a_login(stage, kind))
        await anna.app.enter("login.password", PASSWORD)
        await anna.app.tap("login.submit")
        first = anna.app.get("demo.sms").texts
        stage.machine.advance(timedelta(seconds=61))
        await asyncio.sleep(2)
        await anna.app.settle()
        await anna.app.tap("login.resend")
        assert anna.app.get("demo.sms").texts != first
        await anna.lets_in()
        assert anna.app.sees("nav.home")


@LOGINS
@on_virtual_time
async def test_a_forgotten_password_is_set_anew(tmp_path: Path, kind: str) -> None:
    async with open_stage(tmp_path) as stage, stage.page() as anna:
        await anna.app.tap("login.forgot")
        await anna.app.enter("forgot.login", await a_login(stage, kind))
        await anna.app.tap("forgot.submit")
        await anna.app.enter("forgot.password", NEW_PASSWORD)
        await anna.app.tap("demo.sms")
        await anna.app.tap("forgot.confirm")
        await anna.app.tap("pin.skip")
        assert anna.app.sees("nav.home")


@on_virtual_time
async def test_nobodys_login_brings_no_sms(tmp_path: Path) -> None:
    async with open_stage(tmp_path) as stage, stage.page() as nobody:
        await nobody.app.tap("login.forgot")
        await nobody.app.enter("forgot.login", "nobody@example.com")
        await nobody.app.tap("forgot.submit")
        assert not nobody.app.sees("demo.sms")
        assert await stage.backend.sms_of("a ticket of nobody") is None
