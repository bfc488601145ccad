"""The places of «Данные о ребенке»; part of the closed set of :mod:`emias_app.state.place`."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from uuid import UUID

from emias_app.models.child_data import ChildDataKind


@dataclass(frozen=True)
class ChildData:
    """«Данные о ребенке»: the seven kinds."""

    patient_id: UUID


@dataclass(frozen=True)
class ChildDataList:
    """The entries of one kind."""

    patient_id: UUID
    kind: ChildDataKind


class Origin(StrEnum):
    """What led to an entry, where «назад» leads; the value is the end of the address."""

    LIST = ""
    SEARCH = "search"
    PLAN = "plan"


@dataclass(frozen=True)
class ChildDataForm:
    """The form of an entry; None adds one."""

    patient_id: UUID
    kind: ChildDataKind
    entry_id: UUID | None = None
    origin: Origin = Origin.LIST
