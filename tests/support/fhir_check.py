"""Judges of a FHIR document: the models of ``fhir.resources``, the npm validator, and the invariants of the IPS."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

#: Always there with something to say (IPS 2.0.1, Composition-uv-ips).
REQUIRED = {"11450-4", "48765-2", "10160-0"}
ALL = REQUIRED | {
    "11369-6", "30954-2", "47519-4", "46264-8", "42348-3", "104605-1", "47420-5", "11348-0", "10162-6", "81338-6",
    "18776-5", "29762-2", "8716-3",
}  # fmt: skip
_URN = re.compile(r"urn:uuid:[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}")
_DAY = re.compile(r"\d{4}(-\d{2}(-\d{2}(T\d{2}:\d{2}:\d{2}(\.\d+)?(Z|[+-]\d{2}:\d{2}))?)?)?")
_VALIDATOR = """
const { Fhir } = require('fhir');
const bundle = JSON.parse(require('fs').readFileSync(0, 'utf8'));
const result = new Fhir().validate(bundle, { errorOnUnexpected: true });
process.stdout.write(JSON.stringify(result.messages.filter(one => ['error', 'fatal'].includes(one.severity))));
"""


def install_validator(folder: Path) -> Path | str:
    """The folder with the npm package ``fhir``, or why there is none."""
    npm, node = shutil.which("npm"), shutil.which("node")
    if npm is None or node is None:
        return "npm is not installed"
    (folder / "package.json").write_text('{"name": "check", "private": true}')
    try:
        ran = subprocess.run(
            [npm, "install", "--no-audit", "--no-fund", "fhir@4.12.0"],
            cwd=folder,
            capture_output=True,
            timeout=180,
            check=False,
        )
    except subprocess.TimeoutExpired:
        return "npm did not answer in time"
    return folder if ran.returncode == 0 else "npm could not install the validator"


def npm_errors(folder: Path, bundle: bytes) -> list[Any]:
    """What the npm validator has against a bundle."""
    ran = subprocess.run(
        ["node", "-e", _VALIDATOR], cwd=folder, input=bundle, capture_output=True, timeout=60, check=True
    )
    return list(json.loads(ran.stdout))


def ips_problems(bundle: dict[str, Any]) -> list[str]:
    """Which invariants of the IPS a bundle breaks, each in a line."""
    return list(_problems(bundle))


def _problems(bundle: dict[str, Any]) -> Iterator[str]:
    if bundle.get("type") != "document" or "timestamp" not in bundle or "value" not in bundle.get("identifier", {}):
        yield "bdl-9/10: a document has type, identifier and timestamp"
    entries = bundle["entry"]
    urls = [one.get("fullUrl", "") for one in entries]
    resources = [one["resource"] for one in entries]
    if len(set(urls)) != len(urls) or not all(_URN.fullmatch(url) for url in urls):
        yield "every fullUrl is a urn:uuid of its own"
    if any(url != f"urn:uuid:{one.get('id')}" for url, one in zip(urls, resources, strict=True)):
        yield "a fullUrl names its resource"
    if resources[0]["resourceType"] != "Composition":
        yield "bdl-11: the first is the Composition"
    kinds = [one["resourceType"] for one in resources]
    if kinds.count("Composition") != 1 or kinds.count("Patient") != 1:
        yield "one Composition and one Patient"
    used = set(_references(resources[0])) | {ref for one in resources for ref in _references(one)}
    for lost in sorted(used - set(urls)):
        yield f"a reference leads nowhere: {lost}"
    reached, queue = {urls[0]}, [urls[0]]
    while queue:
        for ref in _references(resources[urls.index(queue.pop())]):
            if ref in urls and ref not in reached:
                reached.add(ref)
                queue.append(ref)
    for lonely in sorted(set(urls) - reached):
        yield f"nobody refers to {lonely}"
    yield from _composition(resources[0])
    for one in resources:
        yield from _resource(one)


def _references(value: Any) -> Iterator[str]:
    if isinstance(value, dict):
        for key, inner in value.items():
            if key == "reference" and isinstance(inner, str):
                yield inner
            else:
                yield from _references(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from _references(inner)


def _composition(one: dict[str, Any]) -> Iterator[str]:
    if one["type"]["coding"][0] | {"display": ""} != {"system": "http://loinc.org", "code": "60591-5", "display": ""}:
        yield "the Composition is a patient summary"
    if not (one.get("subject") and one.get("author") and one.get("title") and one.get("date")):
        yield "the Composition has subject, author, title and date"
    codes = [section["code"]["coding"][0]["code"] for section in one["section"]]
    if len(codes) != len(set(codes)) or not set(codes) <= ALL or not set(codes) >= REQUIRED:
        yield "the sections are the IPS's, each once, with the required ones"
    for section in one["section"]:
        if ("entry" in section) == ("emptyReason" in section):
            yield f"ips-comp-1: entry or emptyReason, not both: {section['title']}"
        if not section.get("title") or section.get("text", {}).get("status") not in ("generated", "additional"):
            yield "a section has a title and a narrative"
        ElementTree.fromstring(section["text"]["div"])


def _resource(one: dict[str, Any]) -> Iterator[str]:
    wanted = {
        "Patient": ("name", "birthDate"),
        "Condition": ("clinicalStatus", "code", "subject"),
        "AllergyIntolerance": ("code", "patient", "clinicalStatus"),
        "MedicationStatement": ("status", "medicationCodeableConcept", "subject"),
        "Immunization": ("status", "vaccineCode", "patient", "occurrenceDateTime"),
        "DiagnosticReport": ("status", "category", "code", "subject", "effectiveDateTime", "performer", "result"),
        "Observation": ("status", "category", "code", "subject", "effectiveDateTime"),
        "Procedure": ("status", "code", "subject"),
        "Flag": ("status", "code", "subject"),
        "ImmunizationRecommendation": ("patient", "date", "recommendation"),
    }
    for key in wanted.get(one["resourceType"], ()):
        if key not in one:
            yield f"{one['resourceType']}.{key} is missing"
    if one["resourceType"] == "MedicationStatement" and not {"effectivePeriod", "_effectiveDateTime"} & set(one):
        yield "MedicationStatement.effective[x] is missing"
    if one["resourceType"] == "Procedure" and not {"performedDateTime", "performedString"} & set(one):
        yield "Procedure.performed[x] is missing"
    for key, value in _fields(one):
        is_day = key.lower().endswith(("date", "datetime", "start", "end", "timestamp")) and isinstance(value, str)
        if is_day and not _DAY.fullmatch(value):
            yield f"{one['resourceType']}.{key} is no date: {value}"


def _fields(value: Any) -> Iterator[tuple[str, Any]]:
    if isinstance(value, dict):
        for key, inner in value.items():
            yield key, inner
            yield from _fields(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from _fields(inner)
