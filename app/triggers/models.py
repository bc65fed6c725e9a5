"""What changed around a partnership, and what the rules that watch said of it."""

from __future__ import annotations

from peewee import BooleanField, CharField, DateField, ForeignKeyField, IntegerField, TextField

from app.core.db import BaseModel
from app.core.fields import JSONField, ScaledField, UTCDateTimeField, new_public_id
from app.partnerships.models import Partnership


class ChangeEvent(BaseModel):
    """A change of people, scope, support or surroundings."""

    public_id = CharField(unique=True, max_length=32, default=new_public_id)
    partnership = ForeignKeyField(Partnership, on_delete="CASCADE", backref="+")
    partnership_id: int
    on = DateField(column_name="on_date")
    kind = CharField(max_length=8)  # catalogue: TE01 ... TE18
    text = TextField()
    answer = TextField(default="")
    opened = CharField(max_length=32, default="")  # the click that opened what it asks for: a batch
    version = IntegerField(default=1)
    created_at = UTCDateTimeField()

    class Meta:
        indexes = ((("partnership", "on"), False),)


class Signal(BaseModel):
    """A trigger that fired, and what was answered; it is never deleted.

    `instance` tells one firing of a trigger from another: its data month, its day, or its event.
    `withdrawn_on` is the day on which corrected numbers no longer bore it out; `changed_why` says in a
    sentence what was corrected, also where it still holds.
    """

    public_id = CharField(unique=True, max_length=32, default=new_public_id)
    partnership = ForeignKeyField(Partnership, on_delete="CASCADE", backref="+")
    partnership_id: int
    trigger = CharField(max_length=8)
    instance = CharField(max_length=48)
    fired_on = DateField()
    month = IntegerField(null=True)
    value = ScaledField(6, null=True)
    threshold = ScaledField(6, null=True)
    why = TextField(default="")
    closed_on = DateField(null=True)
    closed_why = TextField(default="")
    withdrawn_on = DateField(null=True)
    changed_why = TextField(default="")
    answer = CharField(max_length=8, default="")  # rules.answers.Answer
    answered_on = DateField(null=True)
    answered_by = CharField(default="")
    reason = TextField(default="")
    ask_again_on = DateField(null=True)
    review_on = DateField(null=True)
    version = IntegerField(default=1)
    created_at = UTCDateTimeField()

    class Meta:
        indexes = ((("partnership", "trigger", "instance"), True), (("partnership", "fired_on"), False))


class RuleChoice(BaseModel):
    """How one partnership wants a rule: on or off, and its own numbers beside the usual ones."""

    partnership = ForeignKeyField(Partnership, on_delete="CASCADE", backref="+")
    partnership_id: int
    trigger = CharField(max_length=8)
    watched = BooleanField(default=True)
    numbers = JSONField(default=dict)  # n, grace, threshold as decimal text
    version = IntegerField(default=1)
    changed_at = UTCDateTimeField()

    class Meta:
        indexes = ((("partnership", "trigger"), True),)


class Look(BaseModel):
    """When the rules last looked at a partnership, at which state of its data, and when a date calls."""

    partnership = ForeignKeyField(Partnership, on_delete="CASCADE", backref="+", unique=True)
    partnership_id: int
    history_id = IntegerField(default=0)
    looked_on = DateField()
    again_on = DateField(null=True)


class LeverNote(BaseModel):
    """Where one lever stands in a partnership: tried, possible, refused, and why."""

    partnership = ForeignKeyField(Partnership, on_delete="CASCADE", backref="+")
    partnership_id: int
    lever = CharField(max_length=8)  # catalogue: LE1 ... LR6
    state = CharField(max_length=12, default="")  # rules.levers.LeverState
    note = TextField(default="")
    noted_on = DateField()
    version = IntegerField(default=1)

    class Meta:
        indexes = ((("partnership", "lever"), True),)
