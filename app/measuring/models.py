"""Metrics that both sides agreed to measure, their values, and the reports made of them."""

from __future__ import annotations

from peewee import BooleanField, CharField, DateField, ForeignKeyField, IntegerField, TextField

from app.core.db import BaseModel
from app.core.fields import JSONField, ScaledField, UTCDateTimeField, new_public_id
from app.partnerships.models import Partnership


class PlannedMetric(BaseModel):
    """One metric of a partnership's plan; `item` is its id in the catalogue, empty for one of one's own.

    The marks `low` and `high` are in the unit of the metric, shares in percent, money in dollars.
    """

    public_id = CharField(unique=True, max_length=32, default=new_public_id)
    partnership = ForeignKeyField(Partnership, on_delete="CASCADE", backref="+")
    partnership_id: int
    item = CharField(max_length=8, default="")
    name = CharField()
    definition = TextField(default="")
    numerator = CharField(default="")
    denominator = CharField(default="")
    unit = CharField(max_length=24)  # rules.choices.UNITS
    direction = CharField(max_length=16)
    low = ScaledField(4, null=True)
    high = ScaledField(4, null=True)
    baseline = ScaledField(4, null=True)
    months_before = IntegerField(null=True)
    months_after = IntegerField(null=True)
    comparison = CharField(max_length=16, default="")
    calculates = CharField(max_length=12, default="")
    frequency = CharField(max_length=12)
    gathers = CharField(max_length=12, default="")
    analyzes = CharField(max_length=12, default="")
    reports = CharField(max_length=12, default="")
    shared_with = JSONField(default=list)
    counts_patients = BooleanField(default=True)  # then small numbers of it are nobody else's
    format = CharField(default="")
    source = CharField(max_length=12, default="")
    hours = ScaledField(2, null=True)  # for one period
    purpose = CharField(max_length=20, default="contract")
    decision = TextField(default="")  # which decision it serves
    collectable = CharField(max_length=16, default="not_known")
    peer_value = ScaledField(4, null=True)
    peer_source = CharField(default="")
    peer_period = CharField(default="")
    peer_differs = TextField(default="")
    starts_on = DateField(null=True)
    retired_on = DateField(null=True)
    version = IntegerField(default=1)
    created_at = UTCDateTimeField()
    changed_at = UTCDateTimeField()

    class Meta:
        indexes = ((("partnership", "item"), False),)


class MetricValue(BaseModel):
    """What a metric came to in a period that begins on `period_on`; a group figure, never one patient."""

    metric = ForeignKeyField(PlannedMetric, on_delete="CASCADE", backref="values")
    metric_id: int
    period_on = DateField()
    value = ScaledField(4, null=True)
    count = ScaledField(4, null=True)  # of a share: so many
    out_of = ScaledField(4, null=True)  # of so many
    words = TextField(default="")  # a number for each kind
    note = CharField(default="")
    version = IntegerField(default=1)
    changed_at = UTCDateTimeField()

    class Meta:
        indexes = ((("metric", "period_on"), True),)


class MetricsReport(BaseModel):
    """What a report to the plan says beside the numbers, for the period that begins on `period_on`."""

    public_id = CharField(unique=True, max_length=32, default=new_public_id)
    partnership = ForeignKeyField(Partnership, on_delete="CASCADE", backref="+")
    partnership_id: int
    period_on = DateField()
    months = IntegerField()
    done = TextField(default="")  # because of the last report
    wanted = TextField(default="")  # data due from the plan, one a line
    wanted_by = DateField(null=True)
    hours = ScaledField(2, null=True)
    contact = CharField(default="")
    version = IntegerField(default=1)
    changed_at = UTCDateTimeField()

    class Meta:
        indexes = ((("partnership", "period_on", "months"), True),)
