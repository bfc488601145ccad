"""The demo people (contract §3): who they are, how old on the day of seeding, what their papers say."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from uuid import NAMESPACE_DNS, UUID, uuid5

from emias_app.config import Seed
from emias_app.domain.names import NBSP, initials
from emias_app.mock_server.seed import numbers
from emias_app.models.account import AccountLevel, CheckState, Registry, Relation
from emias_app.models.base import Sex

#: The one password of the demo; printed on the sign-in screen of the demo.
PASSWORD = "Demo-2026"  # noqa: S105
ORGANISATION = f"Детская городская поликлиника №{NBSP}0"
_NAMESPACE = uuid5(NAMESPACE_DNS, "emias-app.example")


def an_id(*parts: str) -> UUID:
    """The same id for the same words, in every seeding."""
    return uuid5(_NAMESPACE, "/".join(parts))


@dataclass(frozen=True)
class DemoPerson:
    """A line of the demo's sign-in screen; ``login`` is a phone."""

    login: str
    short_name: str
    line: str


def _born(years: int, days: int) -> Callable[[date], date]:
    """A birth date whose ``years``-th birthday was ``days`` days before today (a negative number: is ahead)."""

    def on(today: date) -> date:
        birthday = today - timedelta(days=days)
        try:
            return birthday.replace(year=birthday.year - years)
        except ValueError:  # 29 February of a common year
            return date(birthday.year - years, *((2, 28) if days >= 0 else (3, 1)))

    return on


@dataclass(frozen=True)
class ChildSpec:
    """A patient of the clinic; ``number`` makes the synthetic papers."""

    key: str
    last_name: str
    first_name: str
    middle_name: str
    genitive: str
    sex: Sex
    born: Callable[[date], date]
    number: int
    territory: int = 77
    parents: tuple[str, ...] = ()

    @property
    def id(self) -> UUID:
        return an_id("patient", self.key)

    @property
    def oms(self) -> str:
        return numbers.enp(self.number, self.territory)

    @property
    def is_of_moscow(self) -> bool:
        return self.territory == 77


@dataclass(frozen=True)
class InFamily:
    """A child as one account entered it; ``checked_by`` answered (or not yet) with ``state``."""

    child: str
    relation: Relation
    document: tuple[str, str, str]
    checked_by: Registry
    state: CheckState
    reason: str | None = None


@dataclass(frozen=True)
class AdultSpec:
    """The owner of an account. ``phone`` is its last two digits; ``line`` is for the sign-in screen."""

    key: str
    phone_end: int
    last_name: str
    first_name: str
    middle_name: str
    sex: Sex
    born: Callable[[date], date]
    level: AccountLevel
    line: str
    family: tuple[InFamily, ...] = ()
    is_large: bool = False

    @property
    def id(self) -> UUID:
        return an_id("account", self.key)

    @property
    def phone(self) -> str:
        return f"+790000000{self.phone_end:02d}"

    @property
    def email(self) -> str:
        return f"{self.key}@example.com"


@dataclass(frozen=True)
class StaffSpec:
    """A person at the clinic's work place; ``role`` is REGISTRAR or DOCTOR, ``line`` is for the sign-in screen."""

    login: str
    role: str
    last_name: str
    first_name: str
    middle_name: str
    line: str

    @property
    def id(self) -> UUID:
        return an_id("staff", self.login)

    @property
    def short(self) -> str:
        return initials(self.last_name, self.first_name, self.middle_name)


_M, _F = Sex.MALE, Sex.FEMALE

CHILDREN: dict[str, ChildSpec] = {
    child.key: child
    for child in (
        ChildSpec("sofia", "Морозова", "София", "Дмитриевна", "Софии", _F, _born(2, 105), 101,
                  parents=("anna", "dmitry")),
        ChildSpec("artem", "Морозов", "Артём", "Дмитриевич", "Артёма", _M, _born(8, 253), 102,
                  parents=("anna", "dmitry")),
        ChildSpec("darya", "Морозова", "Дарья", "Дмитриевна", "Дарьи", _F, _born(14, 23), 103,
                  parents=("anna", "dmitry")),
        ChildSpec("maria", "Кузнецова", "Мария", "Олеговна", "Марии", _F, _born(16, 170), 104),
        ChildSpec("ilya", "Белов", "Илья", "Сергеевич", "Ильи", _M, _born(18, -1), 105, parents=("sergey",)),
        ChildSpec("mikhail", "Соколов", "Михаил", "Игоревич", "Михаила", _M, _born(6, 140), 106, parents=("igor",)),
        ChildSpec("kirill", "Лебедев", "Кирилл", "Андреевич", "Кирилла", _M, _born(10, 61), 107, parents=("elena",)),
        ChildSpec("amina", "Алиева", "Амина", "Тимуровна", "Амины", _F, _born(4, 200), 108, parents=("timur",)),
        ChildSpec("petr", "Жуков", "Пётр", "Алексеевич", "Петра", _M, _born(3, 88), 109, 50, parents=("olga",)),
        ChildSpec("maksim", "Волков", "Максим", "Денисович", "Максима", _M, _born(12, 210), 110,
                  parents=("natalia",)),
    )
}  # fmt: skip


def certificate(number: int) -> tuple[str, str, str]:
    """A Russian birth certificate: kind, series, number."""
    return ("BIRTH_CERTIFICATE", "IV-МЮ", f"{number:06d}")


_ZAGS, _OK = Registry.ZAGS, CheckState.CONFIRMED

ADULTS: tuple[AdultSpec, ...] = (
    AdultSpec(
        "anna", 1, "Морозова", "Анна", "Сергеевна", _F, _born(37, 60), AccountLevel.FULL,
        "трое детей, всё открыто",
        (
            InFamily("sofia", Relation.DAUGHTER, certificate(101), _ZAGS, _OK),
            InFamily("artem", Relation.SON, certificate(102), _ZAGS, _OK),
            InFamily("darya", Relation.DAUGHTER, ("PASSPORT", "4526", "000103"), _ZAGS, _OK),
        ),
    ),
    AdultSpec(
        "igor", 2, "Соколов", "Игорь", "Павлович", _M, _born(34, 301), AccountLevel.STANDARD,
        "доступ ещё не открыт",
        (InFamily("mikhail", Relation.SON, certificate(106), _ZAGS, _OK),),
    ),
    AdultSpec(
        "elena", 3, "Орлова", "Елена", "Викторовна", _F, _born(45, 17), AccountLevel.STANDARD,
        "опекун, идёт проверка",
        (InFamily("kirill", Relation.WARD, ("GUARDIANSHIP_ACT", "РМ", "000107"), Registry.DTSZN, CheckState.CHECKING),),
    ),
    AdultSpec(
        "timur", 4, "Алиев", "Тимур", "Рашидович", _M, _born(31, 122), AccountLevel.STANDARD,
        "дочь родилась за границей",
        (
            InFamily(
                "amina", Relation.DAUGHTER, ("FOREIGN_BIRTH_CERTIFICATE", "AZ", "000108"), Registry.MFC,
                CheckState.VISIT_MFC, "Рождение зарегистрировано за границей: покажите документы в МФЦ",
            ),
        ),
    ),
    AdultSpec(
        "olga", 5, "Жукова", "Ольга", "Николаевна", _F, _born(29, 250), AccountLevel.BASIC,
        "полис другого региона",
        (InFamily("petr", Relation.SON, certificate(109), _ZAGS, _OK),),
    ),
    AdultSpec(
        "dmitry", 6, "Морозов", "Дмитрий", "Андреевич", _M, _born(39, 75), AccountLevel.FULL,
        "код доступа из поликлиники",
    ),
    AdultSpec(
        "maria", 7, "Кузнецова", "Мария", "Олеговна", _F, _born(16, 170), AccountLevel.STANDARD,
        "16 лет, своя медкарта",
    ),
    AdultSpec(
        "sergey", 8, "Белов", "Сергей", "Иванович", _M, _born(44, 33), AccountLevel.FULL,
        "сыну завтра 18",
        (InFamily("ilya", Relation.SON, ("PASSPORT", "4522", "000105"), _ZAGS, _OK),),
    ),
    AdultSpec(
        "natalia", 9, "Волкова", "Наталья", "Юрьевна", _F, _born(38, 280), AccountLevel.FULL,
        "10\u00a0000 записей в карте",
        (InFamily("maksim", Relation.SON, certificate(110), _ZAGS, _OK),),
        is_large=True,
    ),
)  # fmt: skip

STAFF: tuple[StaffSpec, ...] = (
    StaffSpec("registrar", "REGISTRAR", "Зайцева", "Ольга", "Викторовна", "регистратор, журнал рабочего места"),
    StaffSpec("doctor", "DOCTOR", "Крылова", "Елена", "Андреевна", "педиатр, карта пациента"),
)


def adults(seed: Seed) -> tuple[AdultSpec, ...]:
    """The owners of accounts in a seed."""
    if seed is Seed.EMPTY:
        return ()
    return tuple(adult for adult in ADULTS if seed is Seed.LARGE or not adult.is_large)


def children(seed: Seed) -> tuple[ChildSpec, ...]:
    """The patients of a seed, those whose cards are wanted first in front."""
    if seed is Seed.EMPTY:
        return ()
    return tuple(child for child in CHILDREN.values() if seed is Seed.LARGE or child.key != "maksim")


def demo_people(seed: Seed) -> tuple[DemoPerson, ...]:
    """Who may be tapped on the demo's sign-in screen."""
    return tuple(DemoPerson(adult.phone, adult.first_name, adult.line) for adult in adults(seed))


#: Who may sign in at the clinic of the demo by one tap.
DEMO_STAFF: tuple[DemoPerson, ...] = tuple(DemoPerson(one.login, one.short, one.line) for one in STAFF)

#: The people of the ordinary demo.
DEMO_PEOPLE: tuple[DemoPerson, ...] = demo_people(Seed.DEMO)
