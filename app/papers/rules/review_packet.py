"""The packet of a reassessment review, part by part. Pure."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import Any

from app.core.calendar import day_words
from app.core.money import format_dollars
from app.core.text import folded
from app.costs.rules import CostInputs
from app.reviews.rules import DECISIONS, Sufficiency, decision_words, state_words
from app.reviews.rules import Part as WorksheetPart

from .parts import Part, Row

Months = Sequence[tuple[date, Mapping[str, Any]]]
Marks = tuple[str, int | None, int | None, int | None, int | None]  # topic; ours, theirs, both of last time
FUNNEL = ("referrals", "ineligible", "unreachable", "declined", "new_enrolled")
CONTACTS = {
    "rn_visits": "Nurse",
    "sw_visits": "Social work",
    "physician_videos": "Physician",
    "phone_contacts": "Phone",
    "chaplain_contacts": "Chaplain",
}
# A discipline of the cost model is a word that people type. Contacts of these are counted in one figure,
# in person or not; of those below only the visits, their calls count among all calls.
WHOLE = {"physician": "physician_videos", "doctor": "physician_videos", "chaplain": "chaplain_contacts"}
VISITS = {
    "rn": "rn_visits",
    "nurse": "rn_visits",
    "registered nurse": "rn_visits",
    "sw": "sw_visits",
    "social worker": "sw_visits",
    "social work": "sw_visits",
}
NOT_KNOWN, NOT_SHOWN = "not known", "not shown, few cases"
PATIENTS, ENCOUNTERS = "patient_months", "encounters"
PLAN_OF_MODEL = "Planned by discipline as the cost model has it, all together as the agreement says."


def cover_part(facts: Iterable[tuple[str, str]], why: Sequence[str]) -> Part:
    """What it is, who comes, and why now."""
    shown = tuple((label, said) for label, said in facts if said)
    return Part("This review", facts=shown, parts=(Part("Why now", bullets=tuple(why)),))


def looks_at(first: date | None, last: date | None, months: Sequence[date]) -> str:
    """The months a review looks at, as they were set or as far as there are numbers, and where these end."""
    begin, end = first or min(months, default=None), last or max(months, default=None)
    if begin is None or end is None:
        return ""
    known = max(months, default=None)
    short = "" if known is None or known >= end.replace(day=1) else f"; numbers up to {known:%B %Y}"
    return f"{begin:%B %Y} to {end:%B %Y}{short}"


def balance_part(marks: Sequence[Marks], provider: str, payer: str) -> Part:
    """Effort, payment and outcomes as each side rated them, with last time beside it [L7 balance]."""
    rows = tuple((topic, *(_mark(one) for one in four)) for topic, *four in marks)
    return Part(
        "Balance, as each side rates it",
        lines=("From 1, far too little, to 5, far too much; 3 is right.",) if rows else (),
        heads=("Topic", provider, payer, f"{provider}, last time", f"{payer}, last time"),
        shares=(28, 18, 18, 18, 18),
        rows=rows,
    )


def _mark(value: int | None) -> str:
    return "not rated" if value is None else str(value)


def funnel_part(months: Months, hidden: Sequence[Mapping[str, str | None]]) -> Part:
    """From referral to enrollment by month; `hidden` are the words in place of a count that is not shown."""
    rows = []
    for (on, values), words in zip(months, hidden, strict=True):
        cells = [words.get(name) or _count(values.get(name)) for name in FUNNEL]
        rows.append((f"{on:%b %Y}", *cells))
    heads = ("Month", "Referred", "Not eligible", "Not reached", "Declined", "Enrolled")
    return Part(
        "From referral to enrollment",
        heads=heads,
        shares=(20, 16, 16, 16, 16, 16),
        rows=tuple(rows),
        empty="No monthly numbers were entered for this time.",
    )


def _count(value: Any) -> str:
    return NOT_KNOWN if value is None else str(value)


def planned_contacts(inputs: CostInputs) -> Mapping[str, Fraction]:
    """Contacts per patient month that the cost model plans, by the figure that counts them [L5 costs].

    Empty where a kind of contact is in no figure: then the figures would not hold the whole plan.
    """
    found: dict[str, Fraction] = {}
    for tier in inputs.tiers.values():
        for kind, times in tier.mix.items():
            one = inputs.encounter_types[kind]
            who = folded(one.discipline)
            visited = VISITS.get(who) if one.in_person else "phone_contacts"
            name = WHOLE.get(who, visited)
            if name is None:
                return {}
            found[name] = found.get(name, Fraction(0)) + tier.share * times
    return found


def care_part(
    months: Months,
    planned: Fraction | None,
    by_discipline: Mapping[str, Fraction] | None = None,
    hidden: Collection[str] = (),
) -> Part:
    """Care given against plan, per discipline and patient month [L7 effort].

    `by_discipline` is what the cost model plans; the whole is what the agreement says.
    `hidden` are figures of which a partner's copy tells nothing: they are small, or would give one away.
    """
    patients = _sum(months, PATIENTS)
    if not patients:
        return Part("Care given, against plan")
    plans = by_discipline or {}
    rows = [
        (words, _given(months, name, patients, hidden), _one(plans[name]) if name in plans else "")
        for name, words in CONTACTS.items()
    ]
    whole = _given(months, ENCOUNTERS, patients, hidden)
    rows.append(("All together", whole, _one(planned) if planned else ""))
    heads = ("Contacts per patient month", "Given", "Planned")
    note = (PLAN_OF_MODEL,) if plans else ()
    return Part("Care given, against plan", lines=note, heads=heads, shares=(50, 25, 25), rows=tuple(rows))


def _given(months: Months, name: str, patients: Fraction, hidden: Collection[str]) -> str:
    if name in hidden or PATIENTS in hidden:
        return NOT_SHOWN
    count = _sum(months, name)
    return NOT_KNOWN if count is None else _one(count / patients)


def money_part(found: Sufficiency, running: Any, first: date | None, last: date | None) -> Part:
    """Cost and payment per patient month, break-even, and the margin since the start [L5 costs]."""
    if first is None or last is None:
        return Part("Cost and payment")
    facts = (
        ("Cost per patient month", _dollars(found.cost)),
        ("Payment per patient month", _dollars(found.paid)),
        ("Case rate that breaks even with these patients", _dollars(found.even_now)),
        ("The same with the patients that were forecast", _dollars(found.even_forecast)),
        ("Margin since the start", NOT_KNOWN if running is None else format_dollars(running)),
    )
    return Part("Cost and payment", lines=(f"{first:%B %Y} to {last:%B %Y}.",), facts=facts)


def signals_part(rows: Sequence[Row], *, with_words: bool) -> Part:
    """The signals of the time with what was answered."""
    said = (("In words", 30),) if with_words else ()
    columns = (("Signal", 24), *said, ("Since", 16), ("Over", 16), ("Answered", 14))
    return Part(
        "Signals",
        heads=tuple(head for head, _share in columns),
        shares=tuple(share for _head, share in columns),
        rows=tuple(rows),
        empty="No signal stood in this time.",
    )


def together_part(months: Months, pulse: Sequence[str], concerns: Sequence[str]) -> Part:
    """Follow-up, meetings and the pulse [L8 behaviors]."""
    facts = []
    for label, above, below in (
        ("Actions done in time", "actions_on_time", "actions_due"),
        ("Meetings held", "meetings_held", "meetings_planned"),
    ):
        done, whole = _sum(months, above), _sum(months, below)
        if done is not None and whole:
            facts.append((label, f"{done} of {whole}"))
    open_now = Part("Open concerns", bullets=tuple(concerns))
    return Part("How we work together", facts=tuple(facts), lines=tuple(pulse), parts=(open_now,))


@dataclass(frozen=True, slots=True)
class Told:
    """Which answers a copy tells, by question, and whether it tells the actions."""

    answer: Callable[[str], bool]
    actions: bool = True


def worksheet_parts(parts: Sequence[WorksheetPart], told: Told, title: str = "Worksheet") -> Part:
    """Questions per focus area with answer, state and action; blank ones to fill by hand."""
    tables = []
    for part in parts:
        rows = []
        for one in part.questions:
            asks = "\n".join((one.title, *one.asks))
            said = (one.answer, state_words(one.state)) if told.answer(one.id) else ("", "")
            rows.append((asks, *said, one.action if told.actions else ""))
        heads = ("Question", "What we found", "State", "Action")
        tables.append(Part(part.title, heads=heads, shares=(36, 32, 14, 18), rows=tuple(rows), titled=True))
    return Part(title, parts=tuple(tables))


def levers_part(levers: Iterable[tuple[str, str, str]], *, partner_copy: bool) -> Part:
    """Levers that were tried, are possible or were refused, and why: label, state and note in words."""
    rows = tuple(levers)
    if partner_copy:
        return Part(
            "Levers looked at",
            heads=("Lever", "Where it stands"),
            shares=(70, 30),
            rows=tuple((label, state) for label, state, _note in rows),
        )
    return Part(
        "Levers looked at",
        heads=("Lever", "Where it stands", "Result, or why not"),
        shares=(44, 18, 38),
        rows=rows,
        empty="No lever is noted yet.",
    )


def sufficiency_part(steps: Sequence[tuple[str, str]], found: Sufficiency, conclusion: str) -> Part:
    """The sufficiency assessment, step by step [L7 payment]."""
    rows = [(f"{number}. {text}", said) for number, (text, said) in enumerate(steps, start=1)]
    split = tuple((words, _dollars(value)) for words, value in found.parts)
    concluded = Part("Conclusion", lines=(conclusion or "Open.",))
    table = Part("Steps", heads=("Step", "What we found"), shares=(46, 54), rows=tuple(rows))
    return Part(
        "Does the payment suffice?",
        facts=split,
        parts=(table, concluded),
        lines=("Cost per patient month, by part:",),
    )


def decision_part(
    decision: str, reasons: str, decided: str, next_on: date | None, signers: Sequence[str]
) -> Part:
    """The decision sheet: what was decided, or boxes to tick, with room to sign."""
    if decision:
        facts = [("Decided", decision_words(decision)), ("On", decided), ("Because", reasons)]
        if next_on:
            facts.append(("To be looked at again on", day_words(next_on)))
        return Part("Decision", facts=tuple(facts), parts=(_signatures(signers),), new_page=True)
    boxes = tuple(("☐", words) for words in DECISIONS.values())
    return Part(
        "Decision",
        heads=("", "What we decide"),
        shares=(8, 92),
        rows=boxes,
        parts=(
            Part("Because", write_on=3),
            Part("To be looked at again on", write_on=1),
            _signatures(signers),
        ),
        new_page=True,
    )


def _signatures(signers: Sequence[str]) -> Part:
    rows = tuple((f"{name}\n\n", "", "") for name in signers)
    return Part("Signed", heads=("For", "Name", "Day"), shares=(40, 40, 20), rows=rows)


def _sum(months: Months, name: str) -> Fraction | None:
    values = [values.get(name) for _on, values in months]
    if not values or any(value is None for value in values):
        return None
    return sum((Fraction(str(value)) for value in values), Fraction(0))


def _one(value: Fraction) -> str:
    tenths = round(value * 10)
    return f"{tenths // 10}.{tenths % 10}"


def _dollars(cents: Fraction | None) -> str:
    return NOT_KNOWN if cents is None else format_dollars(round(cents))
