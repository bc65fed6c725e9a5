"""What the rules that watch said of a partnership, and what was answered."""

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


class Partnership(Model):
    class Meta:
        table_name = "partnership"


def up(migrator, db):
    Partnership.bind(db)

    class Signal(Model):
        public_id = CharField(unique=True, max_length=32)
        partnership = ForeignKeyField(Partnership, on_delete="CASCADE")
        trigger = CharField(max_length=8)
        instance = CharField(max_length=48)
        fired_on = DateField()
        month = IntegerField(null=True)
        value = BigIntegerField(null=True)
        threshold = BigIntegerField(null=True)
        why = TextField(default="")
        closed_on = DateField(null=True)
        closed_why = TextField(default="")
        withdrawn_on = DateField(null=True)
        answer = CharField(max_length=8, default="")
        answered_on = DateField(null=True)
        answered_by = CharField(default="")
        reason = TextField(default="")
        ask_again_on = DateField(null=True)
        review_on = DateField(null=True)
        version = IntegerField(default=1)
        created_at = DateTimeField()

        class Meta:
            database = db
            table_name = "signal"
            indexes = (
                (("partnership", "trigger", "instance"), True),
                (("partnership", "fired_on"), False),
            )

    class RuleChoice(Model):
        partnership = ForeignKeyField(Partnership, on_delete="CASCADE")
        trigger = CharField(max_length=8)
        watched = BooleanField(default=True)
        numbers = JSONField(default=dict)
        version = IntegerField(default=1)
        changed_at = DateTimeField()

        class Meta:
            database = db
            table_name = "rule_choice"
            indexes = ((("partnership", "trigger"), True),)

    class Look(Model):
        partnership = ForeignKeyField(Partnership, on_delete="CASCADE", unique=True)
        history_id = IntegerField(default=0)
        looked_on = DateField()
        again_on = DateField(null=True)

        class Meta:
            database = db
            table_name = "look"

    db.create_tables([Signal, RuleChoice, Look])
    migrator.migrate(migrator.add_index("history", ("partnership_id", "id")))


def down(migrator, db):
    migrator.migrate(migrator.drop_index("history", "history_partnership_id_id"))
    for table in ("look", "rule_choice", "signal"):
        migrator.migrate(migrator.drop_table(table))
