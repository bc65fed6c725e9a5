"""What a section of the house's own may be called, how it begins, and how it differs from ours. Pure."""

from __future__ import annotations

import json
import re
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher

from app.documents.marks import OWN_FROM, OWN_THROUGH

MOST_SIGNS = 100_000
_FILE = re.compile(r"S\d\d-[a-z0-9]+(-[a-z0-9]+)*\.md")

STARTER = """---
id: {id}
title: {quoted}
number: article
purpose: One sentence that says what this section is for.
counsel: false
uses: [Payer, Provider]
borrows: []
documents: [{kind}]
terms:
  example_days: {{label: time to answer, type: integer, unit: days, example: 10, required: true}}
options: {{}}
ladder: []
settle_first: []
src: []
---
# {title}

## What is agreed {{#{prefix}-agreed}}

The Payer shall answer the Provider within {{{{ example_days | days }}}} after it receives a question.
"""


def next_free(taken: Collection[str]) -> str:
    """The id of the next section that the house adds. Raises ValueError when all are taken."""
    for number in range(OWN_FROM, OWN_THROUGH + 1):
        if f"S{number}" not in taken:
            return f"S{number}"
    raise ValueError("There are fifty sections of your own already. Take one away first.")


def file_of(ident: str, title: str) -> str:
    """S50-use-of-names.md for a section and its title."""
    slug = re.sub(r"[^a-z0-9]+", "-", title.casefold().encode("ascii", "ignore").decode()).strip("-")[:60]
    return f"{ident}-{slug.strip('-') or 'section'}.md"


def is_file_name(name: str) -> bool:
    """Whether a name can be that of a section's file."""
    return _FILE.fullmatch(name) is not None


def starter(ident: str, title: str, kind: str) -> str:
    """The text with which a new section begins."""
    quoted = json.dumps(title, ensure_ascii=False)  # a colon in it is no mark of the form
    return STARTER.format(id=ident, title=title, quoted=quoted, kind=kind, prefix=ident.lower())


def text_problem(source: str) -> str:
    """Why a text cannot be a section's; empty when it can."""
    if not source.strip():
        return "Write the section, or take it away instead of saving nothing."
    if len(source) > MOST_SIGNS:
        return f"Keep a section under {MOST_SIGNS:,} characters; this has {len(source):,}."
    return ""


@dataclass(frozen=True, slots=True)
class Line:
    """A line that differs: taken out, put in, or the gap between two places."""

    sign: str  # "-", "+", or "" for a gap
    text: str


def line_changes(before: str, after: str) -> tuple[Line, ...]:
    """What a wording takes out and puts in, line by line, with a gap between places."""
    return tuple(_changes(before.splitlines(), after.splitlines()))


def _changes(old: list[str], new: list[str]) -> Iterator[Line]:
    first = True
    for kind, a, b, c, d in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if kind == "equal":
            continue
        if not first:
            yield Line("", "")
        first = False
        yield from _signed("-", old[a:b])
        yield from _signed("+", new[c:d])


def _signed(sign: str, lines: Iterable[str]) -> Iterator[Line]:
    return (Line(sign, text) for text in lines if text.strip())
