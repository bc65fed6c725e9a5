"""Which notice of which thing was given to whom, what each person chose, and what they said to it."""

from __future__ import annotations

from peewee import BooleanField, CharField, DateField, ForeignKeyField, IntegerField

from app.accounts.models import User
from app.core.db import BaseModel
from app.core.fields import JSONField, UTCDateTimeField


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


class RunDay(BaseModel):
    """A day on which the program ran at or after the last digest hour: nobody's turn was missed."""

    on = DateField(unique=True)
    ran_at = UTCDateTimeField()


class Preference(BaseModel):
    """What one person chose, or what everybody of a role has until they choose themselves."""

    user = ForeignKeyField(User, null=True, unique=True, on_delete="CASCADE", backref="+")
    user_id: int | None
    role = CharField(null=True, unique=True, max_length=10)  # instead of a user
    quiet = CharField(default="", max_length=5)  # weekdays without mail, 0 is Monday
    quiet_holidays = BooleanField(default=False)
    overdue = CharField(default="", max_length=10)  # daily, third_day, weekly, or as the kind sets it
    before = JSONField()  # kind -> days before; only what differs from the usual
    escalate = JSONField()  # kind -> days late after which the deputy hears of it
    deputy = ForeignKeyField(User, null=True, on_delete="SET NULL", backref="+")
    deputy_id: int | None
    away_from = DateField(null=True)
    away_until = DateField(null=True)  # the last day
    version = IntegerField(default=1)
    created_at = UTCDateTimeField()


class ThingAnswer(BaseModel):
    """What one person said to one thing on its day: seen, later, or somebody else has it."""

    user = ForeignKeyField(User, on_delete="CASCADE", backref="+")
    kind = CharField(max_length=20)
    thing = CharField(max_length=64)  # public id
    occurrence_on = DateField()
    seen_at = UTCDateTimeField(null=True)
    snoozed_until = DateField(null=True)
    handed_to = ForeignKeyField(User, null=True, on_delete="CASCADE", backref="+")
    version = IntegerField(default=1)
    created_at = UTCDateTimeField()

    class Meta:
        indexes = ((("user", "kind", "thing", "occurrence_on"), True), (("kind", "thing"), False))
