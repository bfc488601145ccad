"""When a call is tried again, and after how long: a table."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from emias_app.api.retry import Answered, Attempt, Lost, delay_before_next_try


def delay(
    outcome: Lost | Answered, *, method: str = "GET", key: bool = False, number: int = 1, elapsed: float = 0.0
) -> float | None:
    return delay_before_next_try(Attempt(method, key, number, elapsed, outcome), 0.0)


@pytest.mark.parametrize("outcome", [*Lost, *map(Answered, (408, 500, 502, 503, 504))])
@pytest.mark.parametrize(
    ("method", "key", "is_tried"),
    [("GET", False, True), ("POST", True, True), ("PUT", True, True), ("DELETE", True, True),
     ("POST", False, False), ("PUT", False, False), ("DELETE", False, False)],
)  # fmt: skip
def test_only_what_is_safe_is_tried_again(outcome: Lost | Answered, method: str, key: bool, is_tried: bool) -> None:
    assert (delay(outcome, method=method, key=key) is not None) == is_tried


@pytest.mark.parametrize("status", [300, 400, 401, 403, 404, 405, 409, 412, 413, 422, 501, 507])
def test_what_will_not_pass_by_itself_is_not_tried_again(status: int) -> None:
    assert delay(Answered(status)) is None


def test_there_are_two_more_tries() -> None:
    tried = [delay(Lost.NO_CONNECTION, number=number) is not None for number in (1, 2, 3, 4)]
    assert tried == [True, True, False, False]


@pytest.mark.parametrize(
    ("status", "asked", "expected"),
    [(503, 1.0, 1.0), (503, 0.0, 0.15), (503, None, 0.15), (503, 5.0, 5.0), (503, 5.1, None), (503, 3600.0, None),
     (429, 2.0, 2.0), (429, None, None), (429, 900.0, None)],
)  # fmt: skip
def test_the_backend_s_wish_is_honoured_or_shown(status: int, asked: float | None, expected: float | None) -> None:
    assert delay(Answered(status, asked)) == expected


def test_patience_ends() -> None:
    assert delay(Lost.TOO_SLOW, elapsed=20.0) is not None
    assert delay(Lost.TOO_SLOW, elapsed=24.9) is None
    assert delay(Lost.TOO_SLOW, number=2, elapsed=40.0) is None


@given(st.floats(0, 1, exclude_max=True), st.integers(1, 2))
def test_the_pause_is_spread_between_half_and_the_whole(roll: float, number: int) -> None:
    attempt = Attempt("GET", False, number, 0.0, Lost.NO_CONNECTION)
    pause = delay_before_next_try(attempt, roll)
    assert pause is not None
    assert 0.15 * number <= pause <= 0.3 * number


@given(st.floats(0, 5), st.floats(0, 1, exclude_max=True))
def test_a_wish_is_never_undercut(asked: float, roll: float) -> None:
    pause = delay_before_next_try(Attempt("GET", False, 1, 0.0, Answered(503, asked)), roll)
    assert pause is not None
    assert pause >= asked
