"""Every try of a mail is kept with the server's words; texts of old mails are emptied."""

from peewee import CharField, DateTimeField, ForeignKeyField, IntegerField, Model, TextField


class OutboxMail(Model):
    class Meta:
        table_name = "outbox_mail"


COLUMNS = {
    ("outbox_mail", "trouble"): lambda: CharField(max_length=16, default=""),
    ("outbox_mail", "emptied_at"): lambda: DateTimeField(null=True),
    ("house", "mail_text_months"): lambda: IntegerField(default=12),
}


def up(migrator, db):
    OutboxMail.bind(db)
    for (table, name), column in COLUMNS.items():
        migrator.migrate(migrator.add_column(table, name, column()))

    class MailAttempt(Model):
        mail = ForeignKeyField(OutboxMail, on_delete="CASCADE")
        number = IntegerField()
        at = DateTimeField()
        verdict = CharField(max_length=8)
        trouble = CharField(max_length=16, default="")
        words = TextField(default="")

        class Meta:
            database = db
            table_name = "mail_attempt"
            indexes = ((("mail", "number"), True),)

    db.create_tables([MailAttempt])


def down(migrator, db):
    migrator.migrate(migrator.drop_table("mail_attempt"))
    for table, name in reversed(COLUMNS):
        migrator.migrate(migrator.drop_column(table, name))
