"""The sheet for the staff of all contracts as a document: a page or two to laminate. Pure."""

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
    Meta,
    Paragraph,
    Role,
    Table,
    words,
)
from app.documents.formats import joined

from ..rules.contracts import ContractsFacts, SheetTopic, open_together

TITLE = "Our contracts at a glance"
NOTICE = "For our own staff. The agreements decide; this sheet only helps to remember them."
OPEN = "Not settled"
MOST_NAMED = 24  # contracts that are not on the sheet; of more their number


def contracts_document(facts: ContractsFacts, *, made_on: date) -> Document:
    """Paper M12 for all contracts [T5 examples]: what differs stands bold behind the word "Differs"."""
    body: list[Block] = [Paragraph(words(NOTICE), Role.NOTICE)]
    if facts.left_out:
        body.append(Paragraph(words(f"Not on this sheet: {_first_names(facts.left_out)}.", bold=True)))
    body += _topics(facts) + _calls(facts)
    return Document(
        title=TITLE,
        meta=Meta(kind="M12", partnership="All contracts", copy=Copy.INTERNAL, on=made_on),
        body=tuple(body),
        header=(facts.provider, "For our staff"),
        footer=TITLE,
    )


def _first_names(names: Sequence[str]) -> str:
    more = len(names) - MOST_NAMED
    return joined([*names[:MOST_NAMED], f"{more} more"] if more > 1 else names)


def _topics(facts: ContractsFacts) -> list[Block]:
    several = len(facts.contracts) > 1
    heads = (("Topic", 13), ("Usual" if several else "What holds", 51), ("Where it differs", 36))
    columns = tuple(Column(words(head), share) for head, share in heads)
    rows = tuple((words(one.title, bold=True), _usual(one), _differs(one, several)) for one in facts.topics)
    return [Table(columns, rows)] if rows else []


def _usual(topic: SheetTopic) -> Inlines:
    return words("\n".join(f"{line.label}: {line.usual or OPEN.lower()}" for line in topic.lines))


def _differs(topic: SheetTopic, several: bool) -> Inlines:
    """Differences bold, then who leaves which terms open."""
    told = [
        f"Differs: {line.label[:1].lower()}{line.label[1:]}, {said} ({names})"
        for line in topic.lines
        for said, names in line.differing
    ]
    silent = [f"{OPEN}, {names}: {labels}" for names, labels in open_together(topic.lines)]
    if not told and not silent:
        return words("The same in all" if several else "\u00a0")
    apart = "\n" if told and silent else ""
    return (*words("\n".join(told), bold=True), *words(apart + "\n".join(silent)))


def _calls(facts: ContractsFacts) -> list[Block]:
    heads = (("Contract", 20), ("At the plan", 26), ("Urgent", 27), ("A request is stuck", 27))
    columns = tuple(Column(words(head), share) for head, share in heads)
    rows = tuple(
        (words(one.contract, bold=True), *(words(part or OPEN) for part in (one.plan, one.urgent, one.stuck)))
        for one in facts.calls
    )
    return [Heading(words("Whom to call"), level=2), Table(columns, rows)] if rows else []
