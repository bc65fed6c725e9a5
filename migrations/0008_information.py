"""What the two sides ask each other, their aims, and lessons."""

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
    class Partnership(Model):
        class Meta:
            database = db
            table_name = "partnership"

    class AimsLine(Model):
        partnership = ForeignKeyField(Partnership, on_delete="CASCADE")
        question = CharField(max_length=8)
        ours = TextField(default="")
        theirs = TextField(default="")
        talk_about = BooleanField(default=False)
        version = IntegerField(default=1)

        class Meta:
            database = db
            table_name = "aims_line"
            indexes = ((("partnership", "question"), True),)

    db.create_tables([AimsLine])

    class InformationItem(Model):
        partnership = ForeignKeyField(Partnership, on_delete="CASCADE")
        item = CharField(max_length=8)
        status = CharField(max_length=16, default="not_asked")
        asked_on = DateField(null=True)
        asked_by = CharField(default="")
        wanted_by_on = DateField(null=True)
        answered_on = DateField(null=True)
        answer = JSONField(default=dict)
        version = IntegerField(default=1)

        class Meta:
            database = db
            table_name = "information_item"
            indexes = ((("partnership", "item"), True),)

    db.create_tables([InformationItem])

    class Lesson(Model):
        public_id = CharField(unique=True, max_length=32)
        partnership = ForeignKeyField(Partnership, on_delete="CASCADE")
        side = CharField(max_length=8)
        on = DateField(column_name="on_date")
        text = TextField()
        ask_next = TextField(default="")
        removed = BooleanField(default=False)
        version = IntegerField(default=1)
        created_at = DateTimeField()

        class Meta:
            database = db
            table_name = "lesson"
            indexes = ((("partnership", "on"), False),)

    db.create_tables([Lesson])

    class TopicAnswer(Model):
        partnership = ForeignKeyField(Partnership, on_delete="CASCADE")
        topic = CharField(max_length=40)
        answer = JSONField(default=dict)
        told_by = CharField(max_length=8, default="")
        told_on = DateField(null=True)
        version = IntegerField(default=1)

        class Meta:
            database = db
            table_name = "topic_answer"
            indexes = ((("partnership", "topic"), True),)

    db.create_tables([TopicAnswer])


def down(migrator, db):
    migrator.migrate(migrator.drop_table("topic_answer"))
    migrator.migrate(migrator.drop_table("lesson"))
    migrator.migrate(migrator.drop_table("information_item"))
    migrator.migrate(migrator.drop_table("aims_line"))
