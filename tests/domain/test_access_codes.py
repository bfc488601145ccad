"""The clinic's codes and the kin they are for."""

from __future__ import annotations

import random
import re
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from emias_app.domain.access_codes import (
    ALPHABET,
    CODES,
    LENGTH,
    LIFE,
    STATE_WORDS,
    TRIES,
    TRY_WINDOW,
    IssuedCode,
    expires_at,
    grouped,
    locked_line,
    make_code,
    normalise_code,
    opens,
    sms_text,
    state_at,
    tries_at,
    wrong_code_line,
)
from emias_app.domain.kinship import KIN_WORDS, KinshipForm, fits_account, kin_of, kinship_problems
from emias_app.domain.people import Person
from emias_app.domain.transitions import TransitionError
from emias_app.models.account import Relation
from emias_app.models.base import Sex
from emias_app.models.clinic import CodeState, KinRelation, KinshipRequest

NOW = datetime(2026, 11, 22, 6, tzinfo=UTC)
TODAY = date(2026, 11, 22)
DMITRY = Person("Морозов", "Дмитрий", "Андреевич", date(1987, 9, 8))
PHONE = "+79000000006"
SENT = IssuedCode(DMITRY, PHONE, CodeState.SENT, NOW + timedelta(hours=1))
CODE = st.text(ALPHABET, min_size=LENGTH, max_size=LENGTH)
TWINS = dict(zip("ABCEHKMPTX", "АВСЕНКМРТХ", strict=True))


def test_the_alphabet_is_the_contracts() -> None:
    assert ALPHABET == "23456789ABCEHKMPTX"
    assert len(set(ALPHABET)) == 18


@pytest.mark.parametrize(
    "typed", ["K7PM42XA", "k7pm-42xa", " K7PM 42XA ", "К7РМ-42ХА", "к7рм—42ха", "K7PM\u00a042XA", "K-7-P-M-4-2-X-A"]
)
def test_a_code_is_read_as_it_was_meant(typed: str) -> None:
    assert normalise_code(typed) == "K7PM42XA"


@pytest.mark.parametrize(
    "typed",
    ["", "K7PM42X", "K7PM42XAA", "K7PM42X0", "K7PM42XI", "K7PM42XО", "K7PM.42XA", "K7PM_42XA", "K7PM42XR", "K7PM42XУ",
     "K7PM42X٣", "K7PM42X４", "\u212a7PM42XA", "K7PM42XA\u200b", "ß7PM42X"],
)  # fmt: skip
def test_any_other_sign_makes_an_unknown_code(typed: str) -> None:
    assert normalise_code(typed) is None


@given(CODE, st.randoms(use_true_random=False))
def test_case_spaces_dashes_and_twins_never_matter(code: str, chance: random.Random) -> None:
    typed = ""
    for sign in code:
        sign = TWINS[sign] if sign in TWINS and chance.random() < 0.5 else sign
        typed += chance.choice(["", " ", "-", "–"]) + chance.choice([sign.lower(), sign])
    assert normalise_code(typed) == code


@given(st.text(max_size=40))
def test_what_is_read_is_a_code_or_nothing(typed: str) -> None:
    code = normalise_code(typed)
    assert code is None or re.fullmatch(f"[{ALPHABET}]{{{LENGTH}}}", code)


def test_a_made_code_is_read_back_from_its_sms() -> None:
    code = make_code(random.Random(4).choice)
    assert normalise_code(grouped(code)) == code
    assert grouped(code) in sms_text(code)


def test_a_sent_code_expires_after_72_hours_to_the_second() -> None:
    end = expires_at(NOW)
    assert end - NOW == timedelta(hours=72)
    assert state_at(CodeState.SENT, end, end - timedelta(seconds=1)) is CodeState.SENT
    assert state_at(CodeState.SENT, end, end) is CodeState.EXPIRED


@pytest.mark.parametrize("state", sorted(set(CodeState) - {CodeState.SENT}))
def test_only_a_sent_code_changes(state: CodeState) -> None:
    assert state_at(state, NOW, NOW + LIFE) is state
    assert CODES.is_final(state)
    for target in CodeState:
        with pytest.raises(TransitionError):
            CODES.move(state, target)


def test_a_code_begins_as_sent() -> None:
    assert CODES.move(None, CodeState.SENT) is CodeState.SENT
    assert not CODES.allows(None, CodeState.APPLIED)
    assert CODES.move(CodeState.SENT, CodeState.APPLIED) is CodeState.APPLIED


def test_a_code_opens_for_its_person_on_the_confirmed_phone() -> None:
    assert opens(SENT, replace(DMITRY, last_name="МОРОЗОВ"), PHONE, NOW)


@pytest.mark.parametrize(
    ("code", "holder", "phone"),
    [
        (SENT, DMITRY, "+79000000001"),
        (SENT, replace(DMITRY, first_name="Денис"), PHONE),
        (SENT, replace(DMITRY, birth_date=date(1987, 9, 9)), PHONE),
        (replace(SENT, state=CodeState.APPLIED), DMITRY, PHONE),
        (replace(SENT, state=CodeState.REVOKED), DMITRY, PHONE),
        (replace(SENT, expires_at=NOW), DMITRY, PHONE),
    ],
)
def test_anothers_a_used_a_void_and_an_expired_code_open_nothing(code: IssuedCode, holder: Person, phone: str) -> None:
    assert not opens(code, holder, phone, NOW)


@given(st.text("абвг", min_size=1, max_size=5))
def test_a_kin_of_another_name_never_fits(other: str) -> None:
    strangers = (
        replace(DMITRY, last_name=other),
        replace(DMITRY, first_name=other),
        replace(DMITRY, middle_name=other),
    )
    assert not any(fits_account(DMITRY, PHONE, stranger, PHONE) for stranger in strangers)


@pytest.mark.parametrize(
    ("failures", "left", "until"),
    [
        ([], 5, None),
        ([0, 1], 3, None),
        ([0, 10, 20, 30], 1, None),
        ([0, 10, 20, 30, 40], 0, 20),
        ([60, 10, 20, 30, 40], 1, None),
        ([0, 10, 20, 30, 40, 50], 0, 20),
    ],
)
def test_five_wrong_tries_an_hour_lock_until_the_fifth_last_is_an_hour_old(
    failures: list[int], left: int, until: int | None
) -> None:
    tries = tries_at([NOW - timedelta(minutes=minutes) for minutes in failures], NOW)
    assert tries.left == left
    assert (tries.locked_until is None) == (until is None)
    if until is not None and len(failures) == TRIES:
        assert tries.locked_until == NOW + timedelta(minutes=until)


@given(st.lists(st.integers(0, 7_200), max_size=20))
def test_a_lock_ends_exactly_when_it_says(seconds: list[int]) -> None:
    failures = [NOW - timedelta(seconds=ago) for ago in seconds]
    until = tries_at(failures, NOW).locked_until
    if until is not None:
        assert NOW < until <= NOW + TRY_WINDOW
        assert tries_at(failures, until - timedelta(seconds=1)).left == 0
        assert tries_at(failures, until).left > 0


def test_the_words_of_a_wrong_code_count_the_tries() -> None:
    lines = [wrong_code_line(tries_at([NOW] * count, NOW)) for count in (1, 2, 4, 5)]
    assert lines[0] == "Код не подошёл. Сверьте его с СМС. Осталось 4 попытки из 5"
    assert lines[1].endswith("Осталось 3 попытки из 5")
    assert lines[2].endswith("Осталась 1 попытка из 5")
    assert lines[3].endswith("Попытки закончились")


def test_the_lock_names_a_minute_that_has_come() -> None:
    on_the_minute = NOW.replace(hour=23, minute=59)
    assert locked_line(on_the_minute).endswith("в 23:59")
    assert locked_line(on_the_minute + timedelta(seconds=1)).endswith("в 00:00")
    assert locked_line(on_the_minute - timedelta(microseconds=1)).endswith("в 23:59")


def test_each_state_and_each_kinship_has_its_word() -> None:
    assert set(STATE_WORDS) == set(CodeState)
    assert set(KIN_WORDS) == set(KinRelation)


@pytest.mark.parametrize(
    ("relation", "holder", "birth", "kin"),
    [
        (Relation.SON, Sex.FEMALE, date(2018, 3, 14), KinRelation.MOTHER),
        (Relation.DAUGHTER, Sex.MALE, date(2018, 3, 14), KinRelation.FATHER),
        (Relation.WARD, Sex.FEMALE, date(2012, 11, 23), KinRelation.GUARDIAN),
        (Relation.WARD, Sex.FEMALE, date(2012, 11, 22), KinRelation.TRUSTEE),
        (Relation.SELF, Sex.FEMALE, date(2010, 6, 5), None),
    ],
)
def test_the_family_tells_the_kinship(relation: Relation, holder: Sex, birth: date, kin: KinRelation | None) -> None:
    assert kin_of(relation, holder, child_birth=birth, today=TODAY) is kin


def test_a_good_kinship_has_no_problems() -> None:
    request = KinshipRequest(
        last_name="Морозов", first_name="Дмитрий", birth_date=DMITRY.birth_date, relation=KinRelation.FATHER,
        phone="8 900 000-00-06",
    )  # fmt: skip
    assert kinship_problems(KinshipForm.of(request), child_birth=date(2024, 8, 9), today=TODAY) == {}


def test_an_empty_kinship_names_each_field() -> None:
    found = kinship_problems(KinshipForm(), child_birth=date(2024, 8, 9), today=TODAY)
    assert list(found) == ["lastName", "firstName", "birthDate", "relation", "phone"]


@pytest.mark.parametrize(
    ("birth", "child", "why"),
    [
        (date(2008, 11, 23), date(2024, 8, 9), "Представителю должно быть 18 лет"),
        (date(2008, 11, 22), date(2024, 8, 9), None),
        (date(2007, 1, 1), date(2006, 1, 1), "Представитель не может быть младше ребенка"),
    ],
)
def test_a_relative_is_of_age_and_older_than_the_child(birth: date, child: date, why: str | None) -> None:
    form = KinshipForm("Морозов", "Дмитрий", "", birth, KinRelation.FATHER, PHONE)
    assert kinship_problems(form, child_birth=child, today=TODAY).get("birthDate") == why
