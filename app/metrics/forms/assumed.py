"""What people type about what was assumed at signing: one row for each figure; empty ones are left out."""

from __future__ import annotations

from collections.abc import Iterable

from app.web.formdata import FormData, Submitted

from ..rules import FACTS, USUAL_TOLERANCE, Assumed

PLACES, LARGEST, WIDEST = 4, 1_000_000, 500


def read_assumptions(submitted: Submitted) -> tuple[tuple[Assumed, ...] | None, FormData]:
    """Every row that is filled; None and a sentence at each field that cannot be meant."""
    form = FormData(submitted)
    found = []
    for fact in FACTS:
        value = form.number(f"{fact}.value", PLACES, LARGEST)
        tolerance = form.whole(f"{fact}.tolerance", 0, WIDEST)
        check_on = form.day(f"{fact}.check_on")
        note = form.text(f"{fact}.note")
        seen = form.whole(f"{fact}.seen") or 0
        if value is None and (check_on or note) and f"{fact}.value" not in form.errors:
            form.fail(f"{fact}.value", "What was assumed? Or empty the row.")
        if value is not None and not value:
            form.fail(f"{fact}.value", "Nothing can be compared with zero. Leave it empty instead.")
        if value is not None:
            wide = USUAL_TOLERANCE if tolerance is None else tolerance
            found.append(Assumed(fact, value, wide, check_on, note, version=seen))
    return (tuple(found) if form.ok else None), form


def assumption_form(kept: Iterable[Assumed]) -> FormData:
    """The form with what is kept."""
    values: dict[str, str] = {}
    for one in kept:
        values |= {
            f"{one.fact}.value": f"{one.value.normalize():f}",
            f"{one.fact}.tolerance": str(one.tolerance),
            f"{one.fact}.check_on": one.check_on.isoformat() if one.check_on else "",
            f"{one.fact}.note": one.note,
            f"{one.fact}.seen": str(one.version),
        }
    return FormData(initial=values)
