"""The sheet on which one side rates the balance, by hand or in Word; one page. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from app.catalogue.records import BalanceTopic
from app.documents.blocks import (
    Align,
    Block,
    Column,
    Copy,
    Document,
    Meta,
    Paragraph,
    Spacer,
    Table,
    words,
)
from app.documents.formats import day

BOX = "\u2610"


@dataclass(frozen=True, slots=True)
class SheetFacts:
    """Whose sheet it is, and what it asks."""

    partnership: str
    partnership_id: str
    provider: str
    payer: str
    whose: str
    topics: Sequence[BalanceTopic]
    scale: str


def rating_sheet_document(facts: SheetFacts, *, made_on: date, partner_copy: bool) -> Document:
    """One page to fill in: no numbers of ours stand on it [L7 balance]."""
    how = f"{facts.scale} Mark one box for each topic, and say why on the line below it. No patient details."
    body: list[Block] = [Paragraph(words(f"Sheet for {facts.whose}. {how}"))]
    for topic in facts.topics:
        body += _topic(topic)
    body += [Paragraph(words("Filled in by, and on which day:"), keep_next=True), _line()]
    copy = Copy.PARTNER if partner_copy else Copy.INTERNAL
    return Document(
        title="How is the balance for you?",
        subtitle=f"{facts.provider} with {facts.payer}",
        meta=Meta(
            kind="M22", draft_id=facts.partnership_id, partnership=facts.partnership, copy=copy, on=made_on
        ),
        body=tuple(body),
        header=(facts.partnership, "For both sides" if partner_copy else "Internal copy"),
        footer=f"Balance, {facts.whose}, {day(made_on)}",
    )


def _topic(topic: BalanceTopic) -> list[Block]:
    heads = (f"{place}. {mark}" for place, mark in enumerate(topic.marks, start=1))
    columns = tuple(Column(words(head), 20, Align.CENTER) for head in heads)
    return [
        Paragraph((*words(f"{topic.title}. ", bold=True), *words(topic.ask)), keep_next=True),
        Table(columns, (tuple(words(BOX) for _mark in topic.marks),)),
        _line(),
    ]


def _line() -> Spacer:
    return Spacer(1, ruled=True)
