"""The registry of identifiers: their form, and those that the contract fixes."""

from __future__ import annotations

import re

import flet as ft
import pytest

from emias_app.views import ids
from scripts import identifiers

#: Contract §4, whole.
_FIXED = """
login.login login.password login.submit login.code login.confirm login.resend login.error login.register login.forgot
login.staff login.demo.<n> demo.sms demo.about
pin.digit.<0-9> pin.delete pin.length.<4|6> pin.skip pin.biometric
unlock.digit.<0-9> unlock.delete unlock.biometric unlock.forgot
nav.home nav.medcard nav.diary nav.access nav.profile home.child.<patientId> home.bell stepup.code stepup.confirm
medcard.section.<slug> medcard.child.<patientId>
section.period.<6m|1y|all> section.search section.total section.item.<recordId> section.empty section.error
section.retry record.title record.pdf
access.redeem access.request access.grant.<grantId> redeem.code redeem.submit redeem.error redeem.done
request.next request.back request.photo request.code request.consent request.submit request.status
family.add family.child.<childId> family.save diary.add diary.save diary.item.<id>
childdata.add.<kind> childdata.save childdata.item.<id>
clinic.login.login clinic.login.password clinic.login.submit clinic.search clinic.patient.<patientId>
clinic.access clinic.relative clinic.relative.add clinic.phone clinic.signed clinic.send clinic.history.<id>
clinic.revoke.<id> clinic.reason clinic.revoke.confirm
profile.lock profile.logout
"""


@pytest.mark.parametrize("name", _FIXED.split())
def test_the_contract_s_identifiers_are_there(name: str) -> None:
    assert name in ids.REGISTRY


def test_identifiers_are_lower_case_and_latin() -> None:
    form = re.compile(r"[a-z]+(\.[a-z]+)+(\.<[A-Za-z0-9|-]+>)?")
    assert [name for name in ids.REGISTRY if not form.fullmatch(name)] == []


def test_a_keyed_identifier_is_recognised() -> None:
    assert ids.is_registered(ids.HOME_CHILD("0f8fad5b-d9cb-469f-a165-70867728950e"))
    assert ids.is_registered(ids.SECTION_PERIOD("6m"))
    assert ids.is_registered("login.submit")
    assert not ids.is_registered("login.submit.now")
    assert not ids.is_registered("home.child")


def test_a_tag_says_what_the_reader_hears_and_takes_over_expand() -> None:
    tag = ids.tagged(ids.SECTION_TOTAL, ft.Text("24 анализа", expand=True), label="24 анализа", live=True)
    assert (tag.identifier, tag.label, tag.live_region, tag.expand) == ("section.total", "24 анализа", True, True)


def test_the_table_has_a_row_for_each() -> None:
    assert len(ids.table().splitlines()) == len(ids.REGISTRY) + 2


def test_the_table_in_the_docs_is_the_registry_s() -> None:
    assert identifiers.FILE.read_text("utf-8") == identifiers.text(), "run python -m scripts.identifiers"
