"""The one write helper: each change is stored with who, when, what, before and after.

`create`, `change` and `remove` run inside the caller's `write()`; the history row is part of the
same transaction, so there is no change without its record. `create_many`, `change_many` and `remove_many`
do the same for many rows of one table in a few statements.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from enum import Enum
from typing import Any, TypeVar

from peewee import AutoField, BigIntegerField, CharField, ForeignKeyField, Function, IntegerField

from .actor import Actor
from .clash import both_versions
from .db import BaseModel, db, is_sqlite
from .errors import Conflict
from .fields import JSONField, UTCDateTimeField

Row = TypeVar("Row", bound=BaseModel)
MEANWHILE = "Somebody else saved this while you were editing. Both versions are below; nothing is lost."
# What must not be copied into the history: secrets, and what only counts the changes.
_UNTOLD = {"password", "fs_uniquifier", "version", "tf_totp_secret", "nonce", "token_hash"}
# What only follows from another column, such as the words a search compares: no change of its own.
_FOLLOWS = {"folded"}
# Columns that keep a whole number as it is.
_AS_THEY_ARE = {AutoField, BigIntegerField, ForeignKeyField, IntegerField}


class History(BaseModel):
    """One recorded change of one row."""

    at = UTCDateTimeField(index=True)
    actor_id = IntegerField(null=True)
    actor_name = CharField()
    verb = CharField()  # create, change, remove
    entity = CharField()  # table name
    entity_id = IntegerField()
    partnership_id = IntegerField(null=True)
    before = JSONField(null=True)
    after = JSONField(null=True)

    class Meta:
        indexes = (
            (("entity", "entity_id"), False),
            (("partnership_id", "at"), False),
            (("partnership_id", "id"), False),  # the newest change of a partnership
        )


def create(model: type[Row], *, actor: Actor, now: datetime, **values: Any) -> Row:
    """Store a new row and its first history entry."""
    row = model.create(**values)
    _record("create", row, actor, now, None, _facts(row, model._meta.fields))
    return row


def change(row: Row, *, actor: Actor, now: datetime, seen: int | None = None, **changes: Any) -> Row:
    """Change the named columns; nothing is written when all of them already hold these values.

    With `seen` (the version the person looked at) the write happens only if nobody saved since:
    else Conflict with both values.
    """
    meta = type(row)._meta
    told = {name: value for name, value in changes.items() if name not in _FOLLOWS}
    before = _facts(row, told)
    after = {name: _plain(_key(value)) for name, value in told.items()}
    # Compared in their stored form, so that a number typed anew is not a change.
    if before == after:
        return row
    condition = meta.primary_key == row.get_id()
    values = dict(changes)
    if "version" in meta.fields:
        version = meta.fields["version"]
        values["version"] = version + 1
        if seen is not None:
            condition &= version == seen
    if type(row).update(**values).where(condition).execute() == 0:
        raise Conflict(MEANWHILE, *both_versions(row, told, _UNTOLD))
    fresh = type(row).get_by_id(row.get_id())
    _record(
        "change", fresh, actor, now, before, {name: v for name, v in after.items() if name not in _UNTOLD}
    )
    return fresh


def remove(row: BaseModel, *, actor: Actor, now: datetime) -> None:
    """Delete the row; what it held stays in the history."""
    _record("remove", row, actor, now, _facts(row, type(row)._meta.fields), None)
    row.delete_instance()


@dataclass(frozen=True, slots=True)
class Changed:
    """The columns of one row that differ, as they were read and as they are to be."""

    id: int
    version: int  # as it was read
    partnership_id: int | None
    before: Mapping[str, Any]
    after: Mapping[str, Any]


def create_many(
    model: type[Row], rows: Sequence[Mapping[str, Any]], *, actor: Actor, now: datetime
) -> list[int]:
    """As `create` for many rows, a foreign key given by its number; answers their numbers in order."""
    if not rows:
        return []
    ids = _fresh_ids(model, len(rows))
    whole = [
        {**model._meta.get_default_dict(), **row, "id": row_id} for row_id, row in zip(ids, rows, strict=True)
    ]
    _insert(model, whole)
    told = {name: field for name, field in model._meta.fields.items() if name not in _UNTOLD | _FOLLOWS}
    others = [name for name, field in told.items() if type(field) not in _AS_THEY_ARE]
    facts = [_told(row, told, others) for row in whole]
    homes = [row.get("partnership") for row in whole]
    _record_many("create", model, list(zip(ids, homes, [None] * len(ids), facts, strict=True)), actor, now)
    return ids


def _told(row: Mapping[str, Any], names: Collection[str], others: Sequence[str]) -> dict[str, Any]:
    """What the history keeps of a row; only `others` need another form for it."""
    facts = dict(zip(names, map(row.get, names), strict=True))
    for name in others:
        if facts[name] is not None:
            facts[name] = _plain(facts[name])
    return facts


def change_many(model: type[Row], changes: Sequence[Changed], *, actor: Actor, now: datetime) -> None:
    """As `change` for many rows with versions; a row stands among them once. Conflict for one saved since."""
    by_columns: dict[tuple[str, ...], list[Changed]] = {}
    for one in changes:
        by_columns.setdefault(tuple(one.after), []).append(one)
    for names, group in by_columns.items():
        fields = [model._meta.fields[name] for name in names]
        sets = ", ".join(f'"{field.column_name}" = {db.param}' for field in fields)
        text = (
            f'update "{model._meta.table_name}" set {sets}, "version" = "version" + 1'  # noqa: S608 - our names
            f' where "id" = {db.param} and "version" = {db.param}'
        )
        stored = _storing(fields)
        values = [[*stored(one.after), one.id, one.version] for one in group]
        cursor = db.cursor()
        cursor.executemany(text, values)
        if cursor.rowcount != len(group):
            raise Conflict("Somebody else saved some of this a moment ago. Nothing is changed.", {}, {})
    told = [
        (
            one.id,
            one.partnership_id,
            {name: _plain(value) for name, value in one.before.items()},
            {name: _plain(value) for name, value in one.after.items()},
        )
        for one in changes
    ]
    _record_many("change", model, told, actor, now)


def remove_many(rows: Sequence[Row], *, actor: Actor, now: datetime) -> None:
    """As `remove` for some hundred rows of one table."""
    if not rows:
        return
    model = type(rows[0])
    told = [(row.get_id(), _partnership(row), _facts(row, model._meta.fields), None) for row in rows]
    _record_many("remove", model, told, actor, now)
    model.delete().where(model._meta.fields["id"].in_([row.get_id() for row in rows])).execute()


def _fresh_ids(model: type[BaseModel], count: int) -> list[int]:
    """Numbers that no row has; SQLite's transaction is the only one that writes."""
    table = model._meta.table_name
    if is_sqlite():
        last = next(iter(db.execute_sql(f'select coalesce(max("id"), 0) from "{table}"')))[0]  # noqa: S608
        return list(range(last + 1, last + 1 + count))
    text = "select nextval(pg_get_serial_sequence(%s, 'id')) from generate_series(1, %s)"
    return [row_id for (row_id,) in db.execute_sql(text, (table, count)).fetchall()]


def add_unknown(model: type[BaseModel], rows: Sequence[Mapping[str, Any]], *, key: str) -> None:
    """Rows of a table without history, with the same columns; one whose `key` stands there is left out."""
    if rows:
        fields = [model._meta.fields[name] for name in rows[0]]
        _each(model, fields, rows, f'on conflict ("{model._meta.fields[key].column_name}") do nothing')


def _insert(model: type[BaseModel], rows: Sequence[Mapping[str, Any]]) -> None:
    """Rows with the same columns: by one prepared statement, or in one stream where there is one."""
    fields = [model._meta.fields[name] for name in model._meta.sorted_field_names]
    if is_sqlite():
        _each(model, fields, rows)
        return
    with db.cursor().copy(f'copy "{model._meta.table_name}" ({_names(fields)}) from stdin') as stream:
        for row in map(_storing(fields), rows):
            stream.write_row(row)


def _each(
    model: type[BaseModel], fields: Sequence[Any], rows: Sequence[Mapping[str, Any]], clause: str = ""
) -> None:
    places = ", ".join([db.param] * len(fields))
    text = f'insert into "{model._meta.table_name}" ({_names(fields)}) values ({places}) {clause}'  # noqa: S608 - our names
    db.cursor().executemany(text, [*map(_storing(fields), rows)])


def _names(fields: Sequence[Any]) -> str:
    return ", ".join(f'"{field.column_name}"' for field in fields)


def _storing(fields: Sequence[Any]) -> Callable[[Mapping[str, Any]], list[Any]]:
    """Gives the values of a row as the database takes them; most of them stay as they are."""
    names = [field.name for field in fields]
    turned = [(at, field) for at, field in enumerate(fields) if type(field) not in _AS_THEY_ARE]

    def stored(row: Mapping[str, Any]) -> list[Any]:
        found = [*map(row.get, names)]
        for at, field in turned:
            if found[at] is not None:
                value = field.db_value(found[at])
                found[at] = value.arguments[0] if isinstance(value, Function) else value  # type: ignore[index]
        return found

    return stored


def _record_many(
    verb: str,
    model: type[BaseModel],
    told: Sequence[tuple[int, int | None, Any, Any]],
    actor: Actor,
    now: datetime,
) -> None:
    """What happened to each: its number, its partnership, the values before and after."""
    same = {
        "at": now,
        "actor_id": actor.id,
        "actor_name": actor.name,
        "verb": verb,
        "entity": model._meta.table_name,
    }
    ids = _fresh_ids(History, len(told)) if told else ()
    rows = [
        {**same, "id": n, "entity_id": row_id, "partnership_id": home, "before": before, "after": after}
        for n, (row_id, home, before, after) in zip(ids, told, strict=True)
    ]
    if rows:
        _insert(History, rows)


def _record(verb: str, row: BaseModel, actor: Actor, now: datetime, before: Any, after: Any) -> None:
    History.create(
        at=now,
        actor_id=actor.id,
        actor_name=actor.name,
        verb=verb,
        entity=type(row)._meta.table_name,
        entity_id=row.get_id(),
        partnership_id=_partnership(row),
        before=before,
        after=after,
    )


def _partnership(row: BaseModel) -> int | None:
    if type(row)._meta.table_name == "partnership":
        return int(row.get_id())
    value = getattr(row, "partnership_id", None)
    return value if isinstance(value, int) else None


def _facts(row: BaseModel, names: Any) -> dict[str, Any]:
    """The row's stored values, by field name, in a form that JSON holds."""
    fields = type(row)._meta.fields
    facts = {}
    for name in names:
        if name in _UNTOLD or name in _FOLLOWS:
            continue
        field = fields[name]
        key = field.object_id_name if isinstance(field, ForeignKeyField) else name
        facts[name] = _plain(getattr(row, key))
    return facts


def _key(value: Any) -> Any:
    return value.get_id() if isinstance(value, BaseModel) else value


def _plain(value: Any) -> Any:
    if value is None or type(value) in (int, str):
        return value
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, datetime | date):
        return value.isoformat()
    if isinstance(value, Decimal):
        return str(value.normalize())
    if isinstance(value, dict):
        return {str(k): _plain(v) for k, v in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(v) for v in value]
    return value if isinstance(value, str | int | bool) else str(value)


__all__ = [
    "Changed",
    "History",
    "change",
    "change_many",
    "create",
    "create_many",
    "remove",
    "remove_many",
]
