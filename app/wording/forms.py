"""What people type about the words of a section."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from app.web.formdata import FormData, Submitted

from .rules import MOST_SIGNS


@dataclass(frozen=True, slots=True)
class Words:
    """The words as typed, with a note on what changed and the wording that was looked at."""

    source: str
    note: str
    seen: int


def read_words(submitted: Submitted) -> tuple[Words | None, FormData]:
    """The words of a section. What is wrong in them is told with its line, not here."""
    form = FormData(submitted)
    source = form.text("source", "Write the section, or take it away instead.", MOST_SIGNS)
    note = form.text("note")
    seen = form.whole("seen") or 0
    return (Words(source, note, seen) if form.ok else None), form


def read_new(submitted: Submitted, kinds: Collection[str]) -> tuple[tuple[str, str] | None, FormData]:
    """Title and kind of document of a section that the house adds."""
    form = FormData(submitted)
    title = form.text("title", "Give the section a title.", 80)
    kind = form.choice("kind", kinds, "Choose the document in which it stands.")
    return ((title, kind) if form.ok else None), form
