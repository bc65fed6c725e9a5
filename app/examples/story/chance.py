"""Choices that look accidental and are the same every time: they hang on a seed text alone."""

from __future__ import annotations

from collections.abc import Sequence
from hashlib import sha256
from typing import TypeVar

Item = TypeVar("Item")


def number(seed: str, below: int) -> int:
    """A whole number from 0 to below - 1 for this seed."""
    return int.from_bytes(sha256(seed.encode()).digest()[:6], "big") % below


def choice(seed: str, items: Sequence[Item]) -> Item:
    """One of the items for this seed."""
    return items[number(seed, len(items))]
