"""A letter that asks for information as a document, paper M8. Pure."""

from __future__ import annotations

from datetime import date

from app.documents.blocks import (
    Block,
    Column,
    Copy,
    Document,
    Heading,
    Marker,
    Meta,
    Paragraph,
    Role,
    Spacer,
    Table,
    items,
    words,
)
from app.documents.formats import day

from ..rules.request_letter import LetterFacts

GROUPS_ONLY = (
    "We ask for group figures only: counts, sums and shares. Please send nothing that could point to a "
    "single member or patient. Where you do not have a figure, “not available” helps us too."
)


def letter_document(facts: LetterFacts, *, draft_id: str, made_on: date, partner_copy: bool) -> Document:
    """Paper M8 [L1 information]."""
    body: list[Block] = [
        Paragraph(words(day(made_on))),
        Paragraph(words(f"To {facts.reader + ', ' if facts.reader else ''}{facts.asked}")),
        Paragraph(words(f"Dear {facts.reader or 'colleagues'},")),
    ]
    body += _asked(facts)
    body += [Paragraph(words(GROUPS_ONLY))]
    body += _given(facts)
    body += _signature(facts)
    body += _appendix(facts)
    if not partner_copy and facts.open_points:
        body += [
            Heading(words("Open points, for us only"), new_page=True),
            *items([words(point) for point in facts.open_points], Marker.BULLET),
        ]
    return Document(
        title="Request for information",
        subtitle=f"{facts.asker} to {facts.asked}",
        meta=Meta(
            kind="M8",
            draft_id=draft_id,
            partnership=facts.partnership,
            copy=Copy.PARTNER if partner_copy else Copy.INTERNAL,
            on=made_on,
        ),
        body=tuple(body),
        header=(facts.partnership, "Draft for both sides" if partner_copy else "Internal copy"),
        footer=f"Request for information, {day(made_on)}",
    )


def _asked(facts: LetterFacts) -> list[Block]:
    if not facts.asked_items:
        return [Paragraph(words("You have answered everything we asked so far, and we thank you for it."))]
    until = f" by {day(facts.wanted_by_on)}" if facts.wanted_by_on else ""
    count = len(facts.asked_items)
    what = "one point" if count == 1 else f"{count} points"
    opening = (
        "To judge together whether a partnership for community-based palliative care can live, and what "
        f"size and shape it should have, we ask you to tell us about {what}{until}."
    )
    columns = (
        Column(words(""), 6),
        Column(words("What"), 28),
        Column(words("What we would like to know"), 66),
    )
    rows = tuple(
        (words(str(number)), words(one.label, bold=True), words(one.ask))
        for number, one in enumerate(facts.asked_items, start=1)
    )
    found: list[Block] = [Paragraph(words(opening)), Table(columns, rows)]
    if facts.known_labels:
        known = ", ".join(label.lower() for label in facts.known_labels)
        found.append(Paragraph(words(f"We have your answers on: {known}. Thank you."), Role.SMALL))
    return found


def _given(facts: LetterFacts) -> list[Block]:
    heading = Heading(words("What we send in return"))
    if not facts.given:
        return [heading, Paragraph(words("We answer the same kind of questions about ourselves as you ask."))]
    columns = (Column(words("What"), 30), Column(words("Our answer"), 70))
    rows = tuple((words(one.label), words("; ".join(one.words))) for one in facts.given)
    return [heading, Table(columns, rows)]


def _signature(facts: LetterFacts) -> list[Block]:
    signed = facts.writer + (f", {facts.writer_title}" if facts.writer_title else "")
    return [
        Paragraph(words("We are glad to go through this together, in person if you like."), keep_next=True),
        Paragraph(words("With kind regards,"), keep_next=True),
        Spacer(2, ruled=not facts.writer),
        Paragraph(words(f"{signed}\n{facts.asker}" if signed else facts.asker)),
    ]


def _appendix(facts: LetterFacts) -> list[Block]:
    if not facts.deeper:
        return []
    found: list[Block] = [
        Heading(words("Appendix: questions for when we plan in depth"), new_page=True),
        Paragraph(words("Nothing of this is needed now. It shows what we will work through together.")),
    ]
    for topic in facts.deeper:
        found.append(Heading(words(topic.label), level=2))
        found += items([words(question) for question in topic.questions], Marker.BULLET)
    return found
