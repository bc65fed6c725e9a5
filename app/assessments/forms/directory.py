"""What people type about connecting resources."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

from app.web.csvfile import csv_file, safe_text
from app.web.formdata import LONG, FormData, Submitted

from ..models import ConnectingResource
from ..queries import ItemLine, Picture, ResourceRow, method
from ..service import ResourceFacts


def read_resource(submitted: Submitted, today: date) -> tuple[ResourceFacts | None, FormData]:
    """One entry of the directory."""
    form, book = FormData(submitted), method().directory
    facts = ResourceFacts(
        resource=form.text("resource", "Write what it is called."),
        need_met=form.choice("need_met", book.needs),
        known_by=form.choice("known_by", book.known_by),
        who_can_use=form.text("who_can_use"),
        area=form.text("area"),
        how_to_refer=form.text("how_to_refer", limit=LONG),
        contact_office=form.text("contact_office"),
        funding_until=form.day("funding_until"),
        overlaps_with_our_services=form.flag("overlaps_with_our_services"),
        checked_on=form.day("checked_on"),
    )
    if facts.checked_on is not None and facts.checked_on > today:
        form.fail("checked_on", "Enter today or an earlier day.")
    return (facts if form.ok else None), form


def resource_form(row: ConnectingResource | None = None) -> FormData:
    """The form with what is known."""
    if row is None:
        return FormData(initial={})
    texts = ("resource", "need_met", "known_by", "who_can_use", "area", "how_to_refer", "contact_office")
    known: dict[str, Any] = {name: getattr(row, name) for name in texts}
    known |= {name: iso(getattr(row, name)) for name in ("funding_until", "checked_on")}
    return FormData(initial={**known, "overlaps_with_our_services": row.overlaps_with_our_services})


def iso(day: date | None) -> str:
    """As a date field holds it."""
    return day.isoformat() if day else ""


def write_directory(rows: Iterable[ResourceRow]) -> bytes:
    """The directory as a file that Excel opens, under the names of the catalogue."""
    names = (
        *("resource", "need_met", "known_by", "who_can_use", "area", "how_to_refer", "contact_office"),
        *("funding_until", "overlaps_with_our_services", "checked_on"),
    )
    lines = [[_cell(getattr(row, name)) for name in names] for row in rows]
    return csv_file([names, *lines])


def write_worksheet(shown: Picture, status: dict[str, str], rechecked: dict[str, date]) -> bytes:
    """The worksheet as a file that Excel opens, under the catalogue's field names [T5 gaps]."""
    heading = [
        *("group", "item", "label", "rating", "evidence", "strategy", "filler", "filler_side"),
        *(
            "person_provider",
            "person_payer",
            "first_step",
            "due",
            "status",
            "rechecked_on",
            "instead",
            "note",
        ),
    ]
    lines = [
        _worksheet_line(group.name, line, status, rechecked)
        for group in method().groups
        for line in shown.items_of(group)
    ]
    return csv_file([heading, *lines])


def _worksheet_line(
    group: str, line: ItemLine, status: dict[str, str], rechecked: dict[str, date]
) -> list[str]:
    item, row = line.item, line.row
    if row is None:
        return [group, item.id, item.label, *[""] * 13]
    cells = (
        *(group, item.id, item.label, row.rating, row.evidence, row.strategy, row.filler, row.filler_side),
        *(row.provider_name, row.payer_name, row.first_step, row.due_on, status.get(item.id)),
        *(rechecked.get(item.id), row.instead, row.instead_note),
    )
    return [_cell(one) for one in cells]


def _cell(value: Any) -> str:
    """As text; what a table would take for a formula stands behind an apostrophe."""
    if value is None or value == "":
        return ""
    text = {True: "yes", False: "no"}[value] if isinstance(value, bool) else str(value)
    return safe_text(text)
