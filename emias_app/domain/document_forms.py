"""Which kind of paper a record becomes: its official name, its form's number and the act that set the form.

Names of protocols: НСИ 1.2.643.5.1.13.13.11.1522. Numbers and acts are those of the Russian forms; which of their
lines are shown is ours [model], and no paper of this app may be presented anywhere.
"""

from __future__ import annotations

from emias_app.models.document import Paper
from emias_app.models.records import (
    AmbulanceCall,
    AnyRecord,
    Certificate,
    CovidTest,
    DayHospitalCourse,
    DischargeSummary,
    Hospitalization,
    InstrumentalStudy,
    LabReport,
    Prescription,
    Referral,
    Visit,
)

_USSR_1030 = "Приказ Минздрава СССР от 04.10.1980 №\u00a01030"

#: By the ``form`` of a certificate.
_CERTIFICATES = {
    "095/у": Paper(name="Справка о болезни ребенка", number="095/у", act=_USSR_1030),
    "079/у": Paper(
        name="Справка в организацию отдыха", number="079/у", act="Приказ Минздрава России от 15.12.2014 №\u00a0834н"
    ),
    "026/у-2000": Paper(
        name="Медицинская карта ребенка",
        number="026/у-2000",
        act="Приказ Минздрава России от 03.07.2000 №\u00a0241",
    ),
}
_CHAPTERS = {"CONCLUSION": "Медицинское заключение", "EXEMPTION": "Рекомендация по освобождению"}
_PAID = Paper(name="Рецепт", number="107-1/у", act="Приказ Минздрава России от 24.11.2021 №\u00a01094н")
_FREE = Paper(name="Рецепт льготный", number="148-1/у-04 (л)", act=_PAID.act)
_REFERRAL = Paper(
    name="Направление", number="057/у-04", act="Приказ Минздравсоцразвития России от 22.11.2004 №\u00a0255"
)
_AMBULANCE = Paper(
    name="Карта вызова скорой помощи",
    number="110/у",
    act="Приказ Минздравсоцразвития России от 02.12.2009 №\u00a0942",
)


def paper_of(record: AnyRecord) -> Paper | None:
    """The kind of paper; None where the title says it all."""
    match record:
        case Visit():
            return Paper(name="Протокол профилактического осмотра" if record.kind == "CHECKUP" else "Протокол осмотра")
        case LabReport() | CovidTest():
            return Paper(name="Протокол лабораторного исследования")
        case InstrumentalStudy():
            return Paper(name="Протокол инструментального исследования")
        case DischargeSummary():
            return Paper(name="Выписка из стационара")
        case Hospitalization():
            return Paper(name="Сведения о госпитализации")
        case DayHospitalCourse():
            return Paper(name="Эпикриз дневного стационара")
        case Certificate():
            return _CERTIFICATES.get(record.form) or Paper(name=_CHAPTERS.get(record.kind or "", "Справка"))
        case Prescription():
            return _FREE if record.discount else _PAID
        case Referral():
            return _REFERRAL
        case AmbulanceCall():
            return _AMBULANCE
        case _:
            return None
