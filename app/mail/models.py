"""The outbox and its ledger."""

from __future__ import annotations

from peewee import BlobField, CharField, DateField, ForeignKeyField, IntegerField, TextField

from app.core.db import BaseModel
from app.core.fields import UTCDateTimeField


class MailFile(BaseModel):
    """A file that goes with mails: stored once, however many people get it."""

    sha256 = CharField(unique=True, max_length=64)
    name = CharField()
    mimetype = CharField(max_length=100)
    data = BlobField()
    created_at = UTCDateTimeField()


class OutboxMail(BaseModel):
    """One mail to one address: due, claimed, sent or failed. Never deleted while unsent."""

    dedupe_key = CharField(unique=True, max_length=300)  # kind:public id:occurrence date:recipient
    kind = CharField(max_length=40)
    recipient = CharField(max_length=254)
    recipient_name = CharField(default="")
    sender_name = CharField(default="")  # empty: the program speaks
    reply_to = CharField(default="", max_length=254)  # whom an answer reaches; empty: nobody reads it
    user_id = IntegerField(null=True)
    partnership_id = IntegerField(null=True)
    occurrence_on = DateField()
    why = TextField()  # the reason in one sentence, for the page
    subject = CharField(max_length=300)
    text = TextField()
    html = TextField(default="")
    file = ForeignKeyField(MailFile, null=True, on_delete="RESTRICT", backref="+")
    file_id: int | None
    message_id = CharField(unique=True)
    created_at = UTCDateTimeField()
    not_before = UTCDateTimeField()
    status = CharField(max_length=12, default="pending")  # pending, sending, sent, failed, cancelled
    claimed_by = CharField(null=True)
    claim_until = UTCDateTimeField(null=True)
    attempts = IntegerField(default=0)
    first_attempt_at = UTCDateTimeField(null=True)
    sent_at = UTCDateTimeField(null=True)
    words = TextField(default="")  # what the server answered, or why it was cancelled
    trouble = CharField(max_length=16, default="")  # why the last try failed
    emptied_at = UTCDateTimeField(null=True)  # when text and file were taken away; the line stays

    class Meta:
        indexes = ((("status", "not_before"), False), (("status", "claim_until"), False))


class MailAttempt(BaseModel):
    """One try of one mail, with what the server said; the newest of them are kept."""

    mail = ForeignKeyField(OutboxMail, on_delete="CASCADE", backref="+")
    number = IntegerField()  # the mail's `attempts` at the time
    at = UTCDateTimeField()
    verdict = CharField(max_length=8)  # sent, later, refused
    trouble = CharField(max_length=16, default="")
    words = TextField(default="")

    class Meta:
        indexes = ((("mail", "number"), True),)
