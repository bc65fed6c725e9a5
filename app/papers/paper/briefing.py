"""The staff briefing of one contract as a document: one page to keep at hand. Pure."""

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
    Meta,
    Paragraph,
    Role,
    Table,
    words,
)

from ..rules.briefing import BriefingFacts, Pair

NOTICE = "For our own staff. The agreement decides; this page only helps to remember it."
OPEN = "Not settled yet."


def briefing_document(facts: BriefingFacts, *, draft_id: str, made_on: date) -> Document:
    """Paper M12 [T5 examples]."""
    body: list[Block] = [Paragraph(words(NOTICE), Role.NOTICE)]
    body += _facts("Who qualifies", facts.qualifies)
    body += _facts("What is given, and how often", facts.given)
    body += _table(("Tier", "Disciplines", "Contacts in a month", "Used for"), facts.tiers, (16, 34, 18, 32))
    if facts.differs:
        body += [Heading(words("What differs from our other contracts"))]
        body += _table(("Term", "Here", "Elsewhere"), facts.differs, (26, 34, 40))
    body += _facts("Reports due", facts.reports)
    body += _table(("Metric", "Who gathers it", "How often"), facts.metrics, (46, 27, 27))
    body += _facts("Training due", facts.training, none="Nothing is planned for our staff.")
    body += _facts("Whom to call, by day and night", facts.call)
    return Document(
        title="Staff briefing",
        subtitle=f"{facts.provider} with {facts.payer}",
        meta=Meta(
            kind="M12", draft_id=draft_id, partnership=facts.partnership, copy=Copy.INTERNAL, on=made_on
        ),
        body=tuple(body),
        header=(facts.partnership, "For our staff"),
        footer="Staff briefing",
    )


def _facts(title: str, pairs: Sequence[Pair], none: str = OPEN) -> list[Block]:
    if not pairs:
        return [Heading(words(title)), Paragraph(words(none))]
    rows = tuple((label, words(value)) for label, value in pairs)
    return [Heading(words(title)), KeyValues(rows, key_share=32)]


def _table(heads: Sequence[str], rows: Sequence[Sequence[str]], shares: Sequence[float]) -> list[Block]:
    if not rows:
        return []
    columns = tuple(Column(words(head), share) for head, share in zip(heads, shares, strict=True))
    return [Table(columns, tuple(tuple(words(cell or "\u00a0") for cell in row) for row in rows))]
