"""Diseases and doses in English, for the certificate."""

from __future__ import annotations

from emias_app.domain.vaccination.calendar import dose_code

DISEASES = {
    "tuberculosis": "Tuberculosis",
    "hepatitis_b": "Hepatitis B",
    "pneumococcal": "Pneumococcal disease",
    "diphtheria": "Diphtheria",
    "pertussis": "Pertussis",
    "tetanus": "Tetanus",
    "polio": "Poliomyelitis",
    "hib": "Haemophilus influenzae type b",
    "measles": "Measles",
    "rubella": "Rubella",
    "mumps": "Mumps",
    "influenza": "Influenza",
    "varicella": "Varicella",
    "hepatitis_a": "Hepatitis A",
    "rotavirus": "Rotavirus",
    "meningococcal": "Meningococcal disease",
    "hpv": "Human papillomavirus",
    "tick_borne_encephalitis": "Tick-borne encephalitis",
    "covid19": "COVID-19",
}
_DOSES = {
    "V": "dose 1",
    "V1": "dose 1",
    "V2": "dose 2",
    "V3": "dose 3",
    "V4": "dose 4",
    "RV": "booster",
    "RV1": "booster 1",
    "RV2": "booster 2",
    "RV3": "booster 3",
    "ежегодно": "annual",
}


def dose_in_english(dose: str) -> str:
    """«booster 2»; a dose that is none of the calendar's has no name."""
    return _DOSES.get(dose_code(dose), "")
