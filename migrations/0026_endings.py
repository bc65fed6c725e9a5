"""Ending with grace: questions before an end, the steps of the way out, hand-over counts, shared lessons."""

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


class Partnership(Model):
    class Meta:
        table_name = "partnership"


class Person(Model):
    class Meta:
        table_name = "person"


class Action(Model):
    class Meta:
        table_name = "action"


def up(migrator, db):
    for known in (Partnership, Person, Action):
        known.bind(db)

    class Ending(Model):
        public_id = CharField(unique=True, max_length=32)
        partnership = ForeignKeyField(Partnership, on_delete="CASCADE")
        given_on = DateField(null=True)
        given_by = CharField(max_length=8, default="")
        reason = CharField(max_length=40, default="")
        also = JSONField(default=list)
        note = TextField(default="")
        to_hand_on = IntegerField(null=True)
        went_on_on = DateField(null=True)
        because = TextField(default="")
        version = IntegerField(default=1)
        created_at = DateTimeField()

        class Meta:
            database = db
            table_name = "ending"
            indexes = ((("partnership", "went_on_on"), False),)

    class EndingAnswer(Model):
        partnership = ForeignKeyField(Partnership, on_delete="CASCADE")
        question = CharField(max_length=8)
        answer = TextField(default="")
        who = ForeignKeyField(Person, null=True, on_delete="SET NULL")
        state = CharField(max_length=16, default="not_known")
        version = IntegerField(default=1)

        class Meta:
            database = db
            table_name = "ending_answer"
            indexes = ((("partnership", "question"), True),)

    class EndingStep(Model):
        ending = ForeignKeyField(Ending, on_delete="CASCADE")
        kind = CharField(max_length=16)
        action = ForeignKeyField(Action, on_delete="CASCADE")
        proposed_on = DateField()
        proposed_why = TextField(default="")
        why = TextField(default="")
        version = IntegerField(default=1)

        class Meta:
            database = db
            table_name = "ending_step"
            indexes = ((("ending", "kind"), True),)

    class HandOver(Model):
        ending = ForeignKeyField(Ending, on_delete="CASCADE")
        week_on = DateField()
        patients = IntegerField()
        version = IntegerField(default=1)

        class Meta:
            database = db
            table_name = "hand_over"
            indexes = ((("ending", "week_on"), True),)

    db.create_tables([Ending, EndingAnswer, EndingStep, HandOver])
    migrator.migrate(
        migrator.add_column("lesson", "about", CharField(max_length=8, default="")),
        migrator.add_column("lesson", "shared", BooleanField(default=False)),
    )


def down(migrator, db):
    for column in ("shared", "about"):
        migrator.migrate(migrator.drop_column("lesson", column))
    for table in ("hand_over", "ending_step", "ending_answer", "ending"):
        migrator.migrate(migrator.drop_table(table))
