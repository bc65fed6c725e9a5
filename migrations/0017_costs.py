"""Named sets of what care costs take the place of the notes that only the examples left."""

from peewee import CharField, DateTimeField, ForeignKeyField, IntegerField, JSONField, Model


class Partnership(Model):
    class Meta:
        table_name = "partnership"


def up(migrator, db):
    Partnership.bind(db)

    class CostSet(Model):
        public_id = CharField(unique=True, max_length=32)
        partnership = ForeignKeyField(Partnership, on_delete="CASCADE")
        name = CharField(max_length=80)
        inputs = JSONField(default=dict)
        layers = JSONField(default=list)
        team = JSONField(default=dict)
        note = CharField(default="")
        version = IntegerField(default=1)
        created_at = DateTimeField()
        changed_at = DateTimeField()

        class Meta:
            database = db
            table_name = "cost_set"
            indexes = ((("partnership", "name"), True),)

    db.create_tables([CostSet])
    migrator.migrate(migrator.drop_table("cost_inputs"))


def down(migrator, db):
    Partnership.bind(db)

    class CostInputs(Model):
        partnership = ForeignKeyField(Partnership, on_delete="CASCADE")
        name = CharField(default="Current")
        inputs = JSONField(default=dict)
        version = IntegerField(default=1)
        created_at = DateTimeField()

        class Meta:
            database = db
            table_name = "cost_inputs"

    db.create_tables([CostInputs])
    migrator.migrate(migrator.drop_table("cost_set"))
