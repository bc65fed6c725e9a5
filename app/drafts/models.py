"""Versions of drafts with their files, what became of them, amendments, and signed papers."""

from __future__ import annotations

from peewee import BooleanField, CharField, DateField, ForeignKeyField, IntegerField, TextField

from app.core.db import BaseModel
from app.core.fields import JSONField, UTCDateTimeField, new_public_id
from app.partnerships.models import Partnership
from app.reviews.models import Review


class Amendment(BaseModel):
    """Terms that change together: from when, why, and when to look whether it worked."""

    public_id = CharField(unique=True, max_length=32, default=new_public_id)
    partnership = ForeignKeyField(Partnership, on_delete="CASCADE", backref="+")
    partnership_id: int
    review = ForeignKeyField(Review, null=True, on_delete="SET NULL", backref="+")
    review_id: int | None  # the review that decided it
    number = IntegerField()
    reason = TextField(default="")
    effective_on = DateField(null=True)
    recheck_on = DateField(null=True)
    status = CharField(max_length=8, default="open")  # open, signed, dropped
    signed_on = DateField(null=True)
    created_at = UTCDateTimeField()
    created_by = CharField(default="")
    version = IntegerField(default=1)

    class Meta:
        indexes = ((("partnership", "number"), True),)


class AmendedTerm(BaseModel):
    """The new value of one term, as `terms.models.Term` holds it, and why it changes."""

    amendment = ForeignKeyField(Amendment, on_delete="CASCADE", backref="+")
    amendment_id: int
    key = CharField(max_length=60)  # the home of a shared term
    value = JSONField(null=True)
    unknown = BooleanField(default=False)
    because = CharField(default="")
    version = IntegerField(default=1)

    class Meta:
        indexes = ((("amendment", "key"), True),)


class DraftVersion(BaseModel):
    """One generation of a document: the terms as they were, and what was chosen for it."""

    public_id = CharField(unique=True, max_length=32, default=new_public_id)
    partnership = ForeignKeyField(Partnership, on_delete="CASCADE", backref="+")
    partnership_id: int
    amendment = ForeignKeyField(Amendment, null=True, on_delete="CASCADE", backref="+")
    amendment_id: int | None
    kind = CharField(max_length=4)  # D2
    section = CharField(max_length=4, default="")  # S21 when one section was drafted alone
    number = IntegerField()
    terms_on = DateField()
    sections = JSONField(default=list)
    exhibits = JSONField(default=list)  # kinds attached, in the order of their letters
    terms = JSONField(default=dict)  # key to canonical value, as in the term sheet
    open_points = IntegerField(default=0)
    status = CharField(max_length=8, default="draft")  # draft, sent, returned, agreed, signed
    note = TextField(default="")
    made_at = UTCDateTimeField()
    made_by = CharField(default="")
    version = IntegerField(default=1)

    class Meta:
        indexes = ((("partnership", "kind", "section", "number"), True), (("partnership", "made_at"), False))


class DraftFile(BaseModel):
    """A Word file of a version: the document itself or an exhibit, for us or for the partner."""

    draft = ForeignKeyField(DraftVersion, on_delete="CASCADE", backref="+")
    draft_id: int
    kind = CharField(max_length=4)
    letter = CharField(max_length=2, default="")
    copy = CharField(max_length=8)  # internal, partner
    name = CharField()
    size = IntegerField()
    sha256 = CharField(max_length=64)
    blocks = CharField(max_length=64)  # digest of the exact description, from which both copies came

    class Meta:
        indexes = ((("draft", "kind", "copy"), True),)


class DraftStep(BaseModel):
    """What became of a version: sent to whom, come back, agreed, signed."""

    draft = ForeignKeyField(DraftVersion, on_delete="CASCADE", backref="+")
    draft_id: int
    status = CharField(max_length=8)
    on = DateField(column_name="happened_on")
    people = CharField(default="")  # to whom it went, or who agreed
    note = TextField(default="")
    at = UTCDateTimeField(column_name="noted_at")
    by = CharField(default="", column_name="noted_by")
    version = IntegerField(default=1)


class SignedPaper(BaseModel):
    """What was signed, as Word file or PDF, stored beside the drafts."""

    public_id = CharField(unique=True, max_length=32, default=new_public_id)
    partnership = ForeignKeyField(Partnership, on_delete="CASCADE", backref="+")
    partnership_id: int
    draft = ForeignKeyField(DraftVersion, null=True, on_delete="SET NULL", backref="+")
    draft_id: int | None
    title = CharField()
    signed_on = DateField()
    effective_on = DateField(null=True)
    note = TextField(default="")
    name = CharField()
    mimetype = CharField(max_length=100)
    size = IntegerField()
    sha256 = CharField(max_length=64)
    removed = BooleanField(default=False)
    added_at = UTCDateTimeField()
    added_by = CharField(default="")
    version = IntegerField(default=1)
