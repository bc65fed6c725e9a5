"""Terms, each with the day from which it holds."""

from __future__ import annotations

from peewee import BooleanField, CharField, DateField, ForeignKeyField, IntegerField

from app.core.db import BaseModel
from app.core.fields import JSONField, UTCDateTimeField
from app.partnerships.models import Partnership


class Term(BaseModel):
    """The value of one term from one day on; the newest day on or before a date is in force.

    `value` is canonical JSON: money as cents, dates as ISO text, decimals as text, tables as lists
    of rows with stable ids. Null with `unknown` set is the honest "not known yet".
    """

    partnership = ForeignKeyField(Partnership, on_delete="CASCADE", backref="+")
    partnership_id: int
    key = CharField(max_length=60)  # S21.rate_home
    effective_on = DateField()
    value = JSONField(null=True)
    unknown = BooleanField(default=False)
    settled_with = CharField(default="")
    settled_on = DateField(null=True)
    version = IntegerField(default=1)
    changed_at = UTCDateTimeField()

    class Meta:
        indexes = ((("partnership", "key", "effective_on"), True), (("key", "effective_on"), False))
