"""The words of the page ``/s`` for keys on the wire; of the domain's rules where it has them."""

from __future__ import annotations

import json
from functools import cache

from emias_app.domain.child_data import RELATIVE_WORDS, SEVERITY_WORDS, infection_words
from emias_app.domain.entry_lines import INDICATOR_WORDS
from emias_app.domain.reference import vaccination_calendar
from emias_app.domain.vaccination import DOSE_TITLES, mark_of
from emias_app.domain.wording import upper_first
from emias_app.models.child_data import ChildDataKind
from emias_app.models.vaccination import DoseStatus

K = ChildDataKind

_KINDS = {
    K.ALLERGIES: "Аллергии",
    K.MEDICATIONS: "Лекарства",
    K.INJURIES: "Травмы",
    K.SURGERIES: "Операции",
    K.FAMILY_HISTORY: "Болезни в семье",
    K.VACCINATIONS: "Прививки в других клиниках",
    K.VISITS: "Приёмы в других клиниках",
}


@cache
def words_json() -> bytes:
    """JSON, keys as they stand on the wire."""
    told: dict[str, object] = {
        "kinds": {key.value: word for key, word in _KINDS.items()},
        "indicators": {key.value: word for key, word in INDICATOR_WORDS.items()},
        "severities": {key.value: word for key, word in SEVERITY_WORDS.items()},
        "relatives": {key.value: upper_first(word) for key, word in RELATIVE_WORDS.items()},
        "infections": {key: infection_words(key) for key in vaccination_calendar()["targets"]},
        "doses": dict(DOSE_TITLES),
        "statuses": {status.value: mark_of(status).model_dump(mode="json") for status in DoseStatus},
    }
    return json.dumps(told, ensure_ascii=False).encode()
