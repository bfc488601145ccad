"""Pictures of accounts, «Моя семья», the roads to a card and their ends; the clinic's are in ``shots_clinic``."""

from __future__ import annotations

import contextlib
import re
from collections.abc import Iterator
from typing import Any

import httpx
from playwright.sync_api import FilePayload

from scripts.shots_clinic import the_clinic, the_doctor
from scripts.shots_walk import Walk, as_someone, first_of, with_a_pin
from tests.support.access_roads import a_photo
from tests.support.road import ANNA, PASSWORD, PIN, patients, press
from tests.support.served import latest_code

IGOR_PHONE, OLGA_PHONE, DMITRY_PHONE = "+79000000002", "+79000000005", "+79000000006"
#: Their places among the demo people of the sign-in screen.
IGOR, ELENA, TIMUR, OLGA, DMITRY, _MARIA, SERGEY = range(2, 9)


@contextlib.contextmanager
def signed_in(base: str, phone: str) -> Iterator[httpx.Client]:
    """The API in the name of somebody, to bring about what is to be pictured."""
    with httpx.Client(base_url=f"{base}/api/v1", timeout=60) as http:
        ticket = http.post("/auth/login", json={"login": phone, "password": PASSWORD}).json()["ticket"]
        code = latest_code(base, phone)
        tokens = http.post("/auth/login/confirm", json={"ticket": ticket, "code": code}).json()
        http.headers["Authorization"] = f"Bearer {tokens['accessToken']}"
        yield http


def looked_at_by_the_doctor(base: str, patient_id: str) -> None:
    """A view in the journal that is not the parent's own."""
    with httpx.Client(base_url=f"{base}/api/v1", timeout=60) as http:
        tokens = http.post("/clinic/auth/login", json={"login": "doctor", "password": PASSWORD}).json()
        http.headers["Authorization"] = f"Bearer {tokens['accessToken']}"
        http.get(f"/clinic/patients/{patient_id}/child-data").raise_for_status()


def sent_request(base: str, phone: str, **other: Any) -> str:
    """The id of a request that is being checked."""
    with signed_in(base, phone) as http:
        child = http.get("/family/children").json()["items"][0]["id"]
        photo = http.post("/access/photos", files={"file": ("photo.jpg", a_photo(size=(1200, 900)), "image/jpeg")})
        body = {
            "childId": child, "purpose": "GRANT", "grantee": "SELF", "phone": phone, "consent": True,
            "photoId": photo.json().get("id"),
        }  # fmt: skip
        made = http.post("/access/requests", json=body | other)
        made.raise_for_status()
        request_id = str(made.json()["id"])
        code = latest_code(base, phone)
        http.post(f"/access/requests/{request_id}/confirm", json={"code": code}).raise_for_status()
    return request_id


def mock(base: str, path: str, body: object) -> None:
    httpx.post(f"{base}/mock/v1{path}", json=body, timeout=60).raise_for_status()


def at_the_door(walk: Walk) -> None:
    person = walk.person
    person.open("/register", until="register.back")
    walk.stop("register")
    walk.tap("register.submit")
    walk.stop("register-errors", "register.error")
    walk.go("/forgot", "forgot.login")
    walk.stop("forgot")
    person.enter("forgot.login", ANNA)
    walk.tap("forgot.submit")
    walk.stop("forgot-code", "forgot.code")


def the_homes(walk: Walk) -> None:
    """The first screen of people whose cards are not open yet."""
    for name, number in (("request", IGOR), ("checking", ELENA), ("basic", OLGA), ("code", DMITRY)):
        as_someone(walk, number)
        walk.stop(f"home-{name}", "home.bell")
        walk.go("/profile", "nav.profile")
        walk.tap_until("profile.logout", "login.login")


def the_family(walk: Walk) -> None:
    person = walk.person
    as_someone(walk, TIMUR)
    walk.stop("home-mfc", "home.bell")
    walk.go("/family", "family.add")
    walk.stop("family")
    child_id = first_of(person, "family.child").removeprefix("family.child.")
    walk.go(f"/family/{child_id}", "family.state")
    walk.stop("family-child")
    person.scroll_to("family.remove")
    walk.tap_until("family.remove", "family.remove.confirm")
    walk.stop("family-remove")
    walk.go(f"/family/{child_id}/edit", "family.back")
    walk.stop("family-edit")
    walk.go("/family/new", "family.back")
    person.tap("family.relation.daughter")
    walk.tap("family.save")
    walk.stop("family-form", "family.save.error")
    walk.go("/demo", "demo.back")
    walk.stop("demo")


def the_papers(walk: Walk) -> None:
    """The account: what is missing for the next level, and each form of «Профиль»."""
    person = walk.person
    as_someone(walk, TIMUR)
    walk.go("/profile", "profile.level")
    walk.stop("profile-level")
    for paper in ("snils", "passport", "inn", "oms", "password"):
        walk.go(f"/profile/{paper}", "paper.back")
        walk.stop(f"paper-{paper}")
    walk.go("/profile/phone", "paper.back")
    person.enter("paper.field.phone", "+7 916 123-45-67")
    walk.tap("paper.save")
    walk.stop("paper-phone", "paper.code.old")


def the_messages(walk: Walk) -> None:
    as_someone(walk, 1)
    walk.go("/notices", "notices.back")
    walk.stop("notices")


def the_access(walk: Walk) -> None:
    """Анна: who sees the cards, one access, the question before it is given up, the journal."""
    person = walk.person
    with_a_pin(walk)
    walk.go("/access", "access.redeem")
    walk.stop("access", "access.journal")
    walk.far_of("access.grant")
    walk.tap_until(first_of(person, "access.grant"), "access.card")
    walk.stop("access-grant")
    walk.tap_until("access.giveup", "access.giveup.confirm")
    walk.stop("access-give-up")
    artyom = patients(walk.base)["Артём"]
    walk.go(f"/access/journal/{artyom}", "journal.total")
    walk.stop("access-journal")
    looked_at_by_the_doctor(walk.base, artyom)
    walk.go(f"/access/journal/{artyom}", "journal.total")
    walk.far_of("journal.question")
    walk.tap_until(first_of(person, "journal.question"), "journal.question.confirm")
    walk.stop("access-journal-question")


def the_code(walk: Walk) -> None:
    """Дмитрий: a code of the clinic, a wrong one, the card that opened, the tries used up."""
    person = walk.person
    with_a_pin(walk, DMITRY_PHONE)
    walk.go("/access", "access.redeem")
    walk.stop("access-revoked")
    walk.go("/access/redeem", "redeem.code")
    walk.stop("redeem")
    for _ in range(2):
        person.enter("redeem.code", "k7pm 4rxe")
        person.tap("redeem.submit")
        person.wait("redeem.error")
    walk.stop("redeem-wrong")
    inbox = httpx.get(f"{walk.base}/mock/v1/outbox", params={"phone": DMITRY_PHONE}, timeout=10).json()["items"]
    text = next(item["text"] for item in inbox if "доступа к медкарте" in item["text"])
    person.enter("redeem.code", re.findall(r"[0-9A-Z]{4}-[0-9A-Z]{4}", text)[0])
    person.tap("redeem.submit")
    walk.stop("redeem-done", "redeem.done")
    walk.go("/access", "access.redeem")
    walk.go("/access/redeem", "redeem.code")
    for number in range(6):
        if "Попытки закончились" in person.read():
            break
        person.enter("redeem.code", f"ABCE-HKM{number + 2}")
        person.tap("redeem.submit")
        person.page.wait_for_timeout(1_500)
    person.wait_text("Попытки закончились")
    walk.stop("redeem-locked")
    with signed_in(walk.base, ANNA) as http:
        artyom = next(one["id"] for one in http.get("/patients").json()["items"] if one["firstName"] == "Артём")
    walk.go(f"/medcard/{artyom}", "ended.title")
    walk.stop("card-closed")


def the_ending(walk: Walk) -> None:
    """Сергей, whose son is 18 tomorrow."""
    as_someone(walk, SERGEY)
    walk.stop("home-ending", "home.bell")
    walk.go("/access", "access.redeem")
    walk.stop("access-ending")


def the_request(walk: Walk) -> None:
    """Игорь: from the first page to the decision."""
    person = walk.person
    with_a_pin(walk, IGOR_PHONE)
    walk.go("/access/request", "request.back")
    walk.stop("request")
    for step in ("about", "photo", "child", "purpose", "grantee", "phone", "confirm"):
        walk.sit_at("phone")
        walk.tap_on_to("request.next", f"/access/request/{step}")
        if step == "photo":
            person.picture()
            walk.tap("request.next")
            walk.stop("request-photo-missing", "request.photo.error")
            walk.far("request.photo")
            with person.page.expect_file_chooser() as chooser:
                person.tap("request.photo")
            photo: FilePayload = {
                "name": "passport.jpg", "mimeType": "image/jpeg", "buffer": a_photo(size=(1200, 900)),
            }  # fmt: skip
            chooser.value.set_files(photo)
            person.wait("request.photo.remove")
        walk.stop(f"request-{step}")
    walk.sit_at("phone")
    walk.go("/access/request", "request.back")
    walk.stop("request-drafts")
    walk.tap_until(first_of(person, "request.resume"), "request.back")
    for step in ("photo", "child", "purpose", "grantee", "phone", "confirm"):
        walk.tap_on_to("request.next", f"/access/request/{step}")
    person.type_code("request.code", latest_code(walk.base, IGOR_PHONE))
    walk.tap("request.submit")
    person.wait_text("Нужно ваше согласие")
    walk.stop("request-no-consent")
    walk.sit_at("phone")
    walk.tap("request.consent")
    walk.tap("request.submit")
    walk.stop("request-sent", "request.status")
    walk.far("request.cancel")
    walk.tap_until("request.cancel", "request.cancel.confirm")
    walk.stop("request-cancel")
    walk.go("/access", "access.redeem")
    walk.stop("access-request")
    mock(walk.base, "/clock", {"advanceWorkingDays": 5})
    # Days without a touch have locked the page.
    person.open("/access", until="unlock.digit.1")
    press(person, PIN, "unlock")
    walk.stop("access-approved", "access.redeem")


def the_answers(walk: Walk) -> None:
    """What a request may come to: something is to be done, refused."""
    request_id = sent_request(walk.base, IGOR_PHONE)
    mock(walk.base, f"/registries/requests/{request_id}", {"outcome": "ACTION_REQUIRED", "reason": None})
    as_someone(walk, IGOR)
    walk.go(f"/access/request/{request_id}", "request.status")
    walk.stop("request-action")
    walk.go("/profile", "nav.profile")
    walk.tap_until("profile.logout", "login.login")
    refused = sent_request(walk.base, OLGA_PHONE, photoId=None)
    mock(walk.base, "/clock", {"advanceWorkingDays": 5})
    as_someone(walk, OLGA)
    walk.go(f"/access/request/{refused}", "request.status")
    walk.stop("request-refused")


ACCESS_WALKS = (
    at_the_door,
    the_homes,
    the_family,
    the_papers,
    the_messages,
    the_access,
    the_code,
    the_ending,
    the_request,
    the_answers,
    the_clinic,
    the_doctor,
)
