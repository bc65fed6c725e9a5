"""What people type about a month."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from app.core.money import format_cents
from app.web.formdata import FormData, Submitted

from ..rules import FIGURES, Kind

LARGEST = 1_000_000
PLACES = 6


def read_month(submitted: Submitted) -> tuple[dict[str, Any] | None, int, FormData]:
    """Every figure of the form, and the version that the person looked at (0 for a new month)."""
    form = FormData(submitted)
    found = {name: _figure(form, name, one.kind) for name, one in FIGURES.items() if form.sent(name)}
    seen = form.whole("seen") or 0
    if form.ok and all(value is None for value in found.values()):
        form.fail("referrals", "Enter at least one figure; leave the others empty.")
    return (found if form.ok else None), seen, form


def _figure(form: FormData, name: str, kind: Kind) -> int | Decimal | None:
    if kind is Kind.MONEY:
        return form.cents(name)
    if kind is Kind.NUMBER:
        return form.number(name, PLACES, LARGEST)
    return form.whole(name, 0, LARGEST)


def month_form(values: Mapping[str, Any], seen: int) -> FormData:
    """The form with what is known."""
    shown = {name: _typed(one.kind, values.get(name)) for name, one in FIGURES.items()}
    return FormData(initial={**shown, "seen": str(seen)})


def _typed(kind: Kind, value: Any) -> str:
    if value is None:
        return ""
    if kind is Kind.MONEY:
        return format_cents(value).removeprefix("$").removesuffix(".00")
    return f"{Decimal(value).normalize():f}"


def read_month_on(text: str) -> date | None:
    """The first day of 2026-10, or None for what is no month."""
    try:
        return date.fromisoformat(f"{text}-01") if len(text) == len("2026-10") else None
    except ValueError:
        return None
