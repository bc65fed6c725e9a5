"""The facts of the sheet for all contracts: the terms in force of each, read at once."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import date
from typing import Any

from app.drafts.queries import Across, Line, across
from app.terms.queries import definitions, shown_value, terms_of_all

from ..rules.contracts import Calls, ContractsFacts, SheetLine, SheetTopic, sheet_line, short_names

MOST = 12  # contracts on one sheet
REPORTS = "reports"  # the topic to which the figures belong
CALLS = ("S01.payer_lead", "S01.rapid_contact_payer", "S16.escalation_contact")  # as in Calls
NIGHT = ("S17.who_answers", "S17.callback_minutes", "S17.visit_at_night")
# What nobody looks up on a visit; the page beside it shows it.
TOO_MUCH = {
    "S06.criteria_form",
    "S07.recheck_months",
    "S13.waiver_process",
    "S27.hours_estimate",
    "S27.reporting_hours_cap",
}


def contracts_facts(provider: str, on: date, wanted: Collection[str]) -> ContractsFacts:
    """Contracts that are not ended and have terms, named by key or the first by name: three statements."""
    found = across(on, wanted, MOST, offer=None)
    names = short_names([one.name for one in found.shown])
    sheets = _reached(found, on)
    topics = [
        SheetTopic(
            topic.title, _lines(lines, names) + (_metrics(found, names) if topic.id == REPORTS else ())
        )
        for topic, lines in found.topics
    ]
    topics.append(SheetTopic("At night", _night(sheets, names)))
    asked = set(wanted) & {one.key for one in found.offered}
    meant = [one for one in found.offered if not asked or one.key in asked]
    return ContractsFacts(
        provider=provider,
        contracts=names,
        topics=tuple(one for one in topics if one.lines),
        calls=tuple(
            Calls(name, *(_reach(sheet.get(key)) for key in CALLS))
            for name, sheet in zip(names, sheets, strict=True)
        ),
        left_out=tuple(one.name for one in meant if one not in found.shown),
    )


def _reached(found: Across, on: date) -> list[Mapping[str, Any]]:
    """By day and by night, of each contract in their order."""
    keys = [key for key in (*CALLS, *NIGHT) if key in definitions()]
    terms = terms_of_all(keys, on, [one.id for one in found.shown])
    return [terms.get(one.id, {}) for one in found.shown]


def _lines(lines: Sequence[Line], names: Sequence[str]) -> tuple[SheetLine, ...]:
    known = definitions()
    too_much = {known[key].label for key in TOO_MUCH if key in known}
    return tuple(sheet_line(one.label, names, one.cells) for one in lines if one.label not in too_much)


def _metrics(found: Across, names: Sequence[str]) -> tuple[SheetLine, ...]:
    return tuple(
        sheet_line(
            one.name,
            names,
            ["not asked for" if often is None else often or "asked for" for often in one.often],
        )
        for one in found.metrics
    )


def _night(sheets: Sequence[Mapping[str, Any]], names: Sequence[str]) -> tuple[SheetLine, ...]:
    known = definitions()
    return tuple(
        sheet_line(
            known[key].label,
            names,
            [shown_value(key, sheet[key]) if key in sheet else None for sheet in sheets],
        )
        for key in NIGHT
        if any(key in sheet for sheet in sheets)
    )


def _reach(contact: Mapping[str, Any] | None) -> str:
    """Name, and phone on a line of its own."""
    return "\n".join(str(contact[part]) for part in ("name", "phone") if contact.get(part)) if contact else ""
