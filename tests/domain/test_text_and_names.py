"""Search text and names."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from emias_app.domain.names import full_name, initials, polite_name
from emias_app.domain.text import normalise, terms


@pytest.mark.parametrize(
    ("text", "normal"),
    [
        ("Приём ПЕДИАТРА", "прием педиатра"),
        ("при\u0435\u0308м", "прием"),
        ("ёЁ", "ее"),
        ("№\u00a00,\n  кабинет", "№ 0, кабинет"),
        ("Й и й", "й и й"),
        ("IgE", "ige"),
    ],
)
def test_text_is_normalised(text: str, normal: str) -> None:
    assert normalise(text) == normal


@given(st.text(max_size=60))
def test_normalising_twice_changes_nothing(text: str) -> None:
    assert normalise(normalise(text)) == normalise(text)


@given(st.text(alphabet="абвгдеёжзийклмнопрстуфхцчшщъыьэюяABCxyz ", max_size=40))
def test_case_and_yo_do_not_matter(text: str) -> None:
    assert normalise(text.upper()) == normalise(text) == normalise(text.replace("ё", "е"))


def test_terms_are_words_each_once() -> None:
    assert terms('  Приём, "J06.9" приём* ') == ["прием", "j06", "9"]
    assert terms("'--;%_") == []
    assert len(terms(" ".join(str(number) for number in range(40)))) == 12


def test_names_are_written_as_in_documents() -> None:
    assert initials("Крылова", "Елена", "Андреевна") == "Крылова Е.\u00a0А."
    assert initials("Ли", "Анна") == "Ли А."
    assert full_name("Крылова", "Елена", "Андреевна") == "Крылова Елена Андреевна"
    assert full_name("Ли", "Анна") == "Ли Анна"
    assert polite_name("Елена", "Андреевна") == "Елена Андреевна"
