"""Files that somebody sends, hostile until read: their content tells what they are, never their name."""

from __future__ import annotations

from dataclasses import dataclass

from app.core.errors import RuleViolation
from app.core.text import UNPRINTABLE

from .formats import WORD_TYPE
from .reader import check_word

PDF_TYPE = "application/pdf"
MOST_BYTES = 20 * 1024 * 1024
LONGEST_NAME = 120

NEITHER = "Only a Word file (.docx) or a PDF can be kept here. Save or scan it as one of these."
TOO_LARGE = "This file is larger than 20 MB. Scan it with fewer dots per inch, or save it as a smaller PDF."
EMPTY = "This file is empty. Choose it again."


@dataclass(frozen=True, slots=True)
class Upload:
    """A file that was taken: its content, a name that is safe to show and to save, and what it is."""

    data: bytes
    name: str
    mimetype: str


def take_paper(data: bytes, filename: str) -> Upload:
    """A signed paper: a PDF, or a Word file without macros. Raises RuleViolation with what to do."""
    if not data:
        raise RuleViolation(EMPTY)
    if len(data) > MOST_BYTES:
        raise RuleViolation(TOO_LARGE)
    if data[:5] == b"%PDF-":
        return Upload(data, _name(filename, ".pdf"), PDF_TYPE)
    if data[:2] == b"PK":
        check_word(data, MOST_BYTES)
        return Upload(data, _name(filename, ".docx"), WORD_TYPE)
    raise RuleViolation(NEITHER)


def _name(filename: str, ending: str) -> str:
    """The name without folders and signs, with the ending that its content has."""
    base = UNPRINTABLE.sub("", filename).replace("\\", "/").rsplit("/", 1)[-1]
    stem = base[: -len(ending)] if base.lower().endswith(ending) else base
    stem = "".join(sign for sign in stem if sign not in '<>:"|?*').strip(" .")
    return (stem[:LONGEST_NAME] or "Signed paper") + ending
