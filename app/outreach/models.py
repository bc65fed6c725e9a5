"""Referral and outreach. Sites and work contacts, visits, and counts by quarter: never a patient."""

from __future__ import annotations

from peewee import BooleanField, CharField, DateField, ForeignKeyField, IntegerField, TextField

from app.core.db import BaseModel
from app.core.fields import JSONField, ScaledField, UTCDateTimeField, new_public_id
from app.partnerships.models import Partnership
from app.people.models import Organization, Person

# The values of `removed`. Compared, not negated: SQLite walks an index only for an equality.
GONE, STANDING = True, False


class ReferralPlan(BaseModel):
    """When both sides last looked at the whole plan, and when they will again."""

    partnership = ForeignKeyField(Partnership, on_delete="CASCADE", unique=True, backref="+")
    partnership_id: int
    revisited_on = DateField(null=True)
    look_again_on = DateField(null=True, index=True)
    version = IntegerField(default=1)
    created_at = UTCDateTimeField()


class Strategy(BaseModel):
    """One way in which a side finds patients: chosen from the catalogue, or our own."""

    public_id = CharField(unique=True, max_length=32, default=new_public_id)
    partnership = ForeignKeyField(Partnership, on_delete="CASCADE", backref="+")
    partnership_id: int
    side = CharField(max_length=8)  # payer, provider
    catalogue_id = CharField(max_length=12, default="")  # RP1 ..., RV1 ...; empty for our own
    title = CharField()
    owner = ForeignKeyField(Person, null=True, on_delete="SET NULL", backref="+")
    owner_id: int | None
    every_weeks = IntegerField(null=True)  # none: once
    status = CharField(max_length=8, default="planned")  # planned, active, paused, dropped
    last_done_on = DateField(null=True)
    next_due_on = DateField(null=True)
    note = TextField(default="")
    version = IntegerField(default=1)
    created_at = UTCDateTimeField()

    class Meta:
        indexes = ((("partnership", "status", "next_due_on"), False),)


class Site(BaseModel):
    """A place that refers, or could."""

    public_id = CharField(unique=True, max_length=32, default=new_public_id)
    partnership = ForeignKeyField(Partnership, on_delete="CASCADE", backref="+")
    partnership_id: int
    organization = ForeignKeyField(Organization, null=True, on_delete="SET NULL", backref="+")
    organization_id: int | None
    name = CharField()
    group = CharField(column_name="site_group", max_length=8, default="")  # OP1 ...
    place = CharField(default="")
    tie = CharField(max_length=8, default="none")  # none, weak, fair, strong
    relation = CharField(max_length=30, default="")  # same_organization_or_system, external
    before = TextField(default="")  # what it was like before
    barriers = JSONField(default=list)
    barriers_note = TextField(default="")
    languages = CharField(default="")
    last_visit_on = DateField(null=True)  # follows from the log
    next_visit_on = DateField(null=True)
    no_visit_reason = CharField(default="")
    visitor = ForeignKeyField(Person, null=True, on_delete="SET NULL", backref="+")
    visitor_id: int | None
    removed = BooleanField(default=False)
    version = IntegerField(default=1)
    created_at = UTCDateTimeField()

    class Meta:
        indexes = (
            (("partnership", "removed", "name"), False),
            (("partnership", "removed", "next_visit_on"), False),
            (("partnership", "removed", "last_visit_on"), False),
        )


class TieChange(BaseModel):
    """How strong the tie to a site was from one day on."""

    site = ForeignKeyField(Site, on_delete="CASCADE", backref="+")
    site_id: int
    on = DateField(column_name="on_date")
    tie = CharField(max_length=8)

    class Meta:
        indexes = ((("site", "on"), False),)


class SiteContact(BaseModel):
    """Somebody to ask for at a site: a work contact, known by function."""

    public_id = CharField(unique=True, max_length=32, default=new_public_id)
    site = ForeignKeyField(Site, on_delete="CASCADE", backref="+")
    site_id: int
    name = CharField()
    function = CharField(max_length=80, default="")
    phone = CharField(max_length=40, default="")
    email = CharField(max_length=254, default="")
    removed = BooleanField(default=False)
    version = IntegerField(default=1)
    created_at = UTCDateTimeField()


class SiteCount(BaseModel):
    """How many referrals a site sent in one quarter: a count, nothing else."""

    site = ForeignKeyField(Site, on_delete="CASCADE", backref="+")
    site_id: int
    quarter_on = DateField()
    referrals = IntegerField()
    version = IntegerField(default=1)

    class Meta:
        indexes = ((("site", "quarter_on"), True),)


class Activity(BaseModel):
    """A visit, a talk, a call, a mailing; its hours feed the cost model."""

    public_id = CharField(unique=True, max_length=32, default=new_public_id)
    partnership = ForeignKeyField(Partnership, on_delete="CASCADE", backref="+")
    partnership_id: int
    site = ForeignKeyField(Site, null=True, on_delete="SET NULL", backref="+")
    site_id: int | None
    on = DateField(column_name="on_date")
    kind = CharField(max_length=30)
    topics = JSONField(default=list)  # OE1 ...
    audience_count = IntegerField(null=True)
    hours = ScaledField(2, null=True)
    led_by = CharField(max_length=8, default="provider")  # payer, provider, joint
    follow_up_on = DateField(null=True)
    no_follow_up_reason = CharField(default="")
    barriers = JSONField(default=list)
    answers = JSONField(default=dict)  # OQ1 ...: what was said
    note = TextField(default="")
    removed = BooleanField(default=False)
    version = IntegerField(default=1)
    created_at = UTCDateTimeField()

    class Meta:
        indexes = (
            (("partnership", "removed", "on", "hours"), False),
            (("site", "removed", "on"), False),
        )


class Champion(BaseModel):
    """Somebody who knows the service and stands up for it."""

    public_id = CharField(unique=True, max_length=32, default=new_public_id)
    partnership = ForeignKeyField(Partnership, on_delete="CASCADE", backref="+")
    partnership_id: int
    site = ForeignKeyField(Site, null=True, on_delete="SET NULL", backref="+")
    site_id: int | None
    organization = CharField()
    function = CharField(max_length=80)
    name = CharField(default="")
    side = CharField(max_length=10)  # payer, provider, referrer, community
    role = CharField(max_length=30)
    since = DateField(null=True)
    deputy_named = BooleanField(default=False)
    removed = BooleanField(default=False)
    version = IntegerField(default=1)
    created_at = UTCDateTimeField()

    class Meta:
        indexes = ((("partnership", "removed", "deputy_named", "organization"), False),)


class Material(BaseModel):
    """A sheet, a card, slides: what we hand out, and whether the plan stands behind it."""

    public_id = CharField(unique=True, max_length=32, default=new_public_id)
    partnership = ForeignKeyField(Partnership, on_delete="CASCADE", backref="+")
    partnership_id: int
    title = CharField()
    kind = CharField(max_length=40)
    audience = CharField(max_length=20)
    language = CharField(max_length=60, default="English")
    cobranded = BooleanField(default=False)
    edition = CharField(max_length=40, default="")
    asked_plan_on = DateField(null=True)
    approved_by_plan_on = DateField(null=True)
    check_again_on = DateField(null=True)
    removed = BooleanField(default=False)
    version = IntegerField(default=1)
    created_at = UTCDateTimeField()

    class Meta:
        indexes = ((("partnership", "removed", "title"), False),)


class MaterialSent(BaseModel):
    """A piece of material that a site has."""

    material = ForeignKeyField(Material, on_delete="CASCADE", backref="+")
    material_id: int
    site = ForeignKeyField(Site, on_delete="CASCADE", backref="+")
    site_id: int
    sent_on = DateField()

    class Meta:
        indexes = ((("material", "site"), True),)


class Training(BaseModel):
    """Something taught to one audience: planned, held, and repeated."""

    public_id = CharField(unique=True, max_length=32, default=new_public_id)
    partnership = ForeignKeyField(Partnership, on_delete="CASCADE", backref="+")
    partnership_id: int
    topic = CharField()
    audience = CharField(max_length=20)  # our_staff, plan_staff, referrers
    planned_on = DateField(null=True)
    held_on = DateField(null=True)
    people_count = IntegerField(null=True)
    hours = ScaledField(2, null=True)
    repeat_months = IntegerField(null=True)
    follows = ForeignKeyField("self", null=True, on_delete="SET NULL", backref="+")
    follows_id: int | None
    note = TextField(default="")
    removed = BooleanField(default=False)
    version = IntegerField(default=1)
    created_at = UTCDateTimeField()

    class Meta:
        indexes = ((("partnership", "removed", "held_on", "planned_on"), False),)
