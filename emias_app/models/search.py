"""What a search over a whole card finds (contract §2)."""

from __future__ import annotations

import datetime as dt

from emias_app.models.base import Model
from emias_app.models.lab_trend import Flag
from emias_app.models.records import FoundRow
from emias_app.models.section import SectionSlug


class FoundSection(Model):
    """The newest of a section's records that were found; ``has_more`` = there are more than ``total``."""

    section: SectionSlug
    title: str
    items: list[FoundRow]
    total: int
    has_more: bool = False


class FoundAnalyte(Model):
    """A показатель of the card by its name, with its newest value; leads to its trend."""

    code: str
    name: str
    text: str
    unit: str
    date: dt.date
    flag: Flag | None = None


class Found(Model):
    """Groups in the order of the card; ``total`` adds up theirs."""

    query: str
    analytes: list[FoundAnalyte]
    groups: list[FoundSection]
    total: int
    has_more: bool = False
