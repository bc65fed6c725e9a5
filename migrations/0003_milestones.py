"""Dates of milestones that hang on other dates, and the gates between stages."""

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
    class Milestone(Model):
        class Meta:
            database = db
            table_name = "milestone"

    class Partnership(Model):
        class Meta:
            database = db
            table_name = "partnership"

    class StageChange(Model):
        class Meta:
            database = db
            table_name = "stage_change"

    class GateAnswer(Model):
        partnership = ForeignKeyField(Partnership, on_delete="CASCADE")
        began = ForeignKeyField(StageChange, on_delete="CASCADE")
        place = IntegerField()
        state = CharField(max_length=8, default="")
        note = TextField(default="")
        version = IntegerField(default=1)

        class Meta:
            database = db
            table_name = "gate_answer"
            indexes = ((("began", "place"), True),)

    db.create_tables([GateAnswer])

    class MilestoneShift(Model):
        public_id = CharField(unique=True, max_length=32)
        partnership = ForeignKeyField(Partnership, on_delete="CASCADE")
        before = JSONField()
        taken_back = BooleanField(default=False)
        created_at = DateTimeField()

        class Meta:
            database = db
            table_name = "milestone_shift"

    db.create_tables([MilestoneShift])

    class MilestoneWait(Model):
        milestone = ForeignKeyField(Milestone, on_delete="CASCADE")
        needs = ForeignKeyField(Milestone, on_delete="CASCADE")

        class Meta:
            database = db
            table_name = "milestone_wait"
            indexes = ((("milestone", "needs"), True),)

    db.create_tables([MilestoneWait])

    class StageExit(Model):
        partnership = ForeignKeyField(Partnership, on_delete="CASCADE")
        move = ForeignKeyField(StageChange, unique=True, on_delete="CASCADE")
        missing = JSONField()
        created_at = DateTimeField()

        class Meta:
            database = db
            table_name = "stage_exit"

    db.create_tables([StageExit])

    migrator.migrate(migrator.add_column("milestone", "lesson", CharField(max_length=4, default="")))
    migrator.migrate(migrator.add_column("milestone", "why", TextField(default="")))
    migrator.migrate(migrator.add_column("milestone", "wanted", TextField(default="")))
    migrator.migrate(migrator.add_column("milestone", "anchor", CharField(max_length=10, default="")))
    migrator.migrate(
        migrator.add_column(
            "milestone",
            "anchor_stage_id",
            ForeignKeyField(StageChange, field=StageChange.id, null=True, on_delete="SET NULL"),
        )
    )
    migrator.migrate(
        migrator.add_column(
            "milestone",
            "anchor_milestone_id",
            ForeignKeyField(Milestone, field=Milestone.id, null=True, on_delete="SET NULL"),
        )
    )
    migrator.migrate(migrator.add_column("milestone", "offset_days", IntegerField(null=True)))
    migrator.migrate(migrator.add_column("milestone", "dropped_on", DateField(null=True)))
    migrator.migrate(migrator.add_column("milestone", "dropped_reason", TextField(default="")))
    migrator.migrate(migrator.add_column("milestone", "deleted", BooleanField(default=False)))
    migrator.migrate(migrator.add_index("milestone", ("partnership_id", "anchor_milestone_id")))
    migrator.migrate(migrator.add_index("milestone", ("partnership_id", "due_on")))


def down(migrator, db):
    migrator.migrate(migrator.drop_index("milestone", "milestone_partnership_id_due_on"))
    migrator.migrate(migrator.drop_index("milestone", "milestone_partnership_id_anchor_milestone_id"))
    migrator.migrate(migrator.drop_index("milestone", "milestone_anchor_stage_id"))
    migrator.migrate(migrator.drop_index("milestone", "milestone_anchor_milestone_id"))
    migrator.migrate(migrator.drop_column("milestone", "deleted"))
    migrator.migrate(migrator.drop_column("milestone", "dropped_reason"))
    migrator.migrate(migrator.drop_column("milestone", "dropped_on"))
    migrator.migrate(migrator.drop_column("milestone", "offset_days"))
    migrator.migrate(migrator.drop_column("milestone", "anchor_milestone_id"))
    migrator.migrate(migrator.drop_column("milestone", "anchor_stage_id"))
    migrator.migrate(migrator.drop_column("milestone", "anchor"))
    migrator.migrate(migrator.drop_column("milestone", "wanted"))
    migrator.migrate(migrator.drop_column("milestone", "why"))
    migrator.migrate(migrator.drop_column("milestone", "lesson"))
    migrator.migrate(migrator.drop_table("stage_exit"))
    migrator.migrate(migrator.drop_table("milestone_wait"))
    migrator.migrate(migrator.drop_table("milestone_shift"))
    migrator.migrate(migrator.drop_table("gate_answer"))
