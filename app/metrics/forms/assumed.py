"""What people type about what was assumed at signing: one row for each figure, of which many stay empty."""

from __future__ import annotations

from collections.abc import Iterable

from app.web.formdata import FormData, Submitted

from ..rules import FACTS, USUAL_TOLERANCE, Assumed, Typed, figure

PLACES, LARGEST, WIDEST = 4, 1_000_000, 500


def read_assumptions(submitted: Submitted) -> tuple[tuple[Typed, ...] | None, FormData]:
    """Every row, an empty one without a value; None and a sentence at each field that cannot be meant."""
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
        wide = USUAL_TOLERANCE if tolerance is None else tolerance
        found.append(Typed(fact, value, wide, check_on, note, seen))
    return (tuple(found) if form.ok else None), form


def name_changes(form: FormData, typed: Iterable[Typed], kept: Iterable[Assumed]) -> None:
    """Say at each row what somebody else made of it since; saving the form again is then meant."""
    now = {one.fact: one for one in kept}
    for row in typed:
        one = now.get(row.fact)
        version = one.version if one else 0
        if row.seen != version and (row.seen or row.value is not None):
            theirs = f"wrote {figure(one.value)} here" if one else "took this out"
            form.fail(f"{row.fact}.value", f"Somebody {theirs} since. Save again to keep what you have here.")
            form.values[f"{row.fact}.seen"] = str(version)


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
