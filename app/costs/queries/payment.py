"""The payment around the rate, read: the term sheet, what is noted beside it, and what both mean."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from fractions import Fraction
from typing import Any, cast

from app.catalogue import catalogue
from app.core.db import first_row, rows
from app.core.errors import NotFound
from app.core.history import History
from app.terms.queries import definitions, shown_value, terms_in_force

from ..models import PaymentNote
from ..rules import (
    OPTIONS,
    Carved,
    Case,
    CostInputs,
    Option,
    Risk,
    Sharing,
    Stalemate,
    Support,
    Trial,
    carve_out,
    counted_words,
    end_words,
    ends_too_early,
    loss_words,
    now_words,
    of_set,
    risk_words,
    stalemate_words,
    swing_words,
)
from .sets import Effect, SetView, effect_on, sets_of

RISK, SUPPORT, STALEMATE = PARTS = ("risk", "support", "stalemate")
RISK_TERMS = (
    "S25.kind",
    "S25.minimum_group_size",
    "S25.outlier_cap",
    "S25.calculator",
    "S25.provider_share",
    "S25.payout_delay_months",
    "S25.max_provider_loss",
)
SUPPORT_TERMS = (
    "S24.support_form",
    "S24.amount",
    "S24.monthly_floor",
    "S24.falling_sums",
    "S24.source",
    "S24.ends_when",
    "S24.ends_on",
    "S24.ends_at_caseload",
    "S24.repay_terms",
)
ALWAYS = ("S24.support_form", "S24.amount", "S24.source", "S24.ends_when", "S24.repay_terms")
MOST_TOLD = 10


# --- what is noted


@dataclass(frozen=True, slots=True)
class Note:
    """What is noted under one part; version 0 while nothing is."""

    answer: Mapping[str, Any] = field(default_factory=dict)
    version: int = 0
    id: int = 0


def notes_of(partnership_id: int) -> dict[str, Note]:
    """Every part, in one statement."""
    n = PaymentNote
    query = n.select(n.part, n.answer, n.version, n.id).where(n.partnership == partnership_id)
    found = {part: Note(answer, version, row_id) for part, answer, version, row_id in rows(query)}
    return {part: found.get(part, Note()) for part in PARTS}


def stalemate_in(answer: Mapping[str, Any]) -> Stalemate:
    """The knot as it is noted."""
    since = answer.get("since")
    return Stalemate(
        plan_first=answer.get("plan_first", ""),
        pay_first=answer.get("pay_first", ""),
        since=date.fromisoformat(since) if since else None,
        tried=tuple(answer.get("tried", ())),
        next=answer.get("next", ""),
    )


def stalemate_of(partnership_id: int, today: date) -> str:
    """The savings-proof stalemate in one sentence; nothing where both sides do not wait for each other."""
    query = PaymentNote.select(PaymentNote.answer)
    row = first_row(
        query.where((PaymentNote.partnership == partnership_id) & (PaymentNote.part == STALEMATE))
    )
    found = stalemate_in(row[0] if row else {})
    return stalemate_words(found, today) if found.knotted else ""


@dataclass(frozen=True, slots=True)
class Told:
    """One change of a note: when, by whom, and how it stood from then on."""

    at: datetime
    who: str
    words: str


def _earlier(note: Note, today: date) -> tuple[Told, ...]:
    """How the knot was noted, newest first."""
    if not note.id:
        return ()
    query = (
        History.select(History.at, History.actor_name, History.after)
        .where((History.entity == PaymentNote._meta.table_name) & (History.entity_id == note.id))
        .order_by(History.id.desc())
        .limit(MOST_TOLD)
    )
    return tuple(
        Told(at, who, stalemate_words(stalemate_in(after["answer"]), today))
        for at, who, after in rows(query)
        if after and "answer" in after
    )


# --- what the catalogue knows


@dataclass(frozen=True, slots=True)
class Mechanism:
    """What a way of paying is, and what to watch."""

    name: str
    what: str
    cautions: tuple[str, ...]


def mechanisms() -> dict[str, Mechanism]:
    """Every mechanism by its id."""
    listed = cast(tuple[Mapping[str, Any], ...], catalogue().section("payment_mechanisms"))
    return {one["id"]: Mechanism(one["name"], one["what"], tuple(one["cautions"])) for one in listed}


def _around(*path: str) -> Any:
    return catalogue().section("payment_support", *path)


def minimum_warning() -> Mapping[str, Any]:
    """What a fixed number of visits takes away, and what could stand in its place: `text`, `options`."""
    return cast(Mapping[str, Any], _around("visit_minimum_warning"))


def ways_out() -> tuple[str, ...]:
    """What can loosen the knot."""
    return tuple(_around("stalemate", "ways_out"))


def usual_group() -> int:
    """The smallest group for which sharing is thought of, where no term says another."""
    fields = _around("risk_sharing", "fields")
    return int(next(one["default"] for one in fields if one["name"] == "minimum_group_size"))


# --- what it means


@dataclass(frozen=True, slots=True)
class Fact:
    """A term as it stands in the term sheet; None while it is not settled."""

    key: str
    label: str
    words: str | None


@dataclass(frozen=True, slots=True)
class Payment:
    """Everything the page says."""

    now: str
    current: SetView | None
    notes: Mapping[str, Note]
    mechanisms: Mapping[str, Mechanism]
    carved: tuple[Carved, ...]
    risk: Risk
    risk_words: str
    swing: tuple[str, ...]
    risk_facts: tuple[Fact, ...]
    cautions: tuple[str, ...]
    support_words: str
    support_loss: str
    support_early: bool
    support_facts: tuple[Fact, ...]
    stalemate: Stalemate
    stalemate_words: str
    ways_out: tuple[str, ...]
    earlier: tuple[Told, ...]
    behaviors: tuple[str, ...]
    other_supports: tuple[str, ...]


def payment(partnership_id: int, today: date) -> Payment:
    """The terms in force, the notes and the current costs, put together: five statements."""
    terms, notes = terms_in_force(partnership_id, today), notes_of(partnership_id)
    current = next(iter(sets_of(partnership_id)), None)
    inputs = current.case.inputs if current else None
    margin = of_set(inputs, current.case.layers).monthly_margin if current and inputs else None
    risk, support = _risk(terms, notes[RISK].answer), _support(terms, notes[SUPPORT].answer, current)
    swing = swing_words(risk, inputs, margin, usual_group())
    knot = stalemate_in(notes[STALEMATE].answer)
    said, ends = stalemate_words(knot, today), end_words(support, inputs)
    early = ends_too_early(support, inputs)
    return Payment(
        now=now_words(said if knot.knotted else "", ends if early else "", next(iter(swing), ""), margin),
        current=current,
        notes=notes,
        mechanisms=mechanisms(),
        carved=_carved(terms),
        risk=risk,
        risk_words=risk_words(risk),
        swing=swing,
        risk_facts=_facts(terms, RISK_TERMS, RISK_TERMS if risk.matters else RISK_TERMS[:1]),
        cautions=tuple(_around("risk_sharing", "cautions")),
        support_words=ends,
        support_loss=_loss(support, inputs, terms) if inputs else "",
        support_early=early,
        support_facts=_facts(
            terms, SUPPORT_TERMS, ALWAYS if support.form not in (None, "none") else ALWAYS[:1]
        ),
        stalemate=knot,
        stalemate_words=said,
        ways_out=ways_out(),
        earlier=_earlier(notes[STALEMATE], today),
        behaviors=tuple(_around("negotiation_behaviors")),
        other_supports=tuple(_around("other_supports")),
    )


def _facts(terms: Mapping[str, Any], keys: tuple[str, ...], always: tuple[str, ...]) -> tuple[Fact, ...]:
    """The terms by their labels: what is settled, and of the rest what is `always` named."""
    known = definitions()
    return tuple(
        Fact(key, known[key].label, shown_value(key, terms[key]) if key in terms else None)
        for key in keys
        if key in known and (key in terms or key in always)
    )


def _carved(terms: Mapping[str, Any]) -> tuple[Carved, ...]:
    inside, outside = (
        {str(one) for one in terms.get(f"S23.bundle_{side}") or ()} for side in ("includes", "excludes")
    )
    return tuple(carve_out(one["label"], inside, outside) for one in _around("carve_outs"))


def _risk(terms: Mapping[str, Any], noted: Mapping[str, Any]) -> Risk:
    agreed, share = terms.get("S25.kind"), terms.get("S25.provider_share")
    kind = agreed or noted.get("asked")
    return Risk(
        kind=Sharing(kind) if kind in list(Sharing) else None,
        agreed=bool(agreed),
        group=_whole(terms.get("S25.minimum_group_size")),
        cap=_dollars(terms.get("S25.outlier_cap")),
        share=Fraction(share) / 100 if isinstance(share, int | Decimal) else None,
        delay_months=_whole(terms.get("S25.payout_delay_months")),
        most=_dollars(terms.get("S25.max_provider_loss")),
    )


def _support(terms: Mapping[str, Any], noted: Mapping[str, Any], current: SetView | None) -> Support:
    form, amount = terms.get("S24.support_form"), _dollars(terms.get("S24.amount"))
    if amount is None and current is not None:
        amount = current.case.inputs.ramp.startup_support or None
    return Support(
        form=str(next(iter(form))) if form else None,
        amount=amount,
        floor=_dollars(terms.get("S24.monthly_floor")),
        falling=tuple(
            (row["from_month"], Fraction(row["sum"], 100))
            for row in terms.get("S24.falling_sums") or ()
            if isinstance(row.get("from_month"), int) and isinstance(row.get("sum"), int)
        ),
        source=terms.get("S24.source"),
        ends_when=terms.get("S24.ends_when"),
        ends_on=_day(terms.get("S24.ends_on")),
        ends_at=_whole(terms.get("S24.ends_at_caseload")),
        months=noted.get("months"),
        pay_on=_day(terms.get("S24.pay_on")),
        start=_day(terms.get("S03.start_date")),
    )


def _loss(support: Support, inputs: CostInputs, terms: Mapping[str, Any]) -> str:
    agreed = _dollars(terms.get("S24.amount"))
    return f"{loss_words(support, inputs)} {counted_words(agreed, inputs.ramp.startup_support)}".strip()


def _whole(value: Any) -> int | None:
    return value if isinstance(value, int) else None


def _dollars(value: Any) -> Fraction | None:
    return Fraction(value, 100) if isinstance(value, int) else None


def _day(value: Any) -> date | None:
    return value if isinstance(value, date) else None


# --- doing it with less effort


@dataclass(frozen=True, slots=True)
class Tried:
    """An option beside the cost it touches: what it does with the figures it begins with."""

    option: Option
    label: str
    touches: str
    cost: Fraction  # USD of a patient month
    trial: Trial
    saved: Fraction | None  # USD a month; below 0 it costs more


def option_label(ident: str) -> str:
    """What the catalogue calls an option."""
    listed = cast(tuple[Mapping[str, Any], ...], catalogue().section("service_design", "efficiency_options"))
    return str(next(one["label"] for one in listed if one["id"] == ident))


def why_careful() -> str:
    """What to keep in mind while effort is cut: the reason of the milestone that asks for it."""
    return next(one.why for one in catalogue().milestones if one.id == "RE03")


def options_for(case: Case) -> tuple[Tried, ...]:
    """Every option that these costs hold something for, the one that saves most first."""
    inputs = case.inputs
    found = (_tried(inputs, case.layers, option) for option in OPTIONS.values())
    return tuple(sorted((one for one in found if one), key=lambda one: -(one.saved or Fraction(0))))


def _tried(inputs: CostInputs, layers: Collection[str], option: Option) -> Tried | None:
    trial = option.begin(inputs)
    if trial is None:
        return None
    was, becomes = (of_set(one, layers).monthly_margin for one in (inputs, option.does(inputs, trial)))
    saved = None if was is None or becomes is None else becomes - was
    cost = option.touches(inputs, trial)
    return Tried(option, option_label(option.ident), option.called(trial), cost, trial, saved)


def nothing_to_try(case: Case) -> tuple[str, ...]:
    """What the options are called for which these costs hold nothing."""
    inputs = case.inputs
    return tuple(option_label(one.ident) for one in OPTIONS.values() if one.begin(inputs) is None)


def get_option(case: Case, ident: str) -> Tried:
    """One of them. Raises NotFound where these costs hold nothing to try it on."""
    option = OPTIONS.get(ident)
    found = _tried(case.inputs, case.layers, option) if option else None
    if found is None:
        raise NotFound("These costs hold nothing to try that on.")
    return found


def effect_of_trial(case: Case, option: Option, trial: Trial) -> Effect:
    """What an option does with these figures."""
    return effect_on(case, option.does(case.inputs, trial))
