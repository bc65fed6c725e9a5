"""What a change opened, what was corrected under a signal; a signal of a change is known by its change."""

from peewee import CharField, DateField, IntegerField, Model, TextField


class ChangeEvent(Model):
    public_id = CharField(max_length=32)
    partnership_id = IntegerField()
    on = DateField(column_name="on_date")
    kind = CharField(max_length=8)

    class Meta:
        table_name = "change_event"


class Signal(Model):
    partnership_id = IntegerField()
    trigger = CharField(max_length=8)
    instance = CharField(max_length=48)

    class Meta:
        table_name = "signal"


def up(migrator, db):
    migrator.migrate(
        migrator.add_column("change_event", "opened", CharField(max_length=32, default="")),
        migrator.add_column("signal", "changed_why", TextField(default="")),
    )
    name_by_change(db)


def name_by_change(db):
    for one in (ChangeEvent, Signal):
        one.bind(db)
    places = {}
    for event in ChangeEvent.select().order_by(ChangeEvent.id):
        name = event.on.isoformat()
        while (event.partnership_id, event.kind, name) in places:  # as the second of one day was told apart
            begun, _, place = name.rpartition("/")
            name = f"{name}/2" if not begun else f"{name}/{int(place) + 1}"
        places[event.partnership_id, event.kind, name] = event.public_id
    for (partnership_id, kind, name), public_id in places.items():
        same = (Signal.partnership_id == partnership_id) & (Signal.trigger == kind)
        Signal.update(instance=public_id).where(same & (Signal.instance == name)).execute()


def down(migrator, db):
    migrator.migrate(
        migrator.drop_column("signal", "changed_why"), migrator.drop_column("change_event", "opened")
    )
