"""What people type about the value of one period."""

from __future__ import annotations

from decimal import Decimal

from app.web.formdata import LONG, FormData, Submitted

from ..models import MetricValue
from ..rules import BELOW_ZERO, UNITS, Shape, Value
from .metric import LARGEST, MOST_OF_FIVE, PLACES, plain


def read_value(
    submitted: Submitted, unit: str, *, beside_a_plan: bool = False
) -> tuple[Value | None, str, FormData]:
    """The value with its note; None when everything is empty, or a sentence stands at a field.

    Only `beside_a_plan`, such as a caseload of its forecast, may there be more than the whole.
    """
    form = FormData(submitted)
    shape = UNITS[unit].shape
    note = form.text("note")
    if shape is Shape.SPREAD:
        words = form.text("words", limit=LONG)
        return (Value(None, words=words) if words else None), note, form
    if shape is Shape.SHARE:
        return _share(form, beside_a_plan), note, form
    value = form.number("value", PLACES, LARGEST, signed=unit in BELOW_ZERO)
    if value is not None and unit == "mean_1_to_5" and not 1 <= value <= MOST_OF_FIVE:
        form.fail("value", "Enter a number from 1 to 5.")
    return (Value(value) if value is not None else None), note, form


def _share(form: FormData, beside_a_plan: bool) -> Value | None:
    """So many of so many, or the percentage alone where only that is known."""
    count, out_of = (form.number(name, 2, LARGEST) for name in ("count", "out_of"))
    value = form.number("value", PLACES, LARGEST)
    if not form.ok:
        return None
    if count is None and out_of is None:
        return Value(value) if value is not None else None
    if count is None:
        form.fail("count", "How many of them?")
        return None
    if out_of is None:
        form.fail("out_of", "Of how many?")
        return None
    if count > out_of and not beside_a_plan:
        form.fail("count", f"There are only {plain(out_of)} of them.")
        return None
    if not out_of:
        return Value(None, count, out_of)
    return Value((count * 100 / out_of).quantize(Decimal("0.0001")), count, out_of)


def value_form(row: MetricValue | None) -> FormData:
    """The form with what is kept."""
    if row is None:
        return FormData(initial={"seen": "0"})
    numbers = {name: plain(getattr(row, name)) for name in ("value", "count", "out_of")}
    if row.count is not None:
        numbers["value"] = ""
    return FormData(initial={**numbers, "words": row.words, "note": row.note, "seen": str(row.version)})
