"""What was worked out of a service design."""

from peewee import CharField, DateTimeField, ForeignKeyField, IntegerField, JSONField, Model


def up(migrator, db):
    class Partnership(Model):
        class Meta:
            database = db
            table_name = "partnership"

    class DesignAnswer(Model):
        partnership = ForeignKeyField(Partnership, on_delete="CASCADE")
        name = CharField(max_length=20)
        answer = JSONField(default=dict)
        version = IntegerField(default=1)
        changed_at = DateTimeField()

        class Meta:
            database = db
            table_name = "design_answer"
            indexes = ((("partnership", "name"), True),)

    db.create_tables([DesignAnswer])


def down(migrator, db):
    migrator.migrate(migrator.drop_table("design_answer"))
