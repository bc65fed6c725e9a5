"""Whether a planned metric counts patients: small numbers of such a one are not shown to others."""

from peewee import BooleanField, CharField, Model

COUNT_NOBODY = (
    *("BA08", "BA09", "BA10", "FU01", "FU07"),
    *("BA12", "BA13", "BA14", "BA17", "BA18", "BA19", "XP03", "XP04"),
    *("RL01", "RL02", "RL03", "RL04", "RL05"),
)


class PlannedMetric(Model):
    item = CharField(max_length=8, default="")
    counts_patients = BooleanField(default=True)

    class Meta:
        table_name = "planned_metric"


def up(migrator, db):
    migrator.migrate(migrator.add_column("planned_metric", "counts_patients", BooleanField(default=True)))
    PlannedMetric.bind(db)
    PlannedMetric.update(counts_patients=False).where(PlannedMetric.item.in_(COUNT_NOBODY)).execute()


def down(migrator, db):
    migrator.migrate(migrator.drop_column("planned_metric", "counts_patients"))
