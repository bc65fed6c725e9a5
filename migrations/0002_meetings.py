"""Rhythm of meetings, minutes, decisions and the communication plan."""

from peewee import (
    BooleanField,
    CharField,
    DateField,
    DateTimeField,
    ForeignKeyField,
    IntegerField,
    Model,
    TextField,
    TimeField,
)


def up(migrator, db):
    class Action(Model):
        class Meta:
            database = db
            table_name = "action"

    class AgendaTopic(Model):
        class Meta:
            database = db
            table_name = "agenda_topic"

    class Meeting(Model):
        class Meta:
            database = db
            table_name = "meeting"

    class Partnership(Model):
        class Meta:
            database = db
            table_name = "partnership"

    class Person(Model):
        class Meta:
            database = db
            table_name = "person"

    class MeetingSeries(Model):
        public_id = CharField(unique=True, max_length=32)
        partnership = ForeignKeyField(Partnership, on_delete="CASCADE")
        kind = CharField(max_length=30)
        rhythm = CharField(max_length=12)
        interval = IntegerField()
        nth = IntegerField(null=True)
        first_on = DateField()
        until_on = DateField(null=True)
        starts_at = TimeField()
        minutes = IntegerField()
        mode = CharField(max_length=10)
        place = CharField(default="")
        link = CharField(max_length=500, default="")
        holidays = CharField(max_length=5, default="move")
        follows_stage = BooleanField(default=True)
        paused_until_on = DateField(null=True)
        note = TextField(default="")
        version = IntegerField(default=1)
        created_at = DateTimeField()

        class Meta:
            database = db
            table_name = "meeting_series"
            indexes = ((("partnership", "kind"), False),)

    db.create_tables([MeetingSeries])

    class CommunicationPlan(Model):
        partnership = ForeignKeyField(Partnership, unique=True, on_delete="CASCADE")
        agreed_on = DateField(null=True)
        look_again_on = DateField(null=True)
        note = TextField(default="")
        version = IntegerField(default=1)
        created_at = DateTimeField()

        class Meta:
            database = db
            table_name = "communication_plan"

    db.create_tables([CommunicationPlan])

    class Decision(Model):
        public_id = CharField(unique=True, max_length=32)
        meeting = ForeignKeyField(Meeting, on_delete="CASCADE")
        topic = ForeignKeyField(AgendaTopic, null=True, on_delete="SET NULL")
        text = TextField()
        decided_by = CharField(default="")
        position = IntegerField(default=0)
        version = IntegerField(default=1)
        created_at = DateTimeField()

        class Meta:
            database = db
            table_name = "decision"

    db.create_tables([Decision])

    class DensePeriod(Model):
        public_id = CharField(unique=True, max_length=32)
        partnership = ForeignKeyField(Partnership, on_delete="CASCADE")
        starts_on = DateField()
        ends_on = DateField()
        reason = TextField()
        source = CharField(max_length=12, default="by_hand")
        version = IntegerField(default=1)
        created_at = DateTimeField()

        class Meta:
            database = db
            table_name = "dense_period"
            indexes = ((("partnership", "starts_on"), False),)

    db.create_tables([DensePeriod])

    class MeetingAction(Model):
        meeting = ForeignKeyField(Meeting, on_delete="CASCADE")
        topic = ForeignKeyField(AgendaTopic, null=True, on_delete="SET NULL")
        action = ForeignKeyField(Action, unique=True, on_delete="CASCADE")

        class Meta:
            database = db
            table_name = "meeting_action"

    db.create_tables([MeetingAction])

    class MinutesProposal(Model):
        meeting = ForeignKeyField(Meeting, on_delete="CASCADE")
        kind = CharField(max_length=8)
        text = TextField()
        who = CharField(default="")
        due_words = CharField(max_length=60, default="")
        due_on = DateField(null=True)
        state = CharField(max_length=8, default="open")
        filename = CharField(default="")
        version = IntegerField(default=1)
        created_at = DateTimeField()

        class Meta:
            database = db
            table_name = "minutes_proposal"

    db.create_tables([MinutesProposal])

    class ParkedTopic(Model):
        partnership = ForeignKeyField(Partnership, on_delete="CASCADE")
        kind = CharField(max_length=30)
        topic_kind = CharField(max_length=8, default="topic")
        text = TextField()
        asked_by = ForeignKeyField(Person, null=True, on_delete="SET NULL")
        approver = CharField(default="")
        minutes = IntegerField(default=5)
        private = BooleanField(default=False)
        parked_on = DateField()
        taken = BooleanField(default=False)
        version = IntegerField(default=1)

        class Meta:
            database = db
            table_name = "parked_topic"
            indexes = ((("partnership", "kind", "taken"), False),)

    db.create_tables([ParkedTopic])

    class SeriesSeat(Model):
        series = ForeignKeyField(MeetingSeries, on_delete="CASCADE")
        side = CharField(max_length=8)
        function = CharField(max_length=30, default="")
        person = ForeignKeyField(Person, null=True, on_delete="SET NULL")

        class Meta:
            database = db
            table_name = "series_seat"
            indexes = ((("series", "person"), False),)

    db.create_tables([SeriesSeat])

    class SettledQuestion(Model):
        partnership = ForeignKeyField(Partnership, on_delete="CASCADE")
        question = CharField(max_length=8)
        answer = TextField(default="")
        settled_on = DateField(null=True)
        version = IntegerField(default=1)

        class Meta:
            database = db
            table_name = "settled_question"
            indexes = ((("partnership", "question"), True),)

    db.create_tables([SettledQuestion])

    migrator.migrate(
        migrator.add_column(
            "meeting",
            "series_id",
            ForeignKeyField(MeetingSeries, field=MeetingSeries.id, null=True, on_delete="SET NULL"),
        )
    )
    migrator.migrate(migrator.add_column("meeting", "planned_on", DateField(null=True)))
    migrator.migrate(migrator.add_column("meeting", "cancel_reason", CharField(default="")))
    migrator.migrate(migrator.add_column("meeting", "published_at", DateTimeField(null=True)))
    migrator.migrate(migrator.add_column("meeting", "finished_at", DateTimeField(null=True)))
    migrator.migrate(migrator.add_column("meeting", "finished_by", CharField(default="")))
    migrator.migrate(migrator.add_column("meeting", "minutes_version", IntegerField(default=0)))
    migrator.migrate(migrator.add_column("meeting", "concerns_note", TextField(default="")))
    migrator.migrate(migrator.add_column("agenda_topic", "standing", BooleanField(default=False)))
    migrator.migrate(migrator.add_column("agenda_topic", "spoken_only", BooleanField(default=False)))
    migrator.migrate(migrator.add_column("agenda_topic", "discussed", BooleanField(default=False)))
    migrator.migrate(migrator.add_column("agenda_topic", "notes", TextField(default="")))
    migrator.migrate(migrator.add_column("agenda_topic", "leave_out", BooleanField(default=False)))
    migrator.migrate(
        migrator.add_column(
            "agenda_topic",
            "origin_id",
            ForeignKeyField(AgendaTopic, field=AgendaTopic.id, null=True, on_delete="SET NULL"),
        )
    )
    migrator.migrate(migrator.add_column("agenda_topic", "carried", IntegerField(default=0)))
    migrator.migrate(migrator.add_column("agenda_topic", "carried_from_on", DateField(null=True)))
    migrator.migrate(migrator.add_column("attendance", "came", CharField(max_length=8, default="")))
    migrator.migrate(migrator.add_index("meeting", ("series_id", "planned_on"), unique=True))
    migrator.migrate(migrator.add_index("agenda_topic", ("meeting_id", "origin_id"), unique=True))


def down(migrator, db):
    migrator.migrate(migrator.drop_index("agenda_topic", "agenda_topic_origin_id"))
    migrator.migrate(migrator.drop_index("agenda_topic", "agenda_topic_meeting_id_origin_id"))
    migrator.migrate(migrator.drop_index("meeting", "meeting_series_id_planned_on"))
    migrator.migrate(migrator.drop_index("meeting", "meeting_series_id"))
    migrator.migrate(migrator.drop_column("attendance", "came"))
    migrator.migrate(migrator.drop_column("agenda_topic", "carried_from_on"))
    migrator.migrate(migrator.drop_column("agenda_topic", "carried"))
    migrator.migrate(migrator.drop_column("agenda_topic", "origin_id"))
    migrator.migrate(migrator.drop_column("agenda_topic", "leave_out"))
    migrator.migrate(migrator.drop_column("agenda_topic", "notes"))
    migrator.migrate(migrator.drop_column("agenda_topic", "discussed"))
    migrator.migrate(migrator.drop_column("agenda_topic", "spoken_only"))
    migrator.migrate(migrator.drop_column("agenda_topic", "standing"))
    migrator.migrate(migrator.drop_column("meeting", "concerns_note"))
    migrator.migrate(migrator.drop_column("meeting", "minutes_version"))
    migrator.migrate(migrator.drop_column("meeting", "finished_by"))
    migrator.migrate(migrator.drop_column("meeting", "finished_at"))
    migrator.migrate(migrator.drop_column("meeting", "published_at"))
    migrator.migrate(migrator.drop_column("meeting", "cancel_reason"))
    migrator.migrate(migrator.drop_column("meeting", "planned_on"))
    migrator.migrate(migrator.drop_column("meeting", "series_id"))
    migrator.migrate(migrator.drop_table("settled_question"))
    migrator.migrate(migrator.drop_table("series_seat"))
    migrator.migrate(migrator.drop_table("parked_topic"))
    migrator.migrate(migrator.drop_table("minutes_proposal"))
    migrator.migrate(migrator.drop_table("meeting_action"))
    migrator.migrate(migrator.drop_table("dense_period"))
    migrator.migrate(migrator.drop_table("decision"))
    migrator.migrate(migrator.drop_table("communication_plan"))
    migrator.migrate(migrator.drop_table("meeting_series"))
