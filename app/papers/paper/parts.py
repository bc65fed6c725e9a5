"""The parts of a paper as blocks of a document. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from app.documents.blocks import (
    Block,
    Column,
    Heading,
    Inlines,
    KeyValues,
    Marker,
    Paragraph,
    Picture,
    Spacer,
    Table,
    items,
    words,
)

from ..rules.parts import Part, Row

BLANK = "\u00a0"


def blocks_of(parts: Iterable[Part], pictures: Sequence[Picture] = (), *, level: int = 1) -> list[Block]:
    """Every part that says something, in order."""
    found: list[Block] = []
    for part in parts:
        if part.is_empty and not part.empty:
            continue
        found += _part(part, pictures, level)
    return found


def _part(part: Part, pictures: Sequence[Picture], level: int) -> list[Block]:
    found: list[Block] = [Heading(words(part.title), level=level, new_page=part.new_page)]
    if part.is_empty:
        return [*found, Paragraph(words(part.empty))]
    found += [Paragraph(words(line)) for line in part.lines]
    if part.facts:
        found.append(KeyValues(tuple((label, words(said or BLANK)) for label, said in part.facts)))
    if part.bullets:
        found += items([words(one) for one in part.bullets], Marker.BULLET)
    if part.pictured:
        found += pictures
    if part.rows:
        heads = zip(part.heads, part.shares, strict=True)
        columns = tuple(Column(words(head), share) for head, share in heads)
        found.append(Table(columns, tuple(_cells(row, part.titled) for row in part.rows)))
    if part.write_on:
        found.append(Spacer(part.write_on, ruled=True))
    return found + blocks_of(part.parts, pictures, level=2)


def _cells(row: Row, titled: bool) -> tuple[Inlines, ...]:
    first, *others = (words(cell or BLANK) for cell in row)
    if titled:
        title, line, rest = row[0].partition("\n")
        first = (*words(title, bold=True), *words(line + rest))
    return (first, *others)
