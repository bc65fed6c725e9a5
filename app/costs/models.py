"""What care costs: the inputs of the cost model."""

from __future__ import annotations

from peewee import CharField, ForeignKeyField, IntegerField

from app.core.db import BaseModel
from app.core.fields import JSONField, UTCDateTimeField
from app.partnerships.models import Partnership


class CostInputs(BaseModel):
    """One named set of inputs; amounts are cents, other numbers decimals as text."""

    partnership = ForeignKeyField(Partnership, on_delete="CASCADE", backref="cost_inputs")
    partnership_id: int
    name = CharField(default="Current")
    inputs = JSONField(default=dict)
    version = IntegerField(default=1)
    created_at = UTCDateTimeField()
