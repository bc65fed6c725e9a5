"""The figures of a month in the order in which people know them. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Kind(StrEnum):
    """How a figure is written."""

    COUNT = "count"  # whole
    NUMBER = "number"  # hours, days, patient months: up to six places
    MONEY = "money"  # dollars; kept in cents


@dataclass(frozen=True, slots=True)
class Figure:
    """One figure of a month: the column that keeps it, and what people call it."""

    name: str
    label: str
    kind: Kind = Kind.COUNT
    hint: str = ""


@dataclass(frozen=True, slots=True)
class Group:
    """Figures that one person usually knows; what only some contracts need is folded."""

    id: str
    title: str
    figures: tuple[Figure, ...]
    folded: bool = False


def _counts(*pairs: tuple[str, str]) -> tuple[Figure, ...]:
    return tuple(Figure(name, label) for name, label in pairs)


def _money(*pairs: tuple[str, str]) -> tuple[Figure, ...]:
    return tuple(Figure(f"{name}_cents", label, Kind.MONEY) for name, label in pairs)


def _numbers(*pairs: tuple[str, str]) -> tuple[Figure, ...]:
    return tuple(Figure(name, label, Kind.NUMBER) for name, label in pairs)


ONLY_THE_SUM = "Leave it empty when the parts are here; it is then their sum."
GROUPS = (
    Group(
        "referrals",
        "Referrals and enrollment",
        _counts(
            ("referrals", "Referrals received"),
            ("ineligible", "Not eligible"),
            ("unreachable", "Not reached"),
            ("declined", "Declined"),
            ("new_enrolled", "Newly enrolled"),
            ("assessments", "First assessments"),
            ("forecast_referrals", "Referrals forecast"),
        ),
    ),
    Group(
        "caseload",
        "Caseload",
        (
            *_counts(
                ("census_start", "On the caseload on the first day"),
                ("deaths", "Died"),
                ("hospice_transfers", "Moved to hospice"),
                ("other_exits", "Left for another reason"),
                ("census_end", "On the caseload on the last day"),
            ),
            Figure("patient_months", "Patient months", Kind.NUMBER, "Half a month counts 0.5."),
            *_counts(
                ("deaths_within_60_days", "Died within 60 days of enrollment"),
                ("forecast_census", "Caseload forecast"),
                ("capacity", "Room for patients"),
            ),
        ),
    ),
    Group(
        "visits",
        "Visits and hours",
        (
            *_counts(
                ("rn_visits", "Nurse visits"),
                ("sw_visits", "Social work visits"),
                ("physician_videos", "Physician videos"),
                ("phone_contacts", "Phone contacts"),
                ("chaplain_contacts", "Chaplain contacts"),
            ),
            Figure("encounters", "All encounters", Kind.COUNT, ONLY_THE_SUM),
            *_numbers(("clinical_hours", "Clinical hours"), ("drive_hours", "Hours on the road")),
        ),
        folded=True,
    ),
    Group(
        "cost",
        "Cost",
        (
            *_money(
                ("encounter_cost", "Encounters"),
                ("variable_admin_cost", "Authorizations and coordination"),
                ("intake_cost", "Screening and first assessments"),
                ("fixed_overhead", "Overhead"),
            ),
            Figure("total_cost_cents", "All cost", Kind.MONEY, ONLY_THE_SUM),
        ),
        folded=True,
    ),
    Group(
        "payment",
        "Payment",
        (
            *_money(
                ("case_rate_revenue", "Base payment"),
                ("assessment_revenue", "Assessments"),
                ("supplement_revenue", "Supplements"),
                ("other_revenue", "Other"),
            ),
            Figure("total_revenue_cents", "All payment", Kind.MONEY, ONLY_THE_SUM),
        ),
        folded=True,
    ),
    Group(
        "results",
        "Results of care",
        _counts(
            ("ed_visits", "Emergency visits"),
            ("admissions", "Unplanned hospital admissions"),
            ("seen_within_14_days", "Newly enrolled and seen within 14 days"),
            ("acp_discussed", "Had a talk about their wishes"),
            ("hospice_ready", "Ready for hospice when referred"),
            ("outliers", "Needed much more than planned"),
        ),
        folded=True,
    ),
    Group(
        "together",
        "Working together",
        (
            *_counts(("active_sites", "Sites that referred"), ("expected_sites", "Sites that should refer")),
            *_numbers(
                ("reporting_hours", "Hours for reports"),
                ("auth_days_mean", "Days to an authorization, mean"),
                ("reply_days_mean", "Days to a reply, mean"),
                ("days_to_payment_mean", "Days to payment, mean"),
            ),
            *_counts(
                ("actions_due", "Promises that fell due"),
                ("actions_on_time", "Promises kept on time"),
                ("meetings_planned", "Meetings planned"),
                ("meetings_held", "Meetings held"),
            ),
        ),
        folded=True,
    ),
    Group(
        "special",
        "Only some contracts",
        (
            Figure("departures_12_months", "Left the team in 12 months"),
            *_numbers(
                ("average_staff", "Team, on average"),
                ("team_hours", "Hours of the team"),
                ("non_revenue_hours", "Hours that nobody pays"),
                ("mean_stay_months", "Mean months enrolled"),
                ("forecast_stay_months", "Mean months enrolled, forecast"),
            ),
            *_money(
                ("plan_cost_pmpm", "Plan’s cost per member month, our patients"),
                ("comparison_cost_pmpm", "Plan’s cost per member month, comparison group"),
            ),
        ),
        folded=True,
    ),
)
FIGURES = {one.name: one for group in GROUPS for one in group.figures}
# Worked out, never typed.
COMPUTED = ("margin_cents", "running_margin_cents")
COLUMNS = (*FIGURES, *COMPUTED)


def column_name(name: str) -> str:
    """The heading of a figure in a file: money stands there in dollars."""
    return name.removesuffix("_cents")


def _headings() -> dict[str, str]:
    columns = {column_name(name): name for name in COLUMNS}
    return {
        one.name: f"{group.title}: {one.label}"
        if columns.get(one.label.casefold(), one.name) != one.name
        else one.label
        for group in GROUPS
        for one in group.figures
    }


# What a figure is called over a column: with its group where the label alone names another one's column.
HEADINGS = _headings()
