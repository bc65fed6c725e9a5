"""Organizations and the people who work there. Work contacts only."""

from __future__ import annotations

from typing import Any

from peewee import BooleanField, CharField, DateField, ForeignKeyField, IntegerField, TextField

from app.accounts.models import User
from app.core.db import BaseModel
from app.core.fields import JSONField, UTCDateTimeField, new_public_id


class Organization(BaseModel):
    """A payer, a provider, a referrer or a community organization."""

    public_id = CharField(unique=True, max_length=32, default=new_public_id)
    name = CharField(index=True)
    role = CharField(max_length=10, index=True)  # payer, provider, referrer, community
    kind = CharField(max_length=40, default="")  # catalogue: culture_profile.organization_kind
    delivery_model = CharField(max_length=60, default="")  # catalogue: service_design.delivery_models
    ours = BooleanField(default=False, index=True)
    example = BooleanField(default=False, index=True)
    notes = TextField(default="")
    version = IntegerField(default=1)
    created_at = UTCDateTimeField()


class Person(BaseModel):
    """Somebody we work with, on either side, known by function."""

    public_id = CharField(unique=True, max_length=32, default=new_public_id)
    organization = ForeignKeyField(Organization, backref="people", on_delete="CASCADE")
    organization_id: int
    name = CharField(index=True)
    function = CharField(max_length=30, default="")  # catalogue: communication_plan.functions
    title = CharField(default="")
    email = CharField(max_length=254, default="")
    phone = CharField(max_length=40, default="")
    deputy = ForeignKeyField("self", null=True, on_delete="SET NULL")
    deputy_id: int | None
    user = ForeignKeyField(User, null=True, on_delete="SET NULL", backref="+")  # our own people who sign in
    user_id: int | None
    left_on = DateField(null=True)
    example = BooleanField(default=False, index=True)
    version = IntegerField(default=1)
    created_at = UTCDateTimeField()

    class Meta:
        indexes = ((("organization", "function", "name"), False),)

    @classmethod
    def unfinished(cls) -> Any:
        """For whom somebody else must stand in when their deputy goes: all who still work here."""
        return cls.left_on.is_null()


class CultureProfile(BaseModel):
    """How an organization works and decides: what explains its pace before a person is judged by it."""

    organization = ForeignKeyField(Organization, unique=True, on_delete="CASCADE", backref="culture")
    organization_id: int
    size = CharField(max_length=10, default="")  # small, medium, large, national
    structure_note = TextField(default="")
    decision_process = CharField(max_length=20, default="")  # one_person ... committee_chain
    approvers = JSONField(default=list)  # rows of function, topic, days_needed (a number, or none)
    usual_days_to_decide = IntegerField(null=True)  # calendar days, as the organization says
    fixed_calendars = TextField(default="")
    preferred_modes = JSONField(default=list)  # catalogue: communication_plan.modes
    preferred_note = TextField(default="")  # how they like to hear from others, in their words
    past_innovations = TextField(default="")
    comfort_with_risk = IntegerField(null=True)  # 1 to 5
    priorities_now = TextField(default="")
    pressures_now = TextField(default="")
    version = IntegerField(default=1)
    created_at = UTCDateTimeField()


# Tables that only describe their organization: they go with it, and do not keep it.
DESCRIBING: tuple[type[BaseModel], ...] = (CultureProfile,)
