"""Names, birth dates and cases of first names."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from emias_app.domain.declension import dative, genitive
from emias_app.domain.people import (
    NamePart,
    Person,
    birth_problem,
    is_same_person,
    name_problem,
    same_name,
    sex_by_patronymic,
    tidy_name,
)
from emias_app.models.base import Sex

TODAY = date(2026, 11, 22)
ANNA = Person("Морозова", "Анна", "Сергеевна", date(1989, 9, 23))
LETTERS = "абвгдежзийклмнопрстуфхцчшщъыьэюяё"


@pytest.mark.parametrize(
    "name", ["Морозова", "Салтыкова-Щедрина", "Оглы", "Рашид оглы", "О", "Д'Артаньян", "  Анна ", "Анна — Мария"]
)
def test_a_name_of_russian_letters_is_taken(name: str) -> None:
    assert name_problem(name, NamePart.LAST) is None


@pytest.mark.parametrize(
    ("name", "part", "why"),
    [
        ("", NamePart.LAST, "Укажите фамилию"),
        (" ", NamePart.FIRST, "Укажите имя"),
        ("Anna", NamePart.FIRST, "Пишите русскими буквами, как в документе"),
        ("Aнна", NamePart.FIRST, "Пишите русскими буквами, как в документе"),
        ("Анна1", NamePart.FIRST, "Пишите русскими буквами, как в документе"),
        ("-Анна", NamePart.FIRST, "Пишите русскими буквами, как в документе"),
        ("А.", NamePart.MIDDLE, "Напишите полностью, без сокращений"),
        ("а" * 81, NamePart.LAST, "Слишком длинно, помещается 80 букв"),
    ],
)
def test_a_name_that_cannot_be_says_why(name: str, part: NamePart, why: str) -> None:
    assert name_problem(name, part) == why


def test_only_the_patronymic_may_be_absent() -> None:
    assert name_problem("", NamePart.MIDDLE) is None


@given(st.text(max_size=60))
def test_tidying_a_name_twice_changes_nothing(text: str) -> None:
    assert tidy_name(tidy_name(text)) == tidy_name(text)


@given(st.text(LETTERS, min_size=1, max_size=20))
def test_case_spaces_and_the_dots_of_yo_make_no_other_name(name: str) -> None:
    assert same_name(f" {name.upper()} ", name.replace("ё", "е"))


def test_a_person_is_the_whole_name_and_the_birth_date() -> None:
    assert is_same_person(ANNA, Person("МОРОЗОВА", "анна", " Сергеевна", ANNA.birth_date))
    for other in (
        Person("Морозов", "Анна", "Сергеевна", ANNA.birth_date),
        Person("Морозова", "Инна", "Сергеевна", ANNA.birth_date),
        Person("Морозова", "Анна", "", ANNA.birth_date),
        Person("Морозова", "Анна", "Сергеевна", date(1989, 9, 24)),
    ):
        assert not is_same_person(ANNA, other)


def test_a_person_stays_out_of_reprs() -> None:
    assert "Морозова" not in repr(ANNA)


@pytest.mark.parametrize(
    ("birth", "why"),
    [
        (None, "Укажите дату рождения"),
        (date(2026, 11, 23), "Этот день ещё не наступил"),
        (date(1905, 1, 1), "Проверьте год рождения"),
        (TODAY, None),
        (date(1906, 1, 1), None),
    ],
)
def test_a_birth_date_is_a_day_that_has_been(birth: date | None, why: str | None) -> None:
    assert birth_problem(birth, TODAY) == why


@pytest.mark.parametrize(
    ("middle_name", "sex"),
    [
        ("Сергеевна", Sex.FEMALE), ("Ильинична", Sex.FEMALE), ("Рашид кызы", Sex.FEMALE), ("Андреевич", Sex.MALE),
        ("Ильич", Sex.MALE), ("Кузьмич", Sex.MALE), ("Рашид оглы", Sex.MALE), ("", None), ("Мин", None),
    ],
)  # fmt: skip
def test_a_patronymic_tells_the_sex(middle_name: str, sex: Sex | None) -> None:
    assert sex_by_patronymic(middle_name) is sex


@pytest.mark.parametrize(
    ("name", "sex", "whose", "whom"),
    [
        ("Дарья", Sex.FEMALE, "Дарьи", "Дарье"),
        ("София", Sex.FEMALE, "Софии", "Софии"),
        ("Анна", Sex.FEMALE, "Анны", "Анне"),
        ("Ольга", Sex.FEMALE, "Ольги", "Ольге"),
        ("Любовь", Sex.FEMALE, "Любови", "Любови"),
        ("Николь", Sex.FEMALE, "Николь", "Николь"),
        ("Элен", Sex.FEMALE, "Элен", "Элен"),
        ("Артём", Sex.MALE, "Артёма", "Артёму"),
        ("Илья", Sex.MALE, "Ильи", "Илье"),
        ("Сергей", Sex.MALE, "Сергея", "Сергею"),
        ("Игорь", Sex.MALE, "Игоря", "Игорю"),
        ("Пётр", Sex.MALE, "Петра", "Петру"),
        ("Павел", Sex.MALE, "Павла", "Павлу"),
        ("Лев", Sex.MALE, "Льва", "Льву"),
        ("Никита", Sex.MALE, "Никиты", "Никите"),
        ("Марко", Sex.MALE, "Марко", "Марко"),
    ],
)
def test_a_first_name_declines_by_its_ending(name: str, sex: Sex, whose: str, whom: str) -> None:
    assert (genitive(name, sex), dative(name, sex)) == (whose, whom)
