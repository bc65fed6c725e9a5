"""The concern talk guide as a document, in the order of the talk. Pure. For our side only."""

from __future__ import annotations

from datetime import date

from app.documents.blocks import (
    Block,
    Copy,
    Document,
    Heading,
    KeyValues,
    Marker,
    Meta,
    Paragraph,
    Role,
    Spacer,
    items,
    words,
)

from ..rules.talk_guide import TalkGuide

BLANK_LINES = 3


def talk_guide_document(guide: TalkGuide, *, draft_id: str, made_on: date) -> Document:
    """Paper M15 [L8 behaviors] [L5 hard-talks]."""
    facts = guide.facts
    body: list[Block] = [
        Paragraph(words("For the person who raises it. This paper stays with us."), Role.NOTICE)
    ]
    body += [Heading(words("The facts")), _pairs(guide.known)]
    body += _part("What it does to care or to the balance", facts.effect)
    body += [Heading(words(f"What we understand of {facts.payer}"))]
    if guide.understood:
        body += [_pairs(guide.understood)]
    else:
        body += [Paragraph(words("Nothing is noted yet. What do they carry at the moment?"), Role.SMALL)]
        body += [Spacer(BLANK_LINES, ruled=True)]
    body += _part("What we ask", facts.asks)
    body += _part("What we offer", facts.offers)
    body += _part("Who else should be there", facts.others, lines=1)
    body += [Heading(words("How to speak")), Paragraph(words(guide.mode))]
    body += items([words(line) for line in guide.advice], Marker.BULLET)
    body += [Heading(words("What came of it")), *_after()]
    return Document(
        title="Concern talk guide",
        subtitle=f"{facts.provider} with {facts.payer}",
        meta=Meta(
            kind="M15", draft_id=draft_id, partnership=facts.partnership, copy=Copy.INTERNAL, on=made_on
        ),
        body=tuple(body),
        header=(facts.partnership, "Internal copy"),
        footer="Concern talk guide",
    )


def _pairs(rows: tuple[tuple[str, str], ...]) -> KeyValues:
    return KeyValues(tuple((label, words(text)) for label, text in rows), key_share=28)


def _part(title: str, text: str, *, lines: int = BLANK_LINES) -> list[Block]:
    """What was prepared, else lines to write on."""
    content: Block = Paragraph(words(text)) if text else Spacer(lines, ruled=True)
    return [Heading(words(title)), content]


def _after() -> list[Block]:
    return [
        Paragraph(
            words("What they said, what was agreed, next step, name and day. No patient details."), Role.SMALL
        ),
        Spacer(BLANK_LINES, ruled=True),
    ]
