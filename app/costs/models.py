"""What care costs: named sets of inputs of the cost model, the first one current; and notes on payment."""

from __future__ import annotations

from peewee import CharField, ForeignKeyField, IntegerField

from app.core.db import BaseModel
from app.core.fields import JSONField, UTCDateTimeField, new_public_id
from app.partnerships.models import Partnership


class CostSet(BaseModel):
    """One named set. Numbers are decimals as text, amounts in dollars; `rules.kept` says in which shape."""

    public_id = CharField(unique=True, max_length=32, default=new_public_id)
    partnership = ForeignKeyField(Partnership, on_delete="CASCADE", backref="+")
    partnership_id: int
    name = CharField(max_length=80)
    inputs = JSONField(default=dict)
    layers = JSONField(default=list)  # mechanisms that count, by their names in the catalogue
    team = JSONField(default=dict)  # by discipline: hours a month, share of them for patients
    note = CharField(default="")
    version = IntegerField(default=1)
    created_at = UTCDateTimeField()
    changed_at = UTCDateTimeField()

    class Meta:
        indexes = ((("partnership", "name"), True),)


class PaymentNote(BaseModel):
    """What is noted of the payment around the rate, one row for each part; terms stand in the term sheet."""

    partnership = ForeignKeyField(Partnership, on_delete="CASCADE", backref="+")
    partnership_id: int
    part = CharField(max_length=20)  # risk, support, stalemate
    answer = JSONField(default=dict)
    version = IntegerField(default=1)
    changed_at = UTCDateTimeField()

    class Meta:
        indexes = ((("partnership", "part"), True),)
