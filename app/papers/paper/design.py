"""The working papers for design sessions as a document: filled as far as known, with room to write. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from app.documents.blocks import (
    Block,
    Column,
    Copy,
    Document,
    Heading,
    KeyValues,
    Marker,
    Meta,
    Paragraph,
    Role,
    Spacer,
    Table,
    items,
    words,
)

from ..rules.design import DesignFacts, Row, with_blank

LINES = 2  # to write an answer on
# A discipline that has no part in any task needs no column: a sheet is read across a table.
MOST_COLUMNS = 7


def design_document(facts: DesignFacts, *, draft_id: str, made_on: date, partner_copy: bool) -> Document:
    """Paper M10 [L4 model] [L4 questions] [L4 operations] [T5 context]."""
    body: list[Block] = [Paragraph(words("No patient is named in these papers."), Role.NOTICE)]
    if facts.models:
        body += [
            Heading(words("Ways of delivery")),
            *items([words(one) for one in facts.models], Marker.BULLET),
        ]
    for group in facts.groups:
        body += [Heading(words(group.title))]
        for one in group.questions:
            body += [Heading(words(one.words), level=2)]
            body += [Paragraph(words(one.answer))] if one.answer else [Spacer(LINES, ruled=True)]
    body += _tables(facts)
    copy = Copy.PARTNER if partner_copy else Copy.INTERNAL
    return Document(
        title="Working papers for service design",
        subtitle=f"{facts.provider} with {facts.payer}",
        meta=Meta(kind="M10", draft_id=draft_id, partnership=facts.partnership, copy=copy, on=made_on),
        body=tuple(body),
        header=(facts.partnership, "" if partner_copy else "Internal copy"),
        footer="Working papers for service design",
    )


def _tables(facts: DesignFacts) -> list[Block]:
    strict = [words(one) for one in facts.strict]
    loose = [words(one) for one in facts.loose]
    found: list[Block] = [
        Heading(words("Outcomes and services"), new_page=True),
        _table(
            ("Outcome", "Services expected to bring it", "Plausible", "To keep in mind"),
            facts.outcomes,
            (28, 34, 12, 26),
            3,
        ),
        Heading(words("Who does what")),
        _table(("Task", "One owner", "Helper"), facts.roles, (46, 24, 30), 2),
        Heading(words("Disciplines in shared tasks")),
        _matrix(facts),
        Heading(words("Tiers of intensity")),
        _table(("Tier", "Disciplines", "Contacts in a month", "Used for"), facts.tiers, (18, 34, 18, 30), 2),
        Paragraph(words("Who moves a patient between tiers, and when is that looked at again?")),
        Spacer(LINES, ruled=True),
        Heading(words("Processes"), new_page=True),
    ]
    for card in facts.cards:
        found.append(Heading(words(card.name), level=2))
        found.append(
            KeyValues(tuple((label, words(text or "\u00a0")) for label, text in card.fields), key_share=32)
        )
    found += [
        Heading(words("Strict or loose"), new_page=True),
        _table(("Criterion", "Now", "Should be", "Because"), facts.criteria, (24, 36, 14, 26), 1),
        Heading(words("Stricter brings"), level=2),
        *items(strict, Marker.BULLET),
        Heading(words("Looser brings"), level=2),
        *items(loose, Marker.BULLET),
    ]
    return found


def _matrix(facts: DesignFacts) -> Table:
    """Only the disciplines that have a part somewhere."""
    used = [place for place in range(len(facts.disciplines)) if any(row[place + 1] for row in facts.matrix)][
        : MOST_COLUMNS - 1
    ]
    heads = ("Task", *(facts.disciplines[place] for place in used))
    rows = tuple((row[0], *(row[place + 1] for place in used)) for row in facts.matrix)
    share = round(70 / max(len(used), 1), 2)
    return _table(heads, rows, (30, *([share] * len(used))), 0)


def _table(heads: Sequence[str], rows: tuple[Row, ...], shares: Sequence[float], blank: int) -> Table:
    columns = tuple(Column(words(head), share) for head, share in zip(heads, shares, strict=True))
    full = with_blank(rows, len(heads), blank)
    return Table(columns, tuple(tuple(words(cell) for cell in row) for row in full))
