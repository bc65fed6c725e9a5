"""What is asked before a stage is left, and how it stood when it was."""

from __future__ import annotations

from peewee import CharField, ForeignKeyField, IntegerField, TextField

from app.core.db import BaseModel
from app.core.fields import JSONField, UTCDateTimeField
from app.partnerships.models import Partnership, StageChange


class GateAnswer(BaseModel):
    """How one question stands that is asked before the stage is left which began with this move."""

    partnership = ForeignKeyField(Partnership, on_delete="CASCADE", backref="+")
    partnership_id: int
    began = ForeignKeyField(StageChange, on_delete="CASCADE", backref="+")
    began_id: int
    place = IntegerField()  # in the catalogue's list, counted from 1
    state = CharField(max_length=8, default="")  # met, not_met; empty: not known yet
    note = TextField(default="")
    version = IntegerField(default=1)

    class Meta:
        indexes = ((("began", "place"), True),)


class StageExit(BaseModel):
    """What was missing on the day a stage was left."""

    partnership = ForeignKeyField(Partnership, on_delete="CASCADE", backref="+")
    partnership_id: int
    move = ForeignKeyField(StageChange, on_delete="CASCADE", unique=True, backref="+")
    move_id: int
    missing = JSONField()  # {"questions": [{text, answer, note}], "milestones": [{title, due_on}]}
    created_at = UTCDateTimeField()
