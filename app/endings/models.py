"""An end that was looked at, given notice of, or taken back; its steps and its counts."""

from __future__ import annotations

from typing import Any

from peewee import CharField, DateField, ForeignKeyField, IntegerField, TextField

from app.actions.models import Action
from app.core.db import BaseModel
from app.core.fields import JSONField, UTCDateTimeField, new_public_id
from app.partnerships.models import Partnership
from app.people.models import Person


class Ending(BaseModel):
    """One time that a partnership came to its end or near it: under way while the notice on it holds."""

    public_id = CharField(unique=True, max_length=32, default=new_public_id)
    partnership = ForeignKeyField(Partnership, on_delete="CASCADE", backref="+")
    partnership_id: int
    given_on = DateField(null=True)  # the day of notice; none where they only looked at an end
    given_by = CharField(max_length=8, default="")  # payer, provider
    reason = CharField(max_length=40, default="")  # catalogue: reviews.exit_reasons
    also = JSONField(default=list)  # further reasons
    note = TextField(default="")  # ours alone
    to_hand_on = IntegerField(null=True)  # patients: a count, never a name
    went_on_on = DateField(null=True)  # the day they decided to go on after all
    because = TextField(default="")
    version = IntegerField(default=1)
    created_at = UTCDateTimeField()

    class Meta:
        indexes = ((("partnership", "went_on_on"), False),)


class EndingAnswer(BaseModel):
    """What is known about one of the questions that are asked before an end."""

    partnership = ForeignKeyField(Partnership, on_delete="CASCADE", backref="+")
    partnership_id: int
    question = CharField(max_length=8)  # catalogue: RQ-X1 ... RQ-X6
    answer = TextField(default="")
    who = ForeignKeyField(Person, null=True, on_delete="SET NULL", backref="+")
    who_id: int | None
    state = CharField(max_length=16, default="not_known")
    version = IntegerField(default=1)

    class Meta:
        indexes = ((("partnership", "question"), True),)

    @classmethod
    def unfinished(cls) -> Any:
        """Which answers need somebody else when a person goes: what is not fine, before the end."""
        running = Partnership.select(Partnership.id).where(Partnership.stage != "ended")
        return (cls.state != "fine") & cls.partnership.in_(running)


class EndingStep(BaseModel):
    """One step of the way out: the promise that keeps its day, and the day that was proposed and why."""

    ending = ForeignKeyField(Ending, on_delete="CASCADE", backref="steps")
    ending_id: int
    kind = CharField(max_length=16)  # catalogue: reviews.wind_down
    action = ForeignKeyField(Action, on_delete="CASCADE", backref="+")
    action_id: int
    proposed_on = DateField()
    proposed_why = TextField(default="")
    why = TextField(default="")  # why another day was chosen
    version = IntegerField(default=1)

    class Meta:
        indexes = ((("ending", "kind"), True),)


class HandOver(BaseModel):
    """How many patients were handed on in one week."""

    ending = ForeignKeyField(Ending, on_delete="CASCADE", backref="hand_overs")
    ending_id: int
    week_on = DateField()  # its Monday
    patients = IntegerField()
    version = IntegerField(default=1)

    class Meta:
        indexes = ((("ending", "week_on"), True),)
