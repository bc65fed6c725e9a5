"""Typed reading of one part of the catalogue; every fault becomes one sentence with its path."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from types import MappingProxyType


class Faults(list[str]):
    """The faults found so far, one plain sentence each."""

    def add(self, path: str, problem: str) -> None:
        """Keep one fault: "stages[2].name: there is no text here."."""
        self.append(f"{path}: {problem}.")


class Entry:
    """One mapping of the catalogue, where it stands, and the list that faults go to."""

    __slots__ = ("faults", "mapping", "path")

    def __init__(self, mapping: Mapping[str, object], path: str, faults: Faults) -> None:
        self.mapping = mapping
        self.path = path
        self.faults = faults

    def has(self, key: str) -> bool:
        """Whether the key stands here at all."""
        return key in self.mapping

    def value(self, key: str) -> object:
        """Whatever stands under the key, or None."""
        return self.mapping.get(key)

    def fault(self, key: str, problem: str) -> None:
        """Record a fault at this key."""
        self.faults.add(self._at(key), problem)

    def text(self, key: str, *, optional: bool = False) -> str:
        """The text under the key, without blanks around it."""
        value = self.mapping.get(key)
        if isinstance(value, str) and value.strip():
            return value.strip()
        if not (optional and value is None):
            self.fault(key, "there is no text here")
        return ""

    def whole(self, key: str) -> int:
        """The whole number under the key."""
        value = self.mapping.get(key)
        if isinstance(value, int) and not isinstance(value, bool):
            return value
        self.fault(key, "this must be a whole number")
        return 0

    def whole_or_none(self, key: str) -> int | None:
        """The whole number under the key, or None where the file says null."""
        return None if self.mapping.get(key) is None else self.whole(key)

    def texts(self, key: str) -> tuple[str, ...]:
        """The list of texts under the key."""
        value = self.mapping.get(key)
        if not isinstance(value, list):
            self.fault(key, "this must be a list of texts")
            return ()
        for index, item in enumerate(value):
            if not isinstance(item, str) or not item.strip():
                self.fault(f"{key}[{index}]", "there is no text here")
        return tuple(str(item).strip() for item in value)

    def texts_by_key(self, key: str) -> Mapping[str, str]:
        """A mapping of texts."""
        inner = self.entry(key)
        return MappingProxyType({name: inner.text(name) for name in inner.mapping})

    def wholes(self, key: str) -> tuple[int, ...]:
        """The list of whole numbers under the key; empty where the key is absent."""
        value = self.mapping.get(key, [])
        if not isinstance(value, list) or not all(type(item) is int for item in value):
            self.fault(key, "this must be a list of whole numbers")
            return ()
        return tuple(value)

    def wholes_by_key(self, key: str) -> Mapping[str, int | None]:
        """Whole numbers by name, None where the file says null."""
        inner = self.entry(key)
        return MappingProxyType({name: inner.whole_or_none(name) for name in inner.mapping})

    def phases(self, key: str) -> Mapping[str, int]:
        """Whole numbers by phase; empty where the key is absent."""
        if not self.has(key):
            return MappingProxyType({})
        inner = self.entry(key)
        return MappingProxyType({name: inner.whole(name) for name in inner.mapping})

    def decimals(self, key: str, *, optional: bool = False) -> tuple[Decimal, ...]:
        """One number or a list of numbers, exact as written."""
        value = self.mapping.get(key)
        if value is None and optional:
            return ()
        items = value if isinstance(value, list) else [value]
        if not all(isinstance(item, (int, float)) and not isinstance(item, bool) for item in items):
            self.fault(key, "this must be a number")
            return ()
        # str() of a float is the shortest text that reads back the same: 0.65 stays 0.65.
        return tuple(Decimal(str(item)) for item in items)

    def settings(self) -> Mapping[str, object]:
        """Everything but `kind`, with numbers as exact decimals and mappings sealed."""
        return MappingProxyType({key: _exact(value) for key, value in self.mapping.items() if key != "kind"})

    def entry(self, key: str) -> Entry:
        """The mapping under the key."""
        value = self.mapping.get(key)
        if not isinstance(value, dict):
            self.fault(key, "this must be a group of keys")
            value = {}
        return Entry(value, self._at(key), self.faults)

    def entries(self, key: str) -> list[Entry]:
        """The list of mappings under the key."""
        value = self.mapping.get(key)
        if not isinstance(value, list):
            self.fault(key, "this must be a list")
            return []
        found = []
        for index, item in enumerate(value):
            where = f"{self._at(key)}[{index}]"
            if isinstance(item, dict):
                found.append(Entry(item, where, self.faults))
            else:
                self.faults.add(where, "this must be a group of keys")
        return found

    def _at(self, key: str) -> str:
        return f"{self.path}.{key}" if self.path else key


def _exact(value: object) -> object:
    if isinstance(value, float):
        return Decimal(str(value))
    if isinstance(value, dict):
        return MappingProxyType({key: _exact(inner) for key, inner in value.items()})
    return value
