"""Inputs as they are kept: tables as lists of name and value, since a database may sort the names. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

TABLES = ("hourly_cost", "encounter_types", "fixed_overhead_lines")


def to_kept(raw: Mapping[str, Any]) -> dict[str, Any]:
    """Inputs in the catalogue's shape as they are kept, in the order of their rows."""
    return {
        name: [list(pair) for pair in value.items()] if name in TABLES else value
        for name, value in raw.items()
    }


def from_kept(kept: Mapping[str, Any]) -> dict[str, Any]:
    """The other way round."""
    return {name: dict(value) if name in TABLES else value for name, value in kept.items()}
