"""How a value of the term sheet reads in a document: `$940.00`, `70%`, `January 1, 2025`, "a, b, and c".

A value of an unexpected kind is printed as it stands: a draft must always come out.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from app.core.calendar import day_words
from app.core.money import format_cents

from .blocks import clean

LONGEST_NAME = 180
WORD_ENDING = ".docx"
WORD_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
EXCEL_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_DIVIDERS = re.compile(r"\s*[\\/|:][\\/|:\s]*")
_REFUSED = re.compile(r'[*?"<>]+')
# Names of devices, which Windows takes for the device whatever the ending.
_DEVICE = re.compile(r"(con|prn|aux|nul|(com|lpt)[0-9¹²³])(\s*\.|$)", re.IGNORECASE)


def is_settled(value: Any) -> bool:
    """Whether a value has been given; `False` and 0 are values, an empty text or list is none."""
    if isinstance(value, str):
        return bool(value.strip())
    if isinstance(value, list | tuple | dict | set | frozenset):
        return bool(value)
    return value is not None


def money(value: Any) -> str:
    """Cents as dollars with two decimals."""
    return format_cents(value) if isinstance(value, int) and not isinstance(value, bool) else text(value)


def percent(value: Any) -> str:
    """A percentage as a number with its sign."""
    return f"{number(value)}%" if isinstance(value, int | Decimal) else text(value)


def number(value: Any) -> str:
    """A number as it was typed, with commas at the thousands."""
    return f"{value:,}" if isinstance(value, int | Decimal) and not isinstance(value, bool) else text(value)


def day(value: Any) -> str:
    """A date as month, day, year."""
    return day_words(value) if isinstance(value, date) else text(value)


def contact(value: Any) -> str:
    """A contact as it stands in a table: name, function, phone and email, as far as they are known."""
    if not isinstance(value, Mapping):
        return text(value)
    return ", ".join(text(value[part]) for part in ("name", "function", "phone", "email") if value.get(part))


def joined(parts: Iterable[str], word: str = "and") -> str:
    """A list in a sentence, with the serial comma."""
    entries = [part for part in parts if part]
    if len(entries) < 3:
        return f" {word} ".join(entries)
    return ", ".join(entries[:-1]) + f", {word} {entries[-1]}"


def counted(value: Any, one: str, many: str) -> str:
    """The unit that fits a number: 1 day, 90 days. An open number takes the plural."""
    return one if value == 1 else many


def sentence(value: str) -> tuple[str, str]:
    """A text as a sentence: with a capital, and the full stop that it still lacks."""
    stripped = value.strip()
    return stripped[:1].upper() + stripped[1:], "" if stripped.endswith((".", "!", "?")) else "."


def text(value: Any) -> str:
    """Any value as plain words."""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, Mapping):
        return text(value.get("label") or value.get("name") or "")
    if isinstance(value, date):
        return day(value)
    if isinstance(value, list | tuple):
        return joined(text(part) for part in value)
    return clean(str(value)).strip()


def file_name(words: str) -> str:
    """The name of a Word file that every Windows folder takes, at most 180 characters with its ending.

    Of a longer one the middle goes: it begins with the partnership and ends with the day.
    """
    seen = "".join(" " if sign.isspace() else sign for sign in words)
    seen = "".join(sign for sign in seen if not unicodedata.category(sign).startswith("C"))
    parted = re.sub(r"[ -]+,", ",", _DIVIDERS.sub(" - ", _REFUSED.sub("", seen)))
    name = re.sub(r" +", " ", parted).strip(" .-")
    room = LONGEST_NAME - len(WORD_ENDING)
    if len(name) > room:
        half = (room - len(" ... ")) // 2
        name = f"{name[:half].rstrip()} ... {name[-half:].lstrip()}"
    if not name or _DEVICE.match(name):
        name = f"Document {name}".strip()
    return name + WORD_ENDING
