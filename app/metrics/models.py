"""One row of numbers per partnership and month. Counts, sums and rates about groups only."""

from __future__ import annotations

from peewee import BigIntegerField, CharField, DateField, ForeignKeyField, IntegerField

from app.core.db import BaseModel
from app.core.fields import ScaledField, UTCDateTimeField
from app.partnerships.models import Partnership


class DataMonth(BaseModel):
    """The numbers of one month; an empty cell is unknown, never zero.

    `month` counts from 1, the first month in which the service could enroll; `month_on` is the
    first day of the calendar month. Money is in cents, other decimals have up to six places.
    """

    partnership = ForeignKeyField(Partnership, on_delete="CASCADE", backref="+")
    partnership_id: int
    month = IntegerField()
    month_on = DateField()
    forecast_referrals = IntegerField(null=True)
    referrals = IntegerField(null=True)
    ineligible = IntegerField(null=True)
    unreachable = IntegerField(null=True)
    declined = IntegerField(null=True)
    new_enrolled = IntegerField(null=True)
    assessments = IntegerField(null=True)
    deaths = IntegerField(null=True)
    deaths_within_60_days = IntegerField(null=True)
    hospice_transfers = IntegerField(null=True)
    other_exits = IntegerField(null=True)
    census_start = IntegerField(null=True)
    census_end = IntegerField(null=True)
    patient_months = ScaledField(6, null=True)
    forecast_census = IntegerField(null=True)
    capacity = IntegerField(null=True)
    rn_visits = IntegerField(null=True)
    sw_visits = IntegerField(null=True)
    physician_videos = IntegerField(null=True)
    phone_contacts = IntegerField(null=True)
    chaplain_contacts = IntegerField(null=True)
    encounters = IntegerField(null=True)
    clinical_hours = ScaledField(6, null=True)
    drive_hours = ScaledField(6, null=True)
    encounter_cost_cents = BigIntegerField(null=True)
    variable_admin_cost_cents = BigIntegerField(null=True)
    intake_cost_cents = BigIntegerField(null=True)
    fixed_overhead_cents = BigIntegerField(null=True)
    total_cost_cents = BigIntegerField(null=True)
    case_rate_revenue_cents = BigIntegerField(null=True)
    assessment_revenue_cents = BigIntegerField(null=True)
    supplement_revenue_cents = BigIntegerField(null=True)
    other_revenue_cents = BigIntegerField(null=True)
    total_revenue_cents = BigIntegerField(null=True)
    margin_cents = BigIntegerField(null=True)
    running_margin_cents = BigIntegerField(null=True)
    ed_visits = IntegerField(null=True)
    admissions = IntegerField(null=True)
    seen_within_14_days = IntegerField(null=True)
    acp_discussed = IntegerField(null=True)
    hospice_ready = IntegerField(null=True)
    outliers = IntegerField(null=True)
    active_sites = IntegerField(null=True)
    expected_sites = IntegerField(null=True)
    reporting_hours = ScaledField(6, null=True)
    auth_days_mean = ScaledField(6, null=True)
    reply_days_mean = ScaledField(6, null=True)
    days_to_payment_mean = ScaledField(6, null=True)
    actions_due = IntegerField(null=True)
    actions_on_time = IntegerField(null=True)
    meetings_planned = IntegerField(null=True)
    meetings_held = IntegerField(null=True)
    # Only some contracts need these [L7 effort] [L7 outcomes].
    departures_12_months = IntegerField(null=True)
    average_staff = ScaledField(6, null=True)
    mean_stay_months = ScaledField(6, null=True)
    forecast_stay_months = ScaledField(6, null=True)
    plan_cost_pmpm_cents = BigIntegerField(null=True)
    comparison_cost_pmpm_cents = BigIntegerField(null=True)
    non_revenue_hours = ScaledField(6, null=True)
    team_hours = ScaledField(6, null=True)
    version = IntegerField(default=1)
    changed_at = UTCDateTimeField()

    class Meta:
        indexes = ((("partnership", "month"), True),)


class Assumption(BaseModel):
    """A figure that was assumed at signing, and how far the fact may lie from it (percent)."""

    partnership = ForeignKeyField(Partnership, on_delete="CASCADE", backref="+")
    partnership_id: int
    fact = CharField(max_length=20)  # rules.assumed.FACTS
    value = ScaledField(4)
    tolerance = IntegerField(default=20)
    check_on = DateField(null=True)
    note = CharField(default="")
    version = IntegerField(default=1)
    changed_at = UTCDateTimeField()

    class Meta:
        indexes = ((("partnership", "fact"), True),)
