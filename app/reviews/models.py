"""Reassessment reviews from the first thought to the decision; when one is due is computed."""

from __future__ import annotations

from peewee import BooleanField, CharField, DateField, ForeignKeyField, IntegerField, TextField

from app.actions.models import Action
from app.core.db import BaseModel
from app.core.fields import UTCDateTimeField, new_public_id
from app.partnerships.models import Partnership
from app.people.models import Person
from app.triggers.models import Signal


class Review(BaseModel):
    """A review that is prepared or took place, tied to the day it was due."""

    public_id = CharField(unique=True, max_length=32, default=new_public_id)
    partnership = ForeignKeyField(Partnership, on_delete="CASCADE", backref="+")
    partnership_id: int
    due_on = DateField()
    planned_on = DateField(null=True)  # when it takes place on another day than it is due
    held_on = DateField(null=True)
    kind = CharField(max_length=16, default="interim")  # rules.Kind
    why = TextField(default="")  # what called for it, besides the dates
    period_from = DateField(null=True)  # first days of the months it looks at
    period_until = DateField(null=True)
    shares_cost = BooleanField(default=False)  # whether the partner's copy of the packet says what care costs
    note = TextField(default="")
    conclusion = CharField(max_length=20, default="")  # rules.Conclusion of the sufficiency assessment
    decision = CharField(max_length=24, default="")  # rules.Decision
    decided_on = DateField(null=True)
    decided_by = CharField(default="")
    reasons = TextField(default="")
    next_on = DateField(null=True)
    learned = TextField(default="")
    lists_changed = IntegerField(default=0)  # how often its people or signals were changed
    version = IntegerField(default=1)
    created_at = UTCDateTimeField()

    class Meta:
        indexes = ((("partnership", "due_on"), True),)


class ReviewGuest(BaseModel):
    """Somebody who takes part in a review."""

    review = ForeignKeyField(Review, on_delete="CASCADE", backref="guests")
    review_id: int
    person = ForeignKeyField(Person, on_delete="CASCADE", backref="+")
    person_id: int
    version = IntegerField(default=1)

    class Meta:
        indexes = ((("review", "person"), True),)


class ReviewSignal(BaseModel):
    """A signal that is talked about in a review."""

    review = ForeignKeyField(Review, on_delete="CASCADE", backref="signals")
    review_id: int
    signal = ForeignKeyField(Signal, on_delete="CASCADE", backref="+")
    signal_id: int
    version = IntegerField(default=1)

    class Meta:
        indexes = ((("review", "signal"), True),)


class ReviewAnswer(BaseModel):
    """What was said to one question of the worksheet, or in one step of the sufficiency assessment."""

    review = ForeignKeyField(Review, on_delete="CASCADE", backref="answers")
    review_id: int
    question = CharField(max_length=8)  # catalogue: RQ-E1 ... RQ-X6; SA1 ... SA6
    answer = TextField(default="")
    state = CharField(max_length=16, default="")  # rules.State
    action = ForeignKeyField(Action, null=True, on_delete="SET NULL", backref="+")
    action_id: int | None
    version = IntegerField(default=1)

    class Meta:
        indexes = ((("review", "question"), True),)
