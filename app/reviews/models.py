"""Reviews that were held; when one is due is computed from the term sheet."""

from __future__ import annotations

from peewee import CharField, DateField, ForeignKeyField, IntegerField, TextField

from app.core.db import BaseModel
from app.core.fields import UTCDateTimeField, new_public_id
from app.partnerships.models import Partnership


class Review(BaseModel):
    """A reassessment review that took place, tied to the day it was due."""

    public_id = CharField(unique=True, max_length=32, default=new_public_id)
    partnership = ForeignKeyField(Partnership, on_delete="CASCADE", backref="reviews")
    partnership_id: int
    due_on = DateField()
    held_on = DateField()
    note = TextField(default="")
    version = IntegerField(default=1)
    created_at = UTCDateTimeField()

    class Meta:
        indexes = ((("partnership", "due_on"), True),)
