"""What promises wait for, when they repeat, comments on them, and changes that one undo takes back."""

import unicodedata

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
    class Action(Model):
        class Meta:
            database = db
            table_name = "action"

    class User(Model):
        class Meta:
            database = db
            table_name = "user"

    class ActionComment(Model):
        public_id = CharField(unique=True, max_length=32)
        action = ForeignKeyField(Action, on_delete="CASCADE")
        text = TextField()
        author = ForeignKeyField(User, null=True, on_delete="SET NULL")
        author_name = CharField(default="")
        removed = BooleanField(default=False)
        version = IntegerField(default=1)
        created_at = DateTimeField()

        class Meta:
            database = db
            table_name = "action_comment"

    db.create_tables([ActionComment])

    class Batch(Model):
        public_id = CharField(unique=True, max_length=32)
        at = DateTimeField()
        actor_name = CharField(default="")
        changes = JSONField()
        version = IntegerField(default=1)
        taken_back_at = DateTimeField(null=True)

        class Meta:
            database = db
            table_name = "batch"

    db.create_tables([Batch])

    migrator.migrate(migrator.add_column("action", "folded", TextField(default="")))
    migrator.migrate(migrator.add_column("action", "first_due_on", DateField(null=True)))
    migrator.migrate(migrator.add_column("action", "waiting_for", CharField(default="")))
    migrator.migrate(migrator.add_column("action", "waiting_since", DateField(null=True)))
    migrator.migrate(migrator.add_column("action", "source_ref", CharField(max_length=32, default="")))
    migrator.migrate(migrator.add_column("action", "repeats", CharField(max_length=8, default="")))
    migrator.migrate(migrator.add_column("action", "repeats_every", IntegerField(default=1)))
    migrator.migrate(migrator.add_column("action", "repeats_from", DateField(null=True)))
    migrator.migrate(
        migrator.add_column("action", "series", CharField(index=True, max_length=32, default=""))
    )
    migrator.migrate(
        migrator.add_column(
            "action", "follows_id", ForeignKeyField(Action, field=Action.id, null=True, on_delete="SET NULL")
        )
    )
    migrator.migrate(migrator.add_index("action", ("status", "done_on")))
    migrator.migrate(migrator.add_index("action", ("status", "waiting_since")))
    _fill(db)


def _fill(db):
    """What a search compares, and the first day of promises that were never moved."""

    class Action(Model):
        text = TextField()
        folded = TextField()
        due_on = DateField(null=True)
        first_due_on = DateField(null=True)
        moved_times = IntegerField()

        class Meta:
            database = db
            table_name = "action"

    Action.update(first_due_on=Action.due_on).where(Action.moved_times == 0).execute()
    for number, text in list(Action.select(Action.id, Action.text).tuples()):
        parts = unicodedata.normalize("NFKD", text.casefold())
        plain = "".join(sign for sign in parts if not unicodedata.combining(sign))
        Action.update(folded=plain).where(Action.id == number).execute()


def down(migrator, db):
    migrator.migrate(migrator.drop_index("action", "action_status_waiting_since"))
    migrator.migrate(migrator.drop_index("action", "action_status_done_on"))
    migrator.migrate(migrator.drop_index("action", "action_series"))
    migrator.migrate(migrator.drop_index("action", "action_follows_id"))
    migrator.migrate(migrator.drop_column("action", "follows_id"))
    migrator.migrate(migrator.drop_column("action", "series"))
    migrator.migrate(migrator.drop_column("action", "repeats_from"))
    migrator.migrate(migrator.drop_column("action", "repeats_every"))
    migrator.migrate(migrator.drop_column("action", "repeats"))
    migrator.migrate(migrator.drop_column("action", "source_ref"))
    migrator.migrate(migrator.drop_column("action", "waiting_since"))
    migrator.migrate(migrator.drop_column("action", "waiting_for"))
    migrator.migrate(migrator.drop_column("action", "first_due_on"))
    migrator.migrate(migrator.drop_column("action", "folded"))
    migrator.migrate(migrator.drop_table("batch"))
    migrator.migrate(migrator.drop_table("action_comment"))
