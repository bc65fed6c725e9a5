"""Meetings, who comes, and topics added by hand."""

from __future__ import annotations

from peewee import BooleanField, CharField, DateField, ForeignKeyField, IntegerField, TextField, TimeField

from app.core.db import BaseModel
from app.core.fields import UTCDateTimeField, new_public_id
from app.partnerships.models import Partnership
from app.people.models import Person


class Meeting(BaseModel):
    """One meeting; day and wall-clock time in the organization's zone."""

    public_id = CharField(unique=True, max_length=32, default=new_public_id)
    partnership = ForeignKeyField(Partnership, on_delete="CASCADE", backref="meetings")
    partnership_id: int
    kind = CharField(max_length=30)  # catalogue: communication_plan.meeting_kinds
    on = DateField(column_name="on_date", index=True)
    starts_at = TimeField()
    minutes = IntegerField()
    mode = CharField(max_length=10)  # in_person, video, phone
    place = CharField(default="")
    link = CharField(max_length=500, default="")
    status = CharField(max_length=10, default="planned")  # planned, held, cancelled
    version = IntegerField(default=1)
    created_at = UTCDateTimeField()

    class Meta:
        indexes = ((("partnership", "on"), False), (("status", "on", "starts_at"), False))


class Attendance(BaseModel):
    """Somebody who is asked to a meeting."""

    meeting = ForeignKeyField(Meeting, on_delete="CASCADE", backref="attendance")
    meeting_id: int
    person = ForeignKeyField(Person, on_delete="CASCADE", backref="+")
    person_id: int

    class Meta:
        indexes = ((("meeting", "person"), True),)


class AgendaTopic(BaseModel):
    """A topic or a decision that somebody put on the agenda."""

    meeting = ForeignKeyField(Meeting, on_delete="CASCADE", backref="topics")
    meeting_id: int
    kind = CharField(max_length=8, default="topic")  # topic, decision
    text = TextField()
    asked_by = ForeignKeyField(Person, null=True, on_delete="SET NULL", backref="+")
    asked_by_id: int | None
    approver = CharField(default="")  # who must approve a decision
    minutes = IntegerField(default=5)
    position = IntegerField(default=0)
    private = BooleanField(default=False)
    removed = BooleanField(default=False)  # taken off the agenda; can be put back
    version = IntegerField(default=1)
