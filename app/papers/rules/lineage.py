"""The lineage in parts: the chain as a table, then and now, what was learned. Pure."""

from __future__ import annotations

from collections.abc import Sequence

from app.core.calendar import day_words
from app.lineage.rules import LINK_WORDS, Link, ThenNow

from .parts import Part


def chain_part(links: Sequence[Link]) -> Part:
    """The chain as a table: day, what it was, and what was said."""
    rows = tuple((day_words(one.on), LINK_WORDS[one.kind], _said(one)) for one in links)
    return Part("From the first sign on", heads=("Day", "What", "In words"), shares=(20, 18, 62), rows=rows)


def _said(one: Link) -> str:
    lines = [
        one.title,
        one.text,
        *(f"• {line.text}{f' ({line.note})' if line.note else ''}" for line in one.lines),
    ]
    if one.people:
        lines.append(one.people)
    return "\n".join(line for line in lines if line)


def figures_part(figures: Sequence[ThenNow], then: str, now: str) -> Part:
    """The numbers then and now."""
    rows = tuple((one.label, one.then, one.now) for one in figures)
    return Part("Then and now", heads=("Figure", then, now), shares=(50, 25, 25), rows=rows)


def learned_part(learned: str) -> Part:
    """What was learned, with room to write while nothing is noted."""
    lines = tuple(line for line in learned.split("\n") if line.strip())
    return Part("What we learned", lines=lines, write_on=0 if lines else 3)
