"""The operational and financial plan as a document that both sides accept before contracting. Pure."""

from __future__ import annotations

from datetime import date

from app.documents.blocks import (
    Block,
    Copy,
    Document,
    Heading,
    KeyValues,
    Meta,
    Paragraph,
    Role,
    Spacer,
    words,
)

from ..rules.operational_plan import Chapter, OperationalPlanFacts
from .costs import bullets, sheet_blocks

NOTICE = "A working plan to agree on before a contract is written. It binds nobody; the agreement decides."
OPEN = "Not settled yet."
NOTHING_OPEN = "Nothing that the agreement needs is open."


def operational_plan_document(
    facts: OperationalPlanFacts, *, draft_id: str, made_on: date, partner_copy: bool
) -> Document:
    """Paper M16 [L0 intro] [L1 complexity] [T5 sustainability]."""
    body: list[Block] = [Paragraph(words(NOTICE), Role.NOTICE)]
    for number, chapter in enumerate(facts.chapters, start=1):
        body += _chapter(number, chapter)
    body.append(Heading(words(f"{len(facts.chapters) + 1}. Open points, decisions, acceptance")))
    if facts.open_points:
        body += bullets("Still open", facts.open_points, level=2)
    else:
        body.append(Paragraph(words(NOTHING_OPEN)))
    body += bullets("Decisions wanted", facts.decisions, level=2)
    body.append(Heading(words("Accepted"), level=2))
    for side in (facts.provider, facts.payer):
        line = f"For {side}: name, function, day"
        body += [Paragraph(words(line), keep_next=True), Spacer(1, ruled=True)]
    copy = Copy.PARTNER if partner_copy else Copy.INTERNAL
    return Document(
        title="Operational and financial plan",
        subtitle=f"{facts.provider} with {facts.payer}",
        meta=Meta(kind="M16", draft_id=draft_id, partnership=facts.partnership, copy=copy, on=made_on),
        body=tuple(body),
        header=(facts.partnership, "" if partner_copy else "Internal copy"),
        footer="Operational and financial plan",
    )


def _chapter(number: int, chapter: Chapter) -> list[Block]:
    found: list[Block] = [Heading(words(f"{number}. {chapter.title}"))]
    if chapter.is_empty:
        return [*found, Paragraph(words(OPEN))]
    if chapter.pairs:
        found.append(KeyValues(tuple((label, words(value)) for label, value in chapter.pairs), key_share=32))
    found += bullets("", chapter.lines)
    for sheet in chapter.sheets:
        found += sheet_blocks(sheet)
    return found
