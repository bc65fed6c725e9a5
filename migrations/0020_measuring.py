"""The metrics plan: metrics agreed with a plan, their values, and the reports made of them."""

from peewee import (
    BigIntegerField,
    CharField,
    DateField,
    DateTimeField,
    ForeignKeyField,
    IntegerField,
    JSONField,
    Model,
    TextField,
)


class Partnership(Model):
    class Meta:
        table_name = "partnership"


def up(migrator, db):
    Partnership.bind(db)

    class PlannedMetric(Model):
        public_id = CharField(unique=True, max_length=32)
        partnership = ForeignKeyField(Partnership, on_delete="CASCADE")
        item = CharField(max_length=8, default="")
        name = CharField()
        definition = TextField(default="")
        numerator = CharField(default="")
        denominator = CharField(default="")
        unit = CharField(max_length=24)
        direction = CharField(max_length=16)
        low = BigIntegerField(null=True)
        high = BigIntegerField(null=True)
        baseline = BigIntegerField(null=True)
        months_before = IntegerField(null=True)
        months_after = IntegerField(null=True)
        comparison = CharField(max_length=16, default="")
        calculates = CharField(max_length=12, default="")
        frequency = CharField(max_length=12)
        gathers = CharField(max_length=12, default="")
        analyzes = CharField(max_length=12, default="")
        reports = CharField(max_length=12, default="")
        shared_with = JSONField(default=list)
        format = CharField(default="")
        source = CharField(max_length=12, default="")
        hours = BigIntegerField(null=True)
        purpose = CharField(max_length=20, default="contract")
        decision = TextField(default="")
        collectable = CharField(max_length=16, default="not_known")
        peer_value = BigIntegerField(null=True)
        peer_source = CharField(default="")
        peer_period = CharField(default="")
        peer_differs = TextField(default="")
        starts_on = DateField(null=True)
        retired_on = DateField(null=True)
        version = IntegerField(default=1)
        created_at = DateTimeField()
        changed_at = DateTimeField()

        class Meta:
            database = db
            table_name = "planned_metric"
            indexes = ((("partnership", "item"), False),)

    class MetricValue(Model):
        metric = ForeignKeyField(PlannedMetric, on_delete="CASCADE")
        period_on = DateField()
        value = BigIntegerField(null=True)
        count = BigIntegerField(null=True)
        out_of = BigIntegerField(null=True)
        words = TextField(default="")
        note = CharField(default="")
        version = IntegerField(default=1)
        changed_at = DateTimeField()

        class Meta:
            database = db
            table_name = "metric_value"
            indexes = ((("metric", "period_on"), True),)

    class MetricsReport(Model):
        public_id = CharField(unique=True, max_length=32)
        partnership = ForeignKeyField(Partnership, on_delete="CASCADE")
        period_on = DateField()
        months = IntegerField()
        done = TextField(default="")
        wanted = TextField(default="")
        wanted_by = DateField(null=True)
        hours = BigIntegerField(null=True)
        contact = CharField(default="")
        version = IntegerField(default=1)
        changed_at = DateTimeField()

        class Meta:
            database = db
            table_name = "metrics_report"
            indexes = ((("partnership", "period_on", "months"), True),)

    db.create_tables([PlannedMetric, MetricValue, MetricsReport])


def down(migrator, db):
    for table in ("metrics_report", "metric_value", "planned_metric"):
        migrator.migrate(migrator.drop_table(table))
