"""Culture, fit, contact and the two short logs of a relationship."""

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

    class Pulse(Model):
        class Meta:
            database = db
            table_name = "pulse"

    class CultureProfile(Model):
        organization = ForeignKeyField(Organization, unique=True, on_delete="CASCADE")
        size = CharField(max_length=10, default="")
        structure_note = TextField(default="")
        decision_process = CharField(max_length=20, default="")
        approvers = JSONField(default=list)
        usual_days_to_decide = IntegerField(null=True)
        fixed_calendars = TextField(default="")
        preferred_modes = JSONField(default=list)
        preferred_note = TextField(default="")
        past_innovations = TextField(default="")
        comfort_with_risk = IntegerField(null=True)
        priorities_now = TextField(default="")
        pressures_now = TextField(default="")
        version = IntegerField(default=1)
        created_at = DateTimeField()

        class Meta:
            database = db
            table_name = "culture_profile"

    db.create_tables([CultureProfile])

    class DecisionRequest(Model):
        public_id = CharField(unique=True, max_length=32)
        partnership = ForeignKeyField(Partnership, on_delete="CASCADE")
        asked_on = DateField()
        question = TextField()
        side = CharField(max_length=8)
        approvers = CharField(default="")
        expected_on = DateField(null=True)
        decided_on = DateField(null=True)
        decision = TextField(default="")
        removed = BooleanField(default=False)
        version = IntegerField(default=1)
        created_at = DateTimeField()

        class Meta:
            database = db
            table_name = "decision_request"
            indexes = ((("partnership", "asked_on"), False), (("partnership", "side", "decided_on"), False))

    db.create_tables([DecisionRequest])

    class FitAnswer(Model):
        partnership = ForeignKeyField(Partnership, on_delete="CASCADE")
        question = CharField(max_length=6)
        on = DateField(column_name="on_date")
        score = IntegerField()
        saw = TextField(default="")
        version = IntegerField(default=1)
        created_at = DateTimeField()

        class Meta:
            database = db
            table_name = "fit_answer"
            indexes = ((("partnership", "question", "on"), True),)

    db.create_tables([FitAnswer])

    class PulseAnswers(Model):
        pulse = ForeignKeyField(Pulse, on_delete="CASCADE")
        side = CharField(max_length=8)
        answers = JSONField(default=dict)
        keep = TextField(default="")
        change = TextField(default="")
        removed = BooleanField(default=False)
        version = IntegerField(default=1)
        created_at = DateTimeField()

        class Meta:
            database = db
            table_name = "pulse_answers"

    db.create_tables([PulseAnswers])

    class SignSeen(Model):
        public_id = CharField(unique=True, max_length=32)
        partnership = ForeignKeyField(Partnership, on_delete="CASCADE")
        sign = CharField(max_length=6)
        on = DateField(column_name="on_date")
        note = TextField(default="")
        removed = BooleanField(default=False)
        version = IntegerField(default=1)
        created_at = DateTimeField()

        class Meta:
            database = db
            table_name = "sign_seen"
            indexes = ((("partnership", "on"), False),)

    db.create_tables([SignSeen])

    class Touch(Model):
        public_id = CharField(unique=True, max_length=32)
        partnership = ForeignKeyField(Partnership, on_delete="CASCADE")
        person = ForeignKeyField(Person, on_delete="CASCADE")
        on = DateField(column_name="on_date")
        how = CharField(max_length=10)
        note = TextField(default="")
        removed = BooleanField(default=False)
        version = IntegerField(default=1)
        created_at = DateTimeField()

        class Meta:
            database = db
            table_name = "touch"
            indexes = ((("partnership", "person", "on"), False),)

    db.create_tables([Touch])

    class TouchRhythm(Model):
        partnership = ForeignKeyField(Partnership, on_delete="CASCADE")
        person = ForeignKeyField(Person, on_delete="CASCADE")
        key_contact = BooleanField(default=True)
        ideal_days = IntegerField(null=True)
        longest_days = IntegerField(null=True)
        version = IntegerField(default=1)

        class Meta:
            database = db
            table_name = "touch_rhythm"
            indexes = ((("partnership", "person"), True),)

    db.create_tables([TouchRhythm])

    class UrgentQuestion(Model):
        public_id = CharField(unique=True, max_length=32)
        partnership = ForeignKeyField(Partnership, on_delete="CASCADE")
        asked_on = DateField()
        asked_by_side = CharField(max_length=8)
        kind = CharField(max_length=24)
        asked_of = ForeignKeyField(Person, null=True, on_delete="SET NULL")
        answered_on = DateField(null=True)
        solved_on = DateField(null=True)
        pattern_note = TextField(default="")
        removed = BooleanField(default=False)
        version = IntegerField(default=1)
        created_at = DateTimeField()

        class Meta:
            database = db
            table_name = "urgent_question"
            indexes = ((("partnership", "asked_on"), False),)

    db.create_tables([UrgentQuestion])

    migrator.migrate(migrator.add_column("concern", "told_on", DateField(null=True)))
    migrator.migrate(migrator.add_column("concern", "told_how", CharField(max_length=10, default="not_yet")))
    migrator.migrate(
        migrator.add_column("concern", "person_or_culture", CharField(max_length=12, default=""))
    )
    migrator.migrate(migrator.add_column("concern", "severity", CharField(max_length=8, default="")))
    migrator.migrate(
        migrator.add_column(
            "concern", "owner_id", ForeignKeyField(Person, field=Person.id, null=True, on_delete="SET NULL")
        )
    )
    migrator.migrate(migrator.add_column("concern", "next_step_on", DateField(null=True)))
    migrator.migrate(migrator.add_column("concern", "resolution", TextField(default="")))
    migrator.migrate(migrator.add_column("concern", "effect", TextField(default="")))
    migrator.migrate(migrator.add_column("concern", "asks", TextField(default="")))
    migrator.migrate(migrator.add_column("concern", "offers", TextField(default="")))
    migrator.migrate(migrator.add_column("concern", "others", TextField(default="")))
    migrator.migrate(migrator.add_index("concern", ("partnership_id", "resolved_on")))


def down(migrator, db):
    migrator.migrate(migrator.drop_index("concern", "concern_partnership_id_resolved_on"))
    migrator.migrate(migrator.drop_index("concern", "concern_owner_id"))
    migrator.migrate(migrator.drop_column("concern", "others"))
    migrator.migrate(migrator.drop_column("concern", "offers"))
    migrator.migrate(migrator.drop_column("concern", "asks"))
    migrator.migrate(migrator.drop_column("concern", "effect"))
    migrator.migrate(migrator.drop_column("concern", "resolution"))
    migrator.migrate(migrator.drop_column("concern", "next_step_on"))
    migrator.migrate(migrator.drop_column("concern", "owner_id"))
    migrator.migrate(migrator.drop_column("concern", "severity"))
    migrator.migrate(migrator.drop_column("concern", "person_or_culture"))
    migrator.migrate(migrator.drop_column("concern", "told_how"))
    migrator.migrate(migrator.drop_column("concern", "told_on"))
    migrator.migrate(migrator.drop_table("urgent_question"))
    migrator.migrate(migrator.drop_table("touch_rhythm"))
    migrator.migrate(migrator.drop_table("touch"))
    migrator.migrate(migrator.drop_table("sign_seen"))
    migrator.migrate(migrator.drop_table("pulse_answers"))
    migrator.migrate(migrator.drop_table("fit_answer"))
    migrator.migrate(migrator.drop_table("decision_request"))
    migrator.migrate(migrator.drop_table("culture_profile"))
