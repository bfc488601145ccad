"""The sections of a card (product.md §8)."""

from __future__ import annotations

from datetime import date
from enum import StrEnum
from uuid import UUID

from emias_app.models.base import Model


class SectionSlug(StrEnum):
    """The slug of a section as it stands in addresses."""

    VISITS = "visits"
    LABS = "labs"
    COVID_TESTS = "covid-tests"
    VACCINATIONS = "vaccinations"
    STUDIES = "studies"
    DISCHARGES = "discharges"
    HOSPITALIZATIONS = "hospitalizations"
    DAY_HOSPITAL = "day-hospital"
    CERTIFICATES = "certificates"
    PRESCRIPTIONS = "prescriptions"
    REFERRALS = "referrals"
    AMBULANCE = "ambulance"
    HEALTH_INFO = "health-info"
    DIARY = "diary"
    CHILD_DATA = "child-data"
    UPLOADS = "uploads"


class SectionSummary(Model):
    """How much a section holds; ``newest`` is None when it is empty.

    ``fresh`` are the ids of what entered it since this person's last visit to the card, newest first.
    """

    section: SectionSlug
    title: str
    count: int
    available_from: date | None = None
    newest: date | None = None
    fresh: list[UUID] = []


class Sections(Model):
    items: list[SectionSummary]
