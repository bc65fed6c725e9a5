"""Promises: one owner, one date, one side."""

from __future__ import annotations

from peewee import BooleanField, CharField, DateField, ForeignKeyField, IntegerField, TextField

from app.core.db import BaseModel
from app.core.fields import UTCDateTimeField, new_public_id
from app.partnerships.models import Partnership
from app.people.models import Person


class Action(BaseModel):
    """Something one person on one side promised to do by a day."""

    public_id = CharField(unique=True, max_length=32, default=new_public_id)
    partnership = ForeignKeyField(Partnership, on_delete="CASCADE", backref="actions")
    partnership_id: int
    text = TextField()
    side = CharField(max_length=8)  # payer, provider, joint
    owner = ForeignKeyField(Person, null=True, on_delete="SET NULL", backref="actions")
    owner_id: int | None
    due_on = DateField(null=True)
    source = CharField(
        max_length=10, default="manual"
    )  # meeting, review, trigger, milestone, concern, gap, manual
    source_note = CharField(default="")
    status = CharField(max_length=8, default="open")  # open, done, dropped
    done_on = DateField(null=True)
    moved_times = IntegerField(default=0)
    private = BooleanField(default=False)
    version = IntegerField(default=1)
    created_at = UTCDateTimeField()

    class Meta:
        indexes = (
            (("partnership", "status", "side", "due_on"), False),
            (("owner", "status", "due_on"), False),
            (("status", "due_on"), False),
        )
