"""Links to a calendar, what calendars were told, and who was invited to which meeting."""

from __future__ import annotations

from peewee import BooleanField, CharField, DateField, ForeignKeyField, IntegerField

from app.accounts.models import User
from app.core.db import BaseModel
from app.core.fields import JSONField, UTCDateTimeField
from app.meetings.models import Meeting
from app.partnerships.models import Partnership
from app.people.models import Person


class CalendarLink(BaseModel):
    """The secret address of a calendar: of one of our people, or of a partnership.

    `nonce` alone opens nothing: the address follows from it and the secret of the installation.
    """

    user = ForeignKeyField(User, null=True, unique=True, on_delete="CASCADE", backref="+")
    user_id: int | None
    partnership = ForeignKeyField(Partnership, null=True, unique=True, on_delete="CASCADE", backref="+")
    partnership_id: int | None
    nonce = CharField(max_length=64)
    token_hash = CharField(unique=True, max_length=64)
    scope = CharField(max_length=4, default="mine")  # mine, all; of a person's link
    made_by = ForeignKeyField(User, null=True, on_delete="SET NULL", backref="+")
    made_by_id: int | None
    made_at = UTCDateTimeField()
    read_at = UTCDateTimeField(null=True)  # when a calendar last asked
    version = IntegerField(default=1)


class CalendarEntry(BaseModel):
    """What calendars were last told of one thing: its name for good, and how often it changed."""

    uid = CharField(unique=True, max_length=150)
    kind = CharField(max_length=20)
    thing = CharField(max_length=64)  # a public id
    on = DateField(column_name="on_date", index=True)
    title = CharField(max_length=300)
    told = CharField(max_length=64)  # a digest of everything an entry says
    sequence = IntegerField(default=0)
    changed_at = UTCDateTimeField()

    class Meta:
        indexes = ((("kind", "thing"), False),)


class Invitation(BaseModel):
    """Somebody whom we chose to invite to a meeting by mail. Without its meeting it is to be called off."""

    meeting = ForeignKeyField(Meeting, null=True, on_delete="SET NULL", backref="+")
    meeting_id: int | None
    person = ForeignKeyField(Person, on_delete="CASCADE", backref="+")
    person_id: int
    uid = CharField(max_length=150)  # of the event in their calendar
    wanted = BooleanField(default=True)
    invited_by = CharField(default="")  # whom to tell that one cannot come
    invited_by_user_id = IntegerField(null=True)  # whom an answer reaches, while they are here
    version = IntegerField(default=1)
    created_at = UTCDateTimeField()

    class Meta:
        indexes = ((("meeting", "person"), True),)


class InvitationMail(BaseModel):
    """One mail of an invitation, and what it says: the newest of an invitation is what they know."""

    invitation = ForeignKeyField(Invitation, on_delete="CASCADE", backref="mails")
    invitation_id: int
    method = CharField(max_length=8)  # REQUEST, CANCEL
    sequence = IntegerField()
    email = CharField(max_length=254)
    on = DateField(column_name="on_date", index=True)
    says = JSONField()  # title, day, time, length, zone, way, place, link
    mail_key = CharField(max_length=300)  # the outbox row that carries it
    queued_at = UTCDateTimeField()
