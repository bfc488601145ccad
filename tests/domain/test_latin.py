"""Russian names in Latin letters."""

from __future__ import annotations

import pytest

from emias_app.domain.latin import in_latin


@pytest.mark.parametrize(
    ("russian", "latin"),
    [
        ("Морозов Артём Дмитриевич", "Morozov Artem Dmitrievich"),
        ("Щукина Юлия", "Shchukina Iuliia"),
        ("Подъячев Цой", "Podieiachev Tsoi"),
        ("Ольга-Любовь 2", "Olga-Liubov 2"),
        ("", ""),
    ],
)
def test_a_name_is_written_as_in_a_passport(russian: str, latin: str) -> None:
    assert in_latin(russian) == latin
