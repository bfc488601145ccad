"""Pictures of the health diary."""

from __future__ import annotations

from datetime import datetime, timedelta

from scripts.shots_access import signed_in
from scripts.shots_walk import Walk, with_a_pin
from tests.support.road import ANNA, patients
from tests.support.served import latest_code

#: Days and hours before now, indicator, values, note.
_WEEK = (
    (6, 2, "temperature", 37.8, None, ""), (5, 14, "temperature", 37.6, None, ""),
    (5, 2, "temperature", 38.2, None, ""),
    (4, 2, "temperature", 37.6, None, "дали ибупрофен"), (3, 3, "temperature", 37.4, None, ""),
    (2, 0, "temperature", 37.3, None, "после прогулки"), (1, 0, "temperature", 36.9, None, ""),
    (0, 1, "temperature", 36.8, None, "утром, без лекарств"), (3, 1, "bloodPressure", 108, 66, ""),
    (20, 1, "bloodPressure", 102, 62, ""), (60, 1, "bloodPressure", 104, 64, ""), (40, 1, "weight", 26.4, None, ""),
    (200, 1, "weight", 24.9, None, ""), (380, 1, "weight", 22.8, None, ""), (40, 1, "height", 128.5, None, ""),
    (5, 1, "pulse", 128, None, "во время жара"), (1, 1, "pulse", 92, None, ""),
)  # fmt: skip


def write_a_week(base: str, patient_id: str) -> None:
    """A week of fever, and what was measured before."""
    with signed_in(base, ANNA) as http:
        http.post("/auth/medcard-code").raise_for_status()
        tokens = http.post("/auth/medcard-code/confirm", json={"code": latest_code(base, ANNA)}).json()
        http.headers["Authorization"] = f"Bearer {tokens['accessToken']}"
        now = datetime.fromisoformat(http.get("/me").headers["X-Emias-Now"])
        for days, hours, indicator, value, value2, note in _WEEK:
            at = (now - timedelta(days=days, hours=hours)).isoformat()
            body = {"indicator": indicator, "value": value, "value2": value2, "measuredAt": at, "note": note}
            http.post(f"/patients/{patient_id}/diary", json=body).raise_for_status()
        note = {
            "indicator": "note",
            "measuredAt": (now - timedelta(days=4)).isoformat(),
            "note": "Ел плохо, много спал",
        }
        more = {"symptoms": ["Кашель", "Насморк"], "medicines": ["Ибупрофен, 5 мл"]}
        http.post(f"/patients/{patient_id}/diary", json=note | more).raise_for_status()


def the_diary(walk: Walk) -> None:
    person = walk.person
    artyom = patients(walk.base)["Артём"]
    with_a_pin(walk)
    walk.go(f"/diary/{artyom}", "diary.empty")
    walk.stop("diary-empty")
    write_a_week(walk.base, artyom)
    walk.go("/home", "nav.home")
    walk.go(f"/diary/{artyom}", "diary.total")
    walk.stop("diary-all")
    person.tap("diary.indicator.temperature")
    person.tap("diary.period.week")
    walk.stop("diary")
    person.tap("diary.add")
    person.wait("diary.save")
    walk.stop("diary-new")
    person.enter("diary.value", "40,6")
    walk.stop("diary-add", "diary.question")
    person.tap("diary.close")
    walk.go("/home", "nav.home")
    walk.go(f"/diary/{artyom}", "diary.total")
    person.tap("diary.add")
    person.wait("diary.save")
    person.tap("diary.kind.bloodpressure")
    walk.stop("diary-pressure")
    person.tap("diary.close")
    person.tap("diary.indicator.bloodpressure")
    walk.stop("diary-pressure-chart")
    walk.go("/home", "nav.home")
    walk.go(f"/diary/{artyom}", "diary.total")
    walk.fault(method="POST", path=f"/api/v1/patients/{artyom}/diary", times=100, drop=True)
    person.tap("diary.add")
    person.enter("diary.value", "37,1")
    person.tap("diary.save")
    person.page.wait_for_timeout(4_000)
    walk.stop("diary-waits", "diary.total")
    walk.no_faults()
