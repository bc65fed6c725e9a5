"""Every wording of a section that the house saved."""

from peewee import BooleanField, CharField, DateTimeField, IntegerField, Model, TextField


def up(migrator, db):
    class SectionWording(Model):
        section = CharField(max_length=3)
        number = IntegerField()
        file = CharField(max_length=80)
        source = TextField()
        taken_away = BooleanField(default=False)
        note = CharField(default="")
        saved_at = DateTimeField()
        saved_by = CharField(default="")
        version = IntegerField(default=1)

        class Meta:
            database = db
            table_name = "section_wording"
            indexes = ((("section", "number"), True),)

    db.create_tables([SectionWording])


def down(migrator, db):
    migrator.migrate(migrator.drop_table("section_wording"))
