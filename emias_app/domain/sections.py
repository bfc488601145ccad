"""The registry of sections: one row makes a section, in the backend and on the screen (product.md §8)."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date

from emias_app.models.section import SectionSlug

S = SectionSlug


@dataclass(frozen=True)
class Section:
    """One section of a card.

    ``since`` is the first day whose records may come out (None = from birth); ``since_by_kind`` are
    exceptions by the record's kind, ``sooner`` their names, «УЗИ и ЭКГ»; ``holds_records`` tells the generic list
    from the diary and «Данные о ребенке», which have endpoints of their own; ``plural`` are the forms for 1, 2 and 5
    records; ``expires`` tells that its papers have a last day; ``tells_outside`` that its records may be outside
    their norm.
    """

    slug: SectionSlug
    title: str
    since: date | None
    plural: tuple[str, str, str]
    search_hint: str
    since_by_kind: dict[str, date] = field(default_factory=dict)
    holds_records: bool = True
    by_speciality: bool = False
    by_kind: bool = False
    prominent: bool = False
    expires: bool = False
    tells_outside: bool = False
    sooner: str = ""

    def available_from(self, kind: str | None) -> date | None:
        """The first day whose records of ``kind`` may come out."""
        return self.since_by_kind.get(kind, self.since) if kind else self.since

    @property
    def since_words(self) -> str:
        """«с 2019 года», «с 2019 года, УЗИ и ЭКГ с 2017»; empty where there is no limit."""
        if self.since is None:
            return ""
        apart = min(self.since_by_kind.values(), default=self.since)
        return f"с {self.since.year} года" + (f", {self.sooner} с {apart.year}" if apart != self.since else "")

    @property
    def earliest(self) -> date | None:
        """The earliest day that any record of the section may have; None = no limit."""
        return min([self.since, *self.since_by_kind.values()]) if self.since else None


_2017, _2019 = date(2017, 1, 1), date(2019, 1, 1)

#: In the order of the card. УЗИ and ЭКГ since 2017 is our model's rule.
SECTIONS: tuple[Section, ...] = (
    Section(
        S.VISITS,
        "Приёмы",
        _2017,
        ("приём", "приёма", "приёмов"),
        "Врач, диагноз или слово из осмотра",
        by_speciality=True,
        prominent=True,
    ),
    Section(
        S.LABS,
        "Анализы",
        _2019,
        ("анализ", "анализа", "анализов"),
        "Название или показатель",
        by_kind=True,
        tells_outside=True,
        prominent=True,
    ),
    Section(
        S.VACCINATIONS,
        "Прививки",
        None,
        ("прививка", "прививки", "прививок"),
        "Инфекция или препарат",
        by_kind=True,
        prominent=True,
    ),
    Section(
        S.STUDIES,
        "Исследования",
        _2019,
        ("исследование", "исследования", "исследований"),
        "Вид исследования или заключение",
        {"ULTRASOUND": _2017, "ECG": _2017},
        sooner="УЗИ и ЭКГ",
        by_kind=True,
        prominent=True,
    ),
    Section(S.COVID_TESTS, "Тесты на COVID-19", date(2020, 4, 20), ("тест", "теста", "тестов"), "Метод или результат"),
    Section(
        S.CERTIFICATES,
        "Справки и мед. заключения",
        date(2021, 4, 1),
        ("справка", "справки", "справок"),
        "Название или форма",
        by_kind=True,
        expires=True,
    ),
    Section(S.PRESCRIPTIONS, "Рецепты", _2019, ("рецепт", "рецепта", "рецептов"), "Препарат", expires=True),
    Section(
        S.REFERRALS,
        "Направления",
        _2019,
        ("направление", "направления", "направлений"),
        "Врач или исследование",
        expires=True,
    ),
    Section(S.DISCHARGES, "Выписки из стационара", _2019, ("выписка", "выписки", "выписок"), "Больница или диагноз"),
    Section(
        S.HOSPITALIZATIONS,
        "Мои госпитализации",
        _2019,
        ("госпитализация", "госпитализации", "госпитализаций"),
        "Больница или диагноз",
    ),
    Section(S.DAY_HOSPITAL, "Дневной стационар", _2019, ("курс", "курса", "курсов"), "Курс или процедура"),
    Section(S.AMBULANCE, "Скорая помощь", _2019, ("вызов", "вызова", "вызовов"), "Повод или диагноз"),
    Section(S.HEALTH_INFO, "Информация о здоровье", None, ("запись", "записи", "записей"), "Что ищем"),
    Section(
        S.UPLOADS, "Загруженные документы", None, ("документ", "документа", "документов"), "Название", by_kind=True
    ),
    Section(S.DIARY, "Дневник здоровья", None, ("запись", "записи", "записей"), "Показатель", holds_records=False),
    Section(S.CHILD_DATA, "Данные о ребенке", None, ("запись", "записи", "записей"), "Что ищем", holds_records=False),
)

BY_SLUG: dict[SectionSlug, Section] = {section.slug: section for section in SECTIONS}

#: The sections that the generic list, record and document endpoints serve.
RECORD_SECTIONS: tuple[Section, ...] = tuple(section for section in SECTIONS if section.holds_records)

#: The sections with endpoints of their own that stand in a card beside them, with a count.
_OWN_COUNTED = (S.DIARY, S.CHILD_DATA)

#: The sections of a card that are shown with their counts, in its order.
COUNTED_SECTIONS: tuple[Section, ...] = tuple(
    section for section in SECTIONS if section.holds_records or section.slug in _OWN_COUNTED
)
