"""Referral strategies, sites, visits, champions, material and training."""

from peewee import (
    BigIntegerField,
    BooleanField,
    CharField,
    DateField,
    DateTimeField,
    ForeignKeyField,
    IntegerField,
    JSONField,
    Model,
    TextField,
)


def up(migrator, db):
    class Organization(Model):
        class Meta:
            database = db
            table_name = "organization"

    class Partnership(Model):
        class Meta:
            database = db
            table_name = "partnership"

    class Person(Model):
        class Meta:
            database = db
            table_name = "person"

    class Site(Model):
        public_id = CharField(unique=True, max_length=32)
        partnership = ForeignKeyField(Partnership, on_delete="CASCADE")
        organization = ForeignKeyField(Organization, null=True, on_delete="SET NULL")
        name = CharField()
        group = CharField(max_length=8, default="", column_name="site_group")
        place = CharField(default="")
        tie = CharField(max_length=8, default="none")
        relation = CharField(max_length=30, default="")
        before = TextField(default="")
        barriers = JSONField(default=list)
        barriers_note = TextField(default="")
        languages = CharField(default="")
        last_visit_on = DateField(null=True)
        next_visit_on = DateField(null=True)
        no_visit_reason = CharField(default="")
        visitor = ForeignKeyField(Person, null=True, on_delete="SET NULL")
        removed = BooleanField(default=False)
        version = IntegerField(default=1)
        created_at = DateTimeField()

        class Meta:
            database = db
            table_name = "site"
            indexes = (
                (("partnership", "removed", "name"), False),
                (("partnership", "removed", "next_visit_on"), False),
                (("partnership", "removed", "last_visit_on"), False),
            )

    db.create_tables([Site])

    class Activity(Model):
        public_id = CharField(unique=True, max_length=32)
        partnership = ForeignKeyField(Partnership, on_delete="CASCADE")
        site = ForeignKeyField(Site, null=True, on_delete="SET NULL")
        on = DateField(column_name="on_date")
        kind = CharField(max_length=30)
        topics = JSONField(default=list)
        audience_count = IntegerField(null=True)
        hours = BigIntegerField(null=True)
        led_by = CharField(max_length=8, default="provider")
        follow_up_on = DateField(null=True)
        no_follow_up_reason = CharField(default="")
        barriers = JSONField(default=list)
        answers = JSONField(default=dict)
        note = TextField(default="")
        removed = BooleanField(default=False)
        version = IntegerField(default=1)
        created_at = DateTimeField()

        class Meta:
            database = db
            table_name = "activity"
            indexes = ((("partnership", "removed", "on", "hours"), False), (("site", "removed", "on"), False))

    db.create_tables([Activity])

    class Champion(Model):
        public_id = CharField(unique=True, max_length=32)
        partnership = ForeignKeyField(Partnership, on_delete="CASCADE")
        site = ForeignKeyField(Site, null=True, on_delete="SET NULL")
        organization = CharField()
        function = CharField(max_length=80)
        name = CharField(default="")
        side = CharField(max_length=10)
        role = CharField(max_length=30)
        since = DateField(null=True)
        deputy_named = BooleanField(default=False)
        removed = BooleanField(default=False)
        version = IntegerField(default=1)
        created_at = DateTimeField()

        class Meta:
            database = db
            table_name = "champion"
            indexes = ((("partnership", "removed", "deputy_named", "organization"), False),)

    db.create_tables([Champion])

    class Material(Model):
        public_id = CharField(unique=True, max_length=32)
        partnership = ForeignKeyField(Partnership, on_delete="CASCADE")
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
        created_at = DateTimeField()

        class Meta:
            database = db
            table_name = "material"
            indexes = ((("partnership", "removed", "title"), False),)

    db.create_tables([Material])

    class MaterialSent(Model):
        material = ForeignKeyField(Material, on_delete="CASCADE")
        site = ForeignKeyField(Site, on_delete="CASCADE")
        sent_on = DateField()

        class Meta:
            database = db
            table_name = "material_sent"
            indexes = ((("material", "site"), True),)

    db.create_tables([MaterialSent])

    class ReferralPlan(Model):
        partnership = ForeignKeyField(Partnership, unique=True, on_delete="CASCADE")
        revisited_on = DateField(null=True)
        look_again_on = DateField(index=True, null=True)
        version = IntegerField(default=1)
        created_at = DateTimeField()

        class Meta:
            database = db
            table_name = "referral_plan"

    db.create_tables([ReferralPlan])

    class SiteContact(Model):
        public_id = CharField(unique=True, max_length=32)
        site = ForeignKeyField(Site, on_delete="CASCADE")
        name = CharField()
        function = CharField(max_length=80, default="")
        phone = CharField(max_length=40, default="")
        email = CharField(max_length=254, default="")
        removed = BooleanField(default=False)
        version = IntegerField(default=1)
        created_at = DateTimeField()

        class Meta:
            database = db
            table_name = "site_contact"

    db.create_tables([SiteContact])

    class SiteCount(Model):
        site = ForeignKeyField(Site, on_delete="CASCADE")
        quarter_on = DateField()
        referrals = IntegerField()
        version = IntegerField(default=1)

        class Meta:
            database = db
            table_name = "site_count"
            indexes = ((("site", "quarter_on"), True),)

    db.create_tables([SiteCount])

    class Strategy(Model):
        public_id = CharField(unique=True, max_length=32)
        partnership = ForeignKeyField(Partnership, on_delete="CASCADE")
        side = CharField(max_length=8)
        catalogue_id = CharField(max_length=12, default="")
        title = CharField()
        owner = ForeignKeyField(Person, null=True, on_delete="SET NULL")
        every_weeks = IntegerField(null=True)
        status = CharField(max_length=8, default="planned")
        last_done_on = DateField(null=True)
        next_due_on = DateField(null=True)
        note = TextField(default="")
        version = IntegerField(default=1)
        created_at = DateTimeField()

        class Meta:
            database = db
            table_name = "strategy"
            indexes = ((("partnership", "status", "next_due_on"), False),)

    db.create_tables([Strategy])

    class TieChange(Model):
        site = ForeignKeyField(Site, on_delete="CASCADE")
        on = DateField(column_name="on_date")
        tie = CharField(max_length=8)

        class Meta:
            database = db
            table_name = "tie_change"
            indexes = ((("site", "on"), False),)

    db.create_tables([TieChange])

    class Training(Model):
        public_id = CharField(unique=True, max_length=32)
        partnership = ForeignKeyField(Partnership, on_delete="CASCADE")
        topic = CharField()
        audience = CharField(max_length=20)
        planned_on = DateField(null=True)
        held_on = DateField(null=True)
        people_count = IntegerField(null=True)
        hours = BigIntegerField(null=True)
        repeat_months = IntegerField(null=True)
        follows = ForeignKeyField("self", null=True, on_delete="SET NULL")
        note = TextField(default="")
        removed = BooleanField(default=False)
        version = IntegerField(default=1)
        created_at = DateTimeField()

        class Meta:
            database = db
            table_name = "training"
            indexes = ((("partnership", "removed", "held_on", "planned_on"), False),)

    db.create_tables([Training])


def down(migrator, db):
    migrator.migrate(migrator.drop_table("training"))
    migrator.migrate(migrator.drop_table("tie_change"))
    migrator.migrate(migrator.drop_table("strategy"))
    migrator.migrate(migrator.drop_table("site_count"))
    migrator.migrate(migrator.drop_table("site_contact"))
    migrator.migrate(migrator.drop_table("referral_plan"))
    migrator.migrate(migrator.drop_table("material_sent"))
    migrator.migrate(migrator.drop_table("material"))
    migrator.migrate(migrator.drop_table("champion"))
    migrator.migrate(migrator.drop_table("activity"))
    migrator.migrate(migrator.drop_table("site"))
