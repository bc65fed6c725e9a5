"""Steps of a stage, with dates."""

from __future__ import annotations

from typing import Any

from peewee import CharField, DateField, ForeignKeyField, IntegerField, TextField

from app.core.db import BaseModel
from app.core.fields import UTCDateTimeField, new_public_id
from app.partnerships.models import Partnership
from app.people.models import Person


class Milestone(BaseModel):
    """One step, from the catalogue or our own."""

    public_id = CharField(unique=True, max_length=32, default=new_public_id)
    partnership = ForeignKeyField(Partnership, on_delete="CASCADE", backref="milestones")
    partnership_id: int
    catalogue_id = CharField(max_length=12, default="")  # EX01 ...; empty for our own
    stage = CharField(max_length=20)
    title = CharField()
    lead = CharField(max_length=8)  # payer, provider, joint
    owner = ForeignKeyField(Person, null=True, on_delete="SET NULL", backref="milestones")
    owner_id: int | None
    due_on = DateField(null=True)
    done_on = DateField(null=True)
    evidence = TextField(default="")
    version = IntegerField(default=1)
    created_at = UTCDateTimeField()

    class Meta:
        indexes = ((("partnership", "done_on", "due_on"), False), (("done_on", "due_on"), False))

    @classmethod
    def unfinished(cls) -> Any:
        """Which rows need another owner when theirs goes."""
        return cls.done_on.is_null()
