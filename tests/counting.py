"""Counts the SQL statements of a piece of code."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from app.core.db import db


@dataclass(slots=True)
class Counter:
    """What was asked of the database."""

    statements: list[str] = field(default_factory=list)

    @property
    def count(self) -> int:
        """How many statements there were."""
        return len(self.statements)


@contextmanager
def count_statements() -> Iterator[Counter]:
    """Every statement that runs inside is counted, transaction marks aside."""
    counter = Counter()
    database = db.obj
    original = database.execute_sql

    def counted(sql: str, params: Any = None, *args: Any, **options: Any) -> Any:
        counter.statements.append(sql)
        return original(sql, params, *args, **options)

    database.execute_sql = counted
    try:
        yield counter
    finally:
        del database.execute_sql
