"""A mail can go out in the name of the house, whom the partner knows, and not of the program."""

from peewee import CharField


def up(migrator, db):
    migrator.migrate(migrator.add_column("outbox_mail", "sender_name", CharField(default="")))


def down(migrator, db):
    migrator.migrate(migrator.drop_column("outbox_mail", "sender_name"))
