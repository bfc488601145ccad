"""«Кто смотрел карту»: one read, one sentence."""

from __future__ import annotations

import re
from dataclasses import replace
from itertools import product

import pytest

from emias_app.domain.journal import (
    CLIENT_WORDS,
    Reader,
    ReaderKind,
    actor_words,
    client_words,
    sentence,
)
from emias_app.models.base import Sex
from emias_app.models.clinic import StaffRole
from emias_app.models.journal import ReadKind
from emias_app.models.section import SectionSlug

W, S = ReadKind, SectionSlug
ANNA = Reader(ReaderKind.PARENT, "Морозова", "Анна", "Сергеевна", Sex.FEMALE)
DMITRY = Reader(ReaderKind.PARENT, "Морозов", "Дмитрий", "Андреевич", Sex.MALE)
ME = replace(ANNA, is_me=True)
DOCTOR = Reader(ReaderKind.STAFF, "Крылова", "Елена", "Андреевна", Sex.FEMALE, role=StaffRole.DOCTOR)
REGISTRAR = Reader(ReaderKind.STAFF, "Ким", "Ен", "", None, role=StaffRole.REGISTRAR)
LINK = replace(ANNA, kind=ReaderKind.SHARE)


@pytest.mark.parametrize(
    ("reader", "what", "section", "client", "said"),
    [
        (ANNA, W.LIST, S.LABS, "ios", "Анна Сергеевна М. открыла раздел «Анализы» в приложении на телефоне"),
        (DMITRY, W.LIST, S.LABS, "web", "Дмитрий Андреевич М. открыл раздел «Анализы» в браузере"),
        (ME, W.LIST, S.LABS, "android", "Вы открыли раздел «Анализы» в приложении на телефоне"),
        (ANNA, W.RECORD, S.VISITS, "desktop", "Анна Сергеевна М. открыла запись в разделе «Приёмы» в приложении на "
         "компьютере"),
        (DMITRY, W.DOCUMENT, S.VISITS, "web", "Дмитрий Андреевич М. открыл документ в разделе «Приёмы» в браузере"),
        (ANNA, W.PDF, S.DISCHARGES, "web", "Анна Сергеевна М. скачала PDF из раздела «Выписки из стационара» в "
         "браузере"),
        (DMITRY, W.OVERVIEW, None, "web", "Дмитрий Андреевич М. посмотрел главный экран медкарты в браузере"),
        (ME, W.TREND, S.LABS, "web", "Вы посмотрели график в разделе «Анализы» в браузере"),
        (ANNA, W.PLAN, None, "kiosk", "Анна Сергеевна М. посмотрела план прививок на терминале самообслуживания"),
        (DMITRY, W.GROWTH, None, "web", "Дмитрий Андреевич М. посмотрел рост и вес в браузере"),
        (ANNA, W.SEARCH, None, "web", "Анна Сергеевна М. искала по медкарте в браузере"),
        (DMITRY, W.SEARCH, S.LABS, "web", "Дмитрий Андреевич М. искал в разделе «Анализы» в браузере"),
        (ME, W.EXPORT, None, "web", "Вы сохранили медкарту в файл в браузере"),
        (DOCTOR, W.LIST, S.CHILD_DATA, "web", "Врач Крылова Е. А. открыла раздел «Данные о ребенке» в программе "
         "поликлиники"),
        (REGISTRAR, W.PDF, None, "web", "Регистратор Ким Е. скачал PDF из медкарты в программе поликлиники"),
        (LINK, W.LIST, S.LABS, "web", "По ссылке, которую дала Анна Сергеевна М., открыли раздел «Анализы» в браузере"),
        (replace(LINK, is_me=True), W.RECORD, S.LABS, "web", "По ссылке, которую дали вы, открыли запись в разделе "
         "«Анализы» в браузере"),
    ],
)  # fmt: skip
def test_a_read_is_said_in_one_sentence(
    reader: Reader, what: ReadKind, section: SectionSlug | None, client: str, said: str
) -> None:
    assert sentence(reader, what, section, client).replace("\u00a0", " ") == said


@pytest.mark.parametrize("what", ReadKind)
def test_every_read_has_words_that_agree_with_the_reader(what: ReadKind) -> None:
    for section, client in product([None, *SectionSlug], [*CLIENT_WORDS, "unheard-of"]):
        he, she, me = (sentence(reader, what, section, client) for reader in (DMITRY, ANNA, ME))
        assert "{" not in he
        verb, _, rest = he.removeprefix(f"{actor_words(DMITRY)} ").partition(" ")
        assert re.fullmatch("[а-я]+л", verb)
        assert she == f"{actor_words(ANNA)} {verb}а {rest}"
        assert me == f"Вы {verb}и {rest}"


def test_a_name_is_short_and_held_together() -> None:
    assert actor_words(ANNA) == "Анна Сергеевна\u00a0М."
    assert actor_words(replace(ANNA, middle_name="")) == "Анна\u00a0М."
    assert actor_words(replace(DOCTOR, role=None)) == "Сотрудник Крылова Е.\u00a0А."
    assert "Морозова" not in repr(ANNA)


def test_only_the_kind_of_app_is_told() -> None:
    assert client_words("android") == client_words("ios") == "в приложении на телефоне"
    assert client_words("10.0.0.1") == "в приложении"
