"""What changed around a partnership."""

from __future__ import annotations

from peewee import CharField, DateField, ForeignKeyField, IntegerField, TextField

from app.core.db import BaseModel
from app.core.fields import UTCDateTimeField, new_public_id
from app.partnerships.models import Partnership


class ChangeEvent(BaseModel):
    """A change of people, scope, support or surroundings."""

    public_id = CharField(unique=True, max_length=32, default=new_public_id)
    partnership = ForeignKeyField(Partnership, on_delete="CASCADE", backref="change_events")
    partnership_id: int
    on = DateField(column_name="on_date")
    kind = CharField(max_length=8)  # catalogue: TE01 ... TE18
    text = TextField()
    answer = TextField(default="")
    version = IntegerField(default=1)
    created_at = UTCDateTimeField()

    class Meta:
        indexes = ((("partnership", "on"), False),)
