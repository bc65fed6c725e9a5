"""The days on which everybody's digest hour found the program running, instead of the last moment alone."""

from datetime import UTC
from zoneinfo import ZoneInfo

from peewee import CharField, DateField, DateTimeField, Model


def up(migrator, db):
    class JobRun(Model):
        name = CharField()
        started_at = DateTimeField()

        class Meta:
            database = db
            table_name = "job_run"

    class House(Model):
        time_zone = CharField()

        class Meta:
            database = db
            table_name = "house"

    class RunDay(Model):
        on = DateField(unique=True)
        ran_at = DateTimeField()

        class Meta:
            database = db
            table_name = "run_day"

    db.create_tables([RunDay])
    house, last = House.get_or_none(), JobRun.get_or_none(JobRun.name == "digest")
    if house is not None and last is not None:
        local = last.started_at.replace(tzinfo=UTC).astimezone(ZoneInfo(house.time_zone))
        RunDay.create(on=local.date(), ran_at=last.started_at)
    JobRun.delete().where(JobRun.name == "digest").execute()


def down(migrator, db):
    migrator.migrate(migrator.drop_table("run_day"))
