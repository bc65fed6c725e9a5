"""What was worked out, one row for each question, card or sheet."""

from __future__ import annotations

from peewee import CharField, ForeignKeyField, IntegerField

from app.core.db import BaseModel
from app.core.fields import JSONField, UTCDateTimeField
from app.partnerships.models import Partnership


class DesignAnswer(BaseModel):
    """The answer under one name: a question (KQ1), a card (OX3), or a sheet (matrix, criteria)."""

    partnership = ForeignKeyField(Partnership, on_delete="CASCADE", backref="+")
    partnership_id: int
    name = CharField(max_length=20)
    answer = JSONField(default=dict)
    version = IntegerField(default=1)
    changed_at = UTCDateTimeField()

    class Meta:
        indexes = ((("partnership", "name"), True),)
