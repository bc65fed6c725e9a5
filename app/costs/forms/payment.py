"""What people type about the payment around the rate, and about an option that takes less effort."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import Any

from app.web.formdata import LONG, FormData, Submitted

from ..rules import ADMIN, NO, SHARING_WORDS, YES, CostInputs, Option, Trial
from .costs import NAME_LENGTH

YES_NO = {YES: "Yes", NO: "No"}
LONGEST_SUPPORT = 120  # months


@dataclass(frozen=True, slots=True)
class Noted:
    """What is noted under a part, and the version that the person looked at."""

    answer: Mapping[str, Any]
    seen: int


def _noted(form: FormData, answer: Mapping[str, Any]) -> tuple[Noted | None, FormData]:
    """Only what was filled in is kept."""
    seen = form.whole("seen") or 0
    kept = {name: value for name, value in answer.items() if value}
    return (Noted(kept, seen) if form.ok else None), form


def read_risk(submitted: Submitted) -> tuple[Noted | None, FormData]:
    """What the plan asks for, and what each side shows."""
    form = FormData(submitted)
    asked = form.choice("asked", [one.value for one in SHARING_WORDS])
    return _noted(form, {"asked": asked, "data_shared": form.text("data_shared", limit=LONG)})


def read_support(submitted: Submitted) -> tuple[Noted | None, FormData]:
    """How many months the support is paid."""
    form = FormData(submitted)
    return _noted(form, {"months": form.whole("months", 1, LONGEST_SUPPORT)})


def read_stalemate(
    submitted: Submitted, ways_out: Collection[str], today: date
) -> tuple[Noted | None, FormData]:
    """Who waits for whom, since when, and what was tried."""
    form = FormData(submitted)
    plan_first, pay_first = (form.choice(name, YES_NO) for name in ("plan_first", "pay_first"))
    since = form.day("since")
    if since is not None and since > today:
        form.fail("since", "This day has not come yet.")
    return _noted(
        form,
        {
            "plan_first": plan_first,
            "pay_first": pay_first,
            "since": since.isoformat() if since else "",
            "tried": form.choices("tried", ways_out),
            "next": form.text("next", limit=LONG),
        },
    )


def note_form(answer: Mapping[str, Any], seen: int) -> FormData:
    """The form of a part with what is noted."""
    return FormData(initial={**answer, "seen": str(seen)})


# --- an option that takes less effort


@dataclass(frozen=True, slots=True)
class TriedOut:
    """Figures for an option, and the name under which to keep what it does."""

    name: str
    trial: Trial


def trial_form(trial: Trial) -> FormData:
    """The form with the figures to begin with."""
    values: dict[str, Any] = {one: getattr(trial, one) for one in ("kind", "discipline", "tier", "to_tier")}
    values |= {one: f"{float(getattr(trial, one) * 100):g}" for one in ("share", "less")}
    values |= {one: f"{float(getattr(trial, one)):g}" for one in ("helper", "hours")}
    return FormData(initial=values)


def disciplines_of(inputs: CostInputs) -> list[str]:
    """Who can give an encounter or teach."""
    return [one for one in inputs.hourly_cost if one != ADMIN]


def read_trial(submitted: Submitted, option: Option, inputs: CostInputs) -> tuple[TriedOut | None, FormData]:
    """The figures an option asks for; None and a sentence at each that cannot be meant."""
    form = FormData(submitted)
    found: dict[str, Any] = {}
    lists = {
        "kind": (inputs.encounter_types, "Which encounters?"),
        "discipline": (disciplines_of(inputs), "Who does it?"),
        "tier": (inputs.tiers, "Which tier?"),
        "to_tier": (inputs.tiers, "Into which tier?"),
    }
    for name, (allowed, missing) in lists.items():
        if name in option.asks:
            found[name] = form.choice(name, allowed, missing)
    for name in ("share", "less"):
        if name in option.asks:
            found[name] = Fraction(form.whole(name, 0, 100, "How many of a hundred?") or 0, 100)
    if "helper" in option.asks:
        found["helper"] = Fraction(form.cents("helper") or 0, 100)
    if "hours" in option.asks:
        found["hours"] = Fraction(form.number("hours", 2, 1000) or 0)
    if found.get("tier") and found.get("tier") == found.get("to_tier"):
        form.fail("to_tier", "Choose another tier than the one before.")
    name = form.text("name", limit=NAME_LENGTH)
    return (TriedOut(name, Trial(**found)) if form.ok else None), form
