"""The registry of sections."""

from __future__ import annotations

from datetime import date

import pytest

from emias_app.domain.sections import BY_SLUG, RECORD_SECTIONS, SECTIONS
from emias_app.models.section import SectionSlug


def test_every_slug_has_one_row() -> None:
    assert sorted(section.slug for section in SECTIONS) == sorted(SectionSlug)
    assert {section.slug for section in SECTIONS if not section.holds_records} == {
        SectionSlug.DIARY,
        SectionSlug.CHILD_DATA,
    }
    assert len(RECORD_SECTIONS) == 14


@pytest.mark.parametrize(
    ("slug", "kind", "since"),
    [
        (SectionSlug.VISITS, None, date(2017, 1, 1)),
        (SectionSlug.LABS, "BLOOD", date(2019, 1, 1)),
        (SectionSlug.COVID_TESTS, None, date(2020, 4, 20)),
        (SectionSlug.STUDIES, "XRAY", date(2019, 1, 1)),
        (SectionSlug.STUDIES, "ULTRASOUND", date(2017, 1, 1)),
        (SectionSlug.STUDIES, "ECG", date(2017, 1, 1)),
        (SectionSlug.CERTIFICATES, None, date(2021, 4, 1)),
        (SectionSlug.VACCINATIONS, None, None),
        (SectionSlug.HEALTH_INFO, None, None),
    ],
)
def test_records_come_out_from_the_sections_first_day(slug: SectionSlug, kind: str | None, since: date | None) -> None:
    assert BY_SLUG[slug].available_from(kind) == since


def test_the_earliest_day_counts_the_exceptions() -> None:
    assert BY_SLUG[SectionSlug.STUDIES].earliest == date(2017, 1, 1)
    assert BY_SLUG[SectionSlug.LABS].earliest == date(2019, 1, 1)
    assert BY_SLUG[SectionSlug.UPLOADS].earliest is None


def test_a_section_says_since_when_it_holds_what() -> None:
    assert BY_SLUG[SectionSlug.STUDIES].since_words == "с 2019 года, УЗИ и ЭКГ с 2017"
    assert BY_SLUG[SectionSlug.LABS].since_words == "с 2019 года"
    assert BY_SLUG[SectionSlug.VACCINATIONS].since_words == ""
    for section in SECTIONS:
        assert bool(section.since_by_kind) is bool(section.sooner)
        if section.earliest is not None:
            assert str(section.earliest.year) in section.since_words
