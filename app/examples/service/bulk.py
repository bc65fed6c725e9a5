"""Many rows at a time: examples are stored in few statements."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from app.core.db import BaseModel, rows
from app.core.fields import new_public_id

CHUNK = 200  # rows of one statement; both databases limit the number of values
Row = dict[str, Any]


def insert(model: type[BaseModel], cells: Iterable[Row], shared: Row) -> None:
    """Store rows; what stands in `shared` holds for all of them."""
    every = [{**shared, **row} for row in cells]
    for start in range(0, len(every), CHUNK):
        model.insert_many(every[start : start + CHUNK]).execute()


def insert_named(model: type[BaseModel], cells: Mapping[str, Row]) -> dict[str, int]:
    """Store rows that other rows point to; their new ids by the name each has in the story."""
    names = {ref: new_public_id() for ref in cells}
    insert(model, ({"public_id": names[ref], **row} for ref, row in cells.items()), {})
    fields, wanted, ids = model._meta.fields, list(names.values()), dict[str, int]()
    for start in range(0, len(wanted), CHUNK):
        few = fields["public_id"].in_(wanted[start : start + CHUNK])
        ids.update(
            (name, row_id)
            for name, row_id in rows(model.select(fields["public_id"], model._meta.primary_key).where(few))
        )
    return {ref: ids[name] for ref, name in names.items()}
