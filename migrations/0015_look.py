"""How our papers look."""

from peewee import CharField, IntegerField, Model, TextField


def up(migrator, db):
    class HouseLook(Model):
        reference = CharField(max_length=64, default="")
        reference_name = CharField(default="")
        logo = CharField(max_length=64, default="")
        logo_name = CharField(default="")
        letterhead = TextField(default="")
        version = IntegerField(default=1)

        class Meta:
            database = db
            table_name = "house_look"

    db.create_tables([HouseLook])


def down(migrator, db):
    migrator.migrate(migrator.drop_table("house_look"))
