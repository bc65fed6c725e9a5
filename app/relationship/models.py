"""How the two sides get on: concerns, pulse, fit, contact, and two short logs."""

from __future__ import annotations

from peewee import BooleanField, CharField, DateField, ForeignKeyField, IntegerField, TextField

from app.core.db import BaseModel
from app.core.fields import JSONField, ScaledField, UTCDateTimeField, new_public_id
from app.partnerships.models import Partnership
from app.people.models import Person

TOLD_AROUND = "told"  # begins the ids of concerns that no file of an example holds


class Concern(BaseModel):
    """Something that weighs on one side."""

    public_id = CharField(unique=True, max_length=32, default=new_public_id)
    partnership = ForeignKeyField(Partnership, on_delete="CASCADE", backref="+")
    partnership_id: int
    opened_on = DateField()
    raised_by_side = CharField(max_length=8)  # payer, provider
    area = CharField(max_length=16)  # effort, payment, outcomes, communication, operations, data, other
    text = TextField()
    sharable = BooleanField(default=False)  # private to us unless somebody says otherwise
    told_on = DateField(null=True)
    told_how = CharField(max_length=10, default="not_yet")  # in_person, video, phone, email, not_yet
    person_or_culture = CharField(max_length=12, default="")  # individual, organization, both, unclear
    severity = CharField(max_length=8, default="")  # small, medium, large
    owner = ForeignKeyField(Person, null=True, on_delete="SET NULL", backref="+")
    owner_id: int | None
    next_step_on = DateField(null=True)
    resolved_on = DateField(null=True)
    resolution = TextField(default="")
    effect = TextField(default="")  # on care or on the balance; these four are for the talk
    asks = TextField(default="")
    offers = TextField(default="")
    others = TextField(default="")  # who else should be there
    version = IntegerField(default=1)
    created_at = UTCDateTimeField()

    class Meta:
        indexes = ((("partnership", "resolved_on"), False),)


class Pulse(BaseModel):
    """Mean self-rating of each side on one day, 1.0 to 5.0."""

    partnership = ForeignKeyField(Partnership, on_delete="CASCADE", backref="+")
    partnership_id: int
    on = DateField(column_name="on_date")
    payer_mean = ScaledField(6, null=True)
    provider_mean = ScaledField(6, null=True)

    class Meta:
        indexes = ((("partnership", "on"), True),)


class PulseAnswers(BaseModel):
    """One sheet of the pulse, without a name: whose side it is from is all that is known."""

    pulse = ForeignKeyField(Pulse, on_delete="CASCADE", backref="sheets")
    pulse_id: int
    side = CharField(max_length=8)  # payer, provider
    answers = JSONField(default=dict)  # PU1 ...: 1 to 5; what was left out is not there
    keep = TextField(default="")
    change = TextField(default="")
    removed = BooleanField(default=False)  # entered by mistake; can be put back
    version = IntegerField(default=1)
    created_at = UTCDateTimeField()


class FitAnswer(BaseModel):
    """What was seen on one question of partner fit, on one day; asking again adds another."""

    partnership = ForeignKeyField(Partnership, on_delete="CASCADE", backref="+")
    partnership_id: int
    question = CharField(max_length=6)  # PFA1 ... we about them, PFB1 ... they about us
    on = DateField(column_name="on_date")
    score = IntegerField()  # 1 to 5
    saw = TextField(default="")
    version = IntegerField(default=1)
    created_at = UTCDateTimeField()

    class Meta:
        indexes = ((("partnership", "question", "on"), True),)


class SignSeen(BaseModel):
    """A valued behavior or a warning sign that was seen on the other side. Never for their eyes."""

    public_id = CharField(unique=True, max_length=32, default=new_public_id)
    partnership = ForeignKeyField(Partnership, on_delete="CASCADE", backref="+")
    partnership_id: int
    sign = CharField(max_length=6)  # catalogue: VB1 ..., WS1 ...
    on = DateField(column_name="on_date")
    note = TextField(default="")
    removed = BooleanField(default=False)
    version = IntegerField(default=1)
    created_at = UTCDateTimeField()

    class Meta:
        indexes = ((("partnership", "on"), False),)


class Touch(BaseModel):
    """Somebody of the other side was spoken with, outside of a meeting that is kept here."""

    public_id = CharField(unique=True, max_length=32, default=new_public_id)
    partnership = ForeignKeyField(Partnership, on_delete="CASCADE", backref="+")
    partnership_id: int
    person = ForeignKeyField(Person, on_delete="CASCADE", backref="+")
    person_id: int
    on = DateField(column_name="on_date")
    how = CharField(max_length=10)  # in_person, video, phone, email
    note = TextField(default="")
    removed = BooleanField(default=False)
    version = IntegerField(default=1)
    created_at = UTCDateTimeField()

    class Meta:
        indexes = ((("partnership", "person", "on"), False),)


class TouchRhythm(BaseModel):
    """How often somebody of the other side is spoken with, where it is not the stage's default."""

    partnership = ForeignKeyField(Partnership, on_delete="CASCADE", backref="+")
    partnership_id: int
    person = ForeignKeyField(Person, on_delete="CASCADE", backref="+")
    person_id: int
    key_contact = BooleanField(default=True)
    ideal_days = IntegerField(null=True)  # none: as the stage says
    longest_days = IntegerField(null=True)
    version = IntegerField(default=1)

    class Meta:
        indexes = ((("partnership", "person"), True),)


class UrgentQuestion(BaseModel):
    """A snag that held up care and needed the other side fast: only the kind of thing, never whose."""

    public_id = CharField(unique=True, max_length=32, default=new_public_id)
    partnership = ForeignKeyField(Partnership, on_delete="CASCADE", backref="+")
    partnership_id: int
    asked_on = DateField()
    asked_by_side = CharField(max_length=8)  # payer, provider
    kind = CharField(max_length=24)  # medicine, supplies_or_equipment, authorization, ...
    asked_of = ForeignKeyField(Person, null=True, on_delete="SET NULL", backref="+")
    asked_of_id: int | None
    answered_on = DateField(null=True)
    solved_on = DateField(null=True)
    pattern_note = TextField(default="")
    removed = BooleanField(default=False)
    version = IntegerField(default=1)
    created_at = UTCDateTimeField()

    class Meta:
        indexes = ((("partnership", "asked_on"), False),)


class DecisionRequest(BaseModel):
    """What was asked of a side for decision, and how long it took."""

    public_id = CharField(unique=True, max_length=32, default=new_public_id)
    partnership = ForeignKeyField(Partnership, on_delete="CASCADE", backref="+")
    partnership_id: int
    asked_on = DateField()
    question = TextField()
    side = CharField(max_length=8)  # whose decision it is: payer, provider
    approvers = CharField(default="")
    expected_on = DateField(null=True)
    decided_on = DateField(null=True)
    decision = TextField(default="")
    removed = BooleanField(default=False)
    version = IntegerField(default=1)
    created_at = UTCDateTimeField()

    class Meta:
        indexes = ((("partnership", "asked_on"), False), (("partnership", "side", "decided_on"), False))
