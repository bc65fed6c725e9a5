"""The cost model summary and the note on a proposed change, as documents. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from app.documents.blocks import (
    Align,
    Block,
    Column,
    Copy,
    Document,
    Heading,
    Marker,
    Meta,
    Paragraph,
    Role,
    Table,
    items,
    words,
)

from ..rules.costs import ChangeFacts, CostFacts, Sheet

ESTIMATE = "An estimate to prepare a conversation, not an audited figure. No patient can be seen in it."
INVENTED = "Invented numbers: this paper shows only how it will look."
FIRST_SHARE = 40


def cost_document(facts: CostFacts, *, draft_id: str, made_on: date, partner_copy: bool) -> Document:
    """Paper M11 [L5 costs]: internal with every input, shared with what a partner needs to follow."""
    body = _notices(facts)
    ours = () if partner_copy else (f"{facts.heading}.", facts.even)
    shared = (f"It breaks even at {facts.even_at}.",) if partner_copy and facts.even_at else ()
    body += [Paragraph(words(one)) for one in (*ours, *shared, facts.offer) if one]
    body += _sheet(facts.parts) + _sheet(facts.volumes)
    if not partner_copy:
        body += _sheet(facts.steps)
    body += _list("What this rests on", facts.assumptions)
    body += _list("What would lower the cost of a patient month", facts.lower)
    if not partner_copy:
        body += _list("What moves it", facts.moves)
        body += [Heading(words("The first months")), Paragraph(words(facts.start_words))]
        body += _sheet(facts.start)
        body += [Heading(words("How it is counted"), new_page=True)]
        body += items([words(one) for one in facts.formulas], Marker.BULLET)
        for sheet in facts.inputs:
            body += _sheet(sheet)
    title = f"Cost of care and payment, {facts.name}" if facts.name else "Cost of care and payment"
    return _document(title, "M11", facts, body, draft_id, made_on, partner_copy)


def change_document(facts: ChangeFacts, *, draft_id: str, made_on: date, partner_copy: bool) -> Document:
    """Paper M20 [L5 negotiation] [ours]: one proposed change and what it does."""
    body = _notices(facts)
    body += [Heading(words("The proposal")), Paragraph(words(f"{facts.name}."))]
    body += _sheet(facts.differing)
    body += [Heading(words("What it does"))]
    body += [] if partner_copy else [Paragraph(words(facts.words))]
    body += _sheet(facts.shared) + ([] if partner_copy else _sheet(facts.own))
    body += _list("What this rests on", facts.assumptions)
    body += _list("What would make it work", facts.works)
    return _document("A change, priced", "M20", facts, body, draft_id, made_on, partner_copy)


def _notices(facts: CostFacts | ChangeFacts) -> list[Block]:
    told = (INVENTED, ESTIMATE) if facts.invented else (ESTIMATE,)
    return [Paragraph(words(one), Role.NOTICE) for one in told]


def _document(
    title: str,
    kind: str,
    facts: CostFacts | ChangeFacts,
    body: Sequence[Block],
    draft_id: str,
    made_on: date,
    partner_copy: bool,
) -> Document:
    copy = Copy.PARTNER if partner_copy else Copy.INTERNAL
    return Document(
        title=title,
        subtitle=f"{facts.provider} with {facts.payer}",
        meta=Meta(kind=kind, draft_id=draft_id, partnership=facts.partnership, copy=copy, on=made_on),
        body=tuple(body),
        header=(facts.partnership, "" if partner_copy else "Internal copy"),
        footer=title,
    )


def _list(title: str, lines: Sequence[str]) -> list[Block]:
    if not lines:
        return []
    return [Heading(words(title)), *items([words(one) for one in lines], Marker.BULLET)]


def _sheet(sheet: Sheet) -> list[Block]:
    """A table under its title; nothing where it has no rows."""
    if not sheet.rows:
        return []
    share = (100 - FIRST_SHARE) / max(len(sheet.heads) - 1, 1)
    columns = tuple(
        Column(words(head), FIRST_SHARE if not place else share, Align.LEFT if not place else Align.RIGHT)
        for place, head in enumerate(sheet.heads)
    )
    table = Table(columns, tuple(tuple(words(cell or "\u00a0") for cell in row) for row in sheet.rows))
    return [Heading(words(sheet.title), level=2), table]
