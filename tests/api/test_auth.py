"""Tokens: renewed once however many ask, lost answers, lost sessions, lower levels; never shown."""

from __future__ import annotations

import asyncio
import logging
from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from emias_app.api import EmiasClient
from emias_app.clock import FixedClock
from emias_app.errors import Forbidden, Invalid, Offline, ServerFault, Unauthorized
from emias_app.models.auth import Ticket, TokenLevel
from tests.api.pretend import DROPS, HANGS, Answer, problem
from tests.api.session_backend import CHILD, SessionBackend
from tests.support.virtual_time import VirtualTimeLoop, on_virtual_time

AT = datetime(2026, 11, 22, 6, tzinfo=UTC)
TICKET = Ticket(ticket="t", masked_phone="+7", expires_at=AT, resend_after=60)


class SignedIn:
    """A client that has signed in; ``losses`` counts the calls of on_session_lost."""

    def __init__(self) -> None:
        self.backend = SessionBackend()
        self.clock = FixedClock(AT)
        self.client = EmiasClient.in_process(self.backend, clock=self.clock)
        self.losses = 0
        self.client.on_session_lost = self._lost

    def _lost(self) -> None:
        self.losses += 1

    async def sign_in(self, *, is_medcard: bool = False) -> SignedIn:
        await self.client.auth.confirm(TICKET, "123456")
        if is_medcard:
            await self.client.auth.confirm_medcard("123456")
        return self

    async def list_many(self, count: int) -> list[object]:
        return await asyncio.gather(*(self.client.patients.list() for _ in range(count)), return_exceptions=True)


@on_virtual_time
async def test_signing_in_and_the_second_step_raise_the_level() -> None:
    page = SignedIn()
    assert (page.client.signed_in, page.client.level) == (False, None)
    assert await page.client.auth.confirm(TICKET, "123456") is TokenLevel.ACCOUNT
    assert await page.client.auth.confirm_medcard("123456") is TokenLevel.MEDCARD
    assert (page.client.signed_in, page.client.level) == (True, TokenLevel.MEDCARD)
    assert await page.client.patients.sections(UUID(CHILD)) == []


@on_virtual_time
async def test_a_wrong_code_of_the_second_step_keeps_the_session() -> None:
    page = await SignedIn().sign_in()
    with pytest.raises(Invalid):
        await page.client.auth.confirm_medcard("000000")
    assert (page.backend.renewals, page.client.level, page.losses) == (0, TokenLevel.ACCOUNT, 0)


@pytest.mark.parametrize("how", ["early", "at the backend"])
@on_virtual_time
async def test_many_calls_with_a_dead_token_renew_it_once(how: str) -> None:
    page = await SignedIn().sign_in()
    if how == "early":
        page.clock.advance(timedelta(minutes=15))
    else:
        page.backend.expire()
    assert await page.list_many(50) == [[]] * 50
    assert page.backend.renewals == 1


@on_virtual_time
async def test_a_token_about_to_die_is_renewed_before_it_is_refused() -> None:
    page = await SignedIn().sign_in()
    page.clock.advance(timedelta(minutes=14, seconds=51))
    await page.client.patients.list()
    assert [asked.path for asked in page.backend.asked[1:]] == ["/api/v1/auth/refresh", "/api/v1/patients"]


@given(
    steps=st.lists(st.sampled_from(["call", "expire", "time", "step up", "pause"]), max_size=25),
    lost_answers=st.integers(0, 1),
)
def test_no_mix_of_calls_and_dying_tokens_ends_a_session(steps: list[str], lost_answers: int) -> None:
    async def road() -> None:
        page = await SignedIn().sign_in()
        page.backend.lost_answers = lost_answers
        calls: list[asyncio.Task[object]] = []
        has_expired = False
        for step in steps:
            match step:
                case "call":
                    calls.append(asyncio.create_task(page.client.patients.list()))
                case "step up" if not calls:
                    await page.client.auth.confirm_medcard("123456")
                case "expire" if not has_expired:
                    has_expired = True
                    page.backend.expire()
                case "time":
                    page.clock.advance(timedelta(minutes=16))
                case "pause":
                    await asyncio.gather(*calls)
                    has_expired = False
        assert await asyncio.gather(*calls) == [[]] * len(calls)
        assert (page.losses, page.client.signed_in) == (0, True)

    with asyncio.Runner(loop_factory=VirtualTimeLoop) as runner:
        runner.run(road())


@on_virtual_time
async def test_a_lost_answer_of_a_renewal_is_asked_for_once_more() -> None:
    page = await SignedIn().sign_in()
    page.backend.expire()
    page.backend.lost_answers = 1
    assert await page.list_many(5) == [[]] * 5
    assert (page.backend.renewals, page.losses) == (2, 0)


@pytest.mark.parametrize(
    ("answer", "expected", "asked"),
    [(DROPS, Offline, 2), (problem(503, "starting"), ServerFault, 1), (problem(507, "storage_full"), ServerFault, 1)],
)
@on_virtual_time
async def test_a_renewal_that_fails_for_now_keeps_the_session(
    answer: Answer, expected: type[Exception], asked: int
) -> None:
    page = await SignedIn().sign_in()
    page.backend.expire()
    page.backend.refresh_answer = answer
    results = await page.list_many(5)
    assert {type(result) for result in results} == {expected}
    assert (page.backend.renewals, page.losses, page.client.signed_in) == (asked, 0, True)
    page.backend.refresh_answer = None
    assert await page.client.patients.list() == []


@on_virtual_time
async def test_a_session_that_was_ended_is_told_once_and_forgotten() -> None:
    page = await SignedIn().sign_in()
    page.backend.is_over = True
    results = await page.list_many(10)
    assert {type(result) for result in results} == {Unauthorized}
    assert (page.losses, page.client.signed_in, page.backend.renewals) == (1, False, 1)
    with pytest.raises(Unauthorized):
        await page.client.patients.list()
    assert page.losses == 1


@on_virtual_time
async def test_a_fresh_token_that_is_refused_too_ends_the_session() -> None:
    page = await SignedIn().sign_in()
    page.backend.expire()
    page.backend.refresh_answer = Answer(
        body={"accessToken": "x", "refreshToken": "y", "expiresIn": 900, "level": "account"}
    )
    with pytest.raises(Unauthorized):
        await page.client.patients.list()
    assert (page.losses, page.client.signed_in) == (1, False)


@on_virtual_time
async def test_a_renewal_to_a_lower_level_asks_for_the_second_step() -> None:
    page = await SignedIn().sign_in(is_medcard=True)
    page.backend.expire()
    page.backend.next_level = "account"
    with pytest.raises(Forbidden) as caught:
        await page.client.patients.sections(UUID(CHILD))
    assert caught.value.code == "medcard_step_up_required"
    assert page.client.level is TokenLevel.ACCOUNT
    assert page.losses == 0


@on_virtual_time
async def test_a_caller_that_goes_away_does_not_take_the_renewal_along() -> None:
    page = await SignedIn().sign_in()
    page.backend.expire()
    page.backend.delay = 1
    first = asyncio.create_task(page.client.patients.list())
    await asyncio.sleep(1.5)
    second = asyncio.create_task(page.client.patients.list())
    first.cancel()
    assert await second == []
    assert page.backend.renewals == 1


@on_virtual_time
async def test_who_signed_out_meanwhile_stays_signed_out() -> None:
    page = await SignedIn().sign_in()
    page.backend.expire()
    page.backend.delay = 1
    call = asyncio.create_task(page.client.patients.list())
    await asyncio.sleep(1.5)
    assert page.backend.renewals == 1
    page.client.forget()
    with pytest.raises(Unauthorized):
        await call
    assert (page.client.signed_in, page.losses) == (False, 0)


@on_virtual_time
async def test_signing_out_ends_the_session_there_and_here() -> None:
    page = await SignedIn().sign_in()
    await page.client.auth.logout()
    assert page.backend.is_over
    assert (page.client.signed_in, page.losses) == (False, 0)
    assert page.backend.asked[-1].json == {"refreshToken": "refresh-1"}
    await page.client.auth.logout()
    assert len(page.backend.asked) == 2


@on_virtual_time
async def test_signing_out_without_a_connection_is_signing_out_here() -> None:
    page = await SignedIn().sign_in()
    page.backend.rule = lambda asked: HANGS
    await page.client.auth.logout()
    assert not page.client.signed_in


@on_virtual_time
async def test_tokens_are_never_shown(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    page = await SignedIn().sign_in()
    client = page.client
    shown = f"{client!r} {client._holder!r} {client._holder.held!r} {client._bearer!r} {vars(client)!r}"
    page.backend.expire()
    await client.patients.list()
    page.backend.is_over = True
    with pytest.raises(Unauthorized) as caught:
        await client.patients.list()
    for secret in ("access-", "refresh-", "123456"):
        assert secret not in shown
        assert secret not in caplog.text
        assert secret not in f"{caught.value!r} {caught.value.__context__!r}"


@on_virtual_time
async def test_closing_forgets() -> None:
    page = await SignedIn().sign_in()
    await page.client.close()
    assert not page.client.signed_in
