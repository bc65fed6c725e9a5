"""Files that go with mails, decisions taken out again, and what came of a proposal."""

from peewee import (
    BlobField,
    BooleanField,
    CharField,
    DateTimeField,
    ForeignKeyField,
    Model,
)


def up(migrator, db):
    class MailFile(Model):
        sha256 = CharField(unique=True, max_length=64)
        name = CharField()
        mimetype = CharField(max_length=100)
        data = BlobField()
        created_at = DateTimeField()

        class Meta:
            database = db
            table_name = "mail_file"

    db.create_tables([MailFile])

    migrator.migrate(migrator.add_column("decision", "removed", BooleanField(default=False)))
    migrator.migrate(migrator.add_column("minutes_proposal", "made", CharField(max_length=32, default="")))
    migrator.migrate(
        migrator.add_column(
            "outbox_mail",
            "file_id",
            ForeignKeyField(MailFile, field=MailFile.id, null=True, on_delete="RESTRICT"),
        )
    )


def down(migrator, db):
    migrator.migrate(migrator.drop_index("outbox_mail", "outbox_mail_file_id"))
    migrator.migrate(migrator.drop_column("outbox_mail", "file_id"))
    migrator.migrate(migrator.drop_column("minutes_proposal", "made"))
    migrator.migrate(migrator.drop_column("decision", "removed"))
    migrator.migrate(migrator.drop_table("mail_file"))
