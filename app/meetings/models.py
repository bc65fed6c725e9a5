"""Meetings and their rhythm, who comes, what is on the agenda, what was decided."""

from __future__ import annotations

from typing import Any

from peewee import BooleanField, CharField, DateField, ForeignKeyField, IntegerField, TextField, TimeField

from app.actions.models import Action
from app.core.db import BaseModel
from app.core.fields import UTCDateTimeField, new_public_id
from app.partnerships.models import Partnership
from app.people.models import Person


class MeetingSeries(BaseModel):
    """Meetings of one kind in a rhythm; day and wall-clock time in the organization's zone."""

    public_id = CharField(unique=True, max_length=32, default=new_public_id)
    partnership = ForeignKeyField(Partnership, on_delete="CASCADE", backref="+")
    partnership_id: int
    kind = CharField(max_length=30)  # catalogue: communication_plan.meeting_kinds
    rhythm = CharField(max_length=12)  # core.recurrence.Rhythm: weeks, month_day, nth_weekday
    interval = IntegerField()
    nth = IntegerField(null=True)  # 1 to 4, -1 for the last; with nth_weekday
    first_on = DateField()
    until_on = DateField(null=True)  # the last possible day; an ended series has one that is past
    starts_at = TimeField()
    minutes = IntegerField()
    mode = CharField(max_length=10)
    place = CharField(default="")
    link = CharField(max_length=500, default="")
    holidays = CharField(max_length=5, default="move")  # move to the next business day, or show only
    follows_stage = BooleanField(default=True)  # the rhythm is the catalogue's for the stage
    paused_until_on = DateField(null=True)
    note = TextField(default="")
    version = IntegerField(default=1)
    created_at = UTCDateTimeField()

    class Meta:
        indexes = ((("partnership", "kind"), False),)


class SeriesSeat(BaseModel):
    """Who comes to the meetings of a series: a function of one side, and who fills it (or nobody yet)."""

    series = ForeignKeyField(MeetingSeries, on_delete="CASCADE", backref="seats")
    series_id: int
    side = CharField(max_length=8)  # payer, provider
    function = CharField(max_length=30, default="")  # catalogue: communication_plan.functions
    person = ForeignKeyField(Person, null=True, on_delete="SET NULL", backref="+")
    person_id: int | None

    class Meta:
        indexes = ((("series", "person"), False),)

    @classmethod
    def unfinished(cls) -> Any:
        """Which seats need somebody else when a person goes: all of them."""
        return cls.id.is_null(False)


class DensePeriod(BaseModel):
    """A span in which operations and core meetings come twice as often, and why [T5 sustainability]."""

    public_id = CharField(unique=True, max_length=32, default=new_public_id)
    partnership = ForeignKeyField(Partnership, on_delete="CASCADE", backref="+")
    partnership_id: int
    starts_on = DateField()
    ends_on = DateField()  # the last day; then the rhythm is the old one by itself
    reason = TextField()
    source = CharField(
        max_length=12, default="by_hand"
    )  # pilot_start, event, trigger, renegotiation, by_hand
    version = IntegerField(default=1)
    created_at = UTCDateTimeField()

    class Meta:
        indexes = ((("partnership", "starts_on"), False),)


class CommunicationPlan(BaseModel):
    """When both sides agreed how they talk, and when they look at it again."""

    partnership = ForeignKeyField(Partnership, unique=True, on_delete="CASCADE", backref="+")
    partnership_id: int
    agreed_on = DateField(null=True)
    look_again_on = DateField(null=True)
    note = TextField(default="")
    version = IntegerField(default=1)
    created_at = UTCDateTimeField()


class SettledQuestion(BaseModel):
    """The answer to one of the questions that a communication plan settles."""

    partnership = ForeignKeyField(Partnership, on_delete="CASCADE", backref="+")
    partnership_id: int
    question = CharField(max_length=8)  # CQ1 ...: place in communication_plan.questions_to_settle
    answer = TextField(default="")
    settled_on = DateField(null=True)
    version = IntegerField(default=1)

    class Meta:
        indexes = ((("partnership", "question"), True),)


class Meeting(BaseModel):
    """One meeting; day and wall-clock time in the organization's zone."""

    public_id = CharField(unique=True, max_length=32, default=new_public_id)
    partnership = ForeignKeyField(Partnership, on_delete="CASCADE", backref="+")
    partnership_id: int
    kind = CharField(max_length=30)  # catalogue: communication_plan.meeting_kinds
    on = DateField(column_name="on_date", index=True)
    starts_at = TimeField()
    minutes = IntegerField()
    mode = CharField(max_length=10)  # in_person, video, phone
    place = CharField(default="")
    link = CharField(max_length=500, default="")
    status = CharField(max_length=10, default="planned")  # planned, held, cancelled
    series = ForeignKeyField(MeetingSeries, null=True, on_delete="SET NULL", backref="meetings")
    series_id: int | None
    planned_on = DateField(null=True)  # the day its rhythm gave; it may have been moved since
    cancel_reason = CharField(default="")
    published_at = UTCDateTimeField(null=True)  # the agenda is a draft until then
    finished_at = UTCDateTimeField(null=True)  # the minutes are locked from then on
    finished_by = CharField(default="")
    minutes_version = IntegerField(default=0)  # of the finished minutes; reopened and finished again: 2
    concerns_note = TextField(default="")  # concerns voiced and how they will be handled
    version = IntegerField(default=1)
    created_at = UTCDateTimeField()

    class Meta:
        indexes = (
            (("partnership", "on"), False),
            (("status", "on", "starts_at"), False),
            (("series", "planned_on"), True),
        )


class Attendance(BaseModel):
    """Somebody who is asked to a meeting, and whether they came."""

    meeting = ForeignKeyField(Meeting, on_delete="CASCADE", backref="attendance")
    meeting_id: int
    person = ForeignKeyField(Person, on_delete="CASCADE", backref="+")
    person_id: int
    came = CharField(max_length=8, default="")  # here, missing, deputy (somebody stood in); empty: not noted

    class Meta:
        indexes = ((("meeting", "person"), True),)


class AgendaTopic(BaseModel):
    """A line of an agenda: the kind's own standing topic, or one that somebody put there."""

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
    standing = BooleanField(default=False)  # comes back every time
    spoken_only = BooleanField(default=False)  # nothing of it may be written down
    discussed = BooleanField(default=False)
    notes = TextField(default="")  # the minutes of this line
    leave_out = BooleanField(default=False)  # does not go on to the next meeting
    origin = ForeignKeyField("self", null=True, on_delete="SET NULL", backref="+")  # where its line began
    origin_id: int | None
    carried = IntegerField(default=0)  # how many times it was carried over
    carried_from_on = DateField(null=True)  # the day of the meeting it comes from
    version = IntegerField(default=1)

    class Meta:
        indexes = ((("meeting", "origin"), True),)


class ParkedTopic(BaseModel):
    """A topic that waits in the parking lot of a kind of meeting."""

    partnership = ForeignKeyField(Partnership, on_delete="CASCADE", backref="+")
    partnership_id: int
    kind = CharField(max_length=30)  # of the meeting
    topic_kind = CharField(max_length=8, default="topic")
    text = TextField()
    asked_by = ForeignKeyField(Person, null=True, on_delete="SET NULL", backref="+")
    asked_by_id: int | None
    approver = CharField(default="")
    minutes = IntegerField(default=5)
    private = BooleanField(default=False)
    parked_on = DateField()
    taken = BooleanField(default=False)  # put on an agenda, or thrown away
    version = IntegerField(default=1)

    class Meta:
        indexes = ((("partnership", "kind", "taken"), False),)


class Decision(BaseModel):
    """What a meeting decided."""

    public_id = CharField(unique=True, max_length=32, default=new_public_id)
    meeting = ForeignKeyField(Meeting, on_delete="CASCADE", backref="decisions")
    meeting_id: int
    topic = ForeignKeyField(AgendaTopic, null=True, on_delete="SET NULL", backref="decisions")
    topic_id: int | None
    text = TextField()
    decided_by = CharField(default="")
    position = IntegerField(default=0)
    removed = BooleanField(default=False)  # taken out again while the minutes were written
    version = IntegerField(default=1)
    created_at = UTCDateTimeField()


class MeetingAction(BaseModel):
    """An action that was promised in a meeting, under one of its topics or none."""

    meeting = ForeignKeyField(Meeting, on_delete="CASCADE", backref="promised")
    meeting_id: int
    topic = ForeignKeyField(AgendaTopic, null=True, on_delete="SET NULL", backref="promised")
    topic_id: int | None
    action = ForeignKeyField(Action, unique=True, on_delete="CASCADE", backref="+")
    action_id: int


class MinutesProposal(BaseModel):
    """A decision or an action read from a Word file that came back; it counts once somebody confirms it."""

    meeting = ForeignKeyField(Meeting, on_delete="CASCADE", backref="proposals")
    meeting_id: int
    kind = CharField(max_length=8)  # decision, action
    text = TextField()
    who = CharField(default="")
    due_words = CharField(max_length=60, default="")  # as it stood in the file
    due_on = DateField(null=True)
    state = CharField(max_length=8, default="open")  # open, taken, refused
    made = CharField(max_length=32, default="")  # public id of the decision or action that came of it
    filename = CharField(default="")
    version = IntegerField(default=1)
    created_at = UTCDateTimeField()
