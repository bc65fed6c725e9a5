"""A gap analysis worksheet as a document, in the order of paper M5. Pure."""

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
from app.documents.formats import day

from ..rules.gap_worksheet import Group, Line, WorksheetFacts

TITLE = "Gap analysis worksheet"
NO_PATIENT = "Write about what each side can do. Name or describe no patient."
TICK = "\u25a1"  # a box to tick


def worksheet_document(
    facts: WorksheetFacts, *, draft_id: str, made_on: date, partner_copy: bool
) -> Document:
    """Paper M5 [T5 gaps] [T5 readiness]."""
    body = _by_hand(facts) if facts.empty else _filled(facts, partner_copy=partner_copy)
    copy = Copy.PARTNER if partner_copy else Copy.INTERNAL
    return Document(
        title=TITLE,
        subtitle=f"{facts.provider} with {facts.payer}",
        meta=Meta(kind="M5", draft_id=draft_id, partnership=facts.partnership, copy=copy, on=made_on),
        body=tuple(body),
        header=(facts.partnership, "For both sides" if partner_copy else "Internal copy"),
        footer=f"{TITLE}, {day(made_on)}",
    )


def _filled(facts: WorksheetFacts, *, partner_copy: bool) -> list[Block]:
    body: list[Block] = [_about(facts), Heading(words("Item by item"))]
    for group in facts.groups:
        body += [Heading(words(group.name), level=2), _table(group)]
    body += _summary(facts)
    body += _cannot(facts)
    body += _changes(facts)
    if not partner_copy and facts.open_points:
        body += [
            Heading(words("Open points, for us only")),
            *items([words(point) for point in facts.open_points], Marker.BULLET),
        ]
    body += _directory(facts)
    return body


def _about(facts: WorksheetFacts) -> KeyValues:
    when = f"Open since {day(facts.on)}" if facts.is_open else day(facts.on)
    why = facts.why + (f": {'; '.join(facts.because)}" if facts.because else "")
    rows = (
        ("Who was assessed", ", ".join(facts.assessed) or "not said"),
        ("By whom", facts.assessed_by or "not said"),
        ("When", when),
        ("Why", why),
    )
    return KeyValues(tuple((label, words(text)) for label, text in rows), key_share=22)


def _table(group: Group) -> Table:
    columns = (
        Column(words("Item"), 24),
        Column(words("Rating"), 10),
        Column(words("What was seen"), 22),
        Column(words("What would help"), 24),
        Column(words("Who fills it, by when"), 20),
    )
    return Table(columns, tuple(tuple(words(cell) for cell in _cells(line)) for line in group.lines))


def _cells(line: Line) -> Sequence[str]:
    step = f"First step: {line.first_step}" if line.first_step else ""
    by = f"by {day(line.due_on)}" if line.due_on else ""
    return (
        line.label,
        line.rating,
        line.evidence,
        "\n".join(part for part in (line.strategy, step) if part),
        "\n".join(part for part in (line.who, *line.people, by) if part),
    )


def _summary(facts: WorksheetFacts) -> list[Block]:
    heading = Heading(words("Gaps by who fills them"))
    if not facts.fillers:
        return [heading, Paragraph(words("No gap is noted."))]
    columns = (Column(words("Who"), 28), Column(words("How many"), 12), Column(words("Gaps"), 60))
    rows = tuple(
        (words(who), words(str(len(labels))), words("; ".join(labels))) for who, labels in facts.fillers
    )
    return [heading, Table(columns, rows)]


def _cannot(facts: WorksheetFacts) -> list[Block]:
    if not facts.cannot:
        return []
    columns = (Column(words("Item"), 30), Column(words("Instead"), 24), Column(words("In writing"), 46))
    rows = tuple(
        (words(one.label), words(one.instead), words(one.note or "not written yet")) for one in facts.cannot
    )
    return [Heading(words("What neither side can fill")), Table(columns, rows)]


def _changes(facts: WorksheetFacts) -> list[Block]:
    if facts.last_on is None:
        return []
    heading = Heading(words(f"Changes since {day(facts.last_on)}"))
    if not facts.moved:
        return [heading, Paragraph(words("Every item that was rated both times stands as it did."))]
    shares = (("Item", 46), ("Then", 18), ("Now", 18), ("Since then", 18))
    columns = tuple(Column(words(text), share) for text, share in shares)
    rows = tuple(
        (words(one.label), words(one.before), words(one.now), words(one.since)) for one in facts.moved
    )
    return [heading, Table(columns, rows)]


def _directory(facts: WorksheetFacts) -> list[Block]:
    if not facts.resources:
        return []
    shares = (
        ("Resource", 24),
        ("Need", 16),
        ("Known by", 17),
        ("Who can use it, and how", 27),
        ("Checked", 16),
    )
    columns = tuple(Column(words(text), share) for text, share in shares)
    rows = tuple(
        (
            words(one.name),
            words(one.need),
            words(one.known_by),
            words(one.use + (f"\nFunded until {day(one.funding_until)}" if one.funding_until else "")),
            words(day(one.checked_on) if one.checked_on else "not yet"),
        )
        for one in facts.resources
    )
    return [
        Heading(words("Appendix: connecting resources"), new_page=True),
        Paragraph(words(facts.purpose), Role.SMALL, keep_next=True),
        Table(columns, rows),
    ]


def _by_hand(facts: WorksheetFacts) -> list[Block]:
    body: list[Block] = [
        Paragraph(words("Tick how each item stands on your side, and write what you see.")),
        Paragraph(words(NO_PATIENT), Role.SMALL),
    ]
    for label in ("Who is assessed, and by whom", "Day, and why now"):
        body += [Paragraph(words(label, bold=True), keep_next=True), Spacer(1, ruled=True)]
    shares = (("Item", 30), ("In place", 9), ("Partly", 10), ("Gap", 8), ("Not known", 10))
    columns = (
        *(Column(words(text), share) for text, share in shares),
        Column(words("What you see; who could fill it, by when"), 33),
    )
    for group in facts.groups:
        rows = tuple((words(line.label), *(words(TICK) for _ in range(4)), words("")) for line in group.lines)
        body += [Heading(words(group.name), level=2), Table(columns, rows)]
    for label in (
        "Gaps you can fill yourselves",
        "Gaps to fill together, with the first step",
        "Gaps nobody can fill",
    ):
        body += [Paragraph(words(label, bold=True), keep_next=True), Spacer(2, ruled=True)]
    return body
