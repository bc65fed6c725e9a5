"""How both sides rate the balance, and what was adjusted on the way."""

from __future__ import annotations

from peewee import CharField, DateField, ForeignKeyField, IntegerField, TextField

from app.core.db import BaseModel
from app.core.fields import UTCDateTimeField, new_public_id
from app.partnerships.models import Partnership


class BalanceRating(BaseModel):
    """The marks of one side on one day, 1 to 5, where 3 is right; a topic may be left out."""

    public_id = CharField(unique=True, max_length=32, default=new_public_id)
    partnership = ForeignKeyField(Partnership, on_delete="CASCADE", backref="+")
    partnership_id: int
    rated_on = DateField()
    side = CharField(max_length=8)  # payer, provider
    effort = IntegerField(null=True)
    payment = IntegerField(null=True)
    outcomes = IntegerField(null=True)
    relationship = IntegerField(null=True)
    effort_why = TextField(default="")
    payment_why = TextField(default="")
    outcomes_why = TextField(default="")
    relationship_why = TextField(default="")
    filled_by = CharField(default="")
    source = CharField(max_length=8)  # session, sheet, page
    review_public_id = CharField(max_length=32, default="")  # of the review it was made for, if any
    version = IntegerField(default=1)
    created_at = UTCDateTimeField()

    class Meta:
        indexes = ((("partnership", "side", "rated_on"), True),)


class Adjustment(BaseModel):
    """A small correction without an amendment: what was tried, and what came of it."""

    public_id = CharField(unique=True, max_length=32, default=new_public_id)
    partnership = ForeignKeyField(Partnership, on_delete="CASCADE", backref="+")
    partnership_id: int
    on = DateField(column_name="on_date")
    what_changed = TextField()
    why = TextField(default="")
    agreed_by = CharField(default="")
    expected_effect = TextField(default="")
    check_on = DateField(null=True)
    effect_seen = TextField(default="")
    outcome = CharField(max_length=16, default="open")  # open, kept, dropped, changed_again, into_contract
    version = IntegerField(default=1)
    created_at = UTCDateTimeField()

    class Meta:
        indexes = ((("partnership", "on"), False), (("outcome", "check_on"), False))
