"""Steps of a stage, with dates that may hang on other dates."""

from __future__ import annotations

from typing import Any

from peewee import BooleanField, CharField, DateField, ForeignKeyField, IntegerField, TextField

from app.core.db import BaseModel
from app.core.fields import JSONField, UTCDateTimeField, new_public_id
from app.partnerships.models import Partnership, StageChange
from app.people.models import Person


class Milestone(BaseModel):
    """One step, from the catalogue or our own. Where `why` and `wanted` are empty the catalogue speaks."""

    public_id = CharField(unique=True, max_length=32, default=new_public_id)
    partnership = ForeignKeyField(Partnership, on_delete="CASCADE", backref="+")
    partnership_id: int
    catalogue_id = CharField(max_length=12, default="")  # EX01 ...; empty for our own
    stage = CharField(max_length=20)
    lesson = CharField(max_length=4, default="")  # L1 ... L8, T5; empty for the catalogue's, or for none
    title = CharField()
    why = TextField(default="")
    wanted = TextField(default="")  # what counts as done
    lead = CharField(max_length=8)  # payer, provider, joint
    owner = ForeignKeyField(Person, null=True, on_delete="SET NULL", backref="+")
    owner_id: int | None
    anchor = CharField(max_length=10, default="")  # stage, milestone; empty: the date is set by hand
    anchor_stage = ForeignKeyField(StageChange, null=True, on_delete="SET NULL", backref="+")
    anchor_stage_id: int | None
    anchor_milestone = ForeignKeyField("self", null=True, on_delete="SET NULL", backref="+")
    anchor_milestone_id: int | None
    offset_days = IntegerField(null=True)  # from the anchor's day; negative counts back
    due_on = DateField(null=True)
    done_on = DateField(null=True)
    evidence = TextField(default="")
    dropped_on = DateField(null=True)  # not needed, or deleted
    dropped_reason = TextField(default="")
    deleted = BooleanField(default=False)  # one of our own that somebody took away
    version = IntegerField(default=1)
    created_at = UTCDateTimeField()

    class Meta:
        indexes = (
            (("partnership", "done_on", "due_on"), False),
            (("done_on", "due_on"), False),
            (("partnership", "due_on"), False),
            (("partnership", "anchor_milestone"), False),
        )

    @classmethod
    def unfinished(cls) -> Any:
        """Which rows need another owner when theirs goes."""
        return cls.done_on.is_null() & cls.dropped_on.is_null()


class MilestoneWait(BaseModel):
    """A step that has to be done before another can be."""

    milestone = ForeignKeyField(Milestone, on_delete="CASCADE", backref="waits")
    milestone_id: int
    needs = ForeignKeyField(Milestone, on_delete="CASCADE", backref="+")
    needs_id: int

    class Meta:
        indexes = ((("milestone", "needs"), True),)


class MilestoneShift(BaseModel):
    """What a change of many dates at once found before it, so that it can be taken back whole."""

    public_id = CharField(unique=True, max_length=32, default=new_public_id)
    partnership = ForeignKeyField(Partnership, on_delete="CASCADE", backref="+")
    partnership_id: int
    before = JSONField()
    taken_back = BooleanField(default=False)
    created_at = UTCDateTimeField()
