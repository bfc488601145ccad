"""What is offered while «Данные о ребенке» are typed."""

from __future__ import annotations

import pytest

from emias_app.domain.child_data import Source
from emias_app.domain.suggestions import groups_of, is_medicine, suggest


def texts(source: Source, typed: str) -> list[str]:
    return [one.text for one in suggest(source, typed)]


@pytest.mark.parametrize("typed", ["берез", "БЕРЁЗ", " берёза", "пыльца бер", "березы пыльца"])
def test_case_yo_spaces_and_the_order_of_words_are_forgiven(typed: str) -> None:
    assert texts(Source.ALLERGENS, typed)[0] == "Пыльца берёзы"


def test_nothing_is_offered_for_one_letter_nor_for_what_is_typed_whole() -> None:
    assert suggest(Source.ALLERGENS, "а") == []
    assert suggest(Source.ALLERGENS, " ") == []
    assert suggest(Source.ALLERGENS, "арахис") == []
    assert suggest(Source.ALLERGENS, "щщщ") == []


def test_what_begins_as_typed_stands_before_what_holds_it() -> None:
    assert texts(Source.MEDICINES, "амоксициллин к")[0] == "Амоксициллин + клавулановая кислота"
    assert texts(Source.SURGERIES, "аден")[0] == "Аденотомия"


def test_a_trade_name_finds_its_substance_and_stays_in_the_field() -> None:
    assert texts(Source.MEDICINES, "сорбиф") == ["Сорбифер Дурулес (железа сульфат)"]
    assert texts(Source.MEDICINES, "нурофен") == ["Нурофен (ибупрофен)"]


def test_an_allergen_is_found_among_medicines_too() -> None:
    assert texts(Source.ALLERGENS, "ибупр") == ["Ибупрофен"]


@pytest.mark.parametrize("typed", ["s52", "S52.5", "перелом луч", "запястья"])
def test_an_injury_is_found_by_its_words_and_by_its_code(typed: str) -> None:
    found = suggest(Source.INJURIES, typed)[0]
    assert (found.text, found.code, found.hint) == ("Перелом лучевой кости", "S52.5", "S52.5")


def test_an_allergy_is_no_injury() -> None:
    assert suggest(Source.INJURIES, "T78") == []
    assert suggest(Source.DIAGNOSES, "T78") != []


def test_an_illness_of_grown_ups_is_offered_for_the_family_only() -> None:
    assert texts(Source.FAMILY_ILLNESSES, "гипертони") == ["Артериальная гипертензия"]
    assert texts(Source.DIAGNOSES, "гипертони") == []


@pytest.mark.parametrize("source", list(Source))
def test_every_source_offers_at_most_as_many_as_fit(source: Source) -> None:
    assert len(suggest(source, "ан", limit=3)) <= 3


@pytest.mark.parametrize(
    ("text", "groups"),
    [
        ("Пенициллин", {"penicillins"}),
        ("на пенициллины и амоксиклав", {"penicillins"}),
        ("Амоксициллин + клавулановая кислота", {"penicillins"}),
        ("Супракс", {"cephalosporins"}),
        ("Сорбифер", {"iron"}),
        ("витамин с", set()),
        ("что-то красное", set()),
    ],
)
def test_related_substances_are_known_by_any_of_their_names(text: str, groups: set[str]) -> None:
    assert groups_of(text) == groups


def test_medicines_are_told_from_food_and_pollen() -> None:
    assert is_medicine("Цефтриаксон")
    assert is_medicine("Антибиотики пенициллинового ряда")
    assert not is_medicine("Пыльца берёзы")
    assert not is_medicine("Белок коровьего молока")
