"""The one write helper: each change is stored with who, when, what, before and after.

`create`, `change` and `remove` run inside the caller's `write()`; the history row is part of the
same transaction, so there is no change without its record.
"""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from enum import Enum
from typing import Any, TypeVar

from peewee import CharField, ForeignKeyField, IntegerField

from .actor import Actor
from .db import BaseModel
from .errors import Conflict
from .fields import JSONField, UTCDateTimeField

Row = TypeVar("Row", bound=BaseModel)
# What must not be copied into the history: secrets, and what only counts the changes.
_UNTOLD = {"password", "fs_uniquifier", "version", "tf_totp_secret"}
# What only follows from another column, such as the words a search compares: no change of its own.
_FOLLOWS = {"folded"}


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
        indexes = ((("entity", "entity_id"), False), (("partnership_id", "at"), False))


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
        raise _conflict(row, after)
    fresh = type(row).get_by_id(row.get_id())
    _record(
        "change", fresh, actor, now, before, {name: v for name, v in after.items() if name not in _UNTOLD}
    )
    return fresh


def remove(row: BaseModel, *, actor: Actor, now: datetime) -> None:
    """Delete the row; what it held stays in the history."""
    _record("remove", row, actor, now, _facts(row, type(row)._meta.fields), None)
    row.delete_instance()


def _conflict(row: BaseModel, mine: dict[str, Any]) -> Conflict:
    stored = type(row).get_or_none(type(row)._meta.primary_key == row.get_id())
    theirs = _facts(stored, mine) if stored else {}
    return Conflict(
        "Somebody else saved this while you were editing. Both versions are below; nothing is lost.",
        {name: _shown(value) for name, value in mine.items()},
        {name: _shown(value) for name, value in theirs.items()},
    )


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
    return value if value is None or isinstance(value, str | int | bool) else str(value)


def _shown(value: Any) -> str:
    if value is None or value == "":
        return "nothing"
    return ", ".join(map(str, value)) if isinstance(value, list) else str(value)


__all__ = ["History", "change", "create", "remove"]
