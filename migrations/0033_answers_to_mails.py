"""Whoever answers an agenda, minutes or an invitation reaches the person who sent it."""

from peewee import CharField, IntegerField


def up(migrator, db):
    migrator.migrate(migrator.add_column("outbox_mail", "reply_to", CharField(max_length=254, default="")))
    migrator.migrate(migrator.add_column("invitation", "invited_by_user_id", IntegerField(null=True)))


def down(migrator, db):
    migrator.migrate(migrator.drop_column("invitation", "invited_by_user_id"))
    migrator.migrate(migrator.drop_column("outbox_mail", "reply_to"))
