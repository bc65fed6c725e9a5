"""What contradicts itself in a term sheet, and what is unusual enough to deserve a look. Pure."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from typing import Any

from app.catalogue.reviewing import interim_dates
from app.core.calendar import add_months, day_words
from app.core.money import format_cents
from app.dates.rules import Approvals
from app.terms.values import is_settled


class Severity(StrEnum):
    """How a contradiction is meant."""

    MEND = "mend"  # the draft cannot be meant like this
    CHECK = "check"  # it may be meant, and deserves a look


@dataclass(frozen=True, slots=True)
class Contradiction:
    """Two terms that do not fit; `key` is the one to look at first."""

    key: str
    sentence: str
    severity: Severity = Severity.CHECK


@dataclass(frozen=True, slots=True)
class Carrying:
    """What would carry the cost of care, in cents: a case rate beside the other payments, and a fee."""

    case_rate: int | None
    assessment_fee: int | None


def contradictions(
    values: Mapping[str, Any], said: Approvals, carrying: Carrying | None = None
) -> tuple[Contradiction, ...]:
    """Everything in a term sheet that does not fit together; `said` is how long a yes takes on both sides.

    `carrying` is known where somebody entered what care costs.
    """
    found = [entry for rule in _RULES for entry in rule(values)]
    under = _under_cost(values, carrying) if carrying is not None else ()
    return (*found, *_short_notice(values, said), *under)


def _under_cost(values: Mapping[str, Any], carrying: Carrying) -> Iterator[Contradiction]:
    rate, fee = values.get("S21.rate_home"), values.get("S22.assessment_fee")
    if isinstance(rate, int) and carrying.case_rate is not None and rate < carrying.case_rate:
        sentence = (
            f"The case rate of {format_cents(rate)} does not carry the cost of care: with the other "
            f"payments it would have to be {format_cents(carrying.case_rate)}."
        )
        yield Contradiction("S21.rate_home", sentence)
    if isinstance(fee, int) and carrying.assessment_fee is not None and fee < carrying.assessment_fee:
        sentence = (
            f"The assessment fee of {format_cents(fee)} is less than an assessment costs: "
            f"{format_cents(carrying.assessment_fee)}."
        )
        yield Contradiction("S22.assessment_fee", sentence)


def _metrics_without_owner(values: Mapping[str, Any]) -> Iterator[Contradiction]:
    tasks = ("gathers", "analyzes", "reports")
    for row in values.get("S27.metrics") or ():
        name = str(row.get("metric") or "").strip()
        if name and not all(str(row.get(task) or "").strip() for task in tasks):
            sentence = (
                f"Nobody is named for a task of the metric “{name}”: who gathers, analyzes and reports it?"
            )
            yield Contradiction("S27.metrics", sentence)


def _chosen(values: Mapping[str, Any], key: str, option: str) -> bool:
    """Whether an option is picked, or may still be: terms of options that were not picked do not print."""
    value = values.get(key)
    return value is None or option in (value if isinstance(value, list) else [value])


def _short_notice(values: Mapping[str, Any], said: Approvals) -> Iterator[Contradiction]:
    days, months = values.get("S03.notice_days"), values.get("S03.notice_months")
    key, period, fewest = "S03.notice_days", f"{days} days", days
    if months is not None:  # the shortest month has 28 days
        key, period, fewest = (
            "S03.notice_months", f"{months} month{'' if months == 1 else 's'}", months * 28,
        )  # fmt: skip
    ours = f"{said.our_workdays} business days"
    if fewest is None or fewest >= said.days:
        return
    if fewest < said.our_days:
        yield Contradiction(
            key, f"The notice period of {period} is shorter than your own approval takes: {ours}."
        )
    elif not said.is_assumed:
        yield Contradiction(
            key,
            f"The notice period of {period} is shorter than a new agreement needs: {said.payer} takes "
            f"{said.payer_days} days to approve one, and you take {ours}.",
        )


START, END = "S03.start_date", "S03.end_date"


def order_problem(values: Mapping[str, Any]) -> str:
    """What is wrong with the first and the last day; empty when nothing is."""
    start, end = values.get(START), values.get(END)
    return "The last day is not after the first day." if start and end and end <= start else ""


def _order_of_dates(values: Mapping[str, Any]) -> Iterator[Contradiction]:
    problem = order_problem(values)
    if problem:
        yield Contradiction(END, problem, Severity.MEND)


def _length_of_pilot(values: Mapping[str, Any]) -> Iterator[Contradiction]:
    names = ("start_date", "end_date", "pilot_months", "pilot_ends_on")
    start, end, months, ends_on = (values.get(f"S03.{name}") for name in names)
    if ends_on is not None:
        yield from _last_day_of_pilot(values, start, end, ends_on)
        return
    if not (values.get("S03.is_pilot") and start and end and months):
        return
    if add_months(start, months) - timedelta(days=1) > end > start:
        sentence = f"The pilot of {months} months goes on after the last day of the agreement."
        yield Contradiction("S03.pilot_months", sentence)


def _last_day_of_pilot(
    values: Mapping[str, Any], start: date | None, end: date | None, ends_on: date
) -> Iterator[Contradiction]:
    if not values.get("S03.is_pilot"):
        return
    if start and ends_on < start:
        yield Contradiction("S03.pilot_ends_on", "The pilot ends before the agreement begins.", Severity.MEND)
    elif end and ends_on > end:
        sentence = "The pilot goes on after the last day of the agreement."
        yield Contradiction("S03.pilot_ends_on", sentence)


def _interim_reviews(values: Mapping[str, Any]) -> Iterator[Contradiction]:
    start, end = values.get("S03.start_date"), values.get("S03.end_date")
    for month in values.get("S03.interim_review_months") or ():
        if start and end and start < end < add_months(start, month):
            words = "falls after the last day of the agreement"
        else:
            words = _past_the_pilot(values, start, month)
        if words:
            yield Contradiction("S03.interim_review_months", f"The review at month {month} {words}.")


def _past_the_pilot(values: Mapping[str, Any], start: date | None, month: int) -> str:
    """How a review lies past the pilot: past its named last day, or else past its months; or empty."""
    if not values.get("S03.is_pilot"):
        return ""
    ends_on, months = values.get("S03.pilot_ends_on"), values.get("S03.pilot_months")
    if ends_on is not None:
        past = start is not None and start <= ends_on and not interim_dates(start, ends_on, (month,))
        return f"lies past the last day of the pilot, {day_words(ends_on)}" if past else ""
    return f"lies past the pilot of {months} months" if months is not None and month > months else ""


def _facility_rate(values: Mapping[str, Any]) -> Iterator[Contradiction]:
    if is_settled(values.get("S21.rate_facility")) and not is_settled(values.get("S21.rate_home")):
        sentence = "There is a rate for nursing facilities and none for home."
        yield Contradiction("S21.rate_home", sentence, Severity.MEND)


def _part_months(values: Mapping[str, Any]) -> Iterator[Contradiction]:
    fewest = values.get("S21.partial_min_days")
    if not _chosen(values, "S21.partial_month_rule", "none_under_n_days"):
        return
    if fewest is not None and fewest > 13 and values.get("S21.frequency") == "biweekly":
        sentence = f"Nobody reaches {fewest} days in a payment period of 2 weeks. Use 13 or fewer."
        yield Contradiction("S21.partial_min_days", sentence, Severity.MEND)


def _tier_names(values: Mapping[str, Any]) -> Iterator[Contradiction]:
    if not _chosen(values, "S21.base_form", "by_tier"):
        return
    known = {str(row.get("tier", "")).casefold() for row in values.get("S13.tiers") or ()}
    for row in values.get("S21.tier_rates") or ():
        name = str(row.get("tier", ""))
        if known and name.casefold() not in known:
            sentence = f"The rates name the tier “{name}”, which the tiers of intensity lack."
            yield Contradiction("S21.tier_rates", sentence, Severity.MEND)


def _numbers_of_contacts(values: Mapping[str, Any]) -> Iterator[Contradiction]:
    tiers = values.get("S13.tiers") or ()
    if not {"any_discipline", "fixed_with_waiver"} & set(values.get("S13.minimum_rule") or ()) or not tiers:
        return
    if any(row.get("contacts") is None for row in tiers):
        sentence = "The rule asks for a number of contacts, and a tier names none."
        yield Contradiction("S13.tiers", sentence, Severity.MEND)


def _waived_number(values: Mapping[str, Any]) -> Iterator[Contradiction]:
    if values.get("S13.minimum_rule") != ["no_number"] or not _chosen(
        values, "S30.talk_form", "interim_step"
    ):
        return
    if any("waive" in str(row.get("step", "")).casefold() for row in values.get("S30.interim_steps") or ()):
        sentence = "An interim step waives a number of contacts, and the agreement sets none."
        yield Contradiction("S30.interim_steps", sentence)


def _renewal(values: Mapping[str, Any]) -> Iterator[Contradiction]:
    ways = values.get("S36.ways")
    if values.get("S03.renewal") == "renews_unless_notice" and ways and "on_notice" not in ways:
        sentence = "It renews unless a party gives notice, but notice is not among the ways to end."
        yield Contradiction("S36.ways", sentence)


def _two_rhythms(values: Mapping[str, Any]) -> Iterator[Contradiction]:
    pay, bill = values.get("S21.frequency"), values.get("S26.frequency")
    if pay and bill and pay != bill:
        sentence = "The base payment has one rhythm and the bills have another. Let both be the same."
        yield Contradiction("S26.frequency", sentence)


def _promised_minimum(values: Mapping[str, Any]) -> Iterator[Contradiction]:
    base = values.get("S21.base_form")
    if (
        "minimum_payment" in (values.get("S10.volume_form") or ())
        and base
        and "with_ramp_minimum" not in base
    ):
        sentence = "The forecast names a minimum payment while volume builds, and the base payment has none."
        yield Contradiction("S21.base_form", sentence, Severity.MEND)


def _number_without_waiver(values: Mapping[str, Any]) -> Iterator[Contradiction]:
    rule = values.get("S13.minimum_rule") or ()
    if "any_discipline" in rule and "fixed_with_waiver" not in rule:
        sentence = (
            "There is a number of contacts for each patient and no waiver: one who cannot be reached "
            "then costs you income."
        )
        yield Contradiction("S13.minimum_rule", sentence)


def _same_prescriber(values: Mapping[str, Any]) -> Iterator[Contradiction]:
    first, second = values.get("S16.prescriber"), values.get("S16.backup_prescriber")
    if first and first == second:
        sentence = "The second prescriber is the first one again, so nobody stands in."
        yield Contradiction("S16.backup_prescriber", sentence)


def _none_beside_others(values: Mapping[str, Any]) -> Iterator[Contradiction]:
    for key in ("S07.confirming", "S16.shortcuts", "S22.layers"):
        picked = values.get(key) or ()
        if "none" in picked and len(picked) > 1:
            sentence = "“None” is picked beside something else. Keep one of them."
            yield Contradiction(key, sentence, Severity.MEND)


def _support_and_minimum(values: Mapping[str, Any]) -> Iterator[Contradiction]:
    floor = "monthly_floor" in (values.get("S24.support_form") or ())
    if floor and "with_ramp_minimum" in (values.get("S21.base_form") or ()):
        sentence = "A monthly floor and a minimum while volume builds both pay for the start. Keep one."
        yield Contradiction("S24.support_form", sentence)


_RULES: tuple[Callable[[Mapping[str, Any]], Iterator[Contradiction]], ...] = (
    _order_of_dates,
    _length_of_pilot,
    _interim_reviews,
    _facility_rate,
    _part_months,
    _tier_names,
    _numbers_of_contacts,
    _waived_number,
    _renewal,
    _two_rhythms,
    _promised_minimum,
    _number_without_waiver,
    _same_prescriber,
    _none_beside_others,
    _support_and_minimum,
    _metrics_without_owner,
)
