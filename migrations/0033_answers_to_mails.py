"""Whoever answers an agenda, minutes or an invitation reaches the person who sent it."""

from peewee import CharField

COLUMNS = (("outbox_mail", "reply_to"), ("invitation", "invited_by_email"))


def up(migrator, db):
    for table, name in COLUMNS:
        migrator.migrate(migrator.add_column(table, name, CharField(max_length=254, default="")))


def down(migrator, db):
    for table, name in reversed(COLUMNS):
        migrator.migrate(migrator.drop_column(table, name))
