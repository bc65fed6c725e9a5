"""The single figures of the cost model: what people call each, how it is typed and shown. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction

from .words import count, exact, fine, number


class Kind(StrEnum):
    """What a figure is."""

    MONEY = "money"  # dollars and cents
    RATE = "rate"  # dollars, with parts of a cent
    NUMBER = "number"
    SHARE = "share"  # percent on the page, 0 to 1 inside


@dataclass(frozen=True, slots=True)
class Figure:
    """One figure: the input it stands for, and what people call it in its group on the page.

    `alone` is what it is called away from there; `private` is what a partner need not know.
    """

    name: str
    label: str
    kind: Kind = Kind.MONEY
    unit: str = ""
    hint: str = ""
    alone: str = ""
    private: bool = False

    @property
    def called(self) -> str:
        """Its name where no group stands around it."""
        return self.alone or self.label

    def shown(self, value: Fraction) -> str:
        """$900.00, 1.5, or 10 percent."""
        if self.kind is Kind.SHARE:
            return f"{count(value * 100)} percent"
        return {Kind.MONEY: exact, Kind.RATE: fine, Kind.NUMBER: number}[self.kind](value)


VOLUME = (
    Figure("patients", "Patients enrolled", Kind.NUMBER),
    Figure("mean_stay_months", "Mean months enrolled", Kind.NUMBER, "months"),
)
PAYMENT = {
    "case_rate": (Figure("case_rate", "For each patient month", alone="Case rate"),),
    "assessment_fee": (Figure("assessment_fee", "For each first assessment", alone="Assessment fee"),),
    "supplement": (
        Figure("supplement_rate", "For a patient month far beyond plan", alone="Supplement"),
        Figure("supplement_share", "Patients it is paid for", Kind.SHARE, alone="Patients with a supplement"),
    ),
    "quality_incentive": (
        Figure("quality_incentive_monthly", "For a patient month that meets it", alone="Quality incentive"),
        Figure("share_meeting", "Patients who meet it", Kind.SHARE, alone="Meets the quality mark"),
    ),
    "data_incentive": (Figure("data_incentive_ppm", "For each patient month", alone="Data incentive"),),
    "acp_incentive": (
        Figure("acp_incentive", "Once for each patient", alone="Planning talk"),
        Figure("acp_share", "Patients with a talk", Kind.SHARE, alone="Patients with a planning talk"),
    ),
}
LAYERS = {
    "case_rate": "Case rate",
    "assessment_fee": "Assessment fee",
    "supplement": "Supplement",
    "quality_incentive": "Quality incentive",
    "data_incentive": "Data incentive",
    "acp_incentive": "Planning talks",
}
INTAKE = (
    Figure("assessment_cost", "Cost of a first assessment", private=True),
    Figure("assessed_per_enrolled", "Assessments for each enrolled", Kind.NUMBER),
    Figure("screening_cost", "Cost of screening a referral", private=True),
    Figure("referrals_per_enrolled", "Referrals for each enrolled", Kind.NUMBER),
)
OFFICE = (
    Figure("variable_admin_hours", "Office hours per patient month", Kind.NUMBER, "hours", private=True),
    Figure("mileage_rate", "A mile", Kind.RATE, "dollars", "Like 0.725.", private=True),
    Figure("missed_share", "Visits in person that are missed", Kind.SHARE),
    Figure(
        "charity_patient_months",
        "Patient months without any payer",
        Kind.NUMBER,
        hint="Shown apart; the plan is not asked to cover it.",
        private=True,
    ),
)
PAYMENTS = tuple(figure for figures in PAYMENT.values() for figure in figures)
SINGLE = (*VOLUME, *INTAKE, *OFFICE)
