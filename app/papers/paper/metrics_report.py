"""The metrics report to the payer as a document. Pure."""

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
    Marker,
    Meta,
    Paragraph,
    Role,
    Table,
    items,
    words,
)

from ..rules.metrics_report import MetricsReportFacts, Section

GROUPS_ONLY = "Figures about groups. No patient can be seen in it."
HEADS, SHARES = ("Metric", "This period", "Period before", "Since before", "Target"), (30, 21, 21, 12, 16)
NOTES = (
    "Under 30 cases a percentage says little; the count stands beside it.",
    "A comparison of the same people before and after favors a program, because people enroll at a bad "
    "moment. A comparison group is better where one can be had.",
    "Published results come from other groups of patients; compare with care.",
)


def metrics_report_document(
    facts: MetricsReportFacts, *, draft_id: str, made_on: date, partner_copy: bool
) -> Document:
    """Paper M6 [L6 feasibility] [L6 sharing]."""
    body: list[Block] = [Paragraph(words(GROUPS_ONLY), Role.NOTICE), KeyValues(_head(facts))]
    body += [Heading(words("How to read it")), *_list(_notes(facts, partner_copy))]
    for section in facts.sections:
        body += _section(section)
    body += _section(facts.experience)
    body += [Heading(words("What we did because of the last report"))]
    body += [Paragraph(words(line)) for line in (facts.done or "Nothing is noted.").split("\n") if line]
    by = f"What we ask of the plan, by {facts.wanted_by}" if facts.wanted_by else "What we ask of the plan"
    body += [Heading(words(by)), *(_list(facts.wanted) or [Paragraph(words("Nothing this time."))])]
    if facts.hours:
        body += [Heading(words("Hours spent on this report")), Paragraph(words(facts.hours))]
    if facts.definitions:
        rows = tuple((name, words(meaning)) for name, meaning in facts.definitions)
        body += [Heading(words("Definitions"), new_page=True), KeyValues(rows, key_share=36)]
    copy = Copy.PARTNER if partner_copy else Copy.INTERNAL
    return Document(
        title=f"Metrics report, {facts.period}",
        subtitle=f"{facts.provider} with {facts.payer}",
        meta=Meta(kind="M6", draft_id=draft_id, partnership=facts.partnership, copy=copy, on=made_on),
        body=tuple(body),
        header=(facts.partnership, "" if partner_copy else "Internal copy"),
        footer="Metrics report",
    )


def _head(facts: MetricsReportFacts) -> tuple[tuple[str, Inlines], ...]:
    there = "Numbers are missing for " + "; ".join(facts.missing_months) + "." if facts.missing_months else ""
    without = "No value yet: " + "; ".join(facts.missing) + "." if facts.missing else ""
    complete = " ".join(one for one in (there, without) if one) or "Everything that was agreed is here."
    rows = (
        ("Period", facts.period),
        ("Contract", facts.contract),
        ("Whom to ask", facts.contact),
        ("Completeness", complete),
    )
    return tuple((label, words(text)) for label, text in rows if text)


def _notes(facts: MetricsReportFacts, partner_copy: bool) -> tuple[str, ...]:
    hidden = (
        f"A count of patients from 1 through {facts.highest_hidden} is not shown, nor what would tell it.",
    )
    return (*(hidden if partner_copy and facts.highest_hidden else ()), *NOTES)


def _list(lines: Sequence[str]) -> list[Block]:
    return list(items([words(one) for one in lines], Marker.BULLET))


def _section(section: Section) -> list[Block]:
    if not section.rows:
        return []
    columns = tuple(Column(words(head), share) for head, share in zip(HEADS, SHARES, strict=True))
    table = Table(columns, tuple(tuple(words(cell or "\u00a0") for cell in row) for row in section.rows))
    return [Heading(words(section.title)), table]
