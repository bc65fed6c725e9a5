"""What is noted of the payment around the rate."""

from peewee import CharField, DateTimeField, ForeignKeyField, IntegerField, JSONField, Model


class Partnership(Model):
    class Meta:
        table_name = "partnership"


def up(migrator, db):
    Partnership.bind(db)

    class PaymentNote(Model):
        partnership = ForeignKeyField(Partnership, on_delete="CASCADE")
        part = CharField(max_length=20)
        answer = JSONField(default=dict)
        version = IntegerField(default=1)
        changed_at = DateTimeField()

        class Meta:
            database = db
            table_name = "payment_note"
            indexes = ((("partnership", "part"), True),)

    db.create_tables([PaymentNote])


def down(migrator, db):
    migrator.migrate(migrator.drop_table("payment_note"))
