"""Versions of drafts with their files and steps, signed papers, amendments, and the store of files."""

from peewee import (
    BlobField,
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
    class Partnership(Model):
        class Meta:
            database = db
            table_name = "partnership"

    class Amendment(Model):
        public_id = CharField(unique=True, max_length=32)
        partnership = ForeignKeyField(Partnership, on_delete="CASCADE")
        number = IntegerField()
        reason = TextField(default="")
        effective_on = DateField(null=True)
        recheck_on = DateField(null=True)
        status = CharField(max_length=8, default="open")
        signed_on = DateField(null=True)
        created_at = DateTimeField()
        created_by = CharField(default="")
        version = IntegerField(default=1)

        class Meta:
            database = db
            table_name = "amendment"
            indexes = ((("partnership", "number"), True),)

    db.create_tables([Amendment])

    class AmendedTerm(Model):
        amendment = ForeignKeyField(Amendment, on_delete="CASCADE")
        key = CharField(max_length=60)
        value = JSONField(null=True)
        unknown = BooleanField(default=False)
        because = CharField(default="")
        version = IntegerField(default=1)

        class Meta:
            database = db
            table_name = "amended_term"
            indexes = ((("amendment", "key"), True),)

    db.create_tables([AmendedTerm])

    class DraftVersion(Model):
        public_id = CharField(unique=True, max_length=32)
        partnership = ForeignKeyField(Partnership, on_delete="CASCADE")
        amendment = ForeignKeyField(Amendment, null=True, on_delete="CASCADE")
        kind = CharField(max_length=4)
        section = CharField(max_length=4, default="")
        number = IntegerField()
        terms_on = DateField()
        sections = JSONField(default=list)
        exhibits = JSONField(default=list)
        terms = JSONField(default=dict)
        open_points = IntegerField(default=0)
        status = CharField(max_length=8, default="draft")
        note = TextField(default="")
        made_at = DateTimeField()
        made_by = CharField(default="")
        version = IntegerField(default=1)

        class Meta:
            database = db
            table_name = "draft_version"
            indexes = (
                (("partnership", "kind", "section", "number"), True),
                (("partnership", "made_at"), False),
            )

    db.create_tables([DraftVersion])

    class DraftFile(Model):
        draft = ForeignKeyField(DraftVersion, on_delete="CASCADE")
        kind = CharField(max_length=4)
        letter = CharField(max_length=2, default="")
        copy = CharField(max_length=8)
        name = CharField()
        size = IntegerField()
        sha256 = CharField(max_length=64)
        blocks = CharField(max_length=64)

        class Meta:
            database = db
            table_name = "draft_file"
            indexes = ((("draft", "kind", "copy"), True),)

    db.create_tables([DraftFile])

    class DraftStep(Model):
        draft = ForeignKeyField(DraftVersion, on_delete="CASCADE")
        status = CharField(max_length=8)
        on = DateField(column_name="happened_on")
        people = CharField(default="")
        note = TextField(default="")
        at = DateTimeField(column_name="noted_at")
        by = CharField(default="", column_name="noted_by")
        version = IntegerField(default=1)

        class Meta:
            database = db
            table_name = "draft_step"

    db.create_tables([DraftStep])

    class SignedPaper(Model):
        public_id = CharField(unique=True, max_length=32)
        partnership = ForeignKeyField(Partnership, on_delete="CASCADE")
        draft = ForeignKeyField(DraftVersion, null=True, on_delete="SET NULL")
        title = CharField()
        signed_on = DateField()
        effective_on = DateField(null=True)
        note = TextField(default="")
        name = CharField()
        mimetype = CharField(max_length=100)
        size = IntegerField()
        sha256 = CharField(max_length=64)
        removed = BooleanField(default=False)
        added_at = DateTimeField()
        added_by = CharField(default="")
        version = IntegerField(default=1)

        class Meta:
            database = db
            table_name = "signed_paper"

    db.create_tables([SignedPaper])

    class StoredFile(Model):
        sha256 = CharField(unique=True, max_length=64)
        size = IntegerField()
        data = BlobField(null=True)
        kept_at = DateTimeField()

        class Meta:
            database = db
            table_name = "stored_file"

    db.create_tables([StoredFile])


def down(migrator, db):
    migrator.migrate(migrator.drop_table("stored_file"))
    migrator.migrate(migrator.drop_table("signed_paper"))
    migrator.migrate(migrator.drop_table("draft_step"))
    migrator.migrate(migrator.drop_table("draft_file"))
    migrator.migrate(migrator.drop_table("draft_version"))
    migrator.migrate(migrator.drop_table("amended_term"))
    migrator.migrate(migrator.drop_table("amendment"))
