"""Every wording of a section that the house ever saved."""

from __future__ import annotations

from peewee import BooleanField, CharField, IntegerField, TextField

from app.core.db import BaseModel
from app.core.fields import UTCDateTimeField


class SectionWording(BaseModel):
    """One saved wording; the newest is in use unless it was taken away."""

    section = CharField(max_length=3)  # S21
    number = IntegerField()
    file = CharField(max_length=80)
    source = TextField()  # empty when the section was taken away
    taken_away = BooleanField(default=False)
    note = CharField(default="")
    saved_at = UTCDateTimeField()
    saved_by = CharField(default="")
    version = IntegerField(default=1)

    class Meta:
        indexes = ((("section", "number"), True),)
