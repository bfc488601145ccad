"""A lab report as a table with norms, and what it says in one sentence."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

from emias_app.domain.ages import age_in
from emias_app.domain.labs import Range, flag, position
from emias_app.domain.wording import age_genitive, counted, join_words, lower_first, number, printable, upper_first
from emias_app.models.base import Mark, Sex, Tone
from emias_app.models.document import LabRow, LabTableBlock
from emias_app.models.records import LabFlag, LabReport, LabResult

_ROWS = ("показатель", "показателя", "показателей")
#: Never an interpretation: what it means, the doctor says (look.md §9).
_ASK_THE_DOCTOR = "Что это значит, скажет врач."


def norm_for(birth: date, sex: Sex, on: date) -> str:
    """«мальчика 8 лет», «девочки 1 года 6 месяцев»: whose norm the table shows."""
    return f"{'мальчика' if sex is Sex.MALE else 'девочки'} {age_genitive(age_in(birth, on))}"


def lab_table(
    report: LabReport, birth: date, sex: Sex, trends: Mapping[str, Sequence[float]] | None = None
) -> LabTableBlock:
    """The rows outside their norm first, then in the order of the form.

    ``trends`` holds the values of a показатель, oldest first, this one last.
    """
    known = trends or {}
    rows = [_row(result, known.get(result.code, ())) for result in report.results]
    rows.sort(key=lambda row: row.flag in (None, LabFlag.NORMAL.value))
    return LabTableBlock(norm_for=norm_for(birth, sex, report.date), rows=rows)


def lab_summary(report: LabReport, birth: date) -> tuple[Mark | None, str | None]:
    """«2 показателя вне нормы» and which; (None, None) where nothing has a norm."""
    flags = [(result, found) for result in report.results if (found := flag_of(result))]
    if not flags:
        return None, None
    age = age_genitive(age_in(birth, report.date))
    outside = [(result, found) for result, found in flags if found is not LabFlag.NORMAL]
    if not outside:
        return Mark(tone=Tone.SUCCESS, text="Все показатели в норме"), f"Норма для {age}."
    mark = Mark(tone=Tone.WARN, text=f"{counted(len(outside), _ROWS)} вне нормы")
    return mark, f"{_which(outside, age)} {_ASK_THE_DOCTOR}"


def _which(outside: Sequence[tuple[LabResult, LabFlag]], age: str) -> str:
    """«Гемоглобин и гематокрит ниже нормы, СОЭ выше нормы для 8 лет.»; words apart: «Вне нормы: белок.»"""

    def names(wanted: LabFlag) -> str:
        return join_words([_in_a_sentence(result.name) for result, found in outside if found is wanted])

    parts = [
        f"{found} {word} нормы"
        for wanted, word in ((LabFlag.LOW, "ниже"), (LabFlag.HIGH, "выше"))
        if (found := names(wanted))
    ]
    sentences = [upper_first(f"{', '.join(parts)} для {age}.")] if parts else []
    if words := names(LabFlag.ABNORMAL):
        sentences.append(f"Вне нормы: {words}.")
    return " ".join(sentences)


def _in_a_sentence(name: str) -> str:
    """«Лимфоциты, %» as «лимфоциты (%)»: a comma would look like the next name."""
    head, _, tail = name.partition(", ")
    return lower_first(f"{head} ({tail})" if tail else head)


def flag_of(result: LabResult) -> LabFlag | None:
    """The laboratory's own flag, else by the printed bounds; None without a norm."""
    if result.flag:
        return result.flag
    norm = Range.of(result.low, result.high)
    return flag(result.value, norm) if norm and result.value is not None else None


def _row(result: LabResult, trend: Sequence[float]) -> LabRow:
    norm = Range.of(result.low, result.high)
    low, high = bounds_words(norm, result.decimals)
    found = flag_of(result)
    is_numeric = result.value is not None
    value = number(result.value, result.decimals) if result.value is not None else (result.value_text or "")
    return LabRow(
        code=result.code,
        name=printable(result.name),
        value=printable(value) if not is_numeric else value,
        unit=printable(result.unit),
        reference=printable(result.reference_text) if result.reference_text else reference_words(low, high),
        low=low,
        high=high,
        position=position(result.value, norm) if norm and result.value is not None else None,
        flag=found.value if found else None,
        trend=list(trend) if is_numeric else [],
        trend_low=norm.low if norm else None,
        trend_high=norm.high if norm else None,
    )


def bounds_words(norm: Range | None, decimals: int) -> tuple[str | None, str | None]:
    """Both with as many decimals as the longer one needs: «3,5», «4,0»."""
    if norm is None:
        return None, None
    known = [bound for bound in (norm.low, norm.high) if bound is not None]
    needed = next(
        (places for places in range(decimals) if all(round(bound, places) == bound for bound in known)), decimals
    )
    low, high = (None if bound is None else number(bound, needed) for bound in (norm.low, norm.high))
    return low, high


def reference_words(low: str | None, high: str | None) -> str:
    """«115–145», «до 5», «от 30», or nothing."""
    if low and high:
        return f"{low}–{high}"
    return f"до {high}" if high else f"от {low}" if low else ""
