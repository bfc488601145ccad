"""The International Patient Summary: a FHIR R4 document that strangers' validators accept."""

from __future__ import annotations

import json
from collections.abc import Callable
from copy import deepcopy
from pathlib import Path
from typing import Any

import pytest
from fhir.resources.R4B.bundle import Bundle

from tests.support.card_world import World
from tests.support.demo_site import ANNA, DemoSite, patient_id
from tests.support.fhir_check import ALL, install_validator, ips_problems, npm_errors
from tests.support.records import CHILD, FACTORIES, a_lab, a_record, a_visit, an_immunization
from tests.support.site import bearer

pytestmark = pytest.mark.anyio

IPS = f"/patients/{CHILD}/export/ips.json"


@pytest.fixture(scope="session")
def validator(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The npm package ``fhir`` in a temporary folder."""
    installed = install_validator(tmp_path_factory.mktemp("npm"))
    if isinstance(installed, str):
        pytest.skip(installed)
    return installed


async def bundle_of(world: World) -> dict[str, Any]:
    answer = await world.get(IPS, await world.token("anna"))
    assert answer.status_code == 200, answer.text
    assert answer.headers["content-type"].startswith("application/fhir+json")
    return dict(answer.json())


async def a_full_card(world: World) -> None:
    for section in FACTORIES:
        await world.add(a_record(section))
    await world.add(
        a_lab(abnormal=True), an_immunization(product="Ультрикс Квадри", infections=["Грипп"], targets=["influenza"])
    )
    await world.add(a_visit(examination="Рост 135 см, масса 29,7 кг. АД 105/64 мм рт. ст."))
    headers = {"Authorization": f"Bearer {await world.token('anna')}"}
    for kind, body in (
        ("allergies", {"substance": "Арахис <b>&", "reaction": "Отёк", "severity": "SEVERE", "since": "2021-04"}),
        ("medications", {"medicine": "Витамин D", "dose": "1 капля"}),
        ("injuries", {"what": "Перелом лучевой кости", "icd10": "S52.5", "on": "2022"}),
        ("surgeries", {"what": "Аденотомия"}),
    ):
        answer = await world.http.post(f"/patients/{CHILD}/child-data/{kind}", json=body, headers=headers)
        assert answer.status_code in (200, 201), answer.text


def section(bundle: dict[str, Any], loinc: str) -> dict[str, Any]:
    sections = bundle["entry"][0]["resource"]["section"]
    return next(one for one in sections if one["code"]["coding"][0]["code"] == loinc)


def resources(bundle: dict[str, Any], kind: str) -> list[dict[str, Any]]:
    return [one["resource"] for one in bundle["entry"] if one["resource"]["resourceType"] == kind]


async def test_the_summary_of_a_full_card_is_accepted_by_every_judge(world: World, validator: Path) -> None:
    await a_full_card(world)
    bundle = await bundle_of(world)
    assert ips_problems(bundle) == []
    Bundle.model_validate(bundle)
    assert npm_errors(validator, json.dumps(bundle).encode()) == []


async def test_the_summary_of_an_empty_card_says_why_its_sections_are_empty(world: World, validator: Path) -> None:
    bundle = await bundle_of(world)
    assert ips_problems(bundle) == []
    Bundle.model_validate(bundle)
    assert npm_errors(validator, json.dumps(bundle).encode()) == []
    sections = bundle["entry"][0]["resource"]["section"]
    assert {one["code"]["coding"][0]["code"] for one in sections} == ALL
    assert section(bundle, "48765-2")["emptyReason"]["coding"][0]["code"] == "unavailable"


async def test_codes_come_from_the_reference_tables(world: World) -> None:
    await a_full_card(world)
    bundle = await bundle_of(world)
    flu = next(one for one in resources(bundle, "Immunization") if one["vaccineCode"]["text"] == "Ультрикс Квадри")
    assert {one["code"] for one in flu["vaccineCode"]["coding"]} == {"J07BB02", "1181000221105"}
    blood = next(one for one in resources(bundle, "Observation") if one["code"]["text"] == "Гемоглобин")
    assert blood["code"]["coding"] == [{"system": "http://loinc.org", "code": "718-7"}]
    assert blood["valueQuantity"]["code"] == "g/L"
    height, weight, pressure = (
        one for one in resources(bundle, "Observation") if one["category"][0]["coding"][0]["code"] == "vital-signs"
    )
    assert (height["code"]["coding"][0]["code"], height["valueQuantity"]["value"]) == ("8302-2", 135)
    assert (weight["code"]["coding"][0]["code"], weight["valueQuantity"]["value"]) == ("29463-7", 29.7)
    assert [one["valueQuantity"]["value"] for one in pressure["component"]] == [105, 64]


async def test_what_a_parent_says_is_unconfirmed(world: World) -> None:
    await a_full_card(world)
    bundle = await bundle_of(world)
    (allergy,) = resources(bundle, "AllergyIntolerance")
    assert allergy["verificationStatus"]["coding"][0]["code"] == "unconfirmed"
    assert (allergy["onsetDateTime"], allergy["reaction"][0]["severity"]) == ("2021-04", "severe")
    assert "со слов родителя" in section(bundle, "48765-2")["text"]["div"]
    assert "&lt;b&gt;&amp;" in section(bundle, "48765-2")["text"]["div"]


async def test_signed_out_and_strangers_get_no_summary(world: World) -> None:
    assert (await world.get(IPS)).status_code == 401
    assert (await world.get(IPS, await world.token("other"))).status_code == 404
    assert (await world.get(IPS, await world.token("ended"))).status_code == 403
    assert await world.journal() == []
    await bundle_of(world)
    assert [row.what for row in await world.journal()] == ["EXPORT"]


async def test_a_job_makes_the_same_summary(world: World) -> None:
    token = await world.token("anna")
    headers = {"Authorization": f"Bearer {token}"}
    exports = f"/patients/{CHILD}/exports"
    job = (await world.http.post(exports, json={"kind": "IPS"}, headers=headers)).json()
    await world.backend.exports.idle()
    file = await world.get(f"{exports}/{job['id']}/file", token)
    assert file.json() == await bundle_of(world)


async def test_the_cards_of_the_demo_pass_the_judges_too(demo: DemoSite, validator: Path) -> None:
    token = await demo.step_up(await demo.person(ANNA).tokens(), ANNA)
    for child in ("artem", "sofia", "darya"):
        answer = await demo.http.get(f"/patients/{patient_id(child)}/export/ips.json", headers=bearer(token))
        bundle = answer.json()
        assert ips_problems(bundle) == []
        Bundle.model_validate(bundle)
        assert npm_errors(validator, answer.content) == []


BREAKS: dict[str, Callable[[dict[str, Any]], object]] = {
    "no section of problems": lambda bundle: bundle["entry"][0]["resource"]["section"].pop(0),
    "entry and emptyReason": lambda bundle: section(bundle, "48765-2").update(emptyReason={"text": "x"}, entry=[]),
    "neither": lambda bundle: section(bundle, "46264-8").pop("emptyReason"),
    "a lost reference": lambda bundle: section(bundle, "11369-6")["entry"].append({"reference": "urn:uuid:x"}),
    "a lonely resource": lambda bundle: section(bundle, "11369-6")["entry"].pop(),
    "a Russian date": lambda bundle: resources(bundle, "Immunization")[0].update(occurrenceDateTime="14.05.2023"),
    "no birth date": lambda bundle: resources(bundle, "Patient")[0].pop("birthDate"),
    "no time of a medicine": lambda bundle: resources(bundle, "MedicationStatement")[0].pop("effectivePeriod"),
}


async def test_the_invariants_notice_what_is_broken(world: World) -> None:
    await a_full_card(world)
    whole = await bundle_of(world)
    for name, breaks in BREAKS.items():
        bundle = deepcopy(whole)
        breaks(bundle)
        assert ips_problems(bundle), name
