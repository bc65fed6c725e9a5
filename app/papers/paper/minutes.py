"""Minutes as a document: the same content as the page, in the order of paper M2. Pure.

The tables "Decisions" and "New actions" are written so that they can be read back from a returned file.
"""

from __future__ import annotations

from datetime import date

from app.core.calendar import clock_words
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
from app.documents.formats import day

from ..rules.minutes import Attended, Decided, MinutesView, Promised, Said

SPOKEN = "Talked over; nothing of it is written down."


def minutes_document(view: MinutesView, *, draft_id: str, made_on: date, partner_copy: bool) -> Document:
    """Paper M2 [L8 behaviors]."""
    facts = view.facts
    body: list[Block] = [_head(view)]
    if facts.privacy_note:
        body.append(Paragraph(words(facts.privacy_note), Role.NOTICE))
    for number, line in enumerate(view.said, start=1):
        body += _said(number, line)
    if view.also:
        body += [Heading(words("Also discussed")), Paragraph(words("; ".join(view.also) + "."))]
    if view.not_discussed:
        body += [Heading(words("Not discussed")), Paragraph(words("; ".join(view.not_discussed) + "."))]
    if facts.concerns_note:
        body += [Heading(words("Concerns voiced")), Paragraph(words(facts.concerns_note))]
    body += _decisions(view.decisions)
    body += _actions(view)
    body += _close(view)
    copy = Copy.PARTNER if partner_copy else Copy.INTERNAL
    return Document(
        title=f"Minutes: {facts.kind_name}",
        subtitle=f"{facts.provider} and {facts.payer}",
        meta=Meta(
            kind="M2",
            draft_id=draft_id,
            version=str(facts.version or ""),
            partnership=facts.partnership,
            copy=copy,
            on=made_on,
        ),
        body=tuple(body),
        header=(facts.partnership, "For both sides" if partner_copy else "Internal copy"),
        footer=f"{facts.kind_name}, {day(facts.on)}",
    )


def _head(view: MinutesView) -> KeyValues:
    facts = view.facts
    when = f"{facts.on:%A}, {day(facts.on)}, {clock_words(facts.starts_at)}, {facts.minutes} minutes"
    how = facts.mode.capitalize() + (f", {facts.place}" if facts.place else "")
    rows = [("When", when), ("How", how)]
    for label, people in (("Here", view.here), ("Missing", view.missing), ("Asked", view.unknown)):
        if people:
            rows.append((label, "; ".join(_person(one) for one in people)))
    if view.kept:
        rows.append(("Since last time", view.kept))
    return KeyValues(tuple((label, words(text)) for label, text in rows), key_share=20)


def _person(person: Attended) -> str:
    stood_in = ""
    if person.came == "deputy":
        stood_in = f", represented by {person.deputy}" if person.deputy else ", represented by a deputy"
    return f"{person.name}, {person.organization}{stood_in}"


def _said(number: int, line: Said) -> list[Block]:
    body: list[Block] = [Heading(words(f"{number}. {line.text}"), level=2)]
    if line.spoken_only:
        body.append(Paragraph(words(SPOKEN)))
    elif line.notes:
        body += [Paragraph(words(part)) for part in line.notes.split("\n") if part.strip()]
    for one in line.decisions:
        by = f" {one.decided_by}." if one.decided_by else ""
        body.append(Paragraph((*words("Decided: ", bold=True), *words(_stopped(one.text) + by))))
    return body


def _decisions(decisions: tuple[Decided, ...]) -> list[Block]:
    if not decisions:
        return []
    columns = (Column(words("What"), 65), Column(words("By whom"), 35))
    rows = tuple((words(one.text), words(one.decided_by)) for one in decisions)
    return [Heading(words("Decisions")), Table(columns, rows)]


def _actions(view: MinutesView) -> list[Block]:
    heading = Heading(words("New actions"))
    if not view.actions:
        return [heading, Paragraph(words("No new action was promised."))]
    columns = (Column(words("What"), 50), Column(words("Who"), 30), Column(words("By"), 20))
    rows = tuple(
        (words(one.text), words(owner_words(one, view)), words(day(one.due_on) if one.due_on else ""))
        for one in view.actions
    )
    return [heading, Table(columns, rows)]


def owner_words(one: Promised, view: MinutesView) -> str:
    """Who promised, by name and organization; without a person the side."""
    if one.owner:
        return f"{one.owner}, {one.organization}" if one.organization else one.owner
    return {"payer": view.facts.payer, "provider": view.facts.provider}.get(one.side, "Both")


def _close(view: MinutesView) -> list[Block]:
    facts = view.facts
    then = "No later meeting is planned yet."
    if facts.next_on:
        then = f"{facts.next_name} on {facts.next_on:%A}, {day(facts.next_on)}."
    return [
        Heading(words("Next meeting")),
        Paragraph(words(then), keep_next=True),
        Paragraph(words(foot(view)), Role.SMALL),
    ]


def foot(view: MinutesView) -> str:
    """The last line: no patient, by whom, which version."""
    facts = view.facts
    if facts.finished_on is None:
        return "No patient is named in these minutes. They are not finished yet."
    changed = ", changed since it first went out" if facts.version > 1 else ""
    return (
        f"No patient is named in these minutes. Finished by {facts.finished_by}, {day(facts.finished_on)}. "
        f"Version {facts.version}{changed}."
    )


def _stopped(text: str) -> str:
    return text if text.endswith((".", "!", "?")) else f"{text}."
