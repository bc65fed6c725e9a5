"""The numbers of a rule that a partnership may choose for itself. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from fractions import Fraction

from app.catalogue.triggers import DateRule, MonthlyRule, RelationshipTrigger

from .between import CONCERN, GAP, PULSE
from .renewing import usual_lead
from .units import PERCENT, as_typed, limit_words
from .waiting import DECISION, MONTHS, SILENCE

MOST_MONTHS = 24
RATED = TILTED, APART = "TB01", "TB02"  # over the ratings of both sides [L7 balance]
LIMITS = ("limit", "upper")
WAYS = {"<": "under {}", ">": "over {}", ">=": "{} or more", "<=": "{} or less"}
BEARABLE = "loss_tolerance"  # stands with the costs, not in the contract
NEVER_OVER = "A share is never over 100%, so this would never fire. Enter a number under 100."
NEVER_UNDER = "This number is never under 0, so this would never fire. Enter a number over 0."
EVERY_MONTH = "A share is at most 100%, so this would fire every month. Enter a number of at most 100."
MOST_PERCENT = "10"  # ten times as much as planned: past it somebody typed an amount


@dataclass(frozen=True, slots=True)
class NumberField:
    """One number of a rule as it is kept: its usual value, and from where to where one's own may go."""

    name: str
    label: str
    usual: str
    low: str
    high: str
    places: int = 0
    unit: str = ""  # percent: typed and said as 35 or 35%, kept as 0.35

    @property
    def usual_words(self) -> str:
        """The usual value as people say it."""
        return limit_words(self.usual, self.unit)

    def typed(self, kept: str) -> str:
        """A kept value as it is typed."""
        return as_typed(kept, self.unit)


def chosen(rule: MonthlyRule, numbers: Mapping[str, str]) -> MonthlyRule:
    """The rule with a partnership's own numbers in place of the usual ones.

    A limit that hangs on a term of the contract is not chosen here: it moves with the term.
    """
    if rule.threshold_field:
        limits = rule.threshold
    else:
        own = [numbers.get(name, str(usual)) for name, usual in zip(LIMITS, rule.threshold, strict=False)]
        limits = tuple(Decimal(one) for one in own)
    return replace(
        rule, n=int(numbers.get("n", rule.n)), grace=int(numbers.get("grace", rule.grace)), threshold=limits
    )


def usual_numbers(rule: MonthlyRule) -> dict[str, str]:
    """The catalogue's numbers of a rule, as they are typed."""
    limits = {} if rule.threshold_field else dict(zip(LIMITS, map(_plain, rule.threshold), strict=False))
    return {"n": str(rule.n), "grace": str(rule.grace), **limits}


def _plain(value: Decimal) -> str:
    return f"{value.normalize():f}"


def rule_words(rule: MonthlyRule) -> str:
    """What a rule watches, in words: over 1.2 in each of 3 months in a row, from month 4 on."""
    bearable = False
    if rule.threshold_field:
        bearable = BEARABLE in rule.threshold_field
        limit = "the loss you can bear" if bearable else "what the contract says"
    else:
        limit = " to ".join(limit_words(_plain(one), rule.unit) for one in rule.threshold)
    way = f"beyond {limit}" if bearable else WAYS.get(rule.op, "outside {}").format(limit)
    if rule.kind == "rolling":
        span = f"over {rule.n} months together" if rule.n > 1 else "in a month"
    else:
        span = f"in each of {rule.n} months in a row" if rule.n > 1 else "in a month"
    grace = f", from month {rule.grace + 1} on" if rule.grace else ""
    return f"{way} {span}{grace}"


def monthly_fields(rule: MonthlyRule) -> tuple[NumberField, ...]:
    """The numbers of a rule over data months."""
    usual = usual_numbers(rule)
    labels = ("Lower limit", "Upper limit") if "upper" in usual else ("Limit",)
    low, high = ("0", MOST_PERCENT) if rule.unit == PERCENT else ("-1000000", "1000000")
    limits = (
        NumberField(name, label, usual[name], low, high, 6, rule.unit)
        for name, label in zip(LIMITS, labels, strict=False)
        if name in usual
    )
    span = "Months in a row" if rule.kind == "consecutive" else "Months taken together"
    return (
        *limits,
        NumberField("n", span, usual["n"], "1", str(MOST_MONTHS)),
        NumberField("grace", "Not in the first months", usual["grace"], "0", str(MOST_MONTHS)),
    )


def never_met(rule: MonthlyRule, limit: Decimal) -> str:
    """Why a limit says nothing: nothing lies beyond it, or everything does; empty where it is one."""
    if rule.op in ("<", "<=") and (limit < 0 or (limit == 0 and rule.op == "<")):
        return NEVER_UNDER
    if not rule.share:
        return ""
    if rule.op in (">", ">=") and (limit > 1 or (limit == 1 and rule.op == ">")):
        return NEVER_OVER
    return EVERY_MONTH if rule.op in ("<", "<=") and limit > 1 else ""


def between_fields(one: RelationshipTrigger) -> tuple[NumberField, ...]:
    """The numbers of a rule about how the two sides work together."""

    def number(name: str, label: str, low: str, high: str, places: int = 0) -> NumberField:
        return NumberField(name, label, _told(one.settings[name]), low, high, places)

    if one.id == CONCERN:
        return (number("days", "Days a concern is open", "1", "365"),)
    if one.id == PULSE:
        mean = number("mean_under", "Mean of a side under", "1.1", "5", 1)
        return (mean, number("or_drop_of", "Or a fall of", "0.1", "4", 1))
    if one.id == GAP:
        return (number("at_least", "Apart by", "0.1", "4", 1),)
    if one.id == TILTED:
        return (number("days_apart", "Days between the two ratings, at least", "14", "365"),)
    if one.id == APART:
        near = number("within_days", "Ratings of both sides at most these days apart", "0", "365")
        return (number("at_least", "Marks apart, at least", "1", "4"), near)
    if one.id == SILENCE:
        days = one.settings["days"]
        assert isinstance(days, Mapping)  # noqa: S101 - the catalogue's form
        return tuple(
            NumberField(name, SILENT_IN[name], _told(value), "7", "365") for name, value in days.items()
        )
    return ()


SILENT_IN = {
    "planning": "Days, before the pilot or while renegotiating",
    "pilot_first_year": "Days, in the first year of the pilot",
    "pilot_later": "Days, later in the pilot",
    "sustained": "Days, when sustained",
}


def missing_fields(rule: MonthlyRule) -> tuple[NumberField, ...]:
    """The numbers of the rule about months that are not entered."""
    months, days = (_told(rule.settings[name]) for name in ("months", "days"))
    return (
        NumberField("months", "Months in a row", months, "1", "12"),
        NumberField("days", "Days after the end of the month", days, "0", "120"),
    )


def date_fields(rule: DateRule) -> tuple[NumberField, ...]:
    """The one number of a rule that hangs on a date."""
    return (NumberField("lead", "Days ahead", str(usual_lead(rule)), "0", "365"),)


def _told(value: object) -> str:
    return _plain(Decimal(str(value)))


def numbers_of(fields: tuple[NumberField, ...], own: Mapping[str, str]) -> dict[str, Fraction]:
    """Every number of a rule as it holds: one's own where there is one, else the usual one."""
    return {one.name: Fraction(own.get(one.name, one.usual)) for one in fields}


def set_words(trigger: str, numbers: Mapping[str, Fraction]) -> str:
    """What a rule watches that does not read data months, in words."""
    said = {name: _plain(Decimal(value.numerator) / value.denominator) for name, value in numbers.items()}
    if trigger == CONCERN:
        return f"when a concern is open for {said['days']} days"
    if trigger == PULSE:
        return f"when a side's mean is under {said['mean_under']} or fell by {said['or_drop_of']}"
    if trigger == GAP:
        return f"when the two sides lie {said['at_least']} or more apart"
    if trigger == TILTED:
        return (
            f"when one side leans the same way on a topic in ratings {said['days_apart']} days or more apart"
        )
    if trigger == APART:
        marks = "a mark" if said["at_least"] == "1" else f"{said['at_least']} marks"
        near = f"in ratings at most {said['within_days']} days apart"
        return f"when the two sides lie {marks} or more apart on a topic, {near}"
    if trigger == DECISION:
        return "on the day after the one an answer was expected on"
    if trigger == SILENCE:
        first, early, later, settled = (said[name] for name in SILENT_IN)
        return (
            f"after {first} days without contact before the pilot, {early} in its first year, "
            f"{later} later, {settled} when sustained"
        )
    if trigger == MONTHS:
        months = "a month is" if said["months"] == "1" else f"{said['months']} months in a row are"
        return f"when {months} not entered {said['days']} days after the month"
    return f"{said['lead']} days before its date" if said["lead"] != "0" else "on its date"
