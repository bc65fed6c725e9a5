"""Needs assessments with ratings, connecting resources, what must be right, what is hard to forecast."""

from peewee import (
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
    class Partnership(Model):
        class Meta:
            database = db
            table_name = "partnership"

    class Person(Model):
        class Meta:
            database = db
            table_name = "person"

    class Assessment(Model):
        public_id = CharField(unique=True, max_length=32)
        partnership = ForeignKeyField(Partnership, on_delete="CASCADE")
        why = CharField(max_length=8)
        because = TextField(default="")
        sides = JSONField(default=list)
        assessed_by = CharField(default="")
        asked_on = DateField()
        begun_on = DateField(null=True)
        finished_on = DateField(null=True)
        version = IntegerField(default=1)
        created_at = DateTimeField()

        class Meta:
            database = db
            table_name = "assessment"
            indexes = ((("partnership", "finished_on"), False),)

    class NeedsRating(Model):
        public_id = CharField(unique=True, max_length=32)
        assessment = ForeignKeyField(Assessment, on_delete="CASCADE")
        item = CharField(max_length=8)
        rating = CharField(max_length=16, default="")
        evidence = TextField(default="")
        strategy = CharField(max_length=60, default="")
        filler = CharField(max_length=24, default="")
        filler_side = CharField(max_length=8, default="")
        person_provider = ForeignKeyField(Person, null=True, on_delete="SET NULL")
        person_payer = ForeignKeyField(Person, null=True, on_delete="SET NULL")
        first_step = CharField(default="")
        due_on = DateField(null=True)
        instead = CharField(max_length=12, default="")
        instead_note = TextField(default="")
        in_agreement = BooleanField(default=False)
        rated_on = DateField(null=True)
        version = IntegerField(default=1)

        class Meta:
            database = db
            table_name = "needs_rating"
            indexes = ((("assessment", "item"), True),)

    class ConnectingResource(Model):
        public_id = CharField(unique=True, max_length=32)
        partnership = ForeignKeyField(Partnership, on_delete="CASCADE")
        resource = CharField()
        need_met = CharField(max_length=24, default="")
        known_by = CharField(max_length=8, default="")
        who_can_use = CharField(default="")
        area = CharField(default="")
        how_to_refer = TextField(default="")
        contact_office = CharField(default="")
        funding_until = DateField(null=True)
        overlaps_with_our_services = BooleanField(default=False)
        checked_on = DateField(null=True)
        removed = BooleanField(default=False)
        version = IntegerField(default=1)
        created_at = DateTimeField()

        class Meta:
            database = db
            table_name = "connecting_resource"
            indexes = ((("partnership", "removed", "resource"), False),)

    class RightJudgment(Model):
        partnership = ForeignKeyField(Partnership, on_delete="CASCADE")
        question = CharField(max_length=8)
        state = CharField(max_length=8, default="")
        note = TextField(default="")
        judged_on = DateField(null=True)
        version = IntegerField(default=1)

        class Meta:
            database = db
            table_name = "right_judgment"
            indexes = ((("partnership", "question"), True),)

    class Unknown(Model):
        partnership = ForeignKeyField(Partnership, on_delete="CASCADE")
        item = CharField(max_length=60)
        guess = TextField(default="")
        guessed_on = DateField(null=True)
        truth = TextField(default="")
        truth_on = DateField(null=True)
        version = IntegerField(default=1)

        class Meta:
            database = db
            table_name = "sustainability_unknown"
            indexes = ((("partnership", "item"), True),)

    db.create_tables([Assessment, NeedsRating, ConnectingResource, RightJudgment, Unknown])


def down(migrator, db):
    tables = ("sustainability_unknown", "right_judgment", "connecting_resource", "needs_rating", "assessment")
    for table in tables:
        migrator.migrate(migrator.drop_table(table))
