"""Why a record was found: the passage that is shown, cut in whole words, its words marked."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from emias_app.domain.passages import match_in, passages, unseen_words
from emias_app.domain.text import terms
from emias_app.models.records import MatchPart

COUGH = (
    "Жалобы на сухой кашель по ночам, усиливается после физической нагрузки, а также на заложенность носа, "
    "температуру до 38,2 в течение трёх дней"
)


def written(parts: list[MatchPart] | None) -> str | None:
    """A passage with its marked words in brackets."""
    return None if parts is None else "".join(f"[{one.text}]" if one.is_found else one.text for one in parts)


def told(texts: list[str], query: str, *shown: str) -> str | None:
    return written(match_in(texts, terms(query), shown))


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        (
            "кашел",
            "Жалобы на сухой [кашель] по ночам, усиливается после физической нагрузки, а также на заложенность носа…",
        ),
        (
            "ЗАЛОЖЕН",
            "…после физической нагрузки, а также на [заложенность] носа, температуру до 38,2 в течение трёх дней",
        ),
        ("трех", "…носа, температуру до 38,2 в течение [трёх] дней"),
        (
            "кашель нос",
            "Жалобы на сухой [кашель] по ночам, усиливается после физической нагрузки, а также на заложенность [носа]…",
        ),
        ("ашель", None),
    ],
)
def test_a_passage_is_cut_in_whole_words_around_the_first_that_was_looked_for(query: str, expected: str | None) -> None:
    assert told([COUGH], query) == expected


def test_yo_case_and_decomposed_letters_are_forgiven_and_shown_as_written() -> None:
    assert told(["Ёжик уколол"], "еж") == "[Ёжик] уколол"
    assert told(["Ёжик и йод"], "ёжик йод") == "[Ёжик] и [йод]"
    assert told(["STRASSE Straße, трёх"], "трех") == "STRASSE Straße, [трёх]"


def test_what_the_row_shows_itself_needs_no_passage() -> None:
    assert told([COUGH], "педиатр", "Педиатр", "Крылова Е. А.") is None
    assert told([COUGH], "педиатр кашель", "Педиатр") == told([COUGH], "кашель")
    assert unseen_words(["крылов", "кашель"], ["Крылова Е. А."]) == ["кашель"]


def test_the_passage_with_the_most_of_the_words_is_taken_the_first_of_equals() -> None:
    assert told(["Кашель", "Сухой кашель"], "кашель сухой") == "[Сухой] [кашель]"
    assert told(["Кашель днём", "Кашель ночью"], "кашель") == "[Кашель] днём"


def test_what_stands_in_one_line_of_a_record_is_one_passage() -> None:
    record = {
        "id": "6f0c", "section": "visits", "kind": "X", "date": "2026-03-12", "title": "Педиатр",
        "diagnoses": [{"code": "J06.9", "name": "ОРВИ", "note": "основной"}],
        "results": [
            {"code": "HGB", "name": "Гемоглобин", "value": 108.0, "unit": "г/л", "decimals": 0, "flag": "LOW"},
            {"code": "PRO", "name": "Белок", "value": None, "valueText": "не обнаружено", "unit": "", "decimals": 0},
        ],
        "treatment": [{"name": "Амоксициллин", "dose": "250 мг 3 раза в день", "days": "7 дней"}],
        "notes": [{"title": "Осмотр дежурного врача", "text": COUGH, "date": "2026-03-12", "doctor": "Белов С. И."}],
        "facts": [{"label": "Пульс", "value": "96 в минуту"}],
        "parts": [{"heading": "Осмотр", "facts": [], "rows": [["Рост", "128 см"]]}],
        "related": [{"section": "labs", "id": "11", "title": "Общий анализ мочи", "date": "2026-03-12"}],
        "source": {"section": "visits", "id": "12", "title": "Не ищется", "date": "2026-03-12"},
    }  # fmt: skip
    assert list(passages(record)) == [
        "Педиатр", "J06.9 ОРВИ, основной", "Гемоглобин 108\u00a0г/л", "Белок: не обнаружено",
        "Амоксициллин, 250 мг 3 раза в день, 7 дней", "Осмотр дежурного врача, Белов С. И.", COUGH,
        "Пульс: 96 в минуту", "Осмотр", "Рост, 128 см",
        "Общий анализ мочи",
    ]  # fmt: skip


@given(st.text(max_size=400), st.text(min_size=1, max_size=20))
def test_any_text_in_any_alphabet_is_cut_without_losing_a_letter_of_what_is_shown(text: str, query: str) -> None:
    parts = match_in([text], terms(query), [])
    if parts is not None:
        assert any(one.is_found for one in parts)
        assert all(one.text for one in parts)
        shown = "".join(one.text for one in parts).strip("…")
        assert len(shown) <= len(text) * 2
