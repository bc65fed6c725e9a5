"""The answers a metric of the plan can have, in words [L6 feasibility]. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

PARTIES = {
    "provider": "we do",
    "payer": "the plan does",
    "both": "both sides do",
    "third_party": "a third party does",
}
BY_WHOM = {
    "provider": "the provider",
    "payer": "the plan",
    "both": "both sides",
    "third_party": "a third party",
}
RECEIVERS = {
    "provider": "our team",
    "payer": "the plan",
    "referrers": "referring clinics",
    "public": "the public",
}
FREQUENCIES = {
    "monthly": "every month",
    "quarterly": "every 3 months",
    "half_yearly": "every 6 months",
    "yearly": "every year",
}
MONTHS_OF = {"monthly": 1, "quarterly": 3, "half_yearly": 6, "yearly": 12}
SOURCES = {
    "chart": "the chart",
    "claims": "claims",
    "survey": "a survey",
    "manual_log": "a list kept by hand",
    "finance": "finance",
}
PURPOSES = {
    "contract": "the contract asks for it",
    "internal_quality": "our own quality work",
    "state_report": "a report to the state",
    "joint_learning": "learning together",
}
COLLECTABLE = {
    "yes": "yes",
    "partly": "partly",
    "by_hand_only": "only by hand",
    "no": "no",
    "not_known": "not known yet",
}
DIRECTIONS = {
    "higher_better": "higher is better",
    "lower_better": "lower is better",
    "target_range": "within a range is best",
    "neutral": "neither is better",
}
COMPARISONS = {
    "none": "nothing",
    "before_after": "the same patients before",
    "matched_members": "members matched to them",
    "plan_average": "the plan’s average",
}
GROUPS = {
    "operational": "Operations",
    "service_delivered": "Service delivered",
    "assessment": "Screening and assessment",
    "planning_preferences": "Planning and wishes",
    "end_of_life": "End of life",
    "use_and_cost": "Use and cost",
    "experience": "Experience",
    "balance": "Balance of effort, payment, outcomes",
    "relationship": "Relationship",
    "own": "Our own",
}
BURDENS = {"low": "little work", "medium": "some work", "high": "much work"}


BELOW_ZERO = frozenset({"mean_change", "USD"})  # units in which less than zero can be meant


class Shape(StrEnum):
    """What a value is made of."""

    SHARE = "share"  # so many of so many, in percent
    NUMBER = "number"
    MONEY = "money"  # dollars
    SPREAD = "spread"  # a count for each kind, in words


@dataclass(frozen=True, slots=True)
class Unit:
    """A unit of the catalogue: how it is said behind a number, and what a value is made of."""

    label: str
    shape: Shape
    after: str = ""


UNITS = {
    "percent": Unit("Percent", Shape.SHARE, "percent"),
    "count": Unit("Number", Shape.NUMBER),
    "mean": Unit("Mean", Shape.NUMBER),
    "mean_1_to_5": Unit("Mean, from 1 to 5", Shape.NUMBER, "of 5"),
    "mean_and_range": Unit("Mean, with range", Shape.NUMBER),
    "mean_and_median": Unit("Mean and median", Shape.NUMBER),
    "mean_change": Unit("Mean change", Shape.NUMBER),
    "rate": Unit("For each patient month", Shape.NUMBER, "a patient month"),
    "per_100_patient_months": Unit("For 100 patient months", Shape.NUMBER, "in 100 patient months"),
    "months": Unit("Months", Shape.NUMBER, "months"),
    "days": Unit("Days", Shape.NUMBER, "days"),
    "business_days": Unit("Business days", Shape.NUMBER, "business days"),
    "hours_per_month": Unit("Hours a month", Shape.NUMBER, "hours a month"),
    "USD": Unit("Dollars", Shape.MONEY),
    "USD_per_member": Unit("Dollars for a member", Shape.MONEY, "a member"),
    "USD_per_member_month": Unit("Dollars for a member month", Shape.MONEY, "a member month"),
    "distribution": Unit("A number for each kind", Shape.SPREAD),
}
