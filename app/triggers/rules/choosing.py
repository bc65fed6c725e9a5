"""The numbers of a rule that a partnership may choose for itself. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from decimal import Decimal

from app.catalogue.records import MonthlyRule

MOST_MONTHS = 24


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


LIMITS = ("limit", "upper")


def usual_numbers(rule: MonthlyRule) -> dict[str, str]:
    """The catalogue's numbers of a rule, as they are typed."""
    limits = {} if rule.threshold_field else dict(zip(LIMITS, map(_plain, rule.threshold), strict=False))
    return {"n": str(rule.n), "grace": str(rule.grace), **limits}


def _plain(value: Decimal) -> str:
    return f"{value.normalize():f}"


def rule_words(rule: MonthlyRule) -> str:
    """What a rule watches, in words: above 1.2 in each of 3 months, not before month 4."""
    way = {"<": "under", ">": "over", ">=": "at or over", "<=": "at or under"}.get(rule.op, "outside")
    limit = "what the contract says" if rule.threshold_field else " to ".join(map(_plain, rule.threshold))
    if rule.kind == "rolling":
        span = f"over {rule.n} months together" if rule.n > 1 else "in a month"
    else:
        span = f"in each of {rule.n} months in a row" if rule.n > 1 else "in a month"
    grace = f", from month {rule.grace + 1} on" if rule.grace else ""
    return f"{way} {limit} {span}{grace}"
