"""Where in the app a person is: a closed set of places, each of which has one address."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from uuid import UUID

from emias_app.models.section import SectionSlug
from emias_app.state.place_child_data import ChildData as ChildData
from emias_app.state.place_child_data import ChildDataForm as ChildDataForm
from emias_app.state.place_child_data import ChildDataList as ChildDataList
from emias_app.state.place_child_data import Origin as Origin


@dataclass(frozen=True)
class Entry:
    """The front door (``/``, ``/login``, ``/unlock``): leads to wherever the person may be now."""


@dataclass(frozen=True)
class Home:
    """«Мои дети»."""


@dataclass(frozen=True)
class MyCards:
    """«Медкарта» with no child chosen: the only child's card, or the choice of one."""


@dataclass(frozen=True)
class Card:
    """The home of one child's card."""

    patient_id: UUID


@dataclass(frozen=True)
class SectionList:
    """One section of a card."""

    patient_id: UUID
    section: SectionSlug


@dataclass(frozen=True)
class RecordPage:
    """One record of a section; ``is_found`` = opened from the search over the card, where «назад» leads."""

    patient_id: UUID
    section: SectionSlug
    record_id: UUID
    is_found: bool = False


@dataclass(frozen=True)
class LabTrendPage:
    """One показатель across years; ``report`` is the analysis it was opened from, else it was found by the search."""

    patient_id: UUID
    code: str
    report: UUID | None = None


@dataclass(frozen=True)
class CardSearch:
    """Search over a whole card."""

    patient_id: UUID


@dataclass(frozen=True)
class Diaries:
    """«Дневник» with no child chosen: the only child's diary, or the choice of one."""


@dataclass(frozen=True)
class Diary:
    """The health diary of one child; ``entry_id`` is the entry that the search over the card led to."""

    patient_id: UUID
    entry_id: UUID | None = None


class AskStep(StrEnum):
    """The steps of asking for a card, in their order (product.md §6)."""

    INTRO = "intro"
    ABOUT = "about"
    PHOTO = "photo"
    CHILD = "child"
    PURPOSE = "purpose"
    GRANTEE = "grantee"
    PHONE = "phone"
    CONFIRM = "confirm"


@dataclass(frozen=True)
class Access:
    """«Доступ»: who sees the cards, and requests."""


@dataclass(frozen=True)
class Redeem:
    """A code of the clinic is typed in."""


@dataclass(frozen=True)
class AskAccess:
    """A request being made."""

    step: AskStep = AskStep.INTRO


@dataclass(frozen=True)
class RequestPage:
    """One request: its state and timeline."""

    request_id: UUID


@dataclass(frozen=True)
class Journal:
    """«Кто смотрел карту»."""

    patient_id: UUID


@dataclass(frozen=True)
class NewUpload:
    """A document is put into the card."""

    patient_id: UUID


@dataclass(frozen=True)
class Growth:
    """«Рост и вес» of one child."""

    patient_id: UUID


@dataclass(frozen=True)
class Profile:
    """«Профиль»."""


class Paper(StrEnum):
    """What of the account has a form of its own; the value is its part of the address."""

    SNILS = "snils"
    PASSPORT = "passport"
    INN = "inn"
    OMS = "oms"
    PHONE = "phone"
    PASSWORD = "password"  # noqa: S105


@dataclass(frozen=True)
class PaperForm:
    """A form of «Профиль»: one paper, the phone, the password."""

    paper: Paper


@dataclass(frozen=True)
class PinForm:
    """«ПИН-код» of «Профиль»: one is set, or changed."""


@dataclass(frozen=True)
class Family:
    """«Моя семья»."""


@dataclass(frozen=True)
class FamilyChild:
    """One child of the family: how the check goes and what to do."""

    child_id: UUID


@dataclass(frozen=True)
class FamilyForm:
    """The form of a child; None adds one."""

    child_id: UUID | None = None


@dataclass(frozen=True)
class Notices:
    """«Уведомления»."""


@dataclass(frozen=True)
class Registering:
    """The form of a new account; for those who are not signed in."""


@dataclass(frozen=True)
class Forgotten:
    """«Не помню пароль»; for those who are not signed in."""


@dataclass(frozen=True)
class Clinic:
    """The clinic's work place: the journal, for staff."""


@dataclass(frozen=True)
class ClinicPatientPage:
    """One patient at the work place: the doctor's card, the registrar's extra menu."""

    patient_id: UUID


@dataclass(frozen=True)
class ClinicAccess:
    """«Доступ к ЭМК ребенка»."""

    patient_id: UUID


@dataclass(frozen=True)
class DemoInfo:
    """What is simulated here; open to everyone, and there in the demo only."""


@dataclass(frozen=True)
class Nowhere:
    """An address that means nothing."""


@dataclass(frozen=True)
class TakeAway:
    """«Показать и забрать»: files of a card, an archive that comes back."""

    patient_id: UUID


@dataclass(frozen=True)
class ShowSetup:
    """«Показать врачу»: what will be shown on this phone."""

    patient_id: UUID


FamilyPlace = Family | FamilyChild | FamilyForm
DoorPlace = Entry | Registering | Forgotten
ClinicPlace = Clinic | ClinicPatientPage | ClinicAccess
AccessPlace = Access | Redeem | AskAccess | RequestPage
ChildDataPlace = ChildData | ChildDataList | ChildDataForm
CardPlace = (
    Card
    | SectionList
    | RecordPage
    | LabTrendPage
    | CardSearch
    | Journal
    | Diary
    | Growth
    | NewUpload
    | TakeAway
    | ShowSetup
    | ChildDataPlace
)
Place = (
    DoorPlace
    | Home
    | MyCards
    | Diaries
    | CardPlace
    | AccessPlace
    | Profile
    | PaperForm
    | PinForm
    | FamilyPlace
    | Notices
    | ClinicPlace
    | DemoInfo
    | Nowhere
)


def is_search(place: Place) -> bool:
    """The search over a card, and what was opened from it."""
    match place:
        case CardSearch() | RecordPage(_, _, _, True) | LabTrendPage(_, _, None):
            return True
        case Diary(_, UUID()) | ChildDataForm(_, _, _, Origin.SEARCH):
            return True
        case _:
            return False


def patient_of(place: Place) -> UUID | None:
    """Whose card the place belongs to."""
    return place.patient_id if isinstance(place, CardPlace) else None


def above(place: Place) -> Place | None:
    """Where «назад» leads; None where there is nothing above."""
    match place:
        case RecordPage(patient_id, section, _, is_found):
            return CardSearch(patient_id) if is_found else SectionList(patient_id, section)
        case LabTrendPage(patient_id, _, report):
            return RecordPage(patient_id, SectionSlug.LABS, report) if report else CardSearch(patient_id)
        case Diary(patient_id, UUID()) | ChildDataForm(patient_id, _, _, Origin.SEARCH):
            return CardSearch(patient_id)
        case ChildDataForm(patient_id, _, _, Origin.PLAN):
            return SectionList(patient_id, SectionSlug.VACCINATIONS)
        case (
            SectionList(patient_id, _)
            | CardSearch(patient_id)
            | Diary(patient_id)
            | Growth(patient_id)
            | TakeAway(patient_id)
            | ShowSetup(patient_id)
        ):
            return Card(patient_id)
        case ChildData(patient_id):
            return Card(patient_id)
        case ChildDataForm(patient_id, kind, _):
            return ChildDataList(patient_id, kind)
        case ChildDataList(patient_id, _):
            return ChildData(patient_id)
        case NewUpload(patient_id):
            return SectionList(patient_id, SectionSlug.UPLOADS)
        case AskAccess(step) if step is not AskStep.INTRO:
            steps = list(AskStep)
            return AskAccess(steps[steps.index(step) - 1])
        case Redeem() | AskAccess() | RequestPage() | Journal():
            return Access()
        case Card() | MyCards() | Diaries() | Access() | Profile() | Nowhere():
            return Home()
        case PaperForm() | PinForm():
            return Profile()
        case FamilyForm(UUID() as child_id):
            return FamilyChild(child_id)
        case FamilyChild() | FamilyForm():
            return Family()
        case Family() | Notices():
            return Home()
        case ClinicAccess(patient_id):
            return ClinicPatientPage(patient_id)
        case ClinicPatientPage():
            return Clinic()
        case DemoInfo() | Registering() | Forgotten() | Clinic():
            return Entry()
        case Entry() | Home():
            return None


def section_place(patient_id: UUID, section: SectionSlug) -> CardPlace:
    """Where a tile of the card leads: the list of a section, or a screen of its own."""
    match section:
        case SectionSlug.DIARY:
            return Diary(patient_id)
        case SectionSlug.CHILD_DATA:
            return ChildData(patient_id)
        case _:
            return SectionList(patient_id, section)


def for_another_child(place: Place, patient_id: UUID) -> CardPlace:
    """The same section of another child's card; a record has no counterpart there, its section has."""
    match place:
        case SectionList(_, section) | RecordPage(_, section, _):
            return SectionList(patient_id, section)
        case LabTrendPage():
            return SectionList(patient_id, SectionSlug.LABS)
        case CardSearch():
            return CardSearch(patient_id)
        case Journal():
            return Journal(patient_id)
        case Diary():
            return Diary(patient_id)
        case Growth():
            return Growth(patient_id)
        case ChildData():
            return ChildData(patient_id)
        case ChildDataList(_, kind) | ChildDataForm(_, kind, _):
            return ChildDataList(patient_id, kind)
        case NewUpload():
            return SectionList(patient_id, SectionSlug.UPLOADS)
        case TakeAway():
            return TakeAway(patient_id)
        case ShowSetup():
            return ShowSetup(patient_id)
        case _:
            return Card(patient_id)
