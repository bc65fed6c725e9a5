"""What people choose about reminders, and what they say to single things."""

from peewee import (
    BooleanField,
    CharField,
    DateField,
    DateTimeField,
    ForeignKeyField,
    IntegerField,
    JSONField,
    Model,
)


class User(Model):
    class Meta:
        table_name = "user"


def up(migrator, db):
    User.bind(db)

    class Preference(Model):
        user = ForeignKeyField(User, null=True, unique=True, on_delete="CASCADE")
        role = CharField(null=True, unique=True, max_length=10)
        quiet = CharField(default="", max_length=5)
        quiet_holidays = BooleanField(default=False)
        overdue = CharField(default="", max_length=10)
        before = JSONField()
        escalate = JSONField()
        deputy = ForeignKeyField(User, null=True, on_delete="SET NULL")
        away_from = DateField(null=True)
        away_until = DateField(null=True)
        version = IntegerField(default=1)
        created_at = DateTimeField()

        class Meta:
            database = db
            table_name = "preference"

    class ThingAnswer(Model):
        user = ForeignKeyField(User, on_delete="CASCADE")
        kind = CharField(max_length=20)
        thing = CharField(max_length=64)
        occurrence_on = DateField()
        seen_at = DateTimeField(null=True)
        snoozed_until = DateField(null=True)
        handed_to = ForeignKeyField(User, null=True, on_delete="CASCADE")
        version = IntegerField(default=1)
        created_at = DateTimeField()

        class Meta:
            database = db
            table_name = "thing_answer"
            indexes = ((("user", "kind", "thing", "occurrence_on"), True), (("kind", "thing"), False))

    db.create_tables([Preference, ThingAnswer])


def down(migrator, db):
    for table in ("thing_answer", "preference"):
        migrator.migrate(migrator.drop_table(table))
