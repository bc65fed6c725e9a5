"""How both sides rate the balance, and small adjustments on the way."""

from peewee import (
    CharField,
    Check,
    DateField,
    DateTimeField,
    ForeignKeyField,
    IntegerField,
    Model,
    TextField,
)

OUTCOMES = "('open', 'kept', 'dropped', 'changed_again', 'into_contract')"


class Partnership(Model):
    class Meta:
        table_name = "partnership"


def mark(name):
    return IntegerField(null=True, constraints=[Check(f"{name} between 1 and 5")])


def up(migrator, db):
    Partnership.bind(db)

    class BalanceRating(Model):
        public_id = CharField(unique=True, max_length=32)
        partnership = ForeignKeyField(Partnership, on_delete="CASCADE")
        rated_on = DateField()
        side = CharField(max_length=8, constraints=[Check("side in ('payer', 'provider')")])
        effort = mark("effort")
        payment = mark("payment")
        outcomes = mark("outcomes")
        relationship = mark("relationship")
        effort_why = TextField(default="")
        payment_why = TextField(default="")
        outcomes_why = TextField(default="")
        relationship_why = TextField(default="")
        filled_by = CharField(default="")
        source = CharField(max_length=8, constraints=[Check("source in ('session', 'sheet', 'page')")])
        review_public_id = CharField(max_length=32, default="")
        version = IntegerField(default=1)
        created_at = DateTimeField()

        class Meta:
            database = db
            table_name = "balance_rating"
            indexes = ((("partnership", "side", "rated_on"), True),)

    class Adjustment(Model):
        public_id = CharField(unique=True, max_length=32)
        partnership = ForeignKeyField(Partnership, on_delete="CASCADE")
        on = DateField(column_name="on_date")
        what_changed = TextField()
        why = TextField(default="")
        agreed_by = CharField(default="")
        expected_effect = TextField(default="")
        check_on = DateField(null=True)
        effect_seen = TextField(default="")
        outcome = CharField(max_length=16, default="open", constraints=[Check(f"outcome in {OUTCOMES}")])
        version = IntegerField(default=1)
        created_at = DateTimeField()

        class Meta:
            database = db
            table_name = "adjustment"
            indexes = ((("partnership", "on"), False), (("outcome", "check_on"), False))

    db.create_tables([BalanceRating, Adjustment])


def down(migrator, db):
    for table in ("adjustment", "balance_rating"):
        migrator.migrate(migrator.drop_table(table))
