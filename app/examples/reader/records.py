"""What a folder of example partnerships holds, as frozen facts.

Money is whole cents, hours and means are exact decimals, counts are whole numbers, and None is an
honest "not known". Data months carry the first day of their calendar month.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from app.core.calendar import add_months, month_end, month_start


@dataclass(frozen=True, slots=True)
class ExampleTerms:
    """The payment terms that hold from one day on."""

    from_on: date
    case_rate_cents: int
    assessment_fee_cents: int
    supplement_per_outlier_month_cents: int


@dataclass(frozen=True, slots=True)
class MonthRow:
    """The numbers of one data month, in the columns of the file; None is an empty cell."""

    month: int
    calendar_month: date
    forecast_referrals: int | None
    referrals: int | None
    ineligible: int | None
    unreachable: int | None
    declined: int | None
    new_enrolled: int | None
    assessments: int | None
    deaths: int | None
    deaths_within_60_days: int | None
    hospice_transfers: int | None
    other_exits: int | None
    census_start: int | None
    census_end: int | None
    patient_months: Decimal | None
    forecast_census: int | None
    capacity: int | None
    rn_visits: int | None
    sw_visits: int | None
    physician_videos: int | None
    phone_contacts: int | None
    chaplain_contacts: int | None
    encounters: int | None
    clinical_hours: Decimal | None
    drive_hours: Decimal | None
    encounter_cost_cents: int | None
    variable_admin_cost_cents: int | None
    intake_cost_cents: int | None
    fixed_overhead_cents: int | None
    total_cost_cents: int | None
    case_rate_revenue_cents: int | None
    assessment_revenue_cents: int | None
    supplement_revenue_cents: int | None
    other_revenue_cents: int | None
    total_revenue_cents: int | None
    margin_cents: int | None
    running_margin_cents: int | None
    cost_per_patient_month_cents: int | None
    revenue_per_patient_month_cents: int | None
    ed_visits: int | None
    admissions: int | None
    seen_within_14_days: int | None
    acp_discussed: int | None
    hospice_ready: int | None
    outliers: int | None
    active_sites: int | None
    expected_sites: int | None
    reporting_hours: Decimal | None
    auth_days_mean: Decimal | None
    reply_days_mean: Decimal | None
    days_to_payment_mean: Decimal | None
    actions_due: int | None
    actions_on_time: int | None
    meetings_planned: int | None
    meetings_held: int | None
    # Columns that a folder may have besides: rules TM19, TM21, TM23 and TM24 read them.
    departures_12_months: int | None
    average_staff: Decimal | None
    mean_stay_months: Decimal | None
    forecast_stay_months: Decimal | None
    plan_cost_pmpm_cents: int | None
    comparison_cost_pmpm_cents: int | None
    non_revenue_hours: Decimal | None
    team_hours: Decimal | None


@dataclass(frozen=True, slots=True)
class Event:
    """A change that happened around a partnership, with what was answered."""

    on: date
    trigger: str
    what: str
    answer: str


@dataclass(frozen=True, slots=True)
class Concern:
    """A worry one side raised."""

    opened_on: date
    raised_by_side: str
    area: str
    text: str
    resolved_on: date | None


@dataclass(frozen=True, slots=True)
class Pulse:
    """The mean self-rating of each side on one day, 1 to 5."""

    on: date
    payer_mean: Decimal | None
    provider_mean: Decimal | None


@dataclass(frozen=True, slots=True)
class ExamplePartnership:
    """One partnership of the folder with everything dated that belongs to it."""

    key: str
    name: str
    provider: str
    payer: str
    product_line: str
    pilot_start: date
    pilot_end: date
    term_end: date
    notice_days: int
    setting: str | None
    drive_minutes: int | None
    drive_miles: Decimal | None
    variable_admin_ppm_cents: int | None
    assessment_cost_cents: int | None
    screening_cost_cents: int | None
    startup_once_cents: int | None
    startup_support_cents: int | None
    loss_tolerance_cents: int | None
    planned_encounters_ppm: Decimal | None
    ed_target_per_100: Decimal | None
    admission_target_per_100: Decimal | None
    reporting_hours_cap: Decimal | None
    notice_month: int | None
    notice_date: date | None
    recontact_date: date | None
    terms: tuple[ExampleTerms, ...]
    capacity: int | None
    unit_cost_cents: Mapping[str, int]
    months: tuple[MonthRow, ...]
    events: tuple[Event, ...]
    concerns: tuple[Concern, ...]
    pulses: tuple[Pulse, ...]

    @property
    def notice_given_on(self) -> date | None:
        """The day notice was given; the last day of the notice month where the file names no day."""
        if self.notice_date is not None or self.notice_month is None:
            return self.notice_date
        return month_end(add_months(month_start(self.pilot_start), self.notice_month - 1))

    @property
    def newest_month(self) -> date | None:
        """The first day of the newest data month, or None without data."""
        return self.months[-1].calendar_month if self.months else None


@dataclass(frozen=True, slots=True)
class Examples:
    """A whole folder, read without a fault; `warnings` are oddities that did not stop it."""

    partnerships: tuple[ExamplePartnership, ...]
    warnings: tuple[str, ...]

    @property
    def newest_month(self) -> date | None:
        """The newest data month over all partnerships."""
        return max((one.newest_month for one in self.partnerships if one.newest_month), default=None)
