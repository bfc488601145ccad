"""Named stories: what otherwise takes two people, a clinic and a week is done at once (contract §2).

``play`` is for the demo's own page too: the stories need no test mode, only the demo people.
"""

from __future__ import annotations

import io
import secrets
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from fastapi import FastAPI, Response
from PIL import Image
from sqlalchemy import select
from sqlalchemy.orm import Session

from emias_app.clock import moscow_day
from emias_app.domain.access_codes import make_code
from emias_app.domain.access_requests import due_day, is_open
from emias_app.mock_server.backend import Backend
from emias_app.mock_server.deps import BackendDep, answer
from emias_app.mock_server.problems import Refusal, not_found
from emias_app.mock_server.services import checks, clinic_codes, closing, decisions, grants, photos
from emias_app.mock_server.services.outside import Outside
from emias_app.mock_server.store.schema import (
    AccessRequestRow,
    AccountRow,
    CheckRow,
    ChildRow,
    GrantRow,
    KinshipRow,
    PatientRow,
)
from emias_app.models.access import GrantSource, GrantState
from emias_app.models.account import CheckState
from emias_app.models.base import Model
from emias_app.models.clinic import AccessCodeRequest
from emias_app.models.requests import Grantee, RequestPurpose, RequestState

_IGOR, _ELENA, _TIMUR, _DMITRY = (f"+790000000{number:02d}" for number in (2, 3, 4, 6))
_REASON = "Заявление матери ребенка"


@dataclass(frozen=True, slots=True)
class _Stage:
    """What a story works with; ``code`` is a fresh code of the clinic with its hash."""

    session: Session
    outside: Outside
    now: datetime
    code: str
    code_hash: str

    def account(self, phone: str) -> AccountRow:
        """A demo person. Raises a Refusal where the seed has none."""
        found = self.session.scalar(select(AccountRow).where(AccountRow.phone == phone))
        if found is None:
            raise Refusal(409, "no_demo_people", "В этой базе нет демо-людей: запустите с --seed demo.")
        return found

    def patient(self, first_name: str, parent: AccountRow) -> PatientRow:
        """A patient whose relative the person is."""
        kin = select(KinshipRow.patient_id).where(KinshipRow.phone == parent.phone)
        found = self.session.scalar(
            select(PatientRow).where(PatientRow.first_name == first_name, PatientRow.id.in_(kin)).limit(1)
        )
        if found is None:
            raise Refusal(409, "no_demo_people", "Этот демо-ребенок не найден: обновите демо-данные.")
        return found

    def kinship(self, patient: PatientRow, parent: AccountRow) -> KinshipRow:
        kin = select(KinshipRow).where(KinshipRow.patient_id == patient.id, KinshipRow.phone == parent.phone)
        return self.session.scalars(kin).one()


Scene = Callable[[_Stage], None]


def _code_for_dmitry(stage: _Stage) -> None:
    dmitry = stage.account(_DMITRY)
    sofia = stage.patient("София", dmitry)
    body = AccessCodeRequest(
        kinship_id=stage.kinship(sofia, dmitry).id, phone=dmitry.phone, application_signed=True
    )  # fmt: skip
    _or_raise(clinic_codes.send_code(stage.session, stage.outside, sofia, body, stage.code, stage.code_hash, stage.now))


def _revoke_dmitry(stage: _Stage) -> None:
    dmitry = stage.account(_DMITRY)
    sofia = stage.patient("София", dmitry)
    living = select(GrantRow).where(
        GrantRow.patient_id == sofia.id, GrantRow.account_id == dmitry.id, GrantRow.state == GrantState.ACTIVE.value
    )
    grant = stage.session.scalar(living) or grants.open_grant(
        stage.session, stage.outside, sofia, dmitry, GrantSource.CODE, stage.now
    )
    _or_raise(closing.revoke_grant(stage.session, grant, sofia, _REASON, stage.now))


def _igor_asks(stage: _Stage) -> AccessRequestRow:
    igor = stage.account(_IGOR)
    child = stage.session.scalars(
        select(ChildRow).where(ChildRow.account_id == igor.id, ChildRow.first_name == "Михаил")
    ).first()
    if child is None:
        raise Refusal(409, "no_demo_people", "Михаила нет в семье Игоря: обновите демо-данные.")
    mine = select(AccessRequestRow).where(AccessRequestRow.account_id == igor.id)
    row = next((one for one in stage.session.scalars(mine) if is_open(RequestState(one.state))), None)
    if row is None:
        photo = photos.keep(stage.session, igor.id, photos.redrawn(_drawn_photo()), stage.now)
        row = AccessRequestRow(
            id=UUID(bytes=secrets.token_bytes(16), version=4), account_id=igor.id, child_id=child.id,
            purpose=RequestPurpose.GRANT.value, grantee=Grantee.SELF.value, phone=igor.phone, photo_id=photo.id,
            consent=True, state="", due=None, reason=None, reason_code=None, created_at=stage.now,
        )  # fmt: skip
        stage.session.add(row)
        stage.session.flush()
        decisions.add_step(stage.session, row, RequestState.DRAFT, stage.now)
    if row.state in (RequestState.DRAFT, RequestState.ACTION_REQUIRED):
        decisions.add_step(stage.session, row, RequestState.CODE_SENT, stage.now)
    if row.state == RequestState.CODE_SENT:
        row.due = due_day(moscow_day(stage.now))
        decisions.add_step(stage.session, row, RequestState.CHECKING, stage.now)
    stage.session.flush()
    return row


def _igor_is_checked(stage: _Stage) -> None:
    _igor_asks(stage)


def _igor_is_approved(stage: _Stage) -> None:
    _or_raise(
        decisions.decide_by_hand(
            stage.session, stage.outside, _igor_asks(stage), RequestState.APPROVED, None, stage.now
        )
    )


def _confirms(phone: str) -> Scene:
    """The registry confirms the first child of a person that waits for it."""

    def scene(stage: _Stage) -> None:
        account = stage.account(phone)
        waiting = select(CheckRow).where(
            CheckRow.account_id == account.id,
            CheckRow.subject == "child",
            CheckRow.state.in_((CheckState.CHECKING.value, CheckState.VISIT_MFC.value)),
        )
        check = stage.session.scalars(waiting).first()
        if check is None:
            raise Refusal(409, "check_is_over", "Эта проверка уже закончена.")
        verdict = checks.decided(check, CheckState.CONFIRMED, None)
        checks.settle(stage.session, stage.outside, check, verdict, stage.now)

    return scene


def _darya_is_emancipated(stage: _Stage) -> None:
    darya = stage.patient("Дарья", stage.account(_DMITRY))
    darya.emancipated_on = moscow_day(stage.now)
    stage.session.flush()
    closing.end_due(stage.session, stage.now, stage.outside)


def _drawn_photo() -> bytes:
    """A plain picture in place of a face with a passport."""
    out = io.BytesIO()
    Image.new("RGB", (640, 480), "#D5EAF0").save(out, "JPEG")
    return out.getvalue()


class Scenario(Model):
    """A story by its name; ``title`` says in Russian what is so once it was played."""

    name: str
    title: str


class Scenarios(Model):
    items: list[Scenario]


SCENES: Mapping[str, tuple[str, Scene]] = {
    "code-for-dmitry": ("Поликлиника отправила Дмитрию код к медкарте Софии", _code_for_dmitry),
    "revoke-dmitry": ("Поликлиника отозвала доступ Дмитрия к медкарте Софии", _revoke_dmitry),
    "igor-request-checking": ("Запрос Игоря на доступ к медкарте Михаила проверяется", _igor_is_checked),
    "igor-request-approved": ("Запрос Игоря на доступ к медкарте Михаила одобрен", _igor_is_approved),
    "mfc-confirms-amina": ("МФЦ подтвердил, что Тимур отец Амины", _confirms(_TIMUR)),
    "dtszn-confirms-kirill": ("ДТСЗН подтвердил, что Елена опекун Кирилла", _confirms(_ELENA)),
    "darya-emancipated": ("Дарья признана полностью дееспособной, доступ родителей закрыт", _darya_is_emancipated),
}


def scenario_of(name: str) -> Scenario:
    """A story by its name; a Refusal (404) where there is none."""
    if name not in SCENES:
        raise not_found()
    return Scenario(name=name, title=SCENES[name][0])


async def play(backend: Backend, name: str) -> Scenario:
    """Make a story true, whole or not at all."""
    told = scenario_of(name)
    code = make_code(secrets.choice)
    code_hash, now = await backend.hasher.hashed_code(code), backend.clock.now()
    _, scene = SCENES[name]
    await backend.store.write(lambda session: scene(_Stage(session, backend.outside, now, code, code_hash)))
    return told


def add_scenarios(app: FastAPI) -> None:
    """Put the routes into the control part."""

    @app.get("/scenarios", response_model=Scenarios)
    async def list_scenarios() -> Response:
        """The stories that can be played."""
        return answer(Scenarios(items=[scenario_of(name) for name in SCENES]))

    @app.get("/scenarios/{name}", response_model=Scenario)
    async def one_scenario(name: str) -> Response:
        """What a story makes true."""
        return answer(scenario_of(name))

    @app.post("/scenarios/{name}", response_model=Scenario)
    async def play_scenario(name: str, backend: BackendDep) -> Response:
        """Play a story, at the backend's time."""
        return answer(await play(backend, name))


def _or_raise(done: object) -> None:
    if isinstance(done, Refusal):
        raise done
