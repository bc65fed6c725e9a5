"""A document as JSON and back: the exact description of a file that was handed out, kept with its version."""

from __future__ import annotations

import base64
import json
from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from datetime import date
from enum import Enum
from typing import Any

from . import blocks
from .blocks import Document

_KNOWN: dict[str, Any] = {
    name: one
    for name, one in vars(blocks).items()
    if isinstance(one, type)
    and one.__module__ == blocks.__name__
    and (is_dataclass(one) or issubclass(one, Enum))
}


def to_json(document: Document) -> bytes:
    """The document as compact JSON; the same document gives the same bytes."""
    return json.dumps(_plain(document), ensure_ascii=False, separators=(",", ":")).encode()


def from_json(data: bytes) -> Document:
    """The document again. Raises ValueError for anything that `to_json` did not write."""
    found = _typed(json.loads(data))
    if not isinstance(found, Document):
        raise ValueError("This is not a document.")
    return found


def _plain(value: Any) -> Any:
    if isinstance(value, Enum):
        return {"is": type(value).__name__, "value": value.value}
    if is_dataclass(value):
        held = {one.name: getattr(value, one.name) for one in fields(value)}
        told = {one.name: _plain(held[one.name]) for one in fields(value) if held[one.name] != one.default}
        return {"is": type(value).__name__, **told}
    if isinstance(value, tuple | list):
        return [_plain(part) for part in value]
    if isinstance(value, date):
        return {"is": "date", "value": value.isoformat()}
    return {"is": "bytes", "value": base64.b64encode(value).decode()} if isinstance(value, bytes) else value


def _typed(value: Any) -> Any:
    if isinstance(value, list):
        return tuple(_typed(part) for part in value)
    if not isinstance(value, Mapping):
        return value
    name = value.get("is")
    if name == "date":
        return date.fromisoformat(value["value"])
    if name == "bytes":
        return base64.b64decode(value["value"])
    kind = _KNOWN.get(str(name))
    if kind is None:
        raise ValueError(f"There is no part of a document called {name}.")
    if issubclass(kind, Enum):
        return kind(value["value"])
    return kind(**{key: _typed(part) for key, part in value.items() if key != "is"})
