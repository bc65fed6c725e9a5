"""Links to calendars, what calendars were told, and invitations to meetings."""

from peewee import (
    BooleanField,
    CharField,
    Check,
    DateField,
    DateTimeField,
    ForeignKeyField,
    IntegerField,
    JSONField,
    Model,
)


def up(migrator, db):
    class User(Model):
        class Meta:
            database = db
            table_name = "user"

    class Partnership(Model):
        class Meta:
            database = db
            table_name = "partnership"

    class Meeting(Model):
        class Meta:
            database = db
            table_name = "meeting"

    class Person(Model):
        class Meta:
            database = db
            table_name = "person"

    class CalendarLink(Model):
        user = ForeignKeyField(User, null=True, unique=True, on_delete="CASCADE", backref="+")
        partnership = ForeignKeyField(Partnership, null=True, unique=True, on_delete="CASCADE", backref="+")
        nonce = CharField(max_length=64)
        token_hash = CharField(unique=True, max_length=64)
        scope = CharField(max_length=4, default="mine")
        made_by = ForeignKeyField(User, null=True, on_delete="SET NULL", backref="+")
        made_at = DateTimeField()
        read_at = DateTimeField(null=True)
        version = IntegerField(default=1)

        class Meta:
            database = db
            table_name = "calendar_link"
            constraints = [Check("(user_id is null) <> (partnership_id is null)")]

    class CalendarEntry(Model):
        uid = CharField(unique=True, max_length=150)
        kind = CharField(max_length=20)
        thing = CharField(max_length=64)
        on = DateField(column_name="on_date", index=True)
        title = CharField(max_length=300)
        told = CharField(max_length=64)
        sequence = IntegerField(default=0)
        changed_at = DateTimeField()

        class Meta:
            database = db
            table_name = "calendar_entry"
            indexes = ((("kind", "thing"), False),)

    class Invitation(Model):
        meeting = ForeignKeyField(Meeting, null=True, on_delete="SET NULL", backref="+")
        person = ForeignKeyField(Person, on_delete="CASCADE", backref="+")
        uid = CharField(max_length=150)
        wanted = BooleanField(default=True)
        invited_by = CharField(default="")
        version = IntegerField(default=1)
        created_at = DateTimeField()

        class Meta:
            database = db
            table_name = "invitation"
            indexes = ((("meeting", "person"), True),)

    class InvitationMail(Model):
        invitation = ForeignKeyField(Invitation, on_delete="CASCADE", backref="mails")
        method = CharField(max_length=8)
        sequence = IntegerField()
        email = CharField(max_length=254)
        on = DateField(column_name="on_date", index=True)
        says = JSONField()
        mail_key = CharField(max_length=300)
        queued_at = DateTimeField()

        class Meta:
            database = db
            table_name = "invitation_mail"

    db.create_tables([CalendarLink, CalendarEntry, Invitation, InvitationMail])


def down(migrator, db):
    for table in ("invitation_mail", "invitation", "calendar_entry", "calendar_link"):
        migrator.migrate(migrator.drop_table(table))
