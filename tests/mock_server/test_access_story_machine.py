"""Random walks of parents, the clinic and the clock: whatever they do, nobody reads what is not open to them.

The walk keeps a book of its own (who was shut out, which codes are out, how often each person guessed wrong) and
holds every answer against it, and against the rows themselves.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from itertools import pairwise
from pathlib import Path
from typing import Any
from uuid import UUID

import httpx
import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import initialize, invariant, rule, run_state_machine_as_test

from emias_app.domain.access_codes import CODES
from emias_app.domain.access_requests import REQUESTS
from emias_app.domain.registry_checks import CHECKS
from emias_app.mock_server.seed.accounts import SOFIA_CODE
from emias_app.mock_server.seed.people import ADULTS, CHILDREN, an_id
from emias_app.models.account import CheckState
from emias_app.models.clinic import CodeState
from emias_app.models.requests import RequestState
from tests.support.access_story import KIN, PAIRS, PEOPLE, Books, SentCode, Stage
from tests.support.demo_site import a_child
from tests.support.site import NOW
from tests.support.story_rules import AccountRules

HOUR = timedelta(hours=1)
PHONES = {adult.key: adult.phone for adult in ADULTS}
#: What is a read of a card, and as what it is written down; None: no read.
TAILS = {"overview": "OVERVIEW", "labs": "LIST", "visits?limit=1": "LIST", "sections": None, "access-log": None}

persons = st.sampled_from(PEOPLE)
children = st.sampled_from([*KIN, "maria", "amina"])
pairs = st.sampled_from(PAIRS)


#: How a card that is not open answers.
CLOSED = {(404, "not_found"), (403, "access_revoked"), (403, "access_expired")}


def told(answer: httpx.Response) -> tuple[int, str]:
    return answer.status_code, answer.json()["code"]


def account(person: str) -> UUID:
    return an_id("account", person)


def born(child: str) -> date:
    return CHILDREN[child].born(NOW.date())


def eighteen(child: str) -> date:
    """Nobody of the demo is born on 29 February."""
    return born(child).replace(year=born(child).year + 18)


class Story(AccountRules):
    @initialize()
    def begin(self) -> None:
        self.stage.begin()
        self.begin_accounts()
        self.kin = {pair: an_id("kinship", pair[1], pair[0]) for pair in PAIRS}
        self.reads: list[tuple[UUID, UUID, str]] = []
        self.looks = 0
        self.shut_out = {("artem", "dmitry")}
        self.emancipated: set[str] = set()
        self.wrong: dict[str, list[datetime]] = {person: [] for person in PEOPLE}
        self.codes = [
            SentCode(SOFIA_CODE, "sofia", "dmitry", PHONES["dmitry"], NOW - timedelta(minutes=20) + timedelta(hours=72))
        ]
        self.before: Books = self.stage.books()

    def is_grown(self, child: str) -> bool:
        return child in self.emancipated or self.stage.today >= eighteen(child)

    def may_read(self, person: str, child: str) -> bool:
        """By the rows and the calendar alone."""
        is_own = child == person
        return self.stage.books().living(account(person), CHILDREN[child].id) and (is_own or not self.is_grown(child))

    # reading

    @rule(person=persons, child=children, tail=st.sampled_from(list(TAILS)))
    def a_stranger_or_a_parent_reads(self, person: str, child: str, tail: str) -> None:
        self.read(person, child, tail)

    @rule(pair=st.sampled_from([*PAIRS, ("maria", "maria")]), tail=st.sampled_from(list(TAILS)))
    def a_parent_reads(self, pair: tuple[str, str], tail: str) -> None:
        self.read(pair[1], pair[0], tail)

    def read(self, person: str, child: str, tail: str) -> None:
        is_open = self.may_read(person, child)
        answer = self.stage.ask(person, "GET", f"/patients/{CHILDREN[child].id}/{tail}")
        assert (answer.status_code == 200) == is_open, (person, child, answer.text)
        assert is_open or told(answer) in CLOSED, answer.text
        what = TAILS[tail]
        if is_open and what is not None:
            self.reads.append((CHILDREN[child].id, account(person), what))

    @rule(child=children, tail=st.sampled_from(list(TAILS)))
    def staff_is_at_work(self, child: str, tail: str) -> None:
        """The form is theirs and no read; the card is not theirs; what parents entered, the doctor alone reads."""
        patient = CHILDREN[child].id
        assert self.stage.ask("registrar", "GET", f"/patients/{patient}/{tail}").status_code == 403
        assert self.stage.ask("registrar", "GET", f"/clinic/patients/{patient}/access-codes").status_code == 200
        assert self.stage.ask("registrar", "GET", f"/clinic/patients/{patient}/child-data").status_code == 403
        assert self.stage.ask("doctor", "GET", f"/clinic/patients/{patient}/child-data").status_code == 200
        self.reads.append((patient, an_id("staff", "doctor"), "LIST"))

    @rule(person=persons, child=children)
    def doubt_a_read(self, person: str, child: str) -> None:
        base = f"/patients/{CHILDREN[child].id}/access-log"
        listed = self.stage.ask(person, "GET", base)
        if listed.status_code == 200 and listed.json()["items"]:
            entry = listed.json()["items"][-1]["id"]
            assert self.stage.ask(person, "POST", f"{base}/{entry}/question").status_code == 200

    # time

    @rule(span=st.sampled_from(["PT10M", "PT1H", "P1D", "P3D", "P1D", "P90D"]))
    def pass_time(self, span: str) -> None:
        assert self.stage.mock("/clock", {"advance": span}).status_code == 200

    @rule(count=st.sampled_from([1, 4, 5]))
    def pass_working_days(self, count: int) -> None:
        assert self.stage.mock("/clock", {"advanceWorkingDays": count}).status_code == 200

    @rule(child=st.sampled_from(["darya", "sofia"]))
    def a_court_emancipates(self, child: str) -> None:
        self.stage.emancipate(child)
        self.emancipated.add(child)

    # codes

    @rule(pair=pairs, is_signed=st.sampled_from([True, True, True, False]))
    def send_a_code(self, pair: tuple[str, str], is_signed: bool) -> None:
        self.send(pair, is_signed=is_signed)

    def send(self, pair: tuple[str, str], *, is_signed: bool) -> None:
        child, person = pair
        body = {
            "kinshipId": str(self.kin[pair]), "phone": self.phones[person], "applicationSigned": is_signed,
        }  # fmt: skip
        answer = self.stage.ask("registrar", "POST", f"/clinic/patients/{CHILDREN[child].id}/access-codes", body)
        if not is_signed:
            assert answer.status_code == 422
        elif self.is_grown(child) or not CHILDREN[child].is_of_moscow:
            assert answer.status_code == 409
        else:
            assert answer.status_code == 201
            text = self.stage.run(self.stage.site.code(self.phones[person]))
            for code in self.codes:
                if (code.child, code.person) == (child, person):
                    code.is_out = False
            self.codes.append(SentCode(text, child, person, self.phones[person], self.stage.now + timedelta(hours=72)))

    @rule(person=persons, choice=st.integers(0, 10))
    def somebody_types_a_code(self, person: str, choice: int) -> None:
        self.redeem(person, self.codes[choice % len(self.codes)])

    @rule()
    def the_newest_code_is_redeemed(self) -> None:
        self.redeem(self.codes[-1].person, self.codes[-1])

    def redeem(self, person: str, code: SentCode) -> None:
        now = self.stage.now
        self.wrong[person] = [at for at in self.wrong[person] if now - at < HOUR]
        answer = self.stage.ask(person, "POST", "/access/redeem", {"code": code.text.lower()})
        if len(self.wrong[person]) >= 5:
            assert answer.status_code == 429
            return
        is_mine = code.person == person and code.phone == self.phones[person]
        fits = code.is_out and now < code.until and is_mine and not self.is_grown(code.child)
        assert (answer.status_code == 200) == fits, (person, code, answer.text)
        if fits:
            code.is_out = False
            self.shut_out.discard((code.child, person))
            assert self.may_read(person, code.child)
        else:
            self.wrong[person].append(now)
            assert answer.json()["remainingAttempts"] == 5 - len(self.wrong[person])

    @rule(pair=pairs)
    def take_a_code_back(self, pair: tuple[str, str]) -> None:
        child, person = pair
        rows = self.stage.ask("registrar", "GET", f"/clinic/patients/{CHILDREN[child].id}/access-codes?limit=100")
        kin = str(self.kin[pair])
        for row in rows.json()["items"]:
            if row["codeState"] == "SENT" and row["kinshipId"] == kin:
                path = f"/clinic/access-codes/{row['id']}/revoke"
                assert self.stage.ask("registrar", "POST", path, {"reason": "ошибка"}).status_code == 200
                for code in self.codes:
                    if (code.child, code.person) == (child, person):
                        code.is_out = False

    @rule(child=st.sampled_from(["sofia", "artem", "kirill"]), person=st.sampled_from(["igor", "elena", "olga"]))
    def the_clinic_writes_a_kinship_down(self, child: str, person: str) -> None:
        """From then on a code may go to that person too."""
        adult = next(one for one in ADULTS if one.key == person)
        body = {
            "lastName": adult.last_name, "firstName": adult.first_name, "middleName": adult.middle_name,
            "birthDate": adult.born(NOW.date()).isoformat(), "relation": "GUARDIAN", "phone": self.phones[person],
        }  # fmt: skip
        answer = self.stage.ask("registrar", "POST", f"/clinic/patients/{CHILDREN[child].id}/kinships", body)
        assert answer.status_code in (201, 409), answer.text
        if answer.status_code == 201:
            self.kin[child, person] = UUID(answer.json()["id"])

    @rule(choice=st.integers(0, 20))
    def a_code_goes_to_whom_the_clinic_added(self, choice: int) -> None:
        added = [pair for pair in self.kin if pair not in PAIRS]
        if added:
            self.send(added[choice % len(added)], is_signed=True)

    # the end

    @rule(choice=st.integers(0, 20))
    def the_clinic_revokes(self, choice: int) -> None:
        grants = sorted(self.stage.books().grants.items())
        grant_id, row = grants[choice % len(grants)]
        person = next(name for name in PEOPLE if account(name) == row[0])
        child = next(key for key, one in CHILDREN.items() if one.id == row[1])
        is_open = self.may_read(person, child) and row[2] == "ACTIVE"
        answer = self.stage.ask("registrar", "POST", f"/clinic/grants/{grant_id}/revoke", {"reason": "проба"})
        if person == child:
            assert answer.status_code == 404
            return
        assert answer.status_code == (200 if is_open else 409)
        if is_open:
            self.shut_out.add((child, person))
            for code in self.codes:
                if (code.child, code.person) == (child, person):
                    code.is_out = False

    @rule(person=persons, choice=st.integers(0, 20))
    def give_an_access_up(self, person: str, choice: int) -> None:
        grants = sorted(self.stage.books().grants.items())
        grant_id, row = grants[choice % len(grants)]
        child = next(key for key, one in CHILDREN.items() if one.id == row[1])
        is_mine = row[0] == account(person)
        is_open = row[2] == "ACTIVE" and (child == person or not self.is_grown(child))
        answer = self.stage.ask(person, "DELETE", f"/access/grants/{grant_id}")
        assert answer.status_code == ((204 if is_open else 409) if is_mine else 404)

    # family and requests

    @rule(child=st.sampled_from(["sofia", "artem"]))
    def dmitry_adds_a_child(self, child: str) -> None:
        answer = self.stage.ask("dmitry", "POST", "/family/children", a_child(child))
        assert answer.status_code in (201, 409), answer.text

    @rule(person=st.sampled_from(["dmitry", "dmitry", "anna", "igor"]))
    def remove_a_child(self, person: str) -> None:
        mine = self.stage.ask(person, "GET", "/family/children").json()["items"]
        if len(mine) > 1 or (person == "dmitry" and mine):
            answer = self.stage.ask(person, "DELETE", f"/family/children/{mine[-1]['id']}")
            assert answer.status_code in (204, 409), answer.text

    @rule(
        person=persons,
        choice=st.integers(0, 3),
        purpose=st.sampled_from(["GRANT", "GRANT", "CHANGE", "CANCEL"]),
        other=st.sampled_from([None, None, "dmitry", "anna", "igor"]),
        is_quick=st.booleans(),
        whose_photo=st.sampled_from([None, None, None, "anna"]),
    )
    def ask_for_access(
        self, person: str, choice: int, purpose: str, other: str | None, is_quick: bool, whose_photo: str | None
    ) -> None:
        mine = self.stage.ask(person, "GET", "/family/children").json()["items"]
        child = mine[choice % len(mine)]["id"] if mine else str(account(person))
        photo = self.photos[whose_photo or person][-1]
        body: dict[str, Any] = {
            "childId": child, "purpose": purpose, "grantee": "OTHER_PARENT" if other else "SELF",
            "phone": self.phones[other or person], "consent": True, "photoId": photo,
        }  # fmt: skip
        answer = self.stage.ask(person, "POST", "/access/requests", body)
        assert answer.status_code in (201, 409, 422), answer.text
        assert answer.status_code != 201 or whose_photo in (None, person), "another's photo is none"
        if answer.status_code == 201 and is_quick:
            code = self.stage.run(self.stage.site.code(self.phones[person]))
            path = f"/access/requests/{answer.json()['id']}/confirm"
            sent = self.stage.ask(person, "POST", path, {"code": code})
            assert sent.json()["state"] == "CHECKING"
            assert sent.json()["workingDaysLeft"] == 5

    @rule(person=persons, choice=st.integers(0, 5), what=st.sampled_from(["confirm", "confirm", "cancel", "change"]))
    def go_on_with_a_request(self, person: str, choice: int, what: str) -> None:
        mine = self.stage.ask(person, "GET", "/access/requests").json()["items"]
        if not mine:
            return
        request = mine[choice % len(mine)]
        path = f"/access/requests/{request['id']}"
        for stranger in set(PEOPLE) - {person}:
            if choice == 5:
                assert self.stage.ask(stranger, "POST", f"{path}/cancel").status_code == 404
        if what == "change":
            photo = self.stage.ask(person, "GET", path).json()["photoId"]
            body = {name: request[name] for name in ("childId", "purpose", "grantee", "phone", "consent")}
            answer = self.stage.ask(person, "PUT", path, body | {"photoId": photo})
        elif what == "cancel":
            answer = self.stage.ask(person, "POST", f"{path}/cancel")
        else:
            text = self.newest_code(self.phones[person])
            answer = self.stage.ask(person, "POST", f"{path}/confirm", {"code": text})
        assert answer.status_code in (200, 409, 422, 429), answer.text

    @rule(
        choice=st.integers(0, 5),
        outcome=st.sampled_from(["APPROVED", "REJECTED", "ACTION_REQUIRED"]),
    )
    def the_registry_answers_a_request(self, choice: int, outcome: str) -> None:
        requests = sorted(self.stage.books().steps)
        if not requests:
            return
        request_id = requests[choice % len(requests)]
        is_checked = self.stage.books().steps[request_id][-1] == "CHECKING"
        if outcome == "APPROVED":
            return  # a tester's word opens what the clinic closed; the walk holds on to the rules
        answer = self.stage.mock(f"/registries/requests/{request_id}", {"outcome": outcome, "reason": "проба"})
        assert answer.status_code == (200 if is_checked else 409)

    # what holds after every step

    @invariant()
    def the_books_are_in_order(self) -> None:
        books = self.stage.books()
        assert books.reads == self.reads, "a read is in the journal not exactly once"
        for child, person in self.shut_out:
            assert not books.living(account(person), CHILDREN[child].id), (child, person)
        living = [row[:2] for row in books.grants.values() if row[2] == "ACTIVE"]
        assert len(living) == len(set(living))
        self.states_follow_the_declared_lines(books)
        self.before = books

    def states_follow_the_declared_lines(self, books: Books) -> None:
        for grant_id, row in self.before.grants.items():
            assert row[2] == "ACTIVE" or books.grants[grant_id] == row, "an ended access changed"
        for code_id, state in books.codes.items():
            old = self.before.codes.get(code_id, "SENT")
            assert state == old or CODES.allows(CodeState(old), CodeState(state)), (old, state)
        for check_id, state in books.checks.items():
            old = self.before.checks.get(check_id, state)
            assert state == old or CHECKS.allows(CheckState(old), CheckState(state)), (old, state)
        for states in books.steps.values():
            line = [RequestState(state) for state in states]
            assert REQUESTS.allows(None, line[0])
            for one, following in pairwise(line):
                assert REQUESTS.allows(one, following), (one, following)

    @invariant()
    def cards_open_to_whom_they_should(self) -> None:
        """After each step two of the families' people look, in turn."""
        looks = [*PAIRS, ("maria", "maria"), ("sofia", "igor")]
        for _ in range(2):
            child, person = looks[self.looks % len(looks)]
            self.looks += 1
            self.read(person, child, "overview")


@pytest.fixture
def stage(tmp_path: Path) -> Iterator[Stage]:
    opened = Stage(tmp_path)
    yield opened
    opened.close()


def test_whatever_people_do_nobody_reads_what_is_not_open_to_them(stage: Stage) -> None:
    Story.stage = stage
    walks = settings(
        max_examples=20,
        stateful_step_count=40,
        deadline=None,
        database=None,
        derandomize=True,
        suppress_health_check=list(HealthCheck),
    )
    run_state_machine_as_test(Story, settings=walks)
