"""The words of the cards: clean, varied, agreeing with the child's sex, drawable by our font."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from datetime import date, datetime
from functools import cache
from random import Random
from typing import Any

import pytest

from emias_app.clock import MOSCOW
from emias_app.config import Seed
from emias_app.domain.reference import icd10
from emias_app.domain.wording import long_day
from emias_app.mock_server.pdf.fonts import drawable
from emias_app.mock_server.seed import cards
from emias_app.mock_server.seed.cases import ACUTE
from emias_app.mock_server.seed.chronic import CHRONIC
from emias_app.mock_server.seed.language import age_text, plural, say, tidy
from emias_app.mock_server.seed.people import CHILDREN
from emias_app.models.base import Sex
from emias_app.models.records import Record, Visit

NOW = datetime(2026, 11, 22, 9, tzinfo=MOSCOW)
_OFFICIAL = {item["name"] for item in icd10()["items"]}
_NO_WORDS = {
    "id",
    "patient_id",
    "section",
    "kind",
    "time",
    "series",
    "number",
    "file_name",
    "media_type",
    "code",
    "form",
    "targets",
    "unit",
}
#: What is said of a boy, of a girl: whole words only.
_OF_BOYS = (
    "заболел|здоров|лечился|отсутствовал|был|активен|вялый|осмотрен|привит|доставлен|оставлен|упал|ударился|подвернул|"
    "устойчив|готов|обследован|поступил|пошёл|пользовался|ориентирован|получил|сам|терял"
)
_OF_GIRLS = (
    "заболела|здорова|лечилась|отсутствовала|активна|вялая|осмотрена|привита|доставлена|оставлена|упала|ударилась|"
    "подвернула|устойчива|готова|обследована|поступила|пошла|пользовалась|ориентирована|получила|сама|теряла"
)
_SLIPS = re.compile(
    r"\b(?:1\s(?:дня|дней|недели|раза)|[2-4]\s(?:день|дней|лет|недель|раз)|(?:[5-9]|1\d)\s(?:день|дня|год|года|недели|раза))\b"
)


@cache
def _records() -> tuple[tuple[str, Record], ...]:
    by_id = {spec.id: key for key, spec in CHILDREN.items()}
    return tuple((by_id[card.patient_id], record) for card in cards(Seed.DEMO, NOW) for record in card.records)


def _texts(value: Any, name: str = "") -> Iterator[str]:
    if isinstance(value, str) and name not in _NO_WORDS:
        yield value
    elif isinstance(value, dict):
        for key, inner in value.items():
            yield from _texts(inner, key)
    elif isinstance(value, list):
        for inner in value:
            yield from _texts(inner, name)


@cache
def _said() -> tuple[tuple[str, str, str], ...]:
    """(child, title, text) of everything that a person may read, official names left out."""
    return tuple(
        (key, record.title, text)
        for key, record in _records()
        for text in _texts(record.model_dump(mode="json"))
        if text not in _OFFICIAL and not re.fullmatch(r"[\d-]{10}", text)
    )


def test_no_text_shows_how_it_was_made() -> None:
    broken = re.compile(r"None|  |\.\.|[{}<>|_]|\bnan\b| [.,;:]|,\.|\.,|^\s|\s$|^$")
    for key, title, text in _said():
        without = text
        for name in _OFFICIAL:
            without = without.replace(name, "")
        assert not broken.search(text), (key, title, text)
        assert not re.search(r"[\[\]]", without), (key, title, text)


def test_every_sign_is_in_our_font() -> None:
    for key, title, text in _said():
        assert drawable(text) == text, (key, title, text)
        assert not set(text) & set("₂≥≤→⁹\u202f"), (key, title, text)


def test_words_agree_with_the_sex() -> None:
    wrong = {Sex.MALE: re.compile(rf"\b(?:{_OF_GIRLS})\b", re.I), Sex.FEMALE: re.compile(rf"\b(?:{_OF_BOYS})\b", re.I)}
    for key, title, text in _said():
        if CHILDREN[key].sex is Sex.FEMALE:
            text = re.sub(r"не был выявлен|приём был", "", text)
        assert not wrong[CHILDREN[key].sex].search(text), (key, title, text)


def test_numbers_agree_with_their_nouns() -> None:
    for key, title, text in _said():
        spaced = re.sub(r"\b(?:более|менее|до|около|от|с) \d+ \w+", "", text.replace("\u00a0", " "))
        assert not _SLIPS.search(spaced), (key, title, text)


def test_sentences_begin_with_a_capital_and_end_with_a_stop() -> None:
    for key, record in _records():
        if isinstance(record, Visit):
            for text in (record.complaints, record.anamnesis, record.examination, record.recommendations):
                assert text[0].isupper() or text[0].isdigit(), (key, record.title, text)
                assert text.endswith("."), (key, record.title, text)
                assert not re.search(r"\. [а-яё]", text.replace("рт.\u00a0ст. ", "")), (key, record.title, text)


def test_units_keep_to_their_numbers() -> None:
    for key, title, text in _said():
        assert not re.search(r"\d (?:°C|%|мм\b|см\b|кг\b|мг\b|мл\b|дн|день)", text), (key, title, text)


def test_doctors_are_written_with_bound_initials() -> None:
    for _, record in _records():
        if record.doctor:
            assert re.fullmatch(r"[А-ЯЁ][а-яё]+ [А-ЯЁ]\.\u00a0[А-ЯЁ]\.", record.doctor)
            assert record.doctor_name is not None
            assert record.doctor.split()[0] == record.doctor_name.split()[0]
        assert "№ " not in record.organisation


def test_visits_of_a_child_do_not_repeat_each_other() -> None:
    for key in CHILDREN:
        texts = [
            (record.complaints, record.anamnesis, record.examination, record.recommendations)
            for child, record in _records()
            if child == key and isinstance(record, Visit) and record.kind == "VISIT"
        ]
        assert all(count == 1 for count in Counter(texts).values())
    examinations = Counter(record.examination for _, record in _records()
                           if isinstance(record, Visit) and record.speciality == "Педиатр")  # fmt: skip
    assert max(examinations.values()) == 1


def test_every_template_of_a_case_can_be_said_of_both() -> None:
    slots = dict.fromkeys(
        ("t", "tmax", "day", "since", "contact", "home", "back", "days", "place", "va1", "va2", "sph1", "sph2", "tooth",
         "from", "weeks", "breathing"), "слово",
    )  # fmt: skip
    for case in (*ACUTE, *CHRONIC.values()):
        control = case.control or ()
        advice = [item.removeprefix("?") for item in case.advice]
        for template in (*case.complaints, *case.history, *case.exam, *case.findings.values(), *advice, *control):
            for sex in Sex:
                for seed in range(4):
                    text = say(Random(seed), template, sex, slots)
                    assert not re.search(r"[\[\]{}<>|]|  |\.\.", text), (case.code, text)


@pytest.mark.parametrize(
    ("birth", "on", "text"),
    [
        (date(2026, 11, 18), date(2026, 11, 22), "4\u00a0дня"),
        (date(2026, 7, 1), date(2026, 11, 22), "4\u00a0месяца"),
        (date(2024, 8, 9), date(2026, 2, 12), "1\u00a0год 6\u00a0месяцев"),
        (date(2024, 2, 29), date(2025, 2, 28), "1\u00a0год"),
        (date(2005, 1, 1), date(2026, 11, 22), "21\u00a0год"),
        (date(2024, 8, 9), date(2026, 11, 22), "2\u00a0года"),
    ],
)
def test_ages_in_words(birth: date, on: date, text: str) -> None:
    assert age_text(birth, on) == text


def test_a_template_chooses_agrees_and_fills() -> None:
    text = say(Random(1), "{Он|Она} [пьёт|пьёт] <what> 2 раза.. ", Sex.FEMALE, {"what": "чай  утром"})
    assert text == "Она пьёт чай утром 2\u00a0раза."
    assert plural(11, "отклонение", "отклонения", "отклонений") == "11\u00a0отклонений"
    assert tidy("до 38,5 °C") == "до 38,5\u00a0°C"
    assert long_day(date(2026, 11, 16)).endswith("2026\u00a0г.")
