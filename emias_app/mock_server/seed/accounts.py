"""The rows around the cards: accounts, staff, patients, families, checks, grants, codes, SMS, notices."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy.orm import Session

from emias_app.clock import MOSCOW, moscow_day
from emias_app.config import Seed
from emias_app.domain.ages import ADULT, birthday_on
from emias_app.domain.registry_checks import Policy, policy_verdict
from emias_app.mock_server.seed import numbers
from emias_app.mock_server.seed.child_data import seed_child_data
from emias_app.mock_server.seed.exemptions import exemptions
from emias_app.mock_server.seed.language import long_day
from emias_app.mock_server.seed.people import (
    CHILDREN,
    ORGANISATION,
    PASSWORD,
    STAFF,
    AdultSpec,
    ChildSpec,
    adults,
    an_id,
    certificate,
    children,
)
from emias_app.mock_server.store.schema import (
    AccessCodeRow,
    AccountRow,
    Base,
    CheckRow,
    ChildRow,
    GrantRow,
    KinshipRow,
    NoticeRow,
    PatientRow,
    RegistryPaperRow,
    SmsRow,
    StaffRow,
)
from emias_app.models.access import GrantSource, GrantState
from emias_app.models.account import AccountLevel, CheckState, NoticeKind, Registry
from emias_app.models.base import Sex

#: The clinic's code in Дмитрий's inbox, for София; printed as two groups of four.
SOFIA_CODE = "K7PM42XA"
#: Codes of the past in София's history: expired and revoked.
_OLD_CODES = ("H3TX9AMB", "C2EK8PBT")
_APPLIED_CODE = "M4AX7HPE"


@dataclass(frozen=True)
class _World:
    """What all builders need: the moment, its Moscow day and how to hash."""

    seed: Seed
    now: datetime
    today: date
    hash_code: Callable[[str], str]

    def at(self, day: date, hour: int, minute: int = 0) -> datetime:
        """A Moscow time of day, never in the future."""
        return min(datetime(day.year, day.month, day.day, hour, minute, tzinfo=MOSCOW), self.now)

    def ago(self, **span: int) -> datetime:
        return self.now - timedelta(**span)

    def birth(self, child: ChildSpec) -> date:
        return child.born(self.today)

    def end_of_access(self, child: ChildSpec) -> date:
        return birthday_on(self.birth(child), ADULT)


def seed_people(
    session: Session,
    *,
    seed: Seed,
    now: datetime,
    hash_password: Callable[[str], str],
    hash_code: Callable[[str], str],
) -> None:
    """Write everything of a new database but the records of cards; hashes each secret once.

    The wire's words are kept in the rows: levels, states and sources as the models' enums, the subject of a check
    is ``child``, ``passport``, ``snils``, ``inn`` or ``oms``, a kinship is MOTHER, FATHER, GUARDIAN or SELF.
    """
    world = _World(seed, now, moscow_day(now), hash_code)
    password_hash = hash_password(PASSWORD)
    for rows in (
        _staff(password_hash),
        _accounts(world, password_hash),
        _patients(world),
        exemptions(children(world.seed), world.today),
        _papers(world),
        _families(world),
        _family_checks(world),
        _own_checks(world),
        _grants(world),
        _kinships(world),
        _codes(world),
        _sms(world),
        _notices(world),
    ):
        session.add_all(rows)
        session.flush()
    if seed is not Seed.EMPTY:
        seed_child_data(session, now)


def _staff(password_hash: str) -> Iterator[Base]:
    for person in STAFF:
        yield StaffRow(
            id=person.id, login=person.login, password_hash=password_hash, role=person.role,
            last_name=person.last_name, first_name=person.first_name, middle_name=person.middle_name,
        )  # fmt: skip


def _accounts(world: _World, password_hash: str) -> Iterator[Base]:
    for adult in adults(world.seed):
        has_snils = adult.level is not AccountLevel.BASIC
        is_full = adult.level is AccountLevel.FULL
        number = adult.phone_end
        yield AccountRow(
            id=adult.id, last_name=adult.last_name, first_name=adult.first_name, middle_name=adult.middle_name,
            birth_date=adult.born(world.today), sex=adult.sex.value, level=adult.level.value, phone=adult.phone,
            email=adult.email, password_hash=password_hash, snils=numbers.snils(number) if has_snils else None,
            passport=numbers.passport(number) if is_full else None, inn=numbers.inn(number) if is_full else None,
            oms=numbers.enp(number) if has_snils else None, created_at=_opened(world, adult),
        )  # fmt: skip


def _opened(world: _World, adult: AdultSpec) -> datetime:
    """When the account was made: Анна's before София was born, the others' lately."""
    age = {"anna": 1_400, "dmitry": 420, "sergey": 980, "maria": 160, "natalia": 700}.get(adult.key, 9)
    return world.at(world.today - timedelta(days=age), 19, 5 + adult.phone_end)


def _patients(world: _World) -> Iterator[Base]:
    for child in children(world.seed):
        yield PatientRow(
            id=child.id, last_name=child.last_name, first_name=child.first_name, middle_name=child.middle_name,
            birth_date=world.birth(child), sex=child.sex.value, oms=child.oms, oms_is_moscow=child.is_of_moscow,
            emancipated_on=None, account_id=an_id("account", "maria") if child.key == "maria" else None,
            organisation=ORGANISATION,
        )  # fmt: skip


def _papers(world: _World) -> Iterator[Base]:
    """What the registries hold: the papers of «Моя семья», and a Russian certificate of whoever was born here."""
    entered = {
        child.key: [
            entry.document for adult in adults(world.seed) for entry in adult.family if entry.child == child.key
        ]
        for child in children(world.seed)
    }
    for child in children(world.seed):
        papers = entered[child.key]
        if not any(kind.endswith("BIRTH_CERTIFICATE") for kind, _, _ in papers):
            papers = [*papers, certificate(child.number)]
        for kind, series, number in papers:
            yield RegistryPaperRow(
                id=an_id("paper", child.key, kind), patient_id=child.id, kind=kind, series=series, number=number
            )


def _families(world: _World) -> Iterator[Base]:
    for adult in adults(world.seed):
        for position, entry in enumerate(adult.family):
            child = CHILDREN[entry.child]
            is_confirmed = entry.state is CheckState.CONFIRMED
            kind, series, number = entry.document
            entered = max(_opened(world, adult), world.at(world.birth(child), 12) + timedelta(days=3))
            yield ChildRow(
                id=an_id("child", adult.key, child.key), account_id=adult.id,
                patient_id=child.id if is_confirmed else None, last_name=child.last_name,
                first_name=child.first_name, middle_name=child.middle_name, birth_date=world.birth(child),
                sex=child.sex.value, relation=entry.relation.value, document_kind=kind, document_series=series,
                document_number=number, oms=child.oms, position=position, created_at=entered,
            )  # fmt: skip


def _family_checks(world: _World) -> Iterator[Base]:
    for adult in adults(world.seed):
        for entry in adult.family:
            yield CheckRow(
                id=an_id("check", adult.key, entry.child), account_id=adult.id,
                child_id=an_id("child", adult.key, entry.child), subject="child", registry_name=entry.checked_by.value,
                state=entry.state.value,
                due=world.now + timedelta(days=2) if entry.state is CheckState.CHECKING else None,
                reason=entry.reason, updated_at=min(_opened(world, adult) + timedelta(hours=3), world.now),
            )  # fmt: skip
            policy = policy_verdict(Policy.MOSCOW if CHILDREN[entry.child].is_of_moscow else Policy.OTHER_REGION)
            yield CheckRow(
                id=an_id("check", adult.key, entry.child, "oms"), account_id=adult.id,
                child_id=an_id("child", adult.key, entry.child), subject="oms", registry_name=Registry.OMS.value,
                state=policy.state.value, due=None, reason=policy.reason, fields=",".join(policy.fields),
                updated_at=min(_opened(world, adult) + timedelta(minutes=5), world.now),
            )  # fmt: skip


def _own_checks(world: _World) -> Iterator[Base]:
    for adult in adults(world.seed):
        if adult.level is AccountLevel.FULL:
            yield CheckRow(
                id=an_id("check", adult.key, "passport"), account_id=adult.id, child_id=None, subject="passport",
                registry_name=Registry.MVD.value, state=CheckState.CONFIRMED.value, due=None, reason=None,
                updated_at=min(_opened(world, adult) + timedelta(hours=26), world.now),
            )  # fmt: skip
        if adult.level is not AccountLevel.BASIC:
            yield CheckRow(
                id=an_id("check", adult.key, "oms"), account_id=adult.id, child_id=None, subject="oms",
                registry_name=Registry.OMS.value, state=CheckState.CONFIRMED.value, due=None, reason=None,
                updated_at=min(_opened(world, adult) + timedelta(minutes=5), world.now),
            )  # fmt: skip


def _grant(world: _World, adult: str, child: str, source: GrantSource, start: datetime) -> GrantRow:
    patient = CHILDREN[child]
    return GrantRow(
        id=an_id("grant", adult, child), patient_id=patient.id, account_id=an_id("account", adult),
        source=source.value, state=GrantState.ACTIVE.value, start=start, ends_on=world.end_of_access(patient),
        ended_at=None, reason=None, revoked_by_clinic=False,
    )  # fmt: skip


def _grants(world: _World) -> Iterator[Base]:
    if world.seed is Seed.EMPTY:
        return
    for adult in adults(world.seed):
        if adult.level is not AccountLevel.FULL:
            continue
        for entry in adult.family:
            born = world.at(world.birth(CHILDREN[entry.child]) + timedelta(days=3), 12, 40)
            start = max(born, min(_opened(world, adult) + timedelta(hours=27), world.now))
            yield _grant(world, adult.key, entry.child, GrantSource.AUTO, start)
    own = _grant(world, "maria", "maria", GrantSource.REQUEST, world.at(world.today - timedelta(days=150), 0))
    own.ends_on = None
    yield own
    revoked = _grant(world, "dmitry", "artem", GrantSource.CODE, world.at(world.today - timedelta(days=207), 18, 20))
    revoked.state = GrantState.REVOKED.value
    revoked.ended_at = world.at(world.today - timedelta(days=19), 11, 30)
    revoked.reason = f"Заявление матери ребенка от {long_day(world.today - timedelta(days=20))}"
    revoked.revoked_by_clinic = True
    yield revoked


def _kinship_of(adult: AdultSpec, child: ChildSpec) -> str:
    if adult.key == "elena":
        return "GUARDIAN"
    return "FATHER" if adult.sex is Sex.MALE else "MOTHER"


def _kinships(world: _World) -> Iterator[Base]:
    by_key = {adult.key: adult for adult in adults(world.seed)}
    for child in children(world.seed):
        for parent in child.parents:
            adult = by_key[parent]
            yield KinshipRow(
                id=an_id("kinship", parent, child.key), patient_id=child.id, last_name=adult.last_name,
                first_name=adult.first_name, middle_name=adult.middle_name, birth_date=adult.born(world.today),
                relation=_kinship_of(adult, child), phone=adult.phone,
            )  # fmt: skip


def _codes(world: _World) -> Iterator[Base]:
    if world.seed is Seed.EMPTY:
        return
    expired = world.at(world.today - timedelta(days=6), 9, 15)
    wrong_phone = world.at(world.today - timedelta(days=81), 15, 5)
    applied = world.at(world.today - timedelta(days=207), 17, 45)
    history = (
        ("sofia", SOFIA_CODE, "SENT", _code_sent(world), "+79000000006", None),
        ("sofia", _OLD_CODES[0], "EXPIRED", expired, "+79000000006", None),
        ("sofia", _OLD_CODES[1], "REVOKED", wrong_phone, "+79000000016", "Неверный номер телефона"),
        ("artem", _APPLIED_CODE, "APPLIED", applied, "+79000000006", None),
    )
    for child, code, state, sent_at, phone, reason in history:
        yield AccessCodeRow(
            id=an_id("code", child, state), patient_id=CHILDREN[child].id,
            kinship_id=an_id("kinship", "dmitry", child), phone=phone, code_hash=world.hash_code(code), state=state,
            sent_at=sent_at, expires_at=sent_at + timedelta(hours=72),
            grant_id=an_id("grant", "dmitry", child) if state == "APPLIED" else None, reason=reason,
        )  # fmt: skip


def _code_sent(world: _World) -> datetime:
    return world.ago(minutes=20)


def _sms(world: _World) -> Iterator[Base]:
    if world.seed is Seed.EMPTY:
        return
    yield SmsRow(
        phone="+79000000006", code=SOFIA_CODE, sent_at=_code_sent(world),
        text=f"Код доступа к медкарте ребенка: {SOFIA_CODE[:4]}-{SOFIA_CODE[4:]}. "
        "Действует 72 часа. Никому его не сообщайте.",
    )  # fmt: skip


def _notices(world: _World) -> Iterator[Base]:
    if world.seed is Seed.EMPTY:
        return
    today = world.today
    ilya = CHILDREN["ilya"]
    many = (
        ("anna", "sofia", NoticeKind.NEW_RECORDS, world.at(today - timedelta(days=2), 13, 5), False,
         "Новое в медкарте Софии", "Появились новые записи. Их видно после кода из СМС или ПИН-кода."),
        ("anna", "artem", NoticeKind.NEW_RECORDS, world.at(today - timedelta(days=4), 16, 30), False,
         "Новое в медкарте Артёма", "Появились новые записи. Их видно после кода из СМС или ПИН-кода."),
        ("anna", "darya", NoticeKind.NEW_RECORDS, world.at(today - timedelta(days=9), 14, 10), True,
         "Новое в медкарте Дарьи", "Появились новые записи. Их видно после кода из СМС или ПИН-кода."),
        ("anna", "artem", NoticeKind.ACCESS_OPENED, world.ago(days=1_398), True,
         "Открыт доступ к медкарте Артёма", "Данные проверены, медкарту можно открыть."),
        ("dmitry", "sofia", NoticeKind.CODE_SENT, _code_sent(world), False,
         "Поликлиника отправила код доступа", "Введите код из СМС в разделе «Доступ». Он действует 72 часа."),
        ("dmitry", "artem", NoticeKind.ACCESS_REVOKED, world.at(today - timedelta(days=19), 11, 30), True,
         "Поликлиника отозвала доступ к медкарте Артёма",
         f"Причина: заявление матери ребенка от {long_day(today - timedelta(days=20))}"),
        ("sergey", "ilya", NoticeKind.ACCESS_ENDS_SOON, world.ago(days=30), True,
         "Доступ к медкарте Ильи скоро закончится",
         f"{long_day(world.end_of_access(ilya))} Илье исполнится 18 лет, и медкарта закроется."),
        ("maria", "maria", NoticeKind.ACCESS_OPENED, world.at(today - timedelta(days=150), 0), True,
         "Открыт доступ к вашей медкарте", "Запрос одобрен, медкарту можно открыть."),
    )  # fmt: skip
    for place, (adult, child, kind, at, is_read, title, text) in enumerate(many):
        yield NoticeRow(
            id=an_id("notice", adult, child, str(place)), account_id=an_id("account", adult), kind=kind.value, at=at,
            title=title, text=text, patient_id=CHILDREN[child].id,
            read_at=min(at + timedelta(hours=2), world.now) if is_read else None,
        )  # fmt: skip
