"""Several rows changed by one click, and one undo that takes all of it back."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field
from datetime import date, datetime, time
from decimal import Decimal
from typing import Any, TypeVar

from peewee import CharField, DateField, IntegerField, IntegrityError, TimeField

from . import history
from .actor import Actor
from .db import BaseModel, db
from .db import rows as plain_rows
from .errors import NotFound
from .fields import JSONField, ScaledField, UTCDateTimeField, new_public_id

Row = TypeVar("Row", bound=BaseModel)
PORTION = 500  # rows in one statement: both databases take no more than some ten thousand values


class Batch(BaseModel):
    """What one click changed: for each row its table, its number, and the values before and after."""

    public_id = CharField(unique=True, max_length=32, default=new_public_id)
    at = UTCDateTimeField()
    actor_name = CharField(default="")
    changes = JSONField()  # [table, number, before (null: made), after (null: removed)]
    version = IntegerField(default=1)
    taken_back_at = UTCDateTimeField(null=True)


@dataclass(slots=True)
class Together:
    """Collects the changes of one click inside the caller's `write()`; `keep` stores what undo needs."""

    actor: Actor
    now: datetime
    noted: list[list[Any]] = field(default_factory=list)

    def change(self, row: Row, *, seen: int | None = None, **changes: Any) -> Row:
        """As `history.change`, and remembered."""
        before = {name: _stored(row, name) for name in changes}
        fresh = history.change(row, actor=self.actor, now=self.now, seen=seen, **changes)
        after = {name: _stored(fresh, name) for name in changes}
        if before != after:
            self.noted.append([type(row)._meta.table_name, row.get_id(), before, after])
        return fresh

    def create(self, model: type[Row], **values: Any) -> Row:
        """As `history.create`, and remembered."""
        row = history.create(model, actor=self.actor, now=self.now, **values)
        self.noted.append([model._meta.table_name, row.get_id(), None, {}])
        return row

    def create_many(self, model: type[Row], rows: Sequence[Mapping[str, Any]]) -> None:
        """As `history.create_many`, and remembered."""
        made = history.create_many(model, rows, actor=self.actor, now=self.now)
        self.noted += [[model._meta.table_name, row_id, None, {}] for row_id in made]

    def change_many(self, model: type[Row], changes: Sequence[history.Changed]) -> None:
        """As `history.change_many`, and remembered."""
        history.change_many(model, changes, actor=self.actor, now=self.now)
        for one in changes:
            before, after = ({k: _told(v) for k, v in facts.items()} for facts in (one.before, one.after))
            self.noted.append([model._meta.table_name, one.id, before, after])

    def remove(self, row: BaseModel) -> None:
        """As `history.remove`, and remembered."""
        before = {name: _stored(row, name) for name in type(row)._meta.fields}
        self.noted.append([type(row)._meta.table_name, row.get_id(), before, None])
        history.remove(row, actor=self.actor, now=self.now)

    def made(self, row: BaseModel) -> None:
        """Remember a row that another service made just now, as part of this click."""
        self.noted.append([type(row)._meta.table_name, row.get_id(), None, {}])

    def about(self, row: BaseModel) -> None:
        """Remember a row that stays as it is: what the click was about is found by it."""
        self.noted.append([type(row)._meta.table_name, row.get_id(), {}, {}])

    def keep(self) -> str:
        """The id under which all of it can be taken back."""
        kept = Batch.create(at=self.now, actor_name=self.actor.name, changes=self.noted)
        return str(kept.public_id)


@dataclass(frozen=True, slots=True)
class TakenBack:
    """How many rows are as before, and how many were changed by somebody since and stay as they are."""

    restored: int
    left: int


def get_batch(public_id: str) -> Batch:
    """The click with this id, if it was not taken back; NotFound otherwise."""
    found = Batch.get_or_none((Batch.public_id == public_id) & Batch.taken_back_at.is_null())
    if found is None:
        raise NotFound("This was taken back already, or never happened.")
    return found


def rows_of(batch: Batch, model: type[Row]) -> list[Row]:
    """The rows of one table that the click changed and that are still there."""
    ids = [row_id for table, row_id, _before, _after in batch.changes if table == model._meta.table_name]
    return [row for some in _portions(ids) for row in _rows(model, some)]


def _portions(whole: Sequence[Any]) -> Iterator[Sequence[Any]]:
    return (whole[start : start + PORTION] for start in range(0, len(whole), PORTION))


def _rows(model: type[Row], ids: Sequence[int]) -> list[Row]:
    return list(model.select().where(model._meta.fields["id"].in_(ids)))


def is_about(batch: Batch, model: type[BaseModel], **home: int | str | AbstractSet[int]) -> bool:
    """Whether the click touched rows of one table alone, all with these values, as in `partnership=3`.

    A set stands for any of its values, as in `metric={3, 4}`.
    """
    if any(table != model._meta.table_name for table, *_rest in batch.changes):
        return False
    gone = [before for _table, _id, before, after in batch.changes if after is None]
    there = [row.__data__ for row in rows_of(batch, model)]
    return all(
        values[name] in wanted if isinstance(wanted, AbstractSet) else values[name] == wanted
        for values in (*gone, *there)
        for name, wanted in home.items()
    )


def take_back(
    batch: Batch,
    models: Mapping[str, type[BaseModel]],
    *,
    actor: Actor,
    now: datetime,
    stay: Collection[tuple[str, int]] = (),
) -> TakenBack:
    """Put every row back that nobody touched since; `models` by table are those this undo may change.

    Rows named in `stay`, by table and number, are left as they are, such as those of `held_by_others`.
    """
    restored = left = 0
    worked_on = _worked_on(batch)
    for table, row_id, before, after in reversed(batch.changes):
        model = models[table]
        row = model.get_or_none(model._meta.primary_key == row_id)
        if (table, row_id) in stay:
            left += 1
        elif after is None and row is None and _made_again(model, before, actor, now):
            restored += 1
        elif (
            after is None
            or row is None
            or (before is None and (table, row_id) in worked_on)
            or any(_stored(row, name) != value for name, value in after.items())
        ):
            left += 1
        elif before is None:
            history.remove(row, actor=actor, now=now)
            restored += 1
        else:
            history.change(row, actor=actor, now=now, **_typed(model, before))
            restored += 1
    Batch.update(taken_back_at=now).where(Batch.id == batch.id).execute()
    return TakenBack(restored, left)


def held_by_others(batch: Batch, models: Iterable[type[BaseModel]]) -> set[tuple[str, int]]:
    """Rows of these tables that the click made and that somebody works with by now, by table and number:
    they were changed since, or a row hangs on them that the click did not make, or that was changed since.
    """
    made = {(table, row_id) for table, row_id, before, _after in batch.changes if before is None}
    held = _worked_on(batch)
    untouched = made - held
    for model in models:
        table = model._meta.table_name
        held |= {
            (table, parent)
            for other, child, parent in _hanging_on(model, [row_id for name, row_id in made if name == table])
            if (other, child) not in untouched
        }
    return held


def _hanging_on(model: type[BaseModel], ids: Sequence[int]) -> Iterator[tuple[str, int, int]]:
    """What hangs on these rows: its table, its number, and the row it hangs on."""
    links: dict[Any, type[BaseModel]] = dict(model._meta.backrefs)
    for some in _portions(ids):
        for key, other in links.items():
            query = other.select(other._meta.primary_key, key).where(key.in_(some))
            yield from ((other._meta.table_name, child, parent) for child, parent in plain_rows(query))


def _worked_on(batch: Batch) -> set[tuple[str, int]]:
    """The rows that the click made and that somebody has changed since."""
    made = [(table, row_id) for table, row_id, before, _after in batch.changes if before is None]
    h = history.History
    found: set[tuple[str, int]] = set()
    for some in _portions(made):
        since = (h.at > batch.at) & h.entity_id.in_([row_id for _table, row_id in some])
        found |= {
            (entity, row_id) for entity, row_id in plain_rows(h.select(h.entity, h.entity_id).where(since))
        }
    return set(made) & found


def changed_about(row: BaseModel, subject: BaseModel) -> int:
    """How many changes of a row are from clicks that were about another one, or from their undo."""
    h, both = history.History, {(type(one)._meta.table_name, one.get_id()) for one in (row, subject)}
    mine = (h.entity == type(row)._meta.table_name) & (h.entity_id == row.get_id()) & (h.verb == "change")
    moments = [at for (at,) in plain_rows(h.select(h.at).where(mine))]
    clicks = Batch.select().where(Batch.at.in_(moments) | Batch.taken_back_at.in_(moments))
    told = {
        at
        for click in clicks
        if both <= {(table, row_id) for table, row_id, *_rest in click.changes}
        for at in (click.at, click.taken_back_at)
    }
    return sum(at in told for at in moments)


def take_back_many(
    batch: Batch,
    model: type[Row],
    *,
    actor: Actor,
    now: datetime,
    stay: Collection[int] = (),
) -> TakenBack:
    """As `take_back`, some hundred rows at a time, for rows of one table that it made or changed.

    Each row stands in the batch once, the table has versions, and nothing hangs on its rows. Rows named in
    `stay` are left as they are.
    """
    restored, worked_on, table = 0, _worked_on(batch), model._meta.table_name
    for some in _portions(batch.changes):
        rows = {row.get_id(): row for row in _rows(model, [row_id for _table, row_id, *_rest in some])}
        made: list[Row] = []
        changed: list[history.Changed] = []
        for _table, row_id, before, after in some:
            row = rows.get(row_id)
            if (
                row is None
                or row_id in stay
                or any(_stored(row, name) != value for name, value in after.items())
            ):
                continue
            if before is not None:
                changed.append(_as_before(row, before))
            elif (table, row_id) not in worked_on:
                made.append(row)
        history.remove_many(made, actor=actor, now=now)
        history.change_many(model, changed, actor=actor, now=now)
        restored += len(made) + len(changed)
    Batch.update(taken_back_at=now).where(Batch.id == batch.id).execute()
    return TakenBack(restored, len(batch.changes) - restored)


def _as_before(row: BaseModel, before: Mapping[str, Any]) -> history.Changed:
    held = row.__data__
    wanted = _typed(type(row), before)
    now = {name: held.get(name) for name in wanted}
    return history.Changed(row.get_id(), held["version"], held.get("partnership"), now, wanted)


def _made_again(model: type[BaseModel], values: Mapping[str, Any], actor: Actor, now: datetime) -> bool:
    """Put a removed row back, unless something else has taken its name or place."""
    try:
        with db.atomic():
            history.create(model, actor=actor, now=now, **_typed(model, values))
    except IntegrityError:
        return False
    return True


def _stored(row: BaseModel, name: str) -> Any:
    return _told(row.__data__.get(name))


def _told(value: Any) -> Any:
    if isinstance(value, Decimal):
        return f"{value.normalize():f}"
    return value.isoformat() if isinstance(value, date | time) else value


def _typed(model: type[BaseModel], values: Mapping[str, Any]) -> dict[str, Any]:
    return {name: _value(model._meta.fields[name], value) for name, value in values.items()}


def _value(column: Any, value: Any) -> Any:
    if isinstance(value, str) and isinstance(column, UTCDateTimeField):
        return datetime.fromisoformat(value)
    if isinstance(value, str) and isinstance(column, ScaledField):
        return Decimal(value)
    if isinstance(value, str) and isinstance(column, TimeField):
        return time.fromisoformat(value)
    return date.fromisoformat(value) if isinstance(value, str) and isinstance(column, DateField) else value
