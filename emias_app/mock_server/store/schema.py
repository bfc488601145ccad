"""The tables. One schema for SQLite and PostgreSQL; ids are UUIDs, times are UTC, days are Moscow's."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import BigInteger, ForeignKey, Index, Integer, Table, Text, event, text
from sqlalchemy.engine import Connection
from sqlalchemy.orm import Mapped, mapped_column

from emias_app.mock_server.store import word_index
from emias_app.mock_server.store.access_schema import AccessPhotoRow as AccessPhotoRow
from emias_app.mock_server.store.access_schema import AccessRequestRow as AccessRequestRow
from emias_app.mock_server.store.access_schema import JournalQuestionRow as JournalQuestionRow
from emias_app.mock_server.store.access_schema import RequestStepRow as RequestStepRow
from emias_app.mock_server.store.access_schema import ToldEndingRow as ToldEndingRow
from emias_app.mock_server.store.base import Base as Base
from emias_app.mock_server.store.child_data_schema import ChildDataChangeRow as ChildDataChangeRow
from emias_app.mock_server.store.child_data_schema import ChildDataRow as ChildDataRow
from emias_app.mock_server.store.diary_schema import DiaryPhotoRow as DiaryPhotoRow
from emias_app.mock_server.store.diary_schema import DiaryRow as DiaryRow
from emias_app.mock_server.store.entry_schema import EntryWordsRow as EntryWordsRow
from emias_app.mock_server.store.export_schema import ExportJobRow as ExportJobRow
from emias_app.mock_server.store.export_schema import ShareRow as ShareRow
from emias_app.mock_server.store.export_schema import ShareSessionRow as ShareSessionRow
from emias_app.mock_server.store.facets_schema import FacetRow as FacetRow
from emias_app.mock_server.store.family_schema import RegistrationRow as RegistrationRow
from emias_app.mock_server.store.family_schema import RegistryPaperRow as RegistryPaperRow
from emias_app.mock_server.store.growth_schema import MeasuredRow as MeasuredRow
from emias_app.mock_server.store.labs_schema import LabKindRow as LabKindRow
from emias_app.mock_server.store.labs_schema import LabValueRow as LabValueRow
from emias_app.mock_server.store.looks_schema import LookRow as LookRow
from emias_app.mock_server.store.news_schema import ComingRecordRow as ComingRecordRow
from emias_app.mock_server.store.session_schema import AccessTokenRow as AccessTokenRow
from emias_app.mock_server.store.session_schema import AttemptRow as AttemptRow
from emias_app.mock_server.store.session_schema import ChallengeRow as ChallengeRow
from emias_app.mock_server.store.session_schema import DeviceRow as DeviceRow
from emias_app.mock_server.store.session_schema import IdempotencyRow as IdempotencyRow
from emias_app.mock_server.store.session_schema import RefreshTokenRow as RefreshTokenRow
from emias_app.mock_server.store.session_schema import SessionRow as SessionRow
from emias_app.mock_server.store.session_schema import SmsCodeRow as SmsCodeRow
from emias_app.mock_server.store.upload_schema import UploadRow as UploadRow
from emias_app.mock_server.store.vaccination_schema import VaccinationExemptionRow as VaccinationExemptionRow

#: Raised with every change of the tables; a database of another version is refused at start.
SCHEMA_VERSION = 5


class MetaRow(Base):
    """Facts on the database itself: schema version, seed, the clock of test mode, whether the demo was touched."""

    __tablename__ = "meta"
    key: Mapped[str] = mapped_column(primary_key=True)
    value: Mapped[str] = mapped_column(Text)


class AccountRow(Base):
    """A parent's, guardian's or teenager's account. Numbers are bare digits; ``phone`` is +7XXXXXXXXXX.

    An e-mail is not proved to be the owner's, so it may stand in two accounts; it signs in to the older one.
    """

    __tablename__ = "accounts"
    id: Mapped[UUID] = mapped_column(primary_key=True)
    last_name: Mapped[str]
    first_name: Mapped[str]
    middle_name: Mapped[str]
    birth_date: Mapped[date]
    sex: Mapped[str]
    level: Mapped[str]
    phone: Mapped[str] = mapped_column(unique=True)
    email: Mapped[str] = mapped_column(index=True)
    password_hash: Mapped[str]
    snils: Mapped[str | None] = mapped_column(unique=True)
    passport: Mapped[str | None]
    passport_issued_on: Mapped[date | None]
    passport_issuer: Mapped[str | None]
    inn: Mapped[str | None]
    oms: Mapped[str | None]
    created_at: Mapped[datetime]


class StaffRow(Base):
    """A registrar or a doctor of the polyclinic; ``role`` is REGISTRAR or DOCTOR."""

    __tablename__ = "staff"
    id: Mapped[UUID] = mapped_column(primary_key=True)
    login: Mapped[str] = mapped_column(unique=True)
    password_hash: Mapped[str]
    role: Mapped[str]
    last_name: Mapped[str]
    first_name: Mapped[str]
    middle_name: Mapped[str]


class PatientRow(Base):
    """A child (or teenager) with a card. ``account_id`` is the patient's own account, if any."""

    __tablename__ = "patients"
    id: Mapped[UUID] = mapped_column(primary_key=True)
    last_name: Mapped[str]
    first_name: Mapped[str]
    middle_name: Mapped[str]
    birth_date: Mapped[date]
    sex: Mapped[str]
    oms: Mapped[str | None]
    oms_is_moscow: Mapped[bool]
    emancipated_on: Mapped[date | None]
    account_id: Mapped[UUID | None] = mapped_column(ForeignKey("accounts.id"))
    organisation: Mapped[str]


class ChildRow(Base):
    """A child in «Моя семья» of one account; ``patient_id`` once confirmed.

    ``removed_at``: taken out of the family; the row stays for what refers to it and is shown nowhere.
    """

    __tablename__ = "children"
    id: Mapped[UUID] = mapped_column(primary_key=True)
    account_id: Mapped[UUID] = mapped_column(ForeignKey("accounts.id"), index=True)
    patient_id: Mapped[UUID | None] = mapped_column(ForeignKey("patients.id"))
    last_name: Mapped[str]
    first_name: Mapped[str]
    middle_name: Mapped[str]
    birth_date: Mapped[date]
    sex: Mapped[str]
    relation: Mapped[str]
    document_kind: Mapped[str]
    document_series: Mapped[str]
    document_number: Mapped[str]
    document_issued_on: Mapped[date | None]
    document_issued_by: Mapped[str | None]
    oms: Mapped[str | None]
    position: Mapped[int]
    created_at: Mapped[datetime]
    removed_at: Mapped[datetime | None]


class CheckRow(Base):
    """A check by a registry: of a child (``child_id``) or of the account's own document.

    ``subject`` is child or oms of a child; passport, snils, inn or oms of the account. One row for each, whose state
    goes on. ``fields`` are the differing ones of a rejected check, between commas. ``attempt`` counts from 1.
    """

    __tablename__ = "checks"
    id: Mapped[UUID] = mapped_column(primary_key=True)
    account_id: Mapped[UUID] = mapped_column(ForeignKey("accounts.id"), index=True)
    child_id: Mapped[UUID | None] = mapped_column(ForeignKey("children.id"))
    subject: Mapped[str]
    registry_name: Mapped[str] = mapped_column("registry")
    state: Mapped[str]
    due: Mapped[datetime | None] = mapped_column(index=True)
    reason: Mapped[str | None]
    fields: Mapped[str] = mapped_column(default="")
    attempt: Mapped[int] = mapped_column(default=1)
    updated_at: Mapped[datetime]


class GrantRow(Base):
    """One account may see one patient's card from ``start`` until ``ends_on`` (first day without access).

    Of an account and a card at most one lives.
    """

    __tablename__ = "grants"
    id: Mapped[UUID] = mapped_column(primary_key=True)
    patient_id: Mapped[UUID] = mapped_column(ForeignKey("patients.id"), index=True)
    account_id: Mapped[UUID] = mapped_column(ForeignKey("accounts.id"), index=True)
    source: Mapped[str]
    state: Mapped[str]
    start: Mapped[datetime]
    ends_on: Mapped[date | None]
    ended_at: Mapped[datetime | None]
    reason: Mapped[str | None]
    revoked_by_clinic: Mapped[bool] = mapped_column(default=False)
    __table_args__ = (
        Index(
            "ux_grants_living", "patient_id", "account_id", unique=True,
            sqlite_where=text("state = 'ACTIVE'"), postgresql_where=text("state = 'ACTIVE'"),
        ),
    )  # fmt: skip


class KinshipRow(Base):
    """A relative of a patient as the clinic holds it."""

    __tablename__ = "kinships"
    id: Mapped[UUID] = mapped_column(primary_key=True)
    patient_id: Mapped[UUID] = mapped_column(ForeignKey("patients.id"), index=True)
    last_name: Mapped[str]
    first_name: Mapped[str]
    middle_name: Mapped[str]
    birth_date: Mapped[date]
    relation: Mapped[str]
    phone: Mapped[str]


class AccessCodeRow(Base):
    """A code that the clinic sent; only its salted hash is kept. ``ended_at`` of one made void before its time."""

    __tablename__ = "access_codes"
    id: Mapped[UUID] = mapped_column(primary_key=True)
    patient_id: Mapped[UUID] = mapped_column(ForeignKey("patients.id"), index=True)
    kinship_id: Mapped[UUID] = mapped_column(ForeignKey("kinships.id"))
    phone: Mapped[str]
    code_hash: Mapped[str]
    state: Mapped[str]
    sent_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]
    grant_id: Mapped[UUID | None] = mapped_column(ForeignKey("grants.id"))
    reason: Mapped[str | None]


class SmsRow(Base):
    """The outbox; ``text`` and ``code`` are kept in demo and test mode only. ``is_news``: nobody waits for it."""

    __tablename__ = "sms"
    seq: Mapped[int] = mapped_column(BigInteger().with_variant(Integer, "sqlite"), primary_key=True, autoincrement=True)
    phone: Mapped[str] = mapped_column(index=True)
    text: Mapped[str | None] = mapped_column(Text)
    code: Mapped[str | None]
    sent_at: Mapped[datetime]
    is_news: Mapped[bool] = mapped_column(default=False)


class NoticeRow(Base):
    """A message inside the app."""

    __tablename__ = "notices"
    id: Mapped[UUID] = mapped_column(primary_key=True)
    account_id: Mapped[UUID] = mapped_column(ForeignKey("accounts.id"), index=True)
    kind: Mapped[str]
    at: Mapped[datetime]
    title: Mapped[str]
    text: Mapped[str]
    patient_id: Mapped[UUID | None] = mapped_column(ForeignKey("patients.id"))
    read_at: Mapped[datetime | None]


class StoredRecord(Base):
    """A record of a card.

    ``row_json`` is the list's JSON of it and ``body_json`` the whole record's, both made once when written.
    ``sort_key`` is date + time + id, the keyset of lists. ``is_visible`` is false for records older than the
    section's "since" date: they are kept and never come out. ``search_text`` is normalised (casefold, ё→е), each of its
    words within the scope of its card and section, with the signs of what lists are narrowed by (:mod:`word_index`);
    empty where the record never comes out.
    ``is_outside`` = something in it is outside its norm.
    """

    __tablename__ = "records"
    seq: Mapped[int] = mapped_column(BigInteger().with_variant(Integer, "sqlite"), primary_key=True, autoincrement=True)
    id: Mapped[UUID] = mapped_column(unique=True)
    patient_id: Mapped[UUID] = mapped_column(ForeignKey("patients.id"))
    section: Mapped[str]
    date: Mapped[date]
    kind: Mapped[str | None]
    speciality: Mapped[str | None]
    sort_key: Mapped[str]
    is_visible: Mapped[bool]
    is_outside: Mapped[bool]
    row_json: Mapped[str] = mapped_column(Text)
    body_json: Mapped[str] = mapped_column(Text)
    search_text: Mapped[str] = mapped_column(Text)
    created_at: Mapped[datetime]
    __table_args__ = (
        Index(
            "ix_records_list", "patient_id", "section", "is_visible", "sort_key",
            # What a list is narrowed by, so that it is counted without its records.
            "kind", "speciality", "is_outside",
        ),
        Index("ix_records_newest", "patient_id", "is_visible", "sort_key"),
        Index("ix_records_created", "patient_id", "created_at"),
        Index(
            "ix_records_outside", "patient_id", "section", "sort_key",
            sqlite_where=text("is_outside"), postgresql_where=text("is_outside"),
        ),
    )  # fmt: skip


class SectionCountRow(Base):
    """How many visible records a section of a card has, kept with each write, so that no list counts them."""

    __tablename__ = "section_counts"
    patient_id: Mapped[UUID] = mapped_column(ForeignKey("patients.id"), primary_key=True)
    section: Mapped[str] = mapped_column(primary_key=True)
    count: Mapped[int]
    newest: Mapped[date | None]


class FileRow(Base):
    """The bytes of an uploaded document."""

    __tablename__ = "files"
    id: Mapped[UUID] = mapped_column(primary_key=True)
    record_id: Mapped[UUID] = mapped_column(ForeignKey("records.id"), index=True)
    media_type: Mapped[str]
    content: Mapped[bytes]


class JournalRow(Base):
    """One read of a card (product.md §12): append-only. ``client`` is the kind of app, never an address."""

    __tablename__ = "journal"
    seq: Mapped[int] = mapped_column(BigInteger().with_variant(Integer, "sqlite"), primary_key=True, autoincrement=True)
    id: Mapped[UUID] = mapped_column(unique=True, default=uuid4)
    patient_id: Mapped[UUID] = mapped_column(ForeignKey("patients.id"))
    actor_kind: Mapped[str]
    actor_id: Mapped[UUID]
    what: Mapped[str]
    section: Mapped[str | None]
    record_id: Mapped[UUID | None]
    client: Mapped[str]
    at: Mapped[datetime]
    __table_args__ = (Index("ix_journal_patient", "patient_id", "seq"),)


#: A row of the journal is never changed nor taken away; a reset puts a whole other database in its place.
_SQLITE_JOURNAL = tuple(
    f"CREATE TRIGGER IF NOT EXISTS journal_no_{event_name.lower()} BEFORE {event_name} ON journal BEGIN "
    "SELECT RAISE(ABORT, 'the journal is append-only'); END"
    for event_name in ("UPDATE", "DELETE")
)
_POSTGRESQL_JOURNAL = (
    "CREATE OR REPLACE FUNCTION journal_is_append_only() RETURNS trigger LANGUAGE plpgsql AS "
    "$$ BEGIN RAISE EXCEPTION 'the journal is append-only'; END $$",
    "CREATE TRIGGER journal_append_only BEFORE UPDATE OR DELETE ON journal "
    "FOR EACH ROW EXECUTE FUNCTION journal_is_append_only()",
)


@event.listens_for(JournalRow.__table__, "after_create")
def _close_journal(target: Table, connection: Connection, **_: Any) -> None:
    for statement in _SQLITE_JOURNAL if connection.dialect.name == "sqlite" else _POSTGRESQL_JOURNAL:
        connection.exec_driver_sql(statement)


#: PostgreSQL's index of the words that :mod:`word_index` keeps on SQLite.
_POSTGRESQL_SEARCH = "CREATE INDEX ix_records_search ON records USING gin (to_tsvector('simple', search_text))"


@event.listens_for(StoredRecord.__table__, "after_create")
def _make_search_index(target: Table, connection: Connection, **_: Any) -> None:
    statements = word_index.STATEMENTS if connection.dialect.name == "sqlite" else (_POSTGRESQL_SEARCH,)
    for statement in statements:
        connection.exec_driver_sql(statement)


@event.listens_for(StoredRecord.__table__, "before_drop")
def _drop_search_index(target: Table, connection: Connection, **_: Any) -> None:
    connection.exec_driver_sql("DROP TABLE IF EXISTS records_fts")


class FaultRow(Base):
    """A fault that a tester ordered: on ``method`` and ``path`` (may hold ``*``) for ``times_left`` more calls."""

    __tablename__ = "faults"
    seq: Mapped[int] = mapped_column(BigInteger().with_variant(Integer, "sqlite"), primary_key=True, autoincrement=True)
    method: Mapped[str]
    path: Mapped[str]
    times_left: Mapped[int]
    delay_ms: Mapped[int]
    status: Mapped[int | None]
    drop: Mapped[bool]
    corrupt: Mapped[bool]


class RequestRow(Base):
    """A request that test mode saw; never kept outside it."""

    __tablename__ = "requests"
    seq: Mapped[int] = mapped_column(BigInteger().with_variant(Integer, "sqlite"), primary_key=True, autoincrement=True)
    at: Mapped[datetime]
    request_id: Mapped[str]
    method: Mapped[str]
    path: Mapped[str]
    query: Mapped[str]
    status: Mapped[int]
    milliseconds: Mapped[int]
