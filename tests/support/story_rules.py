"""What people do between the access stories: their papers, phones, passwords, photos, families, messages."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any, ClassVar

from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, rule

from emias_app.mock_server.seed import PASSWORD, numbers
from emias_app.mock_server.seed.people import ADULTS, an_id
from tests.support.access_roads import a_photo
from tests.support.access_story import PEOPLE, Stage
from tests.support.demo_site import a_passport

persons = st.sampled_from(PEOPLE)
_PHOTO, _NO_PHOTO = a_photo(size=(640, 48)), b"GIF89a"
_WORDS = (PASSWORD, "Solnce-77-dom", "Reka-2027-les")
_FIELDS = ("lastName", "firstName", "middleName", "birthDate", "sex", "relation", "document", "oms")
_ANSWERED = {"CONFIRMED", "REJECTED", "FAILED_TEMPORARILY"}


class AccountRules(RuleBasedStateMachine):
    """``phones`` and ``passwords`` are what a person has now; ``photos`` what each may show."""

    stage: ClassVar[Stage]
    phones: dict[str, str]
    passwords: dict[str, str]
    photos: dict[str, list[str]]

    def begin_accounts(self) -> None:
        self.phones = {adult.key: adult.phone for adult in ADULTS} | {"maria": "+79000000007"}
        self.passwords = dict.fromkeys(PEOPLE, PASSWORD)
        self.photos = {person: [str(an_id("photo", person))] for person in PEOPLE}

    def family(self, person: str) -> list[dict[str, Any]]:
        items: list[dict[str, Any]] = self.stage.ask(person, "GET", "/family/children").json()["items"]
        return items

    # the account

    @rule(person=persons, number=st.integers(10, 13), takes_over=st.sampled_from([None, None, "anna", "dmitry"]))
    def change_the_phone(self, person: str, number: int, takes_over: str | None) -> None:
        """Codes go to both phones; another's phone is answered alike and never taken over."""
        phone = self.phones[takes_over] if takes_over else f"+79160000{number:03d}"
        body = {"phone": phone}
        sent = self.stage.ask(person, "PUT", "/me/phone", body)
        if phone == self.phones[person]:
            assert sent.status_code == 422
            return
        assert sent.status_code in (202, 429), sent.text
        if sent.status_code == 429:
            return
        codes = {"codeOld": self.newest_code(self.phones[person]), "codeNew": self.newest_code(phone)}
        done = self.stage.ask(person, "PUT", "/me/phone", body | codes)
        is_taken = phone in self.phones.values()
        assert (done.status_code == 200) == (not is_taken), done.text
        if not is_taken:
            self.phones[person] = phone

    def newest_code(self, phone: str) -> str:
        """What whoever holds the phone reads last; a message without a code gives nothing that fits."""
        inbox = self.stage.run(self.stage.site.inbox(phone))
        return str(inbox[0]["code"]) if inbox and inbox[0]["code"] else "000000"

    @rule(person=persons, choice=st.integers(0, 2), is_known=st.booleans())
    def change_the_password(self, person: str, choice: int, is_known: bool) -> None:
        given = self.passwords[person] if is_known else "Chuzhoj-2026"
        body = {"current": given, "password": _WORDS[choice]}
        answer = self.stage.ask(person, "PUT", "/me/password", body)
        if answer.status_code == 204:
            assert is_known
            self.passwords[person] = _WORDS[choice]
        else:
            assert answer.status_code in (422, 429), answer.text
        assert self.stage.ask(person, "GET", "/me").status_code == 200, "one's own session goes on"

    @rule(person=st.sampled_from(["igor", "olga", "elena", "timur"]), number=st.integers(61, 64))
    def add_papers(self, person: str, number: int) -> None:
        """СНИЛС, passport and ИНН; whose numbers they are already is refused, what is checked is checked in time."""
        for paper, body in (
            ("snils", {"number": numbers.snils(number)}),
            ("passport", a_passport(number)),
            ("inn", {"number": numbers.inn(number)}),
        ):
            answer = self.stage.ask(person, "PUT", f"/me/{paper}", body)
            assert answer.status_code in (200, 409, 422), answer.text

    @rule(person=persons)
    def read_the_messages(self, person: str) -> None:
        for notice in self.stage.ask(person, "GET", "/notices").json()["items"][:2]:
            path = f"/notices/{notice['id']}/read"
            assert self.stage.ask(person, "POST", path).json()["read"] is True
            others = [one for one in PEOPLE if one != person]
            assert self.stage.ask(others[0], "POST", path).status_code == 404

    @rule(person=persons, is_picture=st.booleans())
    def show_a_photo(self, person: str, is_picture: bool) -> None:
        content = _PHOTO if is_picture else _NO_PHOTO
        answer = self.stage.send_file(person, "/access/photos", content)
        assert answer.status_code == (201 if is_picture else 422), answer.text
        if is_picture:
            self.photos[person].append(str(answer.json()["id"]))

    # the family

    @rule(
        person=st.sampled_from(["anna", "anna", "igor", "elena", "timur", "olga", "dmitry"]),
        choice=st.integers(0, 3),
        slip=st.sampled_from([None, None, "day", "name", "policy"]),
    )
    def correct_a_child(self, person: str, choice: int, slip: str | None) -> None:
        """With the slip put in, or put right again: the check begins anew and nothing else moves."""
        mine = self.family(person)
        if not mine:
            return
        child = mine[choice % len(mine)]
        body: dict[str, Any] = {field: child[field] for field in _FIELDS}
        if slip == "day":
            body["birthDate"] = (date.fromisoformat(body["birthDate"]) + timedelta(days=1)).isoformat()
        elif slip == "name":
            body["firstName"] = f"{body['firstName']}а"
        elif slip == "policy":
            body["oms"] = numbers.enp(150)
        answer = self.stage.ask(person, "PUT", f"/family/children/{child['id']}", body)
        assert answer.status_code in (200, 409, 422), answer.text
        stranger = next(one for one in PEOPLE if one != person)
        assert self.stage.ask(stranger, "PUT", f"/family/children/{child['id']}", body).status_code == 404

    @rule(person=persons, choice=st.integers(0, 3))
    def check_a_child_again(self, person: str, choice: int) -> None:
        mine = self.family(person)
        if mine:
            path = f"/family/children/{mine[choice % len(mine)]['id']}/recheck"
            assert self.stage.ask(person, "POST", path).status_code in (200, 409)

    @rule(choice=st.integers(0, 5), outcome=st.sampled_from(["REJECTED", "REJECTED", "FAILED_TEMPORARILY"]))
    def an_office_answers(self, choice: int, outcome: str) -> None:
        """By a tester's word; only «no», since «yes» would make anybody a parent."""
        waiting = [
            (registry, check) for registry, check, state in self.stage.checks() if state not in _ANSWERED
        ]  # fmt: skip
        if waiting:
            registry, check = waiting[choice % len(waiting)]
            answer = self.stage.mock(f"/registries/{registry.lower()}/{check}", {"outcome": outcome})
            assert answer.status_code in (200, 409, 422), answer.text

    @rule(person=st.sampled_from(["elena", "timur"]))
    def the_right_office_confirms(self, person: str) -> None:
        """ДТСЗН and МФЦ say yes to the family that they know."""
        child = {"elena": "kirill", "timur": "amina"}[person]
        check = an_id("check", person, child)
        registry = {"elena": "dtszn", "timur": "mfc"}[person]
        entered = [one for one in self.family(person) if one["check"]["id"] == str(check)]
        is_as_seeded = [one for one in entered if one["birthDate"] == self.stage.born(child).isoformat()]
        if is_as_seeded and is_as_seeded[0]["check"]["registry"].lower() == registry:
            answer = self.stage.mock(f"/registries/{registry}/{check}", {"outcome": "CONFIRMED"})
            assert answer.status_code in (200, 409), answer.text
