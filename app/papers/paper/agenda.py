"""An agenda as a document: the same content as the page, in the order of paper M1. Pure."""

from __future__ import annotations

from datetime import date

from app.core.calendar import clock_words
from app.documents.blocks import (
    Align,
    Block,
    Blocks,
    Column,
    Copy,
    Document,
    Heading,
    Inlines,
    KeyValues,
    Marker,
    Meta,
    Paragraph,
    Role,
    Table,
    items,
    words,
)
from app.documents.formats import day

from ..rules.agenda import Agenda, AgendaFacts, Attendant, Line, Promise


def agenda_document(agenda: Agenda, *, draft_id: str, made_on: date, partner_copy: bool) -> Document:
    """Paper M1 [T5 sustainability]."""
    facts = agenda.facts
    body: list[Block] = [_head(agenda)]
    body += _people(agenda)
    if facts.aim:
        body += [Heading(words("Aim")), Paragraph(words(facts.aim))]
    body += _follow_up(agenda)
    body += _topics(agenda, internal=not partner_copy)
    body += _figures(agenda)
    body += _bulleted("What changed since last time", facts.changes)
    body += _milestones(agenda)
    body += _decisions(agenda)
    body += _bulleted("Concerns to talk about", facts.concerns)
    body += _first_sheet(facts)
    body += _close(agenda)
    copy = Copy.PARTNER if partner_copy else Copy.INTERNAL
    return Document(
        title=f"Agenda: {facts.kind_name}",
        subtitle=f"{facts.provider} and {facts.payer}",
        meta=Meta(kind="M1", draft_id=draft_id, partnership=facts.partnership, copy=copy, on=made_on),
        body=tuple(body),
        header=(facts.partnership, "Draft for both sides" if partner_copy else "Internal copy"),
        footer=f"{facts.kind_name}, {day(facts.on)}",
    )


def _head(agenda: Agenda) -> KeyValues:
    facts = agenda.facts
    rows = [
        (
            "When",
            words(f"{facts.on:%A}, {day(facts.on)}, {clock_words(facts.starts_at)}, {facts.minutes} minutes"),
        )
    ]
    rows.append(("How", words(facts.mode.capitalize() + (f", {facts.place}" if facts.place else ""))))
    if facts.link:
        rows.append(("Link", words(facts.link)))
    return KeyValues(tuple(rows), key_share=14)


def _people(agenda: Agenda) -> list[Block]:
    if not agenda.facts.people:
        return []
    columns = (Column(words(agenda.facts.provider), 50), Column(words(agenda.facts.payer), 50))
    height = max(len(agenda.ours), len(agenda.theirs))
    rows = tuple(
        (words(_person(agenda.ours, place)), words(_person(agenda.theirs, place))) for place in range(height)
    )
    return [Heading(words("Who comes")), Table(columns, rows)]


def _person(people: tuple[Attendant, ...], place: int) -> str:
    if place >= len(people):
        return ""
    person = people[place]
    text = person.name + (f", {person.function.replace('_', ' ')}" if person.function else "")
    return text + (f" (deputy: {person.deputy})" if person.deputy else "")


def _follow_up(agenda: Agenda) -> list[Block]:
    heading = Heading(words("Follow-up first"))
    if not agenda.promises:
        return [heading, Paragraph(words("No action is open."))]
    columns = (Column(words("Promise"), 52), Column(words("Who"), 26), Column(words("Due"), 22))
    rows = tuple(
        (words(p.text), words(p.owner or _side(agenda.facts, p.side)), words(_due(p)))
        for p in agenda.promises
    )
    return [heading, Table(columns, rows)]


def _side(facts: AgendaFacts, side: str) -> str:
    """The organization that takes the step, by name; both papers read it alike."""
    return {"payer": facts.payer, "provider": facts.provider}.get(side, "both")


def _due(promise: Promise) -> str:
    if promise.due_on is None:
        return "no date yet"
    if promise.late_days:
        return (
            f"{day(promise.due_on)}, {promise.late_days} {'day' if promise.late_days == 1 else 'days'} late"
        )
    return day(promise.due_on)


def _topics(agenda: Agenda, *, internal: bool) -> list[Block]:
    if not agenda.topics:
        return []
    columns = (
        Column(words(""), 7, Align.RIGHT),
        Column(words("Topic"), 57),
        Column(words("Asked by"), 22),
        Column(words("Minutes"), 14, Align.RIGHT),
    )
    rows = tuple(
        (words(str(number)), _topic(line, internal=internal), words(line.asked_by), words(str(line.minutes)))
        for number, line in enumerate(agenda.topics, start=1)
    )
    return [Heading(words("Topics")), Table(columns, rows), Paragraph(words(agenda.fit), Role.SMALL)]


def _topic(line: Line, *, internal: bool) -> Inlines:
    """The words of a line; our own copy says where a carried one comes from."""
    note = line.carried_words if internal else ""
    return words(line.text) + (words(f"\n{note}", italic=True) if note else ())


def _first_sheet(facts: AgendaFacts) -> list[Block]:
    """The aims worksheet and the information still missing, each with room to write."""
    sheet = facts.first
    if sheet is None:
        return []
    aims = (Column(words("Our first meeting: aims"), 40), Column(words(facts.provider), 30))
    answers = tuple((words(question), words(ours), words(theirs)) for question, ours, theirs in sheet.aims)
    body: list[Block] = [
        Heading(words("For a first meeting"), new_page=True),
        Paragraph(words("Each side answers alone, then both are read side by side. No patient details.")),
        Table((*aims, Column(words(facts.payer), 30)), answers),
    ]
    for asked, questions in ((facts.payer, sheet.from_payer), (facts.provider, sheet.from_provider)):
        columns = (Column(words(f"Still to learn from {asked}"), 60), Column(words("Answer"), 40))
        body.append(Table(columns, tuple((words(question), ()) for question in questions)))
    return body


def _figures(agenda: Agenda) -> list[Block]:
    if not agenda.figures or agenda.facts.month is None:
        return []
    columns = (
        Column(words(""), 50),
        Column(words("Counted"), 25, Align.RIGHT),
        Column(words("Forecast"), 25, Align.RIGHT),
    )
    rows = tuple((words(f.label), words(f.value), words(f.expected)) for f in agenda.figures)
    return [Heading(words(f"Numbers at a glance, {agenda.facts.month.month_on:%B %Y}")), Table(columns, rows)]


def _milestones(agenda: Agenda) -> list[Block]:
    if not agenda.facts.milestones:
        return []
    columns = (Column(words("Milestone"), 58), Column(words("First step by"), 20), Column(words("Due"), 22))
    rows = tuple(
        (words(step.title), words(_side(agenda.facts, step.lead)), words(day(step.due_on)))
        for step in agenda.facts.milestones
    )
    return [Heading(words(f"Milestones due by {day(agenda.milestones_until)}")), Table(columns, rows)]


def _decisions(agenda: Agenda) -> list[Block]:
    if not agenda.decisions:
        return []
    columns = (
        Column(words("Decision wanted"), 58),
        Column(words("Who must approve"), 28),
        Column(words("Minutes"), 14, Align.RIGHT),
    )
    rows = tuple((words(d.text), words(_approver(d)), words(str(d.minutes))) for d in agenda.decisions)
    return [Heading(words("Decisions wanted")), Table(columns, rows)]


def _approver(line: Line) -> str:
    return line.approver or "not named yet"


def _bulleted(title: str, lines: tuple[str, ...]) -> list[Block]:
    if not lines:
        return []
    return [Heading(words(title)), *items([words(line) for line in lines], Marker.BULLET)]


def _close(agenda: Agenda) -> Blocks:
    facts = agenda.facts
    then = (
        f"Next: {facts.next_name.lower()} on {day(facts.next_on)}."
        if facts.next_on
        else "No later meeting is planned yet."
    )
    reminder = facts.privacy_note or "No patient may be named in writing, here or in the minutes."
    return (Heading(words("Next meeting")), Paragraph(words(then)), Paragraph(words(reminder), Role.NOTICE))
