"""How the two sides get on: concerns and the pulse."""

from __future__ import annotations

from peewee import BooleanField, CharField, DateField, ForeignKeyField, IntegerField, TextField

from app.core.db import BaseModel
from app.core.fields import ScaledField, UTCDateTimeField, new_public_id
from app.partnerships.models import Partnership


class Concern(BaseModel):
    """Something that weighs on one side."""

    public_id = CharField(unique=True, max_length=32, default=new_public_id)
    partnership = ForeignKeyField(Partnership, on_delete="CASCADE", backref="concerns")
    partnership_id: int
    opened_on = DateField()
    raised_by_side = CharField(max_length=8)  # payer, provider
    area = CharField(max_length=16)  # effort, payment, outcomes, communication, operations, data, other
    text = TextField()
    sharable = BooleanField(default=False)
    resolved_on = DateField(null=True)
    version = IntegerField(default=1)
    created_at = UTCDateTimeField()


class Pulse(BaseModel):
    """Mean self-rating of each side on one day, 1.0 to 5.0."""

    partnership = ForeignKeyField(Partnership, on_delete="CASCADE", backref="pulses")
    partnership_id: int
    on = DateField(column_name="on_date")
    payer_mean = ScaledField(6, null=True)
    provider_mean = ScaledField(6, null=True)

    class Meta:
        indexes = ((("partnership", "on"), True),)
