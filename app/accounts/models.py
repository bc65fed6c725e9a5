"""People who sign in."""

from __future__ import annotations

from peewee import BooleanField, CharField, IntegerField, TextField, TimeField

from app.core.db import BaseModel
from app.core.fields import JSONField, UTCDateTimeField, new_public_id


class User(BaseModel):
    """A member of our staff with an account."""

    public_id = CharField(unique=True, max_length=32, default=new_public_id)
    email = CharField(unique=True, max_length=254)  # folded to lower case
    name = CharField()
    role = CharField(max_length=10)  # admin, editor, viewer
    password = TextField(null=True)  # none until the invitation is accepted
    active = BooleanField(default=True)
    fs_uniquifier = CharField(unique=True, max_length=64)  # changes with the password: old sessions die
    invited_at = UTCDateTimeField(null=True)
    last_seen_at = UTCDateTimeField(null=True)
    theme = CharField(max_length=5, default="")  # light, dark, or the system's
    digest_days = CharField(max_length=10, default="weekdays")  # weekdays, weekly, none
    digest_at = TimeField(null=True)  # local; 08:00 when empty
    version = IntegerField(default=1)
    created_at = UTCDateTimeField()


class LoginAttempt(BaseModel):
    """A sign-in that failed: counted per account and per address, forgotten after a day."""

    account = CharField(max_length=64, index=True)  # hash of the address typed
    ip = CharField(max_length=64, index=True)
    at = UTCDateTimeField(index=True)


class EndedVisit(BaseModel):
    """A signed-out session: its cookie, should anyone have kept a copy, opens nothing any more."""

    visit = CharField(unique=True, max_length=32)
    at = UTCDateTimeField()


class OneTimeLink(BaseModel):
    """A link that works once: set-up of a new installation, or an invitation."""

    purpose = CharField(max_length=12)  # setup, invite
    token_hash = CharField(unique=True, max_length=64)
    user_id = IntegerField(null=True)
    created_at = UTCDateTimeField()
    used_at = UTCDateTimeField(null=True)
    facts = JSONField(null=True)
