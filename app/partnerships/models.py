"""A partnership of two organizations, its stages, and who works on it."""

from __future__ import annotations

from peewee import BooleanField, CharField, DateField, ForeignKeyField, IntegerField, TextField

from app.accounts.models import User
from app.core.db import BaseModel
from app.core.fields import JSONField, UTCDateTimeField, new_public_id
from app.people.models import Organization, Person


class Partnership(BaseModel):
    """What a hospice and a health plan do together."""

    public_id = CharField(unique=True, max_length=32, default=new_public_id)
    key = CharField(unique=True, max_length=60)  # short name for the command line; made once
    name = CharField(index=True)
    provider = ForeignKeyField(Organization, on_delete="RESTRICT", backref="+")
    provider_id: int
    payer = ForeignKeyField(Organization, on_delete="RESTRICT", backref="+")
    payer_id: int
    product_lines = JSONField(default=list)  # catalogue ids
    setting = CharField(max_length=10, default="")  # rural, urban, mixed
    service_area = TextField(default="")
    stage = CharField(max_length=20, index=True)  # catalogue: stages
    stage_since = DateField()
    lead = ForeignKeyField(User, null=True, on_delete="SET NULL", backref="+")
    lead_id: int | None
    notice_given_on = DateField(null=True)
    example = BooleanField(default=False, index=True)
    version = IntegerField(default=1)
    created_at = UTCDateTimeField()

    class Meta:
        indexes = ((("stage", "name"), False),)


class StageChange(BaseModel):
    """One move from stage to stage, with its reason."""

    partnership = ForeignKeyField(Partnership, on_delete="CASCADE", backref="stage_changes")
    partnership_id: int
    from_stage = CharField(max_length=20, default="")
    to_stage = CharField(max_length=20)
    on = DateField(column_name="on_date")
    reason = TextField(default="")


class Membership(BaseModel):
    """A person who works on a partnership, on either side."""

    partnership = ForeignKeyField(Partnership, on_delete="CASCADE", backref="memberships")
    partnership_id: int
    person = ForeignKeyField(Person, on_delete="CASCADE", backref="+")
    person_id: int
    side = CharField(max_length=8)  # payer, provider
    lead = BooleanField(default=False)

    class Meta:
        indexes = ((("partnership", "person"), True),)
