"""Needs assessments, the resources that connect, and our judgement of what must be right."""

from __future__ import annotations

from typing import Any

from peewee import BooleanField, CharField, DateField, ForeignKeyField, IntegerField, TextField

from app.core.db import BaseModel
from app.core.fields import JSONField, UTCDateTimeField, new_public_id
from app.partnerships.models import Partnership
from app.people.models import Person


class Assessment(BaseModel):
    """One look at all items, from the day it was asked for until it is finished. One is open at a time."""

    public_id = CharField(unique=True, max_length=32, default=new_public_id)
    partnership = ForeignKeyField(Partnership, on_delete="CASCADE", backref="+")
    partnership_id: int
    why = CharField(max_length=8)  # first, event, yearly, by_hand
    because = TextField(default="")  # one reason a line
    sides = JSONField(default=list)  # catalogue: needs_assessment.assessed_side_values
    assessed_by = CharField(default="")
    asked_on = DateField()
    begun_on = DateField(null=True)
    finished_on = DateField(null=True)
    version = IntegerField(default=1)
    created_at = UTCDateTimeField()

    class Meta:
        indexes = ((("partnership", "finished_on"), False),)


class NeedsRating(BaseModel):
    """How one item stands in one assessment, and who fills the gap."""

    public_id = CharField(unique=True, max_length=32, default=new_public_id)
    assessment = ForeignKeyField(Assessment, on_delete="CASCADE", backref="ratings")
    assessment_id: int
    item = CharField(max_length=8)  # catalogue: NA01 ...
    rating = CharField(max_length=16, default="")  # empty: still to rate
    evidence = TextField(default="")
    strategy = CharField(max_length=60, default="")  # catalogue: needs_assessment.strategies_text
    filler = CharField(max_length=24, default="")  # catalogue: needs_assessment.filler_values
    filler_side = CharField(max_length=8, default="")  # which partner, when one fills it alone
    person_provider = ForeignKeyField(Person, null=True, on_delete="SET NULL", backref="+")
    person_provider_id: int | None
    person_payer = ForeignKeyField(Person, null=True, on_delete="SET NULL", backref="+")
    person_payer_id: int | None
    first_step = CharField(default="")
    due_on = DateField(null=True)
    instead = CharField(max_length=12, default="")  # third_party, scope, risk: when neither can fill it
    instead_note = TextField(default="")
    in_agreement = BooleanField(default=False)  # also wanted among the gaps of the term sheet
    rated_on = DateField(null=True)
    version = IntegerField(default=1)

    class Meta:
        indexes = ((("assessment", "item"), True),)

    @classmethod
    def unfinished(cls) -> Any:
        """Which gaps need somebody else when a person goes: those of the assessment under way."""
        under_way = Assessment.select(Assessment.id).where(Assessment.finished_on.is_null())
        return cls.rating.in_(("partly", "gap")) & cls.assessment.in_(under_way)


class ConnectingResource(BaseModel):
    """Something that one of the partners knows or owns and that helps around the team."""

    public_id = CharField(unique=True, max_length=32, default=new_public_id)
    partnership = ForeignKeyField(Partnership, on_delete="CASCADE", backref="+")
    partnership_id: int
    resource = CharField()
    need_met = CharField(max_length=24, default="")  # catalogue: connecting_directory
    known_by = CharField(max_length=8, default="")  # payer, provider, both
    who_can_use = CharField(default="")
    area = CharField(default="")
    how_to_refer = TextField(default="")
    contact_office = CharField(default="")
    funding_until = DateField(null=True)
    overlaps_with_our_services = BooleanField(default=False)
    checked_on = DateField(null=True)
    removed = BooleanField(default=False)  # taken out; can be put back
    version = IntegerField(default=1)
    created_at = UTCDateTimeField()

    class Meta:
        indexes = ((("partnership", "removed", "resource"), False),)


class RightJudgment(BaseModel):
    """Our judgement of the right patients, the right time or the right supports."""

    partnership = ForeignKeyField(Partnership, on_delete="CASCADE", backref="+")
    partnership_id: int
    question = CharField(max_length=8)  # patients, time, supports
    state = CharField(max_length=8, default="")  # good, watch, change
    note = TextField(default="")
    judged_on = DateField(null=True)
    version = IntegerField(default=1)

    class Meta:
        indexes = ((("partnership", "question"), True),)


class Unknown(BaseModel):
    """Something hardly anyone forecasts well: the guess at planning, and the truth at a review."""

    partnership = ForeignKeyField(Partnership, on_delete="CASCADE", backref="+")
    partnership_id: int
    item = CharField(max_length=60)  # catalogue: needs_assessment.sustainability_unknowns
    guess = TextField(default="")
    guessed_on = DateField(null=True)
    truth = TextField(default="")
    truth_on = DateField(null=True)
    version = IntegerField(default=1)

    class Meta:
        table_name = "sustainability_unknown"
        indexes = ((("partnership", "item"), True),)
