"""Our own settings: one row, and the days we add to or take from the public holidays."""

from __future__ import annotations

from peewee import CharField, DateField, IntegerField, TextField

from app.core.db import BaseModel
from app.core.fields import UTCDateTimeField


class House(BaseModel):
    """The hospice that runs this installation; there is one row."""

    name = CharField(default="")
    time_zone = CharField(max_length=64)
    holidays = CharField(max_length=12, default="US")  # US, US-CA ..., none
    approval_days = IntegerField(default=15)  # business days our own approval takes
    mail_proven_at = UTCDateTimeField(null=True)  # when a test mail's code came back
    mail_code = CharField(max_length=12, null=True)
    mail_code_at = UTCDateTimeField(null=True)
    mail_text_months = IntegerField(default=12)  # how long the text of a mail is kept
    version = IntegerField(default=1)


class HouseLook(BaseModel):
    """How our papers look; there is at most one row. Files are kept by their digest."""

    reference = CharField(max_length=64, default="")
    reference_name = CharField(default="")
    logo = CharField(max_length=64, default="")
    logo_name = CharField(default="")
    letterhead = TextField(default="")  # up to four lines
    version = IntegerField(default=1)


class HolidayChange(BaseModel):
    """A day added to the public holidays, or one of them on which we work."""

    on = DateField(unique=True, column_name="on_date")
    name = CharField()
    kind = CharField(max_length=8)  # added, worked
