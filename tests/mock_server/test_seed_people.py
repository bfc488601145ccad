"""The demo people at the start, as contract §3 says."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, timedelta

import pytest
from sqlalchemy import create_engine, event, select
from sqlalchemy.orm import Session

from emias_app.clock import MOSCOW, moscow_day
from emias_app.config import Seed
from emias_app.domain.access import Ended, Grant, Open, access_decision
from emias_app.domain.ages import age_in, birthday_on
from emias_app.domain.identifiers import (
    check_birth_certificate,
    check_enp,
    check_inn,
    check_passport,
    check_phone,
    check_snils,
)
from emias_app.mock_server.seed import DEMO_PEOPLE, PASSWORD, SOFIA_CODE, demo_people, seed_people
from emias_app.mock_server.seed.people import CHILDREN, an_id
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
    SmsRow,
    StaffRow,
)
from emias_app.models.access import GrantSource, GrantState

NOW = datetime(2026, 11, 22, 9, tzinfo=MOSCOW)
#: Days on which months, years and leap days are easy to get wrong.
OTHER_DAYS = [
    date(2026, 11, 22), date(2027, 1, 3), date(2027, 2, 28), date(2028, 2, 28), date(2028, 2, 29), date(2028, 3, 1),
    date(2030, 12, 31), date(2032, 2, 29), date(2034, 7, 8),
]  # fmt: skip
AGES = {
    "sofia": 2, "artem": 8, "darya": 14, "maria": 16, "ilya": 17, "mikhail": 6, "kirill": 10, "amina": 4, "petr": 3,
    "maksim": 12,
}  # fmt: skip


def _seeded(seed: Seed = Seed.DEMO, now: datetime = NOW) -> Session:
    engine = create_engine("sqlite://")
    event.listen(engine, "connect", lambda raw, _: raw.execute("pragma foreign_keys=on"))
    Base.metadata.create_all(engine)
    session = Session(engine)
    seed_people(
        session,
        seed=seed,
        now=now,
        hash_password=lambda word: f"hash of {len(word)}",
        hash_code=lambda code: code[::-1],
    )
    session.commit()
    return session


@pytest.fixture
def session() -> Iterator[Session]:
    with _seeded() as session:
        yield session


def _grant(row: GrantRow) -> Grant:
    return Grant(
        row.id, GrantSource(row.source), GrantState(row.state), row.start, row.ends_on, row.ended_at, row.reason,
        row.revoked_by_clinic,
    )  # fmt: skip


def _account(session: Session, phone_end: int) -> AccountRow:
    return session.scalars(select(AccountRow).where(AccountRow.phone == f"+790000000{phone_end:02d}")).one()


def test_everybody_of_the_contract_is_there_but_the_large_one(session: Session) -> None:
    phones = set(session.scalars(select(AccountRow.phone)))
    assert phones == {f"+790000000{end:02d}" for end in range(1, 9)} == {person.login for person in DEMO_PEOPLE}
    assert {staff.login: staff.role for staff in session.scalars(select(StaffRow))} == {
        "registrar": "REGISTRAR",
        "doctor": "DOCTOR",
    }
    assert PASSWORD == "Demo-2026"


def test_levels_and_papers_are_of_the_contract(session: Session) -> None:
    levels = {row.phone[-2:]: row.level for row in session.scalars(select(AccountRow))}
    assert levels == {
        "01": "FULL", "02": "STANDARD", "03": "STANDARD", "04": "STANDARD", "05": "BASIC", "06": "FULL",
        "07": "STANDARD", "08": "FULL",
    }  # fmt: skip
    for row in session.scalars(select(AccountRow)):
        assert (row.snils is None) == (row.level == "BASIC")
        assert (row.passport is None) == (row.inn is None) == (row.level != "FULL")


def test_every_number_is_valid(session: Session) -> None:
    for row in session.scalars(select(AccountRow)):
        assert check_phone(row.phone) == row.phone
        for check, value in ((check_snils, row.snils), (check_passport, row.passport), (check_inn, row.inn),
                             (check_enp, row.oms)):  # fmt: skip
            assert value is None or check(value) == value
    for child in session.scalars(select(ChildRow)):
        assert child.oms is not None
        assert check_enp(child.oms) == child.oms
        if child.document_kind == "BIRTH_CERTIFICATE":
            assert check_birth_certificate(f"{child.document_series} {child.document_number}")
        if child.document_kind == "PASSPORT":
            assert check_passport(child.document_series + child.document_number)
    numbers = [row.oms for row in session.scalars(select(PatientRow))]
    assert len(numbers) == len(set(numbers))


@pytest.mark.parametrize("day", OTHER_DAYS, ids=str)
def test_ages_stay_whatever_the_day(day: date) -> None:
    now = datetime(day.year, day.month, day.day, 12, tzinfo=MOSCOW)
    with _seeded(Seed.LARGE, now) as session:
        ages = {row.id: age_in(row.birth_date, day).years for row in session.scalars(select(PatientRow))}
        assert ages == {CHILDREN[key].id: years for key, years in AGES.items()}
        ilya = session.get_one(PatientRow, CHILDREN["ilya"].id)
        assert birthday_on(ilya.birth_date, 18) - day in (timedelta(days=1), timedelta(days=2))
        adults = session.scalars(select(AccountRow).where(AccountRow.id != an_id("account", "maria")))
        assert all(age_in(row.birth_date, day).years >= 18 for row in adults)


def test_birth_dates_on_the_day_of_the_pictures() -> None:
    today = moscow_day(NOW)
    assert CHILDREN["sofia"].born(today) == date(2024, 8, 9)
    assert CHILDREN["artem"].born(today) == date(2018, 3, 14)
    assert CHILDREN["darya"].born(today) == date(2012, 10, 30)
    assert birthday_on(CHILDREN["ilya"].born(today), 18) == date(2026, 11, 23)


def test_anna_sees_three_cards_by_herself(session: Session) -> None:
    anna = _account(session, 1)
    grants = list(session.scalars(select(GrantRow).where(GrantRow.account_id == anna.id)))
    assert {grant.patient_id for grant in grants} == {CHILDREN[key].id for key in ("sofia", "artem", "darya")}
    assert {(grant.source, grant.state) for grant in grants} == {("AUTO", "ACTIVE")}
    children = list(session.scalars(select(ChildRow).where(ChildRow.account_id == anna.id)))
    assert {child.document_kind for child in children if child.first_name == "Дарья"} == {"PASSPORT"}
    kinships = set(session.scalars(select(KinshipRow.id).where(KinshipRow.phone == anna.phone)))
    assert not set(session.scalars(select(AccessCodeRow.kinship_id))) & kinships


def test_the_checks_stand_as_the_contract_says(session: Session) -> None:
    rows = session.execute(
        select(ChildRow.first_name, CheckRow.registry_name, CheckRow.state, ChildRow.patient_id).join(
            CheckRow, (CheckRow.child_id == ChildRow.id) & (CheckRow.subject == "child")
        )
    ).all()
    states = {name: (registry, state) for name, registry, state, _ in rows}
    assert states["Кирилл"] == ("DTSZN", "CHECKING")
    assert states["Амина"] == ("MFC", "VISIT_MFC")
    assert {states[name] for name in ("София", "Артём", "Дарья", "Михаил", "Пётр", "Илья")} == {("ZAGS", "CONFIRMED")}
    assert all((patient is not None) == (state == "CONFIRMED") for _, _, state, patient in rows)
    policies = select(ChildRow.first_name, CheckRow.state).join(CheckRow, CheckRow.child_id == ChildRow.id)
    refused = session.execute(policies.where(CheckRow.subject == "oms", CheckRow.state != "CONFIRMED")).all()
    assert [tuple(row) for row in refused] == [("Пётр", "REJECTED")]


def test_dmitry_has_a_revoked_card_a_code_and_nothing_of_darya(session: Session) -> None:
    dmitry = _account(session, 6)
    assert not list(session.scalars(select(ChildRow).where(ChildRow.account_id == dmitry.id)))
    grant = session.scalars(select(GrantRow).where(GrantRow.account_id == dmitry.id)).one()
    artem = session.get_one(PatientRow, CHILDREN["artem"].id)
    assert grant.patient_id == artem.id
    decision = access_decision([_grant(grant)], birth=artem.birth_date, today=moscow_day(NOW))
    assert isinstance(decision, Ended)
    assert decision.code == "access_revoked"
    assert grant.revoked_by_clinic
    assert decision.reason.startswith("Заявление матери")
    codes = list(session.scalars(select(AccessCodeRow).where(AccessCodeRow.patient_id == CHILDREN["sofia"].id)))
    live = [code for code in codes if code.state == "SENT"]
    assert [code.code_hash for code in live] == [SOFIA_CODE[::-1]]
    assert live[0].expires_at > NOW > live[0].sent_at
    message = session.scalars(select(SmsRow).where(SmsRow.phone == dmitry.phone)).one()
    assert message.code == SOFIA_CODE
    assert set(SOFIA_CODE) <= set("23456789ABCEHKMPTX")
    assert len(SOFIA_CODE) == 8


def test_the_kinship_fits_the_account_of_the_code(session: Session) -> None:
    dmitry = _account(session, 6)
    kinship = session.get_one(KinshipRow, an_id("kinship", "dmitry", "sofia"))
    assert (kinship.last_name, kinship.first_name, kinship.middle_name, kinship.birth_date, kinship.phone) == (
        dmitry.last_name, dmitry.first_name, dmitry.middle_name, dmitry.birth_date, dmitry.phone,
    )  # fmt: skip


def test_maria_has_her_own_card_and_ilyas_ends_tomorrow(session: Session) -> None:
    maria = _account(session, 7)
    patient = session.get_one(PatientRow, CHILDREN["maria"].id)
    grant = session.scalars(select(GrantRow).where(GrantRow.account_id == maria.id)).one()
    assert patient.account_id == maria.id
    assert (patient.birth_date, patient.last_name) == (maria.birth_date, maria.last_name)
    assert grant.source == "REQUEST"
    sergey = _account(session, 8)
    ilya = session.get_one(PatientRow, CHILDREN["ilya"].id)
    grants = [_grant(row) for row in session.scalars(select(GrantRow).where(GrantRow.account_id == sergey.id))]
    assert isinstance(access_decision(grants, birth=ilya.birth_date, today=moscow_day(NOW)), Open)
    tomorrow = moscow_day(NOW) + timedelta(days=1)
    assert isinstance(access_decision(grants, birth=ilya.birth_date, today=tomorrow), Ended)


def test_nobody_else_has_access(session: Session) -> None:
    holders = {row.phone[-2:] for row in session.scalars(select(AccountRow).join(GrantRow))}
    assert holders == {"01", "06", "07", "08"}
    petr = session.get_one(PatientRow, CHILDREN["petr"].id)
    assert not petr.oms_is_moscow


def test_anna_finds_new_and_read_notices_without_medicine_in_them(session: Session) -> None:
    notices = list(session.scalars(select(NoticeRow).where(NoticeRow.account_id == _account(session, 1).id)))
    assert sum(notice.read_at is None for notice in notices) == 2
    assert any(notice.read_at for notice in notices)
    assert all(notice.at <= NOW for notice in notices)
    words = " ".join(f"{notice.title} {notice.text}" for notice in notices).lower()
    assert not any(word in words for word in ("анализ", "диагноз", "прививк", "врач"))


def test_nothing_happened_in_the_future(session: Session) -> None:
    moments = {
        GrantRow: ("start", "ended_at"),
        AccessCodeRow: ("sent_at",),
        SmsRow: ("sent_at",),
        AccountRow: ("created_at",),
        CheckRow: ("updated_at",),
        NoticeRow: ("at", "read_at"),
    }
    for model, names in moments.items():
        for row in session.scalars(select(model)):
            assert all(value is None or value <= NOW for value in (getattr(row, name) for name in names))


def test_the_empty_seed_has_staff_only() -> None:
    with _seeded(Seed.EMPTY) as session:
        assert session.scalars(select(StaffRow)).all()
        for model in (AccountRow, PatientRow, ChildRow, GrantRow, KinshipRow, SmsRow, NoticeRow):
            assert not session.scalars(select(model)).all()
    assert demo_people(Seed.EMPTY) == ()


def test_only_the_large_seed_has_natalia() -> None:
    with _seeded(Seed.LARGE) as session:
        natalia = _account(session, 9)
        grant = session.scalars(select(GrantRow).where(GrantRow.account_id == natalia.id)).one()
        assert grant.patient_id == CHILDREN["maksim"].id
    assert [person.login for person in demo_people(Seed.LARGE)][-1] == "+79000000009"


def test_the_same_moment_gives_the_same_rows() -> None:
    def rows() -> list[tuple[object, ...]]:
        with _seeded() as session:
            return [
                tuple(getattr(row, column.name if column.name != "registry" else "registry_name")
                      for column in model.__table__.columns)
                for model in (AccountRow, PatientRow, ChildRow, GrantRow, NoticeRow, AccessCodeRow, CheckRow)
                for row in session.scalars(select(model))
            ]  # fmt: skip

    assert rows() == rows()
