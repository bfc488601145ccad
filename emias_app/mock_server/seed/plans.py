"""What each demo child went through: the plan that the generator fills in."""

from __future__ import annotations

from dataclasses import dataclass

from emias_app.mock_server.seed.vaccines import Schedule

#: Ages of check-ups (months): infancy, then every year.
INFANCY = (1.0, 2.0, 3.0, 4.5, 6.0, 7.5, 9.0, 12.0, 15.0, 18.0, 20.0, 24.0)
_ALL_FLU = tuple(range(1, 18))
_MOSCOW = ((38, "hep_a", "V1"), (45, "hep_a", "V2"), (14, "varicella", "V1"), (73, "varicella", "V2"))


@dataclass(frozen=True)
class Plan:
    """A child's course.

    ``chronic`` = (code, months of age of its visits); ``stays``, ``courses``, ``calls`` = (code, months of age);
    ``beside`` is named as a second diagnosis at every other visit; ``illnesses`` is how often the child was ill;
    ``healthy_labs`` = (panel, months of age); ``from_months`` is where the card begins.
    """

    illnesses: int
    schedule: Schedule
    infancy: tuple[float, ...] = INFANCY
    yearly: tuple[int, ...] = tuple(range(3, 18))
    specialists: tuple[tuple[float, tuple[str, ...]], ...] = ()
    chronic: tuple[tuple[str, tuple[float, ...]], ...] = ()
    stays: tuple[tuple[str, float], ...] = ()
    courses: tuple[tuple[str, float], ...] = ()
    calls: tuple[tuple[str, float], ...] = ()
    studies: tuple[tuple[str, float], ...] = (("us_hips", 1), ("us_brain", 1), ("ecg", 12))
    healthy_labs: tuple[tuple[str, float], ...] = (("oak", 3), ("oam", 3), ("oak", 12), ("oam", 12))
    covid_tests: int = 3
    blood: str = "A (II)"
    rhesus: str = "Rh+ (положительный)"
    group: str = "II"
    sport: str | None = "Основная"
    seen_for: str | None = None
    beside: str | None = None
    uploads: tuple[int, ...] = ()
    from_months: float = 0


_FIRST_YEAR = ((1.0, ("neurologist", "orthopedist")), (12.0, ("neurologist", "ent")))
_THREE = (36.0, ("ent", "eye", "dentist"))
_SCHOOL = (78.0, ("ent", "eye", "neurologist", "surgeon", "dentist"))
_TEN = (120.0, ("endocrinologist", "eye", "dentist"))
_FIFTEEN = (180.0, ("cardiologist", "endocrinologist", "eye", "dentist"))

PLANS: dict[str, Plan] = {
    "sofia": Plan(
        illnesses=3,
        schedule=Schedule(missed=frozenset({("opv", "RV2")}), flu_years=(1,), extra=((21.3, "hep_a", "V1"),)),
        specialists=((1.0, ("neurologist", "orthopedist", "eye")), (12.0, ("neurologist", "ent", "surgeon"))),
        chronic=(("L20.9", (5, 10)),),
        stays=(("A08.0", 10.6),),
        calls=(("A08.0", 10.6), ("J05.0", 19.4)),
        healthy_labs=(("oak", 3), ("oam", 3), ("oak", 12), ("oam", 12), ("vitd", 14), ("oak", 24), ("oam", 24)),
        covid_tests=1, blood="O (I)", seen_for="L20.9", beside="L20.9", sport=None, uploads=(220, 61),
    ),
    "artem": Plan(
        illnesses=5,
        infancy=(1.0, 2.0, 3.0, 4.5, 6.0, 9.0, 12.0, 18.0, 24.0), yearly=(3, 4, 5, 6, 7, 8),
        schedule=Schedule(flu_years=(3, 6, 7)),
        specialists=(*_FIRST_YEAR, (36.0, ("ent", "eye")), (78.0, ("eye", "neurologist"))),
        chronic=(("J35.2", (50, 62.5)),),
        stays=(("J18.9", 58.7),),
        courses=(("J35.2", 63.5),),
        calls=(("J18.9", 58.7),),
        studies=(("us_hips", 1), ("us_brain", 1), ("ecg", 12), ("us_abdomen", 70), ("ecg", 79)),
        healthy_labs=(("oak", 1.2), ("oam", 3), ("oak", 12), ("oam", 12), ("oak", 36), ("oam", 36), ("glucose", 72.5),
                      ("coprogram", 72.5), ("oam", 72), ("oam", 80), ("oam", 91)),
        covid_tests=4, seen_for="J35.2", uploads=(390, 33),
    ),
    "darya": Plan(
        illnesses=9,
        schedule=Schedule(missed=frozenset({("dt", "RV3")}), flu_years=(1, 2, 4, 5, 7, 8, 9, 11, 12),
                          extra=(*_MOSCOW, (145, "hpv", "V1"), (151.5, "hpv", "V2"))),
        specialists=(*_FIRST_YEAR, _THREE, _SCHOOL, _TEN),
        chronic=(("H52.1", (112, 124, 136, 148, 160)), ("M41.1", (146, 158)), ("L70.0", (161,)), ("K02.1", (92, 131))),
        stays=(("K35.8", 128.3),),
        courses=(("M41.1", 150),),
        calls=(("K35.8", 128.3),),
        studies=(("us_hips", 1), ("us_brain", 1), ("ecg", 12), ("ecg", 79), ("us_thyroid", 121), ("echo", 122)),
        healthy_labs=(("oak", 3), ("oam", 3), ("oak", 12), ("oak", 36), ("oam", 36), ("oak", 79), ("oam", 79),
                      ("glucose", 79), ("oak", 121), ("oam", 121), ("tsh", 121), ("biochem", 140), ("oak", 152),
                      ("vitd", 155), ("ferritin", 155), ("oak", 166), ("oam", 166)),
        covid_tests=5, blood="B (III)", seen_for="H52.1", sport="Подготовительная", uploads=(300,),
    ),
    "maria": Plan(
        illnesses=11,
        schedule=Schedule(combined=False, flu_years=(3, 5, 6, 8, 10, 12, 13, 15)),
        specialists=(*_FIRST_YEAR, _THREE, _SCHOOL, _TEN, _FIFTEEN, (184.0, ("gynecologist",))),
        chronic=(("J30.1", (133, 146, 158, 170, 182)), ("N10", (152, 156)), ("H52.1", (140, 165, 190))),
        stays=(("N10", 148.5),),
        calls=(("N10", 148.5),),
        courses=(("G90.9", 186),),
        studies=(("us_hips", 1), ("ecg", 12), ("ecg", 79), ("us_thyroid", 181), ("ecg", 181)),
        healthy_labs=(("oak", 12), ("oak", 79), ("oam", 79), ("oak", 121), ("oam", 160), ("oak", 181), ("tsh", 181),
                      ("biochem", 181), ("oam", 190), ("ferritin", 190)),
        covid_tests=5, blood="AB (IV)", seen_for="J30.1", beside="J30.1",
    ),
    "ilya": Plan(
        illnesses=11,
        schedule=Schedule(combined=False, flu_years=(4, 6, 7, 9, 10, 13, 14, 16)),
        specialists=(*_FIRST_YEAR, _THREE, _SCHOOL, _TEN, _FIFTEEN, (192.0, ("surgeon", "urologist", "eye"))),
        chronic=(("J35.0", (130, 142, 155, 171)), ("I34.1", (165, 190)), ("S06.0", (183,)), ("K29.9", (201,))),
        stays=(("S06.0", 181.5),),
        calls=(("S06.0", 181.5),),
        studies=(("ecg", 12), ("ecg", 79), ("ecg", 180), ("us_abdomen", 201), ("ecg", 204)),
        healthy_labs=(("oak", 12), ("oak", 79), ("oam", 79), ("glucose", 121), ("oak", 180), ("oam", 180),
                      ("biochem", 201), ("oak", 210), ("oam", 210)),
        covid_tests=6, blood="O (I)", seen_for="I34.1",
    ),
    "mikhail": Plan(
        illnesses=8,
        schedule=Schedule(missed=frozenset({("mmr", "RV"), ("opv", "RV3")}), flu_years=(3, 4, 5)),
        specialists=(*_FIRST_YEAR, _THREE, (72.0, ("ent", "eye", "neurologist", "surgeon"))),
        chronic=(("J35.3", (55, 59)), ("F80.0", (52, 60)), ("M21.0", (37, 49))),
        stays=(("J35.3", 61.0),),
        studies=(("us_hips", 1), ("us_brain", 1), ("ecg", 12)),
        healthy_labs=(("oak", 3), ("oak", 12), ("oam", 12), ("oak", 60), ("oam", 60), ("glucose", 73)),
        covid_tests=3, seen_for="F80.0", rhesus="Rh- (отрицательный)",
    ),
    "kirill": Plan(
        illnesses=7,
        schedule=Schedule(missed=frozenset({("pcv", "RV")}), combined=False, flu_years=(3, 5, 7, 8, 9)),
        specialists=(*_FIRST_YEAR, _THREE, _SCHOOL, _TEN),
        chronic=(("J45.0", (74, 85, 93, 105, 117)), ("K02.1", (80,))),
        stays=(("J45.0", 90.2),),
        calls=(("J45.0", 90.2),),
        studies=(("us_hips", 1), ("ecg", 12), ("ecg", 79)),
        healthy_labs=(("oak", 12), ("oak", 79), ("oam", 79), ("oak", 120), ("oam", 120)),
        covid_tests=4, blood="B (III)", group="III", sport="Подготовительная", seen_for="J45.0", beside="J45.0",
    ),
    "amina": Plan(
        illnesses=2,
        infancy=(), yearly=(3, 4), from_months=36,
        schedule=Schedule(
            from_months=400, flu_years=(4,), tests_from=36,
            extra=((37, "dtp", "V1"), (37, "ipv", "V1"), (37, "hep_b", "V1"), (37, "mmr", "V"), (37, "hib", "V1"),
                   (38.8, "dtp", "V2"), (38.8, "ipv", "V2"), (38.8, "hep_b", "V2"), (40.6, "dtp", "V3"),
                   (40.6, "ipv", "V3"), (44, "hep_b", "V3")),
        ),
        specialists=((36.0, ("ent", "eye", "neurologist", "surgeon", "dentist")),),
        chronic=(("D50.9", (39, 41)),),
        studies=(("ecg", 37),), healthy_labs=(("oak", 37), ("oam", 37), ("coprogram", 37)), covid_tests=1,
    ),
    "petr": Plan(
        illnesses=3,
        schedule=Schedule(missed=frozenset({("pcv", "RV"), ("opv", "RV2")}), flu_years=()),
        specialists=(*_FIRST_YEAR, (36.0, ("ent", "eye"))),
        chronic=(("E55.9", (26,)),), covid_tests=1, sport=None,
    ),
    "maksim": Plan(
        illnesses=12,
        schedule=Schedule(flu_years=_ALL_FLU, extra=_MOSCOW),
        specialists=(*_FIRST_YEAR, _THREE, _SCHOOL, _TEN),
        chronic=(("J45.0", (74, 85, 93, 105, 117, 129, 141)),),
        stays=(("J45.0", 90.2),), calls=(("J45.0", 90.2),), courses=(("J35.2", 70),),
        covid_tests=6, seen_for="J45.0", beside="J45.0",
    ),
}  # fmt: skip
