"""Tests on COVID-19."""

from __future__ import annotations

from datetime import date
from typing import Literal

from emias_app.mock_server.seed.chart import Chart
from emias_app.mock_server.seed.people import ORGANISATION
from emias_app.models.base import Mark, Tone
from emias_app.models.records import CovidTest
from emias_app.models.section import SectionSlug

Method = Literal["pcr", "antigen", "antibodies"]
_METHODS = {
    "pcr": ("ПЦР на SARS-CoV-2", "ПЦР", "Мазок из носоглотки и ротоглотки", ("Не обнаружено", "Обнаружено")),
    "antigen": ("Экспресс-тест на антиген SARS-CoV-2", "Иммунохроматография", "Мазок из носоглотки",
                ("Отрицательный", "Положительный")),
    "antibodies": ("Антитела IgG к SARS-CoV-2", "ИФА", "Кровь венозная", ("Не обнаружены", "Обнаружены")),
}  # fmt: skip


def covid_test(
    chart: Chart, day: date, method: Method, *, is_found: bool, organisation: str = ORGANISATION
) -> CovidTest:
    """Write a test; antibodies found are no warning, the virus found is."""
    title, name, material, words = _METHODS[method]
    result = words[is_found]
    tone = Tone.SUCCESS
    if is_found:
        tone = Tone.NEUTRAL if method == "antibodies" else Tone.WARN
    return chart.write(
        CovidTest, SectionSlug.COVID_TESTS, day, time=chart.time(8, 18), title=title, subtitle=result,
        kind=method.upper(), kind_title=name, mark=Mark(tone=tone, text=result.lower()), method=name, result=result,
        material=material, organisation=organisation,
    )  # fmt: skip
