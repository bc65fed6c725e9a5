"""A visit sheet as a document, in the order of paper M9. Pure."""

from __future__ import annotations

from datetime import date
from typing import Any

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
from app.documents.formats import day

from ..rules.visit_sheet import Contact, VisitFacts

LINES_FOR_ANSWER = 2


def visit_sheet_document(facts: VisitFacts, *, draft_id: str, made_on: date, partner_copy: bool) -> Document:
    """Paper M9 [L3 education]."""
    body: list[Block] = [_head(facts)]
    body += _people(facts)
    body += _questions(facts)
    body += _topics(facts)
    body += _material(facts)
    body += _signs(facts)
    body += _next()
    copy = Copy.PARTNER if partner_copy else Copy.INTERNAL
    return Document(
        title=facts.site,
        subtitle=f"Visit sheet, {facts.provider} with {facts.payer}",
        meta=Meta(kind="M9", draft_id=draft_id, partnership=facts.partnership, copy=copy, on=made_on),
        body=tuple(body),
        header=(facts.partnership, "For both sides" if partner_copy else "Internal copy"),
        footer=f"Visit sheet, {facts.site}, {day(made_on)}",
    )


def _head(facts: VisitFacts) -> KeyValues:
    visit = day(facts.next_visit_on) if facts.next_visit_on else "no date yet"
    counts = "; ".join(f"{one.words}: {one.count}" for one in facts.quarters)
    rows = [
        ("Next visit", visit + (f", {facts.visitor}" if facts.visitor else "")),
        ("Last visit", day(facts.last_visit_on) if facts.last_visit_on else "none yet"),
        ("Kind of place", ", ".join(part for part in (facts.kind, facts.place, facts.relation) if part)),
        ("Languages", facts.languages),
        ("Referrals", counts),
        ("Tie", facts.tie),
        ("Before", facts.before),
        ("Barriers heard", "; ".join(facts.barriers)),
        (
            "They told us",
            "\n".join(f"{question} {answer} ({day(on)})" for on, question, answer in facts.heard),
        ),
    ]
    return KeyValues(tuple((label, words(text)) for label, text in rows if text), key_share=18)


def _people(facts: VisitFacts) -> list[Block]:
    heading = Heading(words("Whom to ask for"))
    if not facts.contacts and not facts.champions:
        return [heading, Paragraph(words("Nobody is noted yet. Ask who looks after referrals.")), _line(1)]
    found: list[Block] = [heading]
    if facts.contacts:
        columns = (Column(words("Function"), 36), Column(words("Name"), 36), Column(words("Work phone"), 28))
        found.append(Table(columns, tuple(_contact(one) for one in facts.contacts)))
    if facts.champions:
        found.append(Paragraph(words("Champion: " + "; ".join(facts.champions) + ".")))
    return found


def _contact(one: Contact) -> tuple[tuple[Any, ...], ...]:
    return (words(one.function or "not said"), words(one.name), words(one.phone))


def _questions(facts: VisitFacts) -> list[Block]:
    reminder = "Write down patterns. No patient is named or described, here or in the log."
    found: list[Block] = [
        Heading(words("Four questions, and time to listen")),
        Paragraph(words(reminder), Role.SMALL, keep_next=True),
    ]
    for question in facts.questions:
        found += [Paragraph(words(question, bold=True), keep_next=True), _line(LINES_FOR_ANSWER)]
    return found


def _topics(facts: VisitFacts) -> list[Block]:
    columns = (Column(words("Topic to teach"), 72), Column(words("Last taught here"), 28))
    rows = tuple(
        (words(one.label), words(day(one.taught_on) if one.taught_on else "not yet")) for one in facts.topics
    )
    return [Heading(words("Topics to teach")), Table(columns, rows)]


def _material(facts: VisitFacts) -> list[Block]:
    heading = Heading(words("Material to leave"))
    if not facts.material:
        return [heading, Paragraph(words("Nothing stands in the material register yet."))]
    columns = (
        Column(words("Material"), 40),
        Column(words("Language"), 16),
        Column(words("Approval by the plan"), 26),
        Column(words("There already"), 18),
    )
    rows = tuple(
        (
            words(one.title),
            words(one.language),
            words(day(one.approved_on) if one.approved_on else "not yet approved"),
            words("yes" if one.there else "no"),
        )
        for one in facts.material
    )
    return [heading, Table(columns, rows)]


def _signs(facts: VisitFacts) -> list[Block]:
    ask = "Ask what they notice first when somebody declines, and write it here as a pattern:"
    return [
        Heading(words("Signs of decline worth a call")),
        *items([words(one) for one in facts.signs], Marker.BULLET),
        Paragraph(words(ask), keep_next=True),
        _line(1),
    ]


def _next() -> list[Block]:
    said = "Every site has a next date. Agree on it before you leave, and who comes:"
    return [Heading(words("Next date")), Paragraph(words(said), keep_next=True), _line(1)]


def _line(lines: int) -> Spacer:
    return Spacer(lines, ruled=True)
