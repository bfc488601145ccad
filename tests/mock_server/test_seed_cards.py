"""The generated cards: consistent, true to age and calendar, the same every time."""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from functools import cache
from io import BytesIO

import pytest
from PIL import Image
from pydantic import TypeAdapter
from pypdf import PdfReader

from emias_app.clock import MOSCOW
from emias_app.config import Seed
from emias_app.domain.ages import days_old
from emias_app.domain.labs import ANALYTES, measured
from emias_app.domain.reference import icd10, icd10_name
from emias_app.domain.sections import BY_SLUG, RECORD_SECTIONS
from emias_app.domain.vaccination import INTERVALS, Child, Given, calendar, next_of, plan
from emias_app.mock_server.seed import Card, cards
from emias_app.mock_server.seed.chart import is_visible
from emias_app.mock_server.seed.people import CHILDREN, ChildSpec, an_id
from emias_app.models.base import Tone
from emias_app.models.records import (
    AnyRecord,
    Certificate,
    Diagnosis,
    DischargeSummary,
    Hospitalization,
    Immunization,
    InstrumentalStudy,
    LabFlag,
    LabReport,
    Prescription,
    Record,
    Referral,
    Upload,
    Visit,
)
from emias_app.models.section import SectionSlug

NOW = datetime(2026, 11, 22, 9, tzinfo=MOSCOW)
TODAY = NOW.date()
OTHER_DAYS = [date(2026, 11, 23), date(2027, 1, 4), date(2028, 2, 29), date(2028, 3, 1), date(2031, 6, 30)]
KEYS = [key for key in CHILDREN if key != "maksim"]
ANY: TypeAdapter[AnyRecord] = TypeAdapter(AnyRecord)


def _at(day: date) -> datetime:
    return datetime(day.year, day.month, day.day, 12, tzinfo=MOSCOW)


@cache
def _cards(day: date = TODAY) -> dict[str, Card]:
    by_id = {spec.id: key for key, spec in CHILDREN.items()}
    return {by_id[card.patient_id]: card for card in cards(Seed.DEMO, _at(day))}


def _visible(key: str, section: SectionSlug) -> list[Record]:
    return [record for record in _cards()[key].records if record.section is section and is_visible(record)]


def _everywhere() -> Iterator[tuple[ChildSpec, date, Record]]:
    """Every record of every child on the day of the pictures and on difficult days."""
    for day in (TODAY, *OTHER_DAYS):
        for key, card in _cards(day).items():
            for record in card.records:
                yield CHILDREN[key], day, record


def test_annas_children_come_first_and_quickly() -> None:
    begin = time.process_time()
    made = list(cards(Seed.DEMO, NOW))
    assert time.process_time() - begin < 3
    assert [card.patient_id for card in made[:3]] == [CHILDREN[key].id for key in ("sofia", "artem", "darya")]
    assert len(made) == len(KEYS)
    assert not list(cards(Seed.EMPTY, NOW))


def test_the_same_moment_writes_the_same_cards() -> None:
    def written() -> list[bytes]:
        return [ANY.dump_json(record) for card in cards(Seed.DEMO, NOW) for record in card.records]  # type: ignore[arg-type]

    assert written() == written()


def test_ids_repeat_nowhere() -> None:
    ids = [record.id for card in _cards().values() for record in card.records]
    ids += [file.id for card in _cards().values() for file in card.files]
    assert len(ids) == len(set(ids))


def test_every_record_is_valid_and_belongs_to_its_child() -> None:
    for child, _, record in _everywhere():
        assert record.patient_id == child.id
        assert ANY.validate_json(record.model_dump_json(by_alias=True)) == record


def test_everything_happened_in_the_childs_life() -> None:
    for child, today, record in _everywhere():
        birth = child.born(today)
        assert birth <= record.date < today, (child.key, record.title, record.date)
        for name in ("admitted", "issued"):
            assert (getattr(record, name, None) or birth) >= birth
        if isinstance(record, DischargeSummary | Hospitalization):
            assert record.admitted < record.discharged == record.date


@pytest.mark.parametrize("section", [section.slug for section in RECORD_SECTIONS])
def test_artem_has_something_in_every_section(section: SectionSlug) -> None:
    assert _visible("artem", section)


def test_artems_counts_are_those_of_the_pictures() -> None:
    counts = Counter(record.section for record in _cards()["artem"].records if is_visible(record))
    assert abs(counts[SectionSlug.VISITS] - 37) <= 4
    assert abs(counts[SectionSlug.LABS] - 24) <= 3
    assert abs(counts[SectionSlug.VACCINATIONS] - 29) <= 3
    assert abs(counts[SectionSlug.STUDIES] - 8) <= 2
    assert counts[SectionSlug.CERTIFICATES] >= 6


def test_what_is_older_than_a_section_is_kept() -> None:
    hidden = Counter(
        (key, record.section) for key, card in _cards().items() for record in card.records if not is_visible(record)
    )
    for section in (SectionSlug.VISITS, SectionSlug.LABS, SectionSlug.STUDIES, SectionSlug.CERTIFICATES,
                    SectionSlug.COVID_TESTS, SectionSlug.REFERRALS, SectionSlug.PRESCRIPTIONS):  # fmt: skip
        assert any(hidden[key, section] for key in ("darya", "maria", "ilya"))
    assert hidden["artem", SectionSlug.LABS]
    assert hidden["artem", SectionSlug.COVID_TESTS]


def test_artems_haemoglobin_falls_out_of_the_norm() -> None:
    reports = [record for record in _visible("artem", SectionSlug.LABS) if isinstance(record, LabReport)]
    last = max((report for report in reports if report.panel == "oak"), key=lambda report: report.date)
    values = {result.code: result for result in last.results}
    assert last.date == date(2026, 11, 18)
    assert (values["HGB"].value, values["MCV"].value) == (108, 75.2)
    assert {code for code, result in values.items() if result.flag is not LabFlag.NORMAL} == {"HGB", "MCV"}
    assert last.mark is not None
    assert (last.mark.tone, last.mark.text) == (Tone.WARN, "2\u00a0отклонения")
    trend = [
        next(result.value for result in report.results if result.code == "HGB")
        for report in sorted(reports, key=lambda report: report.date)
        if report.panel == "oak" and report.date.year >= 2024
    ]
    assert trend == [124, 126, 117, 121, 119, 108]


def test_home_has_its_news() -> None:
    newest = {key: max(card.records, key=lambda record: record.date).date for key, card in _cards().items()}
    assert newest["sofia"] == date(2026, 11, 20)
    assert newest["artem"] == date(2026, 11, 18)
    assert newest["darya"] == date(2026, 11, 13)
    assert any(record.title == "Направление к лору" and record.mark and record.mark.text == "действует"
               for record in _visible("sofia", SectionSlug.REFERRALS))  # fmt: skip
    assert max(record.date for record in _visible("artem", SectionSlug.VISITS)) == date(2026, 11, 16)
    assert any(record.title == "Справка 095/у" for record in _visible("darya", SectionSlug.CERTIFICATES))


def test_ranges_and_flags_are_those_of_the_age_and_sex() -> None:
    for child, today, record in _everywhere():
        if isinstance(record, LabReport):
            for result in record.results:
                said = result.value if result.value is not None else result.value_text
                assert said is not None
                again = measured(ANALYTES[result.code], said, child.born(today), child.sex, record.date)
                assert again == result
            out = [result for result in record.results if result.flag not in (None, LabFlag.NORMAL)]
            assert record.abnormal_count == len(out)
            assert record.mark is not None
            assert record.mark.tone is (Tone.WARN if out else Tone.SUCCESS)


def test_a_formula_makes_a_hundred_percent_and_red_cells_agree() -> None:
    for _, _, record in _everywhere():
        if isinstance(record, LabReport) and record.panel == "oak":
            value = {result.code: result.value or 0 for result in record.results}
            parts = ("BAND", "SEG", "EOS%", "BAS%", "LYM%", "MON%")
            assert sum(value[code] for code in parts) == pytest.approx(100, abs=0.35)
            assert all(value[code] >= 0 for code in parts)
            assert value["HCT"] == pytest.approx(value["RBC"] * value["MCV"] / 10, rel=0.03)


def test_some_analyses_are_out_of_the_norm_and_most_are_not() -> None:
    reports = [record for card in _cards().values() for record in card.records if isinstance(record, LabReport)]
    out = sum(report.abnormal_count > 0 for report in reports)
    assert 0.05 < out / len(reports) < 0.4


def test_links_lead_to_what_comes_out() -> None:
    for day in (TODAY, *OTHER_DAYS):
        for card in _cards(day).values():
            known = {(record.section, record.id): record for record in card.records}
            for record in card.records:
                links = [*getattr(record, "related", []), *getattr(record, "documents", [])]
                for link in links:
                    target = known[link.section, link.id]
                    assert (link.title, link.date) == (target.title, target.date)
                    assert is_visible(target)


def test_a_stay_and_its_summary_point_at_each_other() -> None:
    stays = 0
    for card in _cards().values():
        known = {record.id: record for record in card.records}
        for record in card.records:
            if isinstance(record, Hospitalization):
                stays += 1
                summary = next(link for link in record.documents if link.section is SectionSlug.DISCHARGES)
                target = known[summary.id]
                assert isinstance(target, DischargeSummary)
                assert target.hospitalization is not None
                assert target.hospitalization.id == record.id
                assert len(record.documents) >= 3
                inside = [known[link.id] for link in record.documents]
                assert all(record.admitted <= item.date <= record.discharged for item in inside)
    assert stays >= 6


def test_no_doctor_sees_a_child_twice_a_day_nor_while_in_hospital() -> None:
    for day in (TODAY, *OTHER_DAYS):
        for card in _cards(day).values():
            visits = [record for record in card.records if isinstance(record, Visit)]
            pairs = Counter((visit.doctor, visit.date) for visit in visits)
            assert max(pairs.values()) == 1, pairs.most_common(1)
            for stay in card.records:
                if isinstance(stay, Hospitalization):
                    assert not any(stay.admitted < visit.date < stay.discharged for visit in visits)


def test_diagnoses_are_official_and_fit_the_age() -> None:
    ages = {item["code"]: (item["age_from"], item["age_to"]) for item in icd10()["items"]}

    def told(record: Record) -> Iterator[Diagnosis]:
        yield from getattr(record, "diagnoses", [])
        for name in ("diagnosis", "admission_diagnosis"):
            if (found := getattr(record, name, None)) is not None:
                yield found

    for child, today, record in _everywhere():
        for found in told(record):
            assert found.name == icd10_name(found.code)
            low, high = ages[found.code]
            years = days_old(child.born(today), record.date) / 365.25
            assert low - 0.1 <= years <= high + 0.6, (child.key, found.code, years)


def _done(key: str, day: date = TODAY) -> list[tuple[str, str, date]]:
    return [
        (target, record.dose, record.date)
        for record in _cards(day)[key].records
        if isinstance(record, Immunization) and record.kind == "IMMUNIZATION"
        for target in record.targets
    ]


@pytest.mark.parametrize("day", [TODAY, *OTHER_DAYS], ids=str)
def test_vaccinations_keep_ages_and_intervals(day: date) -> None:
    for key in KEYS:
        birth = CHILDREN[key].born(day)
        given = {(target, dose): on for target, dose, on in _done(key, day)}
        for dose in calendar():
            for target in dose.targets:
                if (target, dose.dose) in given and key != "amina":
                    assert given[target, dose.dose] >= dose.due(birth), (key, dose.code)
        for rule in INTERVALS:
            target = {"dtp": "diphtheria", "mmr": "measles"}.get(rule.series, rule.series)
            if (target, rule.after) in given and (target, rule.dose) in given:
                assert given[target, rule.dose] >= rule.earliest(given[target, rule.after]), (key, rule)


def test_the_next_dose_of_annas_children_is_that_of_the_pictures() -> None:
    def following(key: str) -> tuple[str, str]:
        child = CHILDREN[key]
        given = tuple(Given((target,), dose, day) for target, dose, day in _done(key))
        found = next_of(plan(Child(child.born(TODAY), child.sex, given), TODAY))
        assert found is not None
        return found.code, found.mark.text

    assert following("sofia") == ("polio-RV2", "просрочена")
    assert following("artem") == ("dt-RV3", "предстоит")
    assert following("darya") == ("dt-RV3", "пора")


def test_no_dose_is_given_twice_and_no_vaccine_stands_beside_a_skin_test() -> None:
    for key in KEYS:
        records = [record for record in _cards()[key].records if isinstance(record, Immunization)]
        doses = Counter((target, record.dose) for record in records if record.dose.isascii()
                        for target in record.targets)  # fmt: skip
        assert not [found for found, count in doses.items() if count > 1], key
        given = {record.date for record in records if record.kind == "IMMUNIZATION"}
        tests = [record.date for record in records if record.kind == "TUBERCULIN"]
        assert all(abs((test - day).days) >= 3 for test in tests for day in given)
    assert {record.kind for record in _visible("artem", SectionSlug.VACCINATIONS)} == {"IMMUNIZATION", "TUBERCULIN"}


def test_papers_are_what_their_dates_say() -> None:
    for _, today, record in _everywhere():
        if isinstance(record, Prescription | Referral):
            assert record.mark is not None
            if record.state == "ACTIVE":
                assert record.valid_until >= today
                assert record.mark.text == "действует"
            if record.state == "EXPIRED":
                assert record.valid_until < today
        if isinstance(record, Certificate) and record.valid_until and record.mark:
            assert (record.mark.text == "действует") == (record.valid_until >= today)


def test_kinds_have_names_and_filters_have_something_to_choose() -> None:
    for _, _, record in _everywhere():
        assert (record.kind is None) == (record.kind_title is None)
        if BY_SLUG[record.section].by_kind:
            assert record.kind
        if record.section is SectionSlug.VISITS:
            assert record.speciality
            assert record.subtitle == record.doctor
            assert record.doctor_name
    assert len({record.speciality for record in _visible("artem", SectionSlug.VISITS)}) >= 4
    assert len({record.kind for record in _visible("artem", SectionSlug.LABS)}) == 3
    kinds = {record.kind for card in _cards().values() for record in card.records
             if isinstance(record, InstrumentalStudy)}  # fmt: skip
    assert {"ULTRASOUND", "ECG", "XRAY", "MRI", "SPIROMETRY", "ENDOSCOPY"} <= kinds
    chapters = {record.kind for record in _visible("darya", SectionSlug.CERTIFICATES)}
    assert {"NOTE", "CONCLUSION", "EXEMPTION"} <= chapters


def test_uploads_are_files_that_open() -> None:
    for key in ("sofia", "artem", "darya"):
        card = _cards()[key]
        records = {record.id: record for record in card.records if isinstance(record, Upload)}
        assert {file.record_id for file in card.files} == set(records)
        for file in card.files:
            record = records[file.record_id]
            assert (len(file.content), file.media_type) == (record.size, record.media_type)
            if file.media_type == "application/pdf":
                assert "вымышлены" in PdfReader(BytesIO(file.content)).pages[0].extract_text()
            else:
                with Image.open(BytesIO(file.content)) as image:
                    assert image.format == "JPEG"


@pytest.mark.parametrize("day", OTHER_DAYS, ids=str)
def test_news_stay_new_whatever_the_day(day: date) -> None:
    for key, days in (("sofia", 12), ("artem", 16), ("darya", 24)):
        newest = max(record.date for record in _cards(day)[key].records)
        assert day - newest <= timedelta(days=days)
    assert all(any(record.section is section.slug and is_visible(record) for record in _cards(day)["artem"].records)
               for section in RECORD_SECTIONS)  # fmt: skip


def test_the_large_seed_fills_one_section_with_ten_thousand() -> None:
    begin = time.process_time()
    last = list(cards(Seed.LARGE, NOW))[-1]
    assert time.process_time() - begin < 15
    assert last.patient_id == CHILDREN["maksim"].id
    assert sum(record.section is SectionSlug.LABS and is_visible(record) for record in last.records) == 10_000
    assert len({record.id for record in last.records}) == len(last.records)


def test_uploads_say_who_put_them_in_and_belong_to_that_account() -> None:
    card = _cards()["artem"]
    uploads = [record for record in card.records if isinstance(record, Upload)]
    assert {one.author for one in uploads} == {"Морозова Анна Сергеевна"}
    assert all(one.uploaded_at and one.uploaded_at.date() == one.date for one in uploads)
    assert {file.account_id for file in card.files} == {an_id("account", "anna")}
