"""Reviews are prepared, worked through and decided; where each lever stands."""

from peewee import BooleanField, CharField, DateField, ForeignKeyField, IntegerField, Model, TextField


class Partnership(Model):
    class Meta:
        table_name = "partnership"


class Review(Model):
    class Meta:
        table_name = "review"


class Person(Model):
    class Meta:
        table_name = "person"


class Signal(Model):
    class Meta:
        table_name = "signal"


class Action(Model):
    class Meta:
        table_name = "action"


COLUMNS = {
    "planned_on": lambda: DateField(null=True),
    "kind": lambda: CharField(max_length=16, default="interim"),
    "why": lambda: TextField(default=""),
    "period_from": lambda: DateField(null=True),
    "period_until": lambda: DateField(null=True),
    "shares_cost": lambda: BooleanField(default=False),
    "conclusion": lambda: CharField(max_length=20, default=""),
    "decision": lambda: CharField(max_length=24, default=""),
    "decided_on": lambda: DateField(null=True),
    "decided_by": lambda: CharField(default=""),
    "reasons": lambda: TextField(default=""),
    "next_on": lambda: DateField(null=True),
    "learned": lambda: TextField(default=""),
    "lists_changed": lambda: IntegerField(default=0),
}


def up(migrator, db):
    for model in (Partnership, Review, Person, Signal, Action):
        model.bind(db)
    migrator.migrate(migrator.drop_not_null("review", "held_on"))
    for name, column in COLUMNS.items():
        migrator.migrate(migrator.add_column("review", name, column()))

    class ReviewGuest(Model):
        review = ForeignKeyField(Review, on_delete="CASCADE")
        person = ForeignKeyField(Person, on_delete="CASCADE")
        version = IntegerField(default=1)

        class Meta:
            database = db
            table_name = "review_guest"
            indexes = ((("review", "person"), True),)

    class ReviewSignal(Model):
        review = ForeignKeyField(Review, on_delete="CASCADE")
        signal = ForeignKeyField(Signal, on_delete="CASCADE")
        version = IntegerField(default=1)

        class Meta:
            database = db
            table_name = "review_signal"
            indexes = ((("review", "signal"), True),)

    class ReviewAnswer(Model):
        review = ForeignKeyField(Review, on_delete="CASCADE")
        question = CharField(max_length=8)
        answer = TextField(default="")
        state = CharField(max_length=16, default="")
        action = ForeignKeyField(Action, null=True, on_delete="SET NULL")
        version = IntegerField(default=1)

        class Meta:
            database = db
            table_name = "review_answer"
            indexes = ((("review", "question"), True),)

    class LeverNote(Model):
        partnership = ForeignKeyField(Partnership, on_delete="CASCADE")
        lever = CharField(max_length=8)
        state = CharField(max_length=12, default="")
        note = TextField(default="")
        noted_on = DateField()
        version = IntegerField(default=1)

        class Meta:
            database = db
            table_name = "lever_note"
            indexes = ((("partnership", "lever"), True),)

    db.create_tables([ReviewGuest, ReviewSignal, ReviewAnswer, LeverNote])
    decided_in = ForeignKeyField(Review, field=Review.id, null=True, on_delete="SET NULL")
    migrator.migrate(migrator.add_column("amendment", "review_id", decided_in))


def down(migrator, db):
    migrator.migrate(migrator.drop_column("amendment", "review_id"))
    for table in ("lever_note", "review_answer", "review_signal", "review_guest"):
        migrator.migrate(migrator.drop_table(table))
    db.execute_sql("delete from review where held_on is null")
    for name in COLUMNS:
        migrator.migrate(migrator.drop_column("review", name))
    migrator.migrate(migrator.add_not_null("review", "held_on"))
