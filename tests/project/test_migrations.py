"""The migrations make exactly the tables that the program knows, on both databases."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Any

import pytest

from app.core import migrate as migrations
from app.core.db import db, is_sqlite
from app.core.errors import SchemaError
from app.models import MODELS

TABLES = [model._meta.table_name for model in MODELS]


def described() -> dict[str, Any]:
    """Columns (type, null), indexes and foreign keys of every table, as the database itself tells them."""
    return {
        table: {
            "columns": {
                c.name: (c.data_type.split("(")[0].lower(), c.null, c.primary_key)
                for c in db.get_columns(table)
            },
            "indexes": {(tuple(sorted(i.columns)), i.unique) for i in db.get_indexes(table)},
            "links": {(f.column, f.dest_table, f.dest_column) for f in db.get_foreign_keys(table)},
            "deletes": _delete_rules(table),
        }
        for table in TABLES
    }


def _delete_rules(table: str) -> set[tuple[str, str]]:
    if is_sqlite():
        return {(row[3], row[6]) for row in db.execute_sql(f'pragma foreign_key_list("{table}")')}
    letters = {"a": "NO ACTION", "r": "RESTRICT", "c": "CASCADE", "n": "SET NULL"}
    found = db.execute_sql(
        "select a.attname, c.confdeltype from pg_constraint c join pg_attribute a"
        " on a.attrelid = c.conrelid and a.attnum = any(c.conkey)"
        " where c.contype = 'f' and c.conrelid = %s::regclass",
        (f'"{table}"',),
    )
    return {(name, letters[rule if isinstance(rule, str) else rule.decode()]) for name, rule in found}


def test_migrations_and_models_make_the_same_schema(database: str) -> None:
    migrated = described()
    with db.atomic() as transaction:
        # SQLite checks no foreign key while it drops tables inside a transaction that is taken back.
        db.drop_tables(MODELS)
        db.create_tables(MODELS)
        made = described()
        transaction.rollback()
    assert migrated == made
    assert set(migrated) == set(TABLES)


@pytest.fixture
def broken(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The migrations, and a second one that changes something and then fails."""
    folder = tmp_path / "migrations"
    shutil.copytree(migrations.MIGRATIONS, folder, ignore=shutil.ignore_patterns("__pycache__"))
    (folder / "0002_broken.py").write_text(
        "def up(migrator, db):\n"
        "    db.execute_sql('create table half (id integer)')\n"
        "    raise RuntimeError('no')\n"
    )
    monkeypatch.setattr(migrations, "MIGRATIONS", folder)
    return folder


def test_a_migration_that_fails_leaves_nothing_half_done(database: str, broken: Path) -> None:
    with pytest.raises(RuntimeError, match="no"):
        migrations.migrate()
    assert not db.table_exists("half")
    assert migrations.pending() == ("0002_broken",)


def test_a_backup_is_made_before_data_are_migrated_and_not_for_an_empty_database(
    database: str, broken: Path, tmp_path: Path
) -> None:
    (broken / "0002_broken.py").write_text("def up(migrator, db):\n    pass\n")
    called: list[str] = []
    migrations.migrate(lambda: called.append("before"))
    assert called == ["before"]
    db.execute_sql("delete from schema_migration where name = '0002_broken'")


def test_a_schema_that_is_not_current_is_told_by_name(database: str, broken: Path) -> None:
    assert migrations.pending() == ("0002_broken",)
    db.execute_sql("insert into schema_migration (name, applied) values ('0007_later', '2030-01-01')")
    try:
        with pytest.raises(SchemaError, match="0007_later"):
            migrations.pending()
    finally:
        db.execute_sql("delete from schema_migration where name = '0007_later'")
