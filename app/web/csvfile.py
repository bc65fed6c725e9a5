"""A file that Excel opens: marked as UTF-8, and no text of it is taken for a formula. Pure."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence
from typing import Any

RISKY = ("=", "+", "-", "@", "\t", "\r")


def safe_text(text: str) -> str:
    """A text for a cell of a file: what a spreadsheet takes for a formula gets an apostrophe before it."""
    return f"'{text}" if text.startswith(RISKY) else text


def without_mark(text: str) -> str:
    """The same text as it was, without the apostrophe of `safe_text`."""
    return text[1:] if text[:1] == "'" and text[1:].startswith(RISKY) else text


def csv_file(lines: Iterable[Sequence[Any]]) -> bytes:
    """The lines as a file; texts that people typed go through `safe_text` before."""
    out = io.StringIO(newline="")
    csv.writer(out).writerows(lines)
    return out.getvalue().encode("utf-8-sig")
