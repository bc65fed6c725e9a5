"""What was assumed at signing."""

from peewee import (
    BigIntegerField,
    CharField,
    DateField,
    DateTimeField,
    ForeignKeyField,
    IntegerField,
    Model,
)


class Partnership(Model):
    class Meta:
        table_name = "partnership"


def up(migrator, db):
    Partnership.bind(db)

    class Assumption(Model):
        partnership = ForeignKeyField(Partnership, on_delete="CASCADE")
        fact = CharField(max_length=20)
        value = BigIntegerField()
        tolerance = IntegerField(default=20)
        check_on = DateField(null=True)
        note = CharField(default="")
        version = IntegerField(default=1)
        changed_at = DateTimeField()

        class Meta:
            database = db
            table_name = "assumption"
            indexes = ((("partnership", "fact"), True),)

    db.create_tables([Assumption])


def down(migrator, db):
    migrator.migrate(migrator.drop_table("assumption"))
