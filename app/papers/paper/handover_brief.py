"""The handover brief as a document of two pages, for whoever takes over. Pure. For our side only."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from app.documents.blocks import (
    Block,
    Column,
    Copy,
    Document,
    Heading,
    Inlines,
    KeyValues,
    Meta,
    Paragraph,
    Role,
    Table,
    words,
)
from app.documents.formats import day

from ..rules.handover_brief import HandoverFacts, Somebody, first_calls, standing_words
from ..rules.parts import Part
from .parts import BLANK, blocks_of

NOTICE = "For the person of our side who takes over. This paper stays with us."
MOST_OTHERS = 3  # two pages are read; more people stand in the program
NO_NUMBER = "no phone and no email is noted"


def handover_brief_document(facts: HandoverFacts, *, draft_id: str, made_on: date) -> Document:
    """Paper M18 [T5 sustainability]."""
    one = facts.standing
    body: list[Block] = [Paragraph(words(NOTICE), Role.NOTICE), Paragraph(words(standing_words(one)))]
    body += _calls(first_calls(facts.people))
    body += _pairs("The next five dates", [(day(on), what) for on, what in facts.dates], "No date is ahead.")
    body += _list("What we owe", facts.ours, "We owe nothing that is noted here.")
    body += _list(f"What {one.payer} owes", facts.theirs, f"{one.payer} owes nothing that is noted here.")
    watched = (*facts.signals, *((f"Concern: {area.lower()}", text) for area, text in facts.concerns))
    body += _pairs("Open signals and concerns", watched, "No signal and no concern is open.")
    body += _pairs("Why it was agreed", facts.why, "Nothing is written down. Ask those who were there.")
    body += _unusual(facts)
    body += _people(facts)
    body += _pairs(f"How {one.payer} works", facts.habits, "Nothing is noted yet.")
    return Document(
        title="Handover brief",
        subtitle=f"{one.provider} with {one.payer}",
        meta=Meta(
            kind="M18", draft_id=draft_id, partnership=facts.partnership, copy=Copy.INTERNAL, on=made_on
        ),
        body=tuple(body),
        header=(facts.partnership, "Internal copy"),
        footer="Handover brief",
    )


def _calls(people: Sequence[Somebody]) -> list[Block]:
    rows = [(one.name, f"{one.work}, {one.phone or one.email or NO_NUMBER}") for one in people]
    return _pairs("Whom to call first", rows, "Nobody is named yet.")


def _pairs(title: str, rows: Sequence[tuple[str, str]], none: str) -> list[Block]:
    return blocks_of([Part(title, facts=tuple(rows), empty=none)], level=2)


def _head(title: str) -> Heading:
    return Heading(words(title), 2)


def _list(title: str, lines: Sequence[str], none: str) -> list[Block]:
    return blocks_of([Part(title, bullets=tuple(lines), empty=none)], level=2)


def _unusual(facts: HandoverFacts) -> list[Block]:
    """What an amendment changed with its reason, then what differs from our other contracts."""
    found: list[Block] = [_head("Terms that are unusual, and why")]
    if not facts.changed and not facts.differs:
        none = "No term differs from our other contracts, and none was changed."
        return [*found, Paragraph(words(none))]
    found += [Paragraph(_since_then(reason, told)) for reason, told in facts.changed]
    if facts.differs:
        rows = [(label, f"{here}. Elsewhere: {others}.") for label, here, others in facts.differs]
        found.append(KeyValues(tuple((label, words(text)) for label, text in rows), key_share=28))
    return found


def _since_then(reason: str, told: Sequence[tuple[str, str]]) -> Inlines:
    """The reason, and each term it changed with what it says now."""
    found = [*words(f"{reason} Since then: ")]
    for place, (label, here) in enumerate(told):
        found += [*words("; " if place else ""), *words(f"{label}: ", italic=True), *words(here)]
    return (*found, *words("."))


def _people(facts: HandoverFacts) -> list[Block]:
    first = first_calls(facts.people)
    others = [one for one in facts.people if one not in first][:MOST_OTHERS]
    if not others:
        return []
    heads = (("Who", 28), ("Work", 36), ("Phone", 16), ("Last contact", 20))
    columns = tuple(Column(words(head), share) for head, share in heads)
    rows = tuple(
        tuple(words(cell or BLANK) for cell in (_named(one), one.work, one.phone, _last(one)))
        for one in others
    )
    return [_head("Others to work with"), Table(columns, rows)]


def _named(one: Somebody) -> str:
    return one.name if one.theirs else f"{one.name}, us"


def _last(one: Somebody) -> str:
    return (
        f"{one.last_contact:%b} {one.last_contact.day}, {one.last_contact.year}" if one.last_contact else ""
    )
