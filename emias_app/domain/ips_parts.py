"""What every resource of an International Patient Summary is made with."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from uuid import UUID, uuid5

LOINC, HL7 = "http://loinc.org", "http://terminology.hl7.org/CodeSystem"


def urn(resource_id: UUID) -> str:
    """How a resource of the bundle is referred to."""
    return f"urn:uuid:{resource_id}"


@dataclass(frozen=True)
class Subject:
    """Whose summary, and which organisation speaks."""

    patient_id: UUID
    organisation_id: UUID

    @property
    def reference(self) -> str:
        return urn(self.patient_id)

    @property
    def organisation(self) -> str:
        return urn(self.organisation_id)

    def id_of(self, *key: object) -> UUID:
        """An id that stays for the same thing of the same card."""
        return uuid5(self.patient_id, "|".join(str(one) for one in key))


@dataclass(frozen=True)
class Made:
    """An entry of a section: the resource that it points to, what that one needs, and a line of words."""

    text: str
    resources: tuple[dict[str, Any], ...]

    @property
    def reference(self) -> str:
        return f"urn:uuid:{self.resources[0]['id']}"


def coded(system: str, code: str, display: str | None = None) -> dict[str, str]:
    """A Coding."""
    return {"system": system, "code": code} | ({"display": display} if display else {})


def status(system: str, code: str) -> dict[str, Any]:
    """A CodeableConcept of one of HL7's own code systems."""
    return {"coding": [coded(f"{HL7}/{system}", code)]}
