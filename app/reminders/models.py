"""Which notice of which thing was given to whom."""

from __future__ import annotations

from peewee import CharField, DateField, IntegerField

from app.core.db import BaseModel
from app.core.fields import UTCDateTimeField


class Notice(BaseModel):
    """One announcement: a thing, its date, a lead time, a recipient. Given once, in one mail."""

    key = CharField(unique=True, max_length=300)  # kind:public id:occurrence date:lead days:recipient
    kind = CharField(max_length=20)
    thing = CharField(max_length=64)  # public id
    occurrence_on = DateField()
    lead_days = IntegerField()  # negative: days after
    recipient = CharField(max_length=254)
    partnership_id = IntegerField(null=True)
    mail_key = CharField(max_length=300)  # the outbox row that carries it
    created_at = UTCDateTimeField()

    class Meta:
        indexes = ((("kind", "thing"), False), (("mail_key",), False))
