"""The addresses: one function each way, nothing else knows how an address is written."""

from __future__ import annotations

from urllib.parse import quote, unquote, urlsplit
from uuid import UUID

from emias_app.domain.sections import BY_SLUG
from emias_app.models.child_data import ChildDataKind
from emias_app.models.section import SectionSlug
from emias_app.state.place import (
    Access,
    AccessPlace,
    AskAccess,
    AskStep,
    Card,
    CardSearch,
    ChildData,
    ChildDataForm,
    ChildDataList,
    ChildDataPlace,
    Clinic,
    ClinicAccess,
    ClinicPatientPage,
    DemoInfo,
    Diaries,
    Diary,
    Entry,
    Family,
    FamilyChild,
    FamilyForm,
    Forgotten,
    Growth,
    Home,
    Journal,
    LabTrendPage,
    MyCards,
    NewUpload,
    Notices,
    Nowhere,
    Origin,
    Paper,
    PaperForm,
    PinForm,
    Place,
    Profile,
    RecordPage,
    Redeem,
    Registering,
    RequestPage,
    SectionList,
    ShowSetup,
    TakeAway,
)
from emias_app.views.lab_codes import address_code, code_at

HOME, LOGIN, UNLOCK, MEDCARD, PROFILE, DEMO = "/home", "/login", "/unlock", "/medcard", "/profile", "/demo"
ACCESS, CLINIC = "/access", "/clinic"
DIARY, CHILD_DATA = "/diary", "/child-data"
GROWTH = "growth"
NEW = "new"
TAKE_AWAY, SHOW = "take-away", "show"
FAMILY, NOTICES, REGISTER, FORGOT = "/family", "/notices", "/register", "/forgot"


def address_of(place: Place) -> str:
    """The address of a place, path only."""
    match place:
        case Home():
            return HOME
        case MyCards():
            return MEDCARD
        case Card(patient_id):
            return f"{MEDCARD}/{patient_id}"
        case SectionList(patient_id, section):
            return f"{MEDCARD}/{patient_id}/{section.value}"
        case Growth(patient_id):
            return f"{MEDCARD}/{patient_id}/{GROWTH}"
        case NewUpload(patient_id):
            return f"{MEDCARD}/{patient_id}/{SectionSlug.UPLOADS.value}/{NEW}"
        case TakeAway(patient_id):
            return f"{MEDCARD}/{patient_id}/{TAKE_AWAY}"
        case ShowSetup(patient_id):
            return f"{MEDCARD}/{patient_id}/{SHOW}"
        case RecordPage(patient_id, section, record_id, is_found):
            within = f"{MEDCARD}/{patient_id}/search" if is_found else f"{MEDCARD}/{patient_id}"
            return f"{within}/{section.value}/{record_id}"
        case Diaries():
            return DIARY
        case Diary(patient_id, entry_id):
            return f"{DIARY}/{patient_id}" if entry_id is None else f"{DIARY}/{patient_id}/{entry_id}"
        case LabTrendPage() | CardSearch():
            return _across_address(place)
        case Access() | Redeem() | AskAccess() | RequestPage() | Journal():
            return _access_address(place)
        case ChildData() | ChildDataList() | ChildDataForm():
            return _child_data_address(place)
        case Profile():
            return PROFILE
        case PaperForm(paper):
            return f"{PROFILE}/{paper.value}"
        case PinForm():
            return f"{PROFILE}/pin"
        case Family():
            return FAMILY
        case FamilyForm(None):
            return f"{FAMILY}/new"
        case FamilyForm(child_id):
            return f"{FAMILY}/{child_id}/edit"
        case FamilyChild(child_id):
            return f"{FAMILY}/{child_id}"
        case Notices():
            return NOTICES
        case Registering():
            return REGISTER
        case Forgotten():
            return FORGOT
        case Clinic():
            return CLINIC
        case ClinicPatientPage(patient_id):
            return f"{CLINIC}/patients/{patient_id}"
        case ClinicAccess(patient_id):
            return f"{CLINIC}/patients/{patient_id}/access"
        case DemoInfo():
            return DEMO
        case Entry() | Nowhere():
            return "/"


def _across_address(place: LabTrendPage | CardSearch) -> str:
    match place:
        case CardSearch(patient_id):
            return f"{MEDCARD}/{patient_id}/search"
        case LabTrendPage(patient_id, code, None):
            return f"{MEDCARD}/{patient_id}/lab-trends/{quote(address_code(code), safe='')}"
        case LabTrendPage(patient_id, code, report):
            labs = SectionSlug.LABS.value
            return f"{MEDCARD}/{patient_id}/{labs}/{report}/{quote(address_code(code), safe='')}"


def _access_address(place: AccessPlace | Journal) -> str:
    match place:
        case Access():
            return ACCESS
        case Redeem():
            return f"{ACCESS}/redeem"
        case AskAccess(step):
            return f"{ACCESS}/request" if step is AskStep.INTRO else f"{ACCESS}/request/{step.value}"
        case RequestPage(request_id):
            return f"{ACCESS}/request/{request_id}"
        case Journal(patient_id):
            return f"{ACCESS}/journal/{patient_id}"


def _child_data_address(place: ChildDataPlace) -> str:
    base = f"{CHILD_DATA}/{place.patient_id}"
    match place:
        case ChildData():
            return base
        case ChildDataList(_, kind):
            return f"{base}/{kind.value}"
        case ChildDataForm(_, kind, entry_id, origin):
            end = f"/{origin.value}" if origin else ""
            return f"{base}/{kind.value}/{entry_id or 'new'}{end}"


def place_at(address: str) -> Place:
    """The place of an address as it came from outside; anything odd is :class:`Nowhere`."""
    match [part for part in urlsplit(address).path.split("/") if part]:
        case [] | ["login"] | ["unlock"]:
            return Entry()
        case ["home"]:
            return Home()
        case ["medcard"]:
            return MyCards()
        case ["diary"]:
            return Diaries()
        case ["diary", patient, *entry] if len(entry) <= 1:
            return _diary_place(patient, entry)
        case ["profile"]:
            return Profile()
        case ["profile", "pin"]:
            return PinForm()
        case ["profile", paper] if paper in list(Paper):
            return PaperForm(Paper(paper))
        case ["family"]:
            return Family()
        case ["family", "new"]:
            return FamilyForm()
        case ["family", child]:
            return _family_place(child, is_form=False)
        case ["family", child, "edit"]:
            return _family_place(child, is_form=True)
        case ["notices"]:
            return Notices()
        case ["register"]:
            return Registering()
        case ["forgot"]:
            return Forgotten()
        case ["demo"]:
            return DemoInfo()
        case ["access", *rest]:
            return _access_place(rest)
        case ["clinic", *rest]:
            return _clinic_place(rest)
        case ["child-data", patient, *rest]:
            return _child_data_place(patient, rest)
        case ["medcard", patient, *rest] if len(rest) <= 3:
            return _card_place(patient, rest)
        case _:
            return Nowhere()


def _access_place(rest: list[str]) -> Place:
    try:
        match rest:
            case []:
                return Access()
            case ["redeem"]:
                return Redeem()
            case ["request"]:
                return AskAccess()
            case ["request", step] if step in list(AskStep):
                return AskAccess(AskStep(step))
            case ["request", request_id]:
                return RequestPage(UUID(request_id))
            case ["journal", patient]:
                return Journal(UUID(patient))
            case _:
                return Nowhere()
    except ValueError:
        return Nowhere()


def _clinic_place(rest: list[str]) -> Place:
    try:
        match rest:
            case []:
                return Clinic()
            case ["patients", patient]:
                return ClinicPatientPage(UUID(patient))
            case ["patients", patient, "access"]:
                return ClinicAccess(UUID(patient))
            case _:
                return Nowhere()
    except ValueError:
        return Nowhere()


def _child_data_place(patient: str, rest: list[str]) -> Place:
    try:
        patient_id = UUID(patient)
        match rest:
            case []:
                return ChildData(patient_id)
            case [kind]:
                return ChildDataList(patient_id, ChildDataKind(kind))
            case [kind, "new"]:
                return ChildDataForm(patient_id, ChildDataKind(kind))
            case [kind, entry]:
                return ChildDataForm(patient_id, ChildDataKind(kind), UUID(entry))
            case [kind, entry, origin]:
                return ChildDataForm(patient_id, ChildDataKind(kind), UUID(entry), Origin(origin))
            case _:
                return Nowhere()
    except ValueError:
        return Nowhere()


def _card_place(patient: str, rest: list[str]) -> Place:
    try:
        patient_id = UUID(patient)
        match rest:
            case []:
                return Card(patient_id)
            case [part] if part == GROWTH:
                return Growth(patient_id)
            case [part, name] if (part, name) == (SectionSlug.UPLOADS, NEW):
                return NewUpload(patient_id)
            case [part] if part == TAKE_AWAY:
                return TakeAway(patient_id)
            case [part] if part == SHOW:
                return ShowSetup(patient_id)
            case ["search"]:
                return CardSearch(patient_id)
            case ["lab-trends", code]:
                return LabTrendPage(patient_id, code_at(unquote(code)))
            case ["search", section, record]:
                slug = SectionSlug(section)
                return RecordPage(patient_id, slug, UUID(record), True) if BY_SLUG[slug].holds_records else Nowhere()
            case ["labs", report, code]:
                return LabTrendPage(patient_id, code_at(unquote(code)), UUID(report))
            case [_, _, _]:
                return Nowhere()
        section = SectionSlug(rest[0])
        if not BY_SLUG[section].holds_records:
            return Nowhere()
        return RecordPage(patient_id, section, UUID(rest[1])) if len(rest) == 2 else SectionList(patient_id, section)
    except ValueError:
        return Nowhere()


def _diary_place(patient: str, entry: list[str]) -> Place:
    try:
        return Diary(UUID(patient), *map(UUID, entry))
    except ValueError:
        return Nowhere()


def _family_place(child: str, *, is_form: bool) -> Place:
    try:
        child_id = UUID(child)
    except ValueError:
        return Nowhere()
    return FamilyForm(child_id) if is_form else FamilyChild(child_id)
