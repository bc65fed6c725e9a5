"""Promises: one owner, one date, one side."""

from __future__ import annotations

from typing import Any

from peewee import BooleanField, CharField, DateField, ForeignKeyField, IntegerField, TextField

from app.accounts.models import User
from app.core.db import BaseModel
from app.core.fields import UTCDateTimeField, new_public_id
from app.partnerships.models import Partnership
from app.people.models import Person


class Action(BaseModel):
    """Something one person on one side promised to do by a day."""

    public_id = CharField(unique=True, max_length=32, default=new_public_id)
    partnership = ForeignKeyField(Partnership, on_delete="CASCADE", backref="+")
    partnership_id: int
    text = TextField()
    folded = TextField(default="")  # the text as a search compares it: core.text.folded
    side = CharField(max_length=8)  # payer, provider, joint
    owner = ForeignKeyField(Person, null=True, on_delete="SET NULL", backref="+")
    owner_id: int | None
    due_on = DateField(null=True)
    first_due_on = DateField(null=True)  # the day that was promised first; it may have been moved since
    waiting_for = CharField(default="")  # what or whom it waits for
    waiting_since = DateField(null=True)
    source = CharField(
        max_length=10, default="manual"
    )  # meeting, review, trigger, milestone, concern, gap, manual
    source_note = CharField(default="")
    source_ref = CharField(max_length=32, default="")  # the public id of what it came from, of a meeting say
    status = CharField(max_length=8, default="open")  # open, done, dropped
    done_on = DateField(null=True)
    moved_times = IntegerField(default=0)
    repeats = CharField(max_length=8, default="")  # weeks, months; empty: once
    repeats_every = IntegerField(default=1)
    repeats_from = DateField(null=True)  # the day its rhythm counts from
    series = CharField(
        max_length=32, default="", index=True
    )  # shared by all that came of one repeating promise
    follows = ForeignKeyField("self", null=True, on_delete="SET NULL", backref="+")  # the one before it
    follows_id: int | None
    private = BooleanField(default=False)
    version = IntegerField(default=1)
    created_at = UTCDateTimeField()

    class Meta:
        indexes = (
            (("partnership", "status", "side", "due_on"), False),
            (("owner", "status", "due_on"), False),
            (("status", "due_on"), False),
            (("status", "done_on"), False),
            (("status", "waiting_since"), False),
        )

    @classmethod
    def unfinished(cls) -> Any:
        """Which rows need another owner when theirs goes."""
        return cls.status == "open"


class ActionComment(BaseModel):
    """What somebody of ours wrote beside a promise."""

    public_id = CharField(unique=True, max_length=32, default=new_public_id)
    action = ForeignKeyField(Action, on_delete="CASCADE", backref="comments")
    action_id: int
    text = TextField()
    author = ForeignKeyField(User, null=True, on_delete="SET NULL", backref="+")
    author_id: int | None
    author_name = CharField(default="")
    removed = BooleanField(default=False)  # taken off; can be put back
    version = IntegerField(default=1)
    created_at = UTCDateTimeField()
