"""A child in «Моя семья»: the form, the registries and their checks."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from emias_app.domain.family import (
    DOCUMENT_WORDS,
    DOCUMENTS_FOR,
    ORIGINALS,
    RELATION_WORDS,
    ChildForm,
    child_problems,
    registry_for,
    tidy_child,
)
from emias_app.domain.people import Person
from emias_app.domain.registry_checks import (
    CHECKS,
    RegistryRecord,
    check_line,
    compare,
    first_state,
    what_to_do,
)
from emias_app.domain.transitions import TransitionError
from emias_app.models.account import CheckState, Registry, Relation
from emias_app.models.base import Sex
from emias_app.models.family import ChildDocumentRequest, ChildRequest, DocumentKind

K = DocumentKind
TODAY = date(2026, 11, 22)
MOTHER = date(1989, 9, 23)
ARTEM = ChildForm(
    "Морозов", "Артём", "Дмитриевич", date(2018, 3, 14), Sex.MALE, Relation.SON, K.BIRTH_CERTIFICATE, "IV-МЮ", "000102"
)
DARYA = ChildForm(
    "Морозова", "Дарья", "Дмитриевна", date(2012, 10, 30), Sex.FEMALE, Relation.DAUGHTER, K.PASSPORT, "4526", "000103"
)
WARD = ChildForm(
    "Лебедев", "Кирилл", "Андреевич", date(2016, 9, 22), Sex.MALE, Relation.WARD, K.GUARDIANSHIP_ACT, "РМ", "000107"
)
ABROAD = ChildForm(
    "Алиева", "Амина", "", date(2022, 5, 6), Sex.FEMALE, Relation.DAUGHTER, K.FOREIGN_BIRTH_CERTIFICATE, "AZ", "000108"
)
FORMS = st.builds(
    ChildForm,
    last_name=st.text(max_size=12),
    first_name=st.text("Артём ", max_size=6),
    middle_name=st.just(""),
    birth_date=st.none() | st.dates(date(1990, 1, 1), date(2030, 1, 1)),
    sex=st.none() | st.sampled_from(Sex),
    relation=st.none() | st.sampled_from(Relation),
    kind=st.none() | st.sampled_from(DocumentKind),
    series=st.sampled_from(["", "IV-МЮ", "iv мю", "4526", "45 26", "AZ"]) | st.text(max_size=6),
    number=st.sampled_from(["000102", "102", "", "№ 5/2"]) | st.text(max_size=8),
    issued_on=st.none() | st.dates(date(2000, 1, 1), date(2030, 1, 1)),
    oms=st.none() | st.text("0123456789 ", max_size=20),
)


def problems(form: ChildForm, today: date = TODAY) -> dict[str, str]:
    return child_problems(form, representative_birth=MOTHER, today=today)


@pytest.mark.parametrize("form", [ARTEM, DARYA, WARD, ABROAD, replace(WARD, kind=K.BIRTH_CERTIFICATE, series="V-АЯ")])
def test_a_child_with_papers_that_fit_has_no_problems(form: ChildForm) -> None:
    assert problems(form) == {}


def test_a_request_carries_the_same_form() -> None:
    request = ChildRequest(
        last_name="Морозов", first_name="Артём", middle_name="Дмитриевич", birth_date=date(2018, 3, 14), sex=Sex.MALE,
        relation=Relation.SON,
        document=ChildDocumentRequest(kind=K.BIRTH_CERTIFICATE, series="IV-МЮ", number="000102"),
    )  # fmt: skip
    form = ChildForm.of(request)
    assert form == ARTEM
    assert "Морозов" not in repr(form)


def test_an_empty_form_names_each_field_in_its_order() -> None:
    assert list(problems(ChildForm())) == ["lastName", "firstName", "birthDate", "sex", "relation", "document.kind"]


@pytest.mark.parametrize(
    ("form", "field", "why"),
    [
        (replace(ARTEM, birth_date=date(2008, 11, 22)), "birthDate", "Ребенку уже 18 лет"),
        (replace(ARTEM, birth_date=date(2026, 11, 23)), "birthDate", "Этот день ещё не наступил"),
        (replace(ARTEM, sex=Sex.FEMALE), "relation", "Родство и пол расходятся"),
        (replace(ARTEM, relation=Relation.SELF), "relation", "Себя добавлять не нужно"),
        (replace(ARTEM, kind=K.PASSPORT, series="4526"), "document.kind", "Паспорт получают в 14 лет"),
        (replace(ARTEM, kind=K.GUARDIANSHIP_ACT), "document.kind", "Акт об опеке нужен"),
        (replace(ARTEM, series="МЮ"), "document.series", "Серия выглядит так: IV-МЮ"),
        (replace(ARTEM, number="12345"), "document.number", "В номере 6 цифр"),
        (replace(DARYA, series="452"), "document.series", "В серии 4 цифры"),
        (replace(DARYA, number="1234567"), "document.number", "В номере 6 цифр"),
        (replace(DARYA, issued_on=date(2026, 10, 29)), "document.issuedOn", "Паспорт выдают с 14 лет"),
        (replace(ARTEM, issued_on=date(2018, 3, 13)), "document.issuedOn", "Документ не мог быть выдан до рождения"),
        (replace(ARTEM, issued_on=date(2026, 11, 23)), "document.issuedOn", "Этот день ещё не наступил"),
        (replace(WARD, number=" "), "document.number", "Укажите номер документа"),
        (replace(WARD, number="<107>"), "document.number", "В номере бывают буквы"),
        (replace(WARD, series="<>"), "document.series", "В серии бывают буквы"),
        (replace(ARTEM, oms="7700000000000001"), "oms", "Контрольная цифра полиса"),
    ],
)
def test_a_wrong_field_says_why(form: ChildForm, field: str, why: str) -> None:
    found = problems(form)
    assert list(found) == [field]
    assert found[field].startswith(why)


def test_a_certificate_counts_for_90_days_after_the_fourteenth_birthday() -> None:
    form = replace(DARYA, kind=K.BIRTH_CERTIFICATE, series="IV-МЮ")
    last_day = date(2026, 10, 30) + timedelta(days=90)
    assert problems(form, last_day) == {}
    assert problems(form, last_day + timedelta(days=1)) == {"document.kind": "С 14 лет нужен паспорт"}


def test_a_teenager_adds_no_children_and_nobody_a_child_older_than_oneself() -> None:
    young = child_problems(ARTEM, representative_birth=date(2010, 6, 5), today=TODAY)
    assert young["relation"] == "Добавить ребенка может представитель старше 18 лет"
    assert "birthDate" in child_problems(DARYA, representative_birth=date(2012, 10, 30), today=date(2030, 10, 29))


@given(FORMS)
def test_any_form_is_checked_and_a_good_one_is_kept_once(form: ChildForm) -> None:
    if not problems(form):
        kept = tidy_child(form)
        assert tidy_child(kept) == kept
        assert problems(kept) == {}


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        (replace(ARTEM, series="1V–мю", number=" 000102"), ("IV-МЮ", "000102")),
        (replace(DARYA, series="45 26", number="000 103"), ("4526", "000103")),
        (replace(WARD, series=" РМ ", number="№  107/2"), ("РМ", "№ 107/2")),
    ],
)
def test_papers_are_kept_in_one_way(typed: ChildForm, kept: tuple[str, str]) -> None:
    assert problems(typed) == {}
    tidy = tidy_child(typed)
    assert (tidy.series, tidy.number) == kept


@pytest.mark.parametrize(
    ("form", "registry", "state"),
    [
        (ARTEM, Registry.ZAGS, CheckState.CHECKING),
        (DARYA, Registry.ZAGS, CheckState.CHECKING),
        (WARD, Registry.DTSZN, CheckState.CHECKING),
        (replace(WARD, kind=K.PASSPORT), Registry.DTSZN, CheckState.CHECKING),
        (ABROAD, Registry.MFC, CheckState.VISIT_MFC),
    ],
)
def test_the_papers_decide_who_checks(form: ChildForm, registry: Registry, state: CheckState) -> None:
    assert form.relation is not None
    assert form.kind is not None
    assert registry_for(form.relation, form.kind) is registry
    assert first_state(registry) is state
    assert CHECKS.allows(None, state)


RECORD = RegistryRecord(Person("МОРОЗОВ", "Артем", "Дмитриевич", date(2018, 3, 14)), Sex.MALE, "IV-МЮ", "000102")


def test_an_entry_like_the_record_is_confirmed() -> None:
    assert compare(ARTEM, RECORD).state is CheckState.CONFIRMED


@pytest.mark.parametrize(
    ("form", "fields", "reason"),
    [
        (replace(ARTEM, birth_date=date(2018, 3, 15)), ("birthDate",), "Дата рождения не совпадает"),
        (replace(ARTEM, last_name="Морозова"), ("lastName",), "Фамилия не совпадает"),
        (replace(ARTEM, middle_name=""), ("middleName",), "Отчество не совпадает"),
        (replace(ARTEM, sex=Sex.FEMALE), ("sex",), "Пол не совпадает"),
        (replace(ARTEM, number="000103"), ("document.number",), "Серия и номер документа не совпадают"),
        (
            replace(ARTEM, first_name="Антон", birth_date=date(2018, 3, 15)),
            ("firstName", "birthDate"),
            "Не совпадают имя и дата рождения",
        ),
    ],
)
def test_a_rejection_names_what_differs(form: ChildForm, fields: tuple[str, ...], reason: str) -> None:
    verdict = compare(form, RECORD)
    assert (verdict.state, verdict.fields, verdict.reason) == (CheckState.REJECTED, fields, reason)


@given(st.text("абвгд", min_size=2, max_size=8), st.dates(date(2010, 1, 1), date(2026, 1, 1)))
def test_a_rejection_never_tells_what_the_registry_holds(name: str, birth: date) -> None:
    record = replace(RECORD, person=Person(name.upper() + "щ", name + "щ", name + "щ", birth))
    reason = compare(ARTEM, record).reason or ""
    assert name + "щ" not in reason.casefold()
    assert not any(sign.isdigit() for sign in reason)


def test_no_record_and_a_stranger_are_rejected() -> None:
    assert compare(ARTEM, None).reason == "Запись с такими данными не найдена"
    stranger = compare(ARTEM, replace(RECORD, names_applicant=False))
    assert (stranger.state, stranger.fields) == (CheckState.REJECTED, ("relation",))


@pytest.mark.parametrize(
    ("source", "target", "is_declared"),
    [
        (None, CheckState.CHECKING, True),
        (None, CheckState.CONFIRMED, False),
        (None, CheckState.REJECTED, False),
        (CheckState.CHECKING, CheckState.CONFIRMED, True),
        (CheckState.CHECKING, CheckState.FAILED_TEMPORARILY, True),
        (CheckState.VISIT_MFC, CheckState.CONFIRMED, True),
        (CheckState.VISIT_MFC, CheckState.FAILED_TEMPORARILY, False),
        (CheckState.REJECTED, CheckState.CONFIRMED, False),
        (CheckState.REJECTED, CheckState.CHECKING, True),
        (CheckState.FAILED_TEMPORARILY, CheckState.CONFIRMED, False),
        (CheckState.FAILED_TEMPORARILY, CheckState.CHECKING, True),
        (CheckState.CONFIRMED, CheckState.REJECTED, False),
    ],
)
def test_a_check_moves_along_declared_lines(source: CheckState | None, target: CheckState, is_declared: bool) -> None:
    assert CHECKS.allows(source, target) is is_declared
    if is_declared:
        assert CHECKS.move(source, target) is target
    else:
        with pytest.raises(TransitionError):
            CHECKS.move(source, target)


@pytest.mark.parametrize("registry", Registry)
@pytest.mark.parametrize("state", CheckState)
def test_each_state_has_words_and_a_step_where_one_is_needed(registry: Registry, state: CheckState) -> None:
    assert check_line(registry, state)
    assert (what_to_do(registry, state) is None) == (state in (CheckState.CHECKING, CheckState.CONFIRMED))


def test_the_words_are_those_of_the_service() -> None:
    assert check_line(Registry.ZAGS, CheckState.CHECKING) == "Проверяется в ЗАГС"
    assert check_line(Registry.DTSZN, CheckState.CHECKING) == "Проверяется в Департаменте труда и соцзащиты"
    assert check_line(Registry.MFC, CheckState.VISIT_MFC) == "Обратитесь в МФЦ"
    assert len(ORIGINALS) == 3
    assert set(RELATION_WORDS) == set(DOCUMENTS_FOR) == set(Relation)
    assert set(DOCUMENT_WORDS) == set(DocumentKind)
