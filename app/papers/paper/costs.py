"""The cost model summary and the note on a proposed change, as documents. Pure."""

from __future__ import annotations

import re
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
    Picture,
    Role,
    Table,
    items,
    words,
)

from ..rules.costs import ChangeFacts, CostFacts, Sheet

ESTIMATE = "An estimate to prepare a conversation, not an audited figure. No patient can be seen in it."
INVENTED = "Invented numbers: this paper shows only how it will look."
FIRST_SHARE = 40
NUMBER = re.compile(r"[-−+]?\$?[\d,.]+ ?%?")


def cost_document(
    facts: CostFacts,
    *,
    draft_id: str,
    made_on: date,
    partner_copy: bool,
    pictures: tuple[Picture, ...] = (),
) -> Document:
    """Paper M11 [L5 costs]: internal with every input, shared with what a partner needs to follow."""
    body = _notices(facts)
    ours = () if partner_copy else (f"{facts.heading}.", facts.even)
    shared = (f"It breaks even at {facts.even_at}.",) if partner_copy and facts.even_at else ()
    body += [Paragraph(words(one)) for one in (*ours, *shared, facts.offer) if one]
    body += pictures
    body += sheet_blocks(facts.parts) + sheet_blocks(facts.volumes)
    if not partner_copy:
        body += sheet_blocks(facts.steps)
    body += bullets("What this rests on", facts.assumptions)
    body += bullets("What would lower the cost of a patient month", facts.lower)
    if not partner_copy:
        body += bullets("What moves it", facts.moves)
        body += [Heading(words("The first months")), Paragraph(words(facts.start_words))]
        body += sheet_blocks(facts.start)
        body += [Heading(words("How it is counted"), new_page=True)]
        body += items([words(one) for one in facts.formulas], Marker.BULLET)
        for sheet in facts.inputs:
            body += sheet_blocks(sheet)
    title = f"Cost of care and payment, {facts.name}" if facts.name else "Cost of care and payment"
    return _document(title, "M11", facts, body, draft_id, made_on, partner_copy)


def change_document(facts: ChangeFacts, *, draft_id: str, made_on: date, partner_copy: bool) -> Document:
    """Paper M20 [L5 negotiation] [ours]: one proposed change and what it does."""
    body = _notices(facts)
    body += [Heading(words("The proposal")), Paragraph(words(f"{facts.name}."))]
    body += sheet_blocks(facts.differing)
    body += [Heading(words("What it does"))]
    body += [] if partner_copy else [Paragraph(words(facts.words))]
    body += sheet_blocks(facts.shared) + ([] if partner_copy else sheet_blocks(facts.own))
    body += bullets("What this rests on", facts.assumptions)
    body += bullets("What would make it work", facts.works)
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


def bullets(title: str, lines: Sequence[str], level: int = 1) -> list[Block]:
    """A list under its title, if it has one; nothing where it has no lines."""
    if not lines:
        return []
    head = [Heading(words(title), level)] if title else []
    return [*head, *items([words(one) for one in lines], Marker.BULLET)]


def sheet_blocks(sheet: Sheet) -> list[Block]:
    """A table under its title; nothing where it has no rows. Columns without any word are left out."""
    if not sheet.rows:
        return []
    used = [place for place in range(len(sheet.heads)) if any(row[place] for row in sheet.rows)]
    share = (100 - FIRST_SHARE) / max(len(used) - 1, 1)
    columns = tuple(
        Column(words(sheet.heads[place]), share if place else FIRST_SHARE, _side(sheet, place))
        for place in used
    )
    cells = tuple(tuple(words(row[place] or "\u00a0") for place in used) for row in sheet.rows)
    return [Heading(words(sheet.title), level=2), Table(columns, cells)]


def _side(sheet: Sheet, place: int) -> Align:
    """Numbers stand at the right, words at the left."""
    cells = [row[place] for row in sheet.rows if row[place] not in ("", "not known", "never")]
    numbers = place and all(NUMBER.fullmatch(cell) for cell in cells)
    return Align.RIGHT if numbers else Align.LEFT
