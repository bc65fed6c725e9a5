"""What each side asked of the other and learned, the aims of both, and the lessons of an end."""

from __future__ import annotations

from peewee import BooleanField, CharField, DateField, ForeignKeyField, IntegerField, TextField

from app.core.db import BaseModel
from app.core.fields import JSONField, UTCDateTimeField, new_public_id
from app.partnerships.models import Partnership


class InformationItem(BaseModel):
    """One of the seven or six things that one side asks of the other."""

    partnership = ForeignKeyField(Partnership, on_delete="CASCADE", backref="+")
    partnership_id: int
    item = CharField(max_length=8)  # catalogue: IP1 ... IR6
    status = CharField(max_length=16, default="not_asked")
    asked_on = DateField(null=True)
    asked_by = CharField(default="")
    wanted_by_on = DateField(null=True)
    answered_on = DateField(null=True)
    answer = JSONField(default=dict)  # by field name
    version = IntegerField(default=1)

    class Meta:
        indexes = ((("partnership", "item"), True),)


class TopicAnswer(BaseModel):
    """What is known about one deeper topic."""

    partnership = ForeignKeyField(Partnership, on_delete="CASCADE", backref="+")
    partnership_id: int
    topic = CharField(max_length=40)  # catalogue: information_requests.profile_topics
    answer = JSONField(default=dict)  # by field name
    told_by = CharField(max_length=8, default="")  # payer, provider
    told_on = DateField(null=True)
    version = IntegerField(default=1)

    class Meta:
        indexes = ((("partnership", "topic"), True),)


class AimsLine(BaseModel):
    """One question of the aims worksheet with the answers of both sides, read side by side."""

    partnership = ForeignKeyField(Partnership, on_delete="CASCADE", backref="+")
    partnership_id: int
    question = CharField(max_length=8)  # catalogue: AW1 ... AW9
    ours = TextField(default="")
    theirs = TextField(default="")
    talk_about = BooleanField(default=False)  # the answers differ: it belongs on an agenda
    version = IntegerField(default=1)

    class Meta:
        indexes = ((("partnership", "question"), True),)


class Lesson(BaseModel):
    """What one side learned from a partnership, for the next one [L7 exit]."""

    public_id = CharField(unique=True, max_length=32, default=new_public_id)
    partnership = ForeignKeyField(Partnership, on_delete="CASCADE", backref="+")
    partnership_id: int
    side = CharField(max_length=8)  # payer, provider
    on = DateField(column_name="on_date")
    text = TextField()
    ask_next = TextField(default="")  # what to ask the next partner
    about = CharField(max_length=8, default="")  # worked, change; empty: learned
    shared = BooleanField(default=False)  # both sides keep it: it stands in the joint note
    removed = BooleanField(default=False)  # taken back; can be put back
    version = IntegerField(default=1)
    created_at = UTCDateTimeField()

    class Meta:
        indexes = ((("partnership", "on"), False),)
