"""The own house among the organizations is found without reading all of them."""


def up(migrator, db):
    migrator.migrate(migrator.add_index("organization", ("ours",)))


def down(migrator, db):
    migrator.migrate(migrator.drop_index("organization", "organization_ours"))
