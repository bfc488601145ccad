"""Lab reports: values that belong to one child over the years, in step with each other, ranges from ``domain.labs``."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from random import Random
from typing import Literal

from emias_app.domain.labs import ANALYTES, PANELS, Range, measured, reference
from emias_app.mock_server.seed.chart import Chart
from emias_app.mock_server.seed.language import plural
from emias_app.models.base import Mark, Tone
from emias_app.models.records import LabFlag, LabReport, LabResult
from emias_app.models.section import SectionSlug

Illness = Literal["viral", "bacterial", "urinary", "allergic"]
Values = dict[str, float | str]

TITLES = {
    "oak": "Общий анализ крови",
    "oam": "Общий анализ мочи",
    "biochem": "Биохимия крови",
    "glucose": "Глюкоза крови",
    "ferritin": "Ферритин",
    "tsh": "ТТГ и свободный Т4",
    "vitd": "Витамин D (25-OH)",
    "ige": "Иммуноглобулин E общий",
    "coprogram": "Копрограмма",
}
_KINDS = {"oam": ("URINE", "Моча"), "coprogram": ("STOOL", "Кал")}
_BLOOD = ("BLOOD", "Кровь")


def mark_of(results: list[LabResult]) -> tuple[int, Mark]:
    """How many are out of the norm, and the mark: «норма» or «2 отклонения»."""
    count = sum(result.flag not in (None, LabFlag.NORMAL) for result in results)
    if not count:
        return 0, Mark(tone=Tone.SUCCESS, text="норма")
    return count, Mark(tone=Tone.WARN, text=plural(count, "отклонение", "отклонения", "отклонений"))


def lab(
    chart: Chart, panel: str, day: date, *, illness: Illness | None = None, values: Values | None = None,
    organisation: str | None = None,
) -> LabReport:  # fmt: skip
    """Write a report; ``values`` are said outright, the rest follows the child's own level and the illness."""
    child = chart.child
    form = PANELS[panel]
    found = _VALUES[panel](chart, day, illness) | (values or {})
    results = [
        measured(analyte, found[analyte.code], child.birth, child.sex, day)
        for analyte in form.analytes
        if analyte.code in found
    ]
    count, mark = mark_of(results)
    kind, kind_title = _KINDS.get(panel, _BLOOD)
    material = form.materials[1 if panel == "oak" and child.months(day) < 84 else 0]
    extra = {"organisation": organisation} if organisation else {}
    return chart.write(
        LabReport, SectionSlug.LABS, day, time=f"{chart.rng.randint(8, 9):02d}:{chart.rng.randrange(0, 60, 5):02d}",
        title=TITLES[panel], subtitle=material, kind=kind, kind_title=kind_title, mark=mark, panel=panel,
        material=material, results=results, abnormal_count=count, **extra,
    )  # fmt: skip


def _norm(chart: Chart, code: str, day: date) -> Range:
    return reference(ANALYTES[code], chart.child.birth, chart.child.sex, day) or Range(0.0, 1.0)


def _own(chart: Chart, code: str, day: date, low: float = 0.25, high: float = 0.75) -> float:
    """A value in the middle of the norm: the child's own level plus a little of today."""
    norm = _norm(chart, code, day)
    bottom, top = norm.low or 0.0, norm.high if norm.high is not None else (norm.low or 1.0) * 2
    level = Random(f"{chart.child.spec.key}/{code}").uniform(low, high)
    place = min(max(level + chart.rng.uniform(-0.12, 0.12), 0.06), 0.94)
    return bottom + (top - bottom) * place


def _blood(chart: Chart, day: date, illness: Illness | None) -> Values:
    rng = chart.rng
    is_baby = chart.child.months(day) < 9
    hct = _own(chart, "HCT", day, *((0.5, 0.75) if is_baby else (0.22, 0.45)))
    rbc_norm, mcv_norm = _norm(chart, "RBC", day), _norm(chart, "MCV", day)
    rbc_low, rbc_high = rbc_norm.low or 0.0, rbc_norm.high or 0.0
    mcv_low, mcv_high = mcv_norm.low or 0.0, mcv_norm.high or 0.0
    mcv = mcv_low + (mcv_high - mcv_low) * (0.12 if is_baby else rng.uniform(0.3, 0.5))
    rbc = min(max(hct * 10 / mcv, rbc_low + 0.05), rbc_high - 0.05)
    mcv = min(max(hct * 10 / rbc, mcv_low + 0.3), mcv_high - 0.3)
    hgb_norm = _norm(chart, "HGB", day)
    hgb = max(hct * rng.uniform(3.28, 3.42), (hgb_norm.low or 0) + 1)
    values: Values = {
        "HGB": hgb, "RBC": rbc, "HCT": hct, "MCV": mcv, "PLT": _own(chart, "PLT", day), "WBC": _own(chart, "WBC", day),
        "ESR": _own(chart, "ESR", day, 0.1, 0.5),
    }  # fmt: skip
    return values | _formula(chart, day, illness) | _inflamed(chart, day, illness)


def _formula(chart: Chart, day: date, illness: Illness | None) -> Values:
    """The leucocyte formula; its parts make 100 %."""
    rng = chart.rng
    band = round(rng.uniform(1.0, 3.5), 1)
    eos = round(rng.uniform(7.4, 10.5) if illness == "allergic" else rng.uniform(1.0, 4.5), 1)
    mon = round(_own(chart, "MON%", day, 0.3, 0.6), 1)
    bas = round(rng.uniform(0.1, 0.7), 1)
    norm = _norm(chart, "LYM%", day)
    low, high = norm.low or 0.0, norm.high or 100.0
    if illness == "bacterial":
        band = round(rng.uniform(7.0, 11.0), 1)
        lym = low + rng.uniform(-4, 2)
    elif illness == "viral":
        lym = high + rng.uniform(-6, 4)
    else:
        seg = _norm(chart, "SEG", day)
        rest = 100 - band - eos - mon - bas
        least, most = max(low, rest - (seg.high or 100)), min(high, rest - (seg.low or 0))
        lym = least + (most - least) * rng.uniform(0.25, 0.75)
    lym = round(lym, 1)
    return {
        "BAND": band, "EOS%": eos, "BAS%": bas, "LYM%": lym, "MON%": mon,
        "SEG": round(100 - band - eos - mon - bas - lym, 1),
    }  # fmt: skip


def _inflamed(chart: Chart, day: date, illness: Illness | None) -> Values:
    rng = chart.rng
    if illness == "bacterial":
        most = _norm(chart, "WBC", day).high or 10.0
        return {"WBC": most * rng.uniform(1.15, 1.5), "ESR": float(rng.randint(19, 34))}
    if illness == "viral":
        return {"ESR": float(rng.randint(8, 14))}
    return {}


def _urine(chart: Chart, day: date, illness: Illness | None) -> Values:
    rng = chart.rng
    values: Values = {
        "U_COL": rng.choice(("соломенно-жёлтый", "светло-жёлтый")), "U_CLR": "прозрачная",
        "U_SG": rng.uniform(1.008, 1.019), "U_PH": rng.choice((5.5, 6.0, 6.0, 6.5)), "U_PRO": 0.0, "U_GLU": 0.0,
        "U_KET": "не обнаружены", "U_BIL": "не обнаружен", "U_UBG": float(rng.choice((3, 3, 4, 6))),
        "U_NIT": "не обнаружены", "U_LEU_EST": "отрицательно", "U_WBC": float(rng.randint(0, 2)),
        "U_RBC": float(rng.choice((0, 0, 0, 1))), "U_EPI": float(rng.randint(0, 3)), "U_CAST": "не обнаружены",
        "U_MUC": rng.choice(("не обнаружена", "незначительное количество")), "U_SALT": "не обнаружены",
        "U_BAC": "не обнаружены",
    }  # fmt: skip
    if illness == "urinary":
        values |= {
            "U_CLR": "мутная", "U_WBC": float(rng.randint(22, 45)), "U_PRO": rng.uniform(0.18, 0.34),
            "U_NIT": "обнаружены", "U_LEU_EST": "положительно", "U_BAC": "обнаружены",
            "U_RBC": float(rng.randint(2, 4)),
        }  # fmt: skip
    elif illness in ("viral", "bacterial"):
        values["U_KET"] = rng.choice(("не обнаружены", "не обнаружены", "следы"))
    elif rng.random() < 0.12:
        values["U_SALT"] = rng.choice(("оксалаты +", "аморфные фосфаты +"))
    return values


def _biochemistry(chart: Chart, day: date, illness: Illness | None) -> Values:
    codes = ("TP", "ALB", "UREA", "CREA", "TBIL", "DBIL", "ALT", "AST", "ALP", "FE", "CA")
    values: Values = {code: _own(chart, code, day) for code in codes}
    is_ill = illness in ("bacterial", "urinary")
    values["CRP"] = chart.rng.uniform(18, 64) if is_ill else chart.rng.uniform(0.3, 2.4)
    return values


def _stool(chart: Chart, day: date, illness: Illness | None) -> Values:
    values: Values = {
        analyte.code: analyte.normal[chart.rng.randrange(len(analyte.normal))]
        for analyte in PANELS["coprogram"].analytes
        if analyte.normal
    }
    values["C_PH"] = chart.rng.choice((6.5, 7.0, 7.0, 7.5)) if chart.child.months(day) >= 12 else 6.0
    if illness == "viral":
        values |= {"C_CONS": "жидкий", "C_MUC": "небольшое количество"}
    return values


def _plain(*codes: str) -> Callable[[Chart, date, Illness | None], Values]:
    def values(chart: Chart, day: date, illness: Illness | None) -> Values:
        return {code: _own(chart, code, day) for code in codes}

    return values


def _vitamin_d(chart: Chart, day: date, illness: Illness | None) -> Values:
    return {"VITD": chart.rng.uniform(31, 46)}


def _ige(chart: Chart, day: date, illness: Illness | None) -> Values:
    high = _norm(chart, "IGE", day).high or 100.0
    return {"IGE": high * (chart.rng.uniform(1.6, 4.2) if illness == "allergic" else chart.rng.uniform(0.15, 0.7))}


_VALUES: dict[str, Callable[[Chart, date, Illness | None], Values]] = {
    "oak": _blood,
    "oam": _urine,
    "biochem": _biochemistry,
    "glucose": _plain("GLU"),
    "ferritin": _plain("FERR"),
    "tsh": _plain("TSH", "FT4"),
    "vitd": _vitamin_d,
    "ige": _ige,
    "coprogram": _stool,
}
