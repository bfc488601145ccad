"""The reference tables that ship."""

from __future__ import annotations

import pytest

from emias_app.domain import reference


def test_every_table_is_there_and_read_once() -> None:
    for table in (
        reference.lab_panels,
        reference.vaccination_calendar,
        reference.icd10,
        reference.clinical_reference,
        reference.growth_lms,
        reference.growth_days,
    ):
        assert table()["schema"] == 1
        assert table() is table()


def test_a_diagnosis_has_its_official_name() -> None:
    assert reference.icd10_name("J06.9") == "Острая инфекция верхних дыхательных путей неуточненная"
    with pytest.raises(KeyError):
        reference.icd10_name("Z99.99")
