"""The rules as one partnership wants them: on or off, with its own numbers."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from app.catalogue import DateRule, MetricTrigger, RelationshipTrigger, catalogue
from app.catalogue.triggers import MonthlyRule
from app.core.db import rows
from app.core.errors import NotFound

from ..models import RuleChoice
from ..rules import (
    MONTHS,
    RENEWED,
    NumberField,
    between_fields,
    chosen,
    date_fields,
    missing_fields,
    monthly_fields,
    numbers_of,
    rule_words,
    set_words,
)

Kept = tuple[bool, Mapping[str, str], int]  # watched, numbers, version
Watched = MetricTrigger | RelationshipTrigger | DateRule


@dataclass(frozen=True, slots=True)
class RuleRow:
    """A rule with what the partnership chose; `rule` is none where it does not read data months."""

    trigger: str
    title: str
    side: str
    severity: str
    why: str
    rule: MonthlyRule | None
    usual: MonthlyRule | None
    fields: tuple[NumberField, ...]
    watched: bool
    numbers: Mapping[str, str]
    version: int

    @property
    def words(self) -> str:
        """When it fires, in words."""
        return rule_words(self.rule) if self.rule else set_words(self.trigger, self.holding)

    @property
    def holding(self) -> dict[str, Fraction]:
        """Its numbers as they hold now."""
        return numbers_of(self.fields, self.numbers)

    def whole(self, name: str) -> int:
        """A number of days or months."""
        return int(self.holding[name])


def rules_of(partnership_id: int) -> tuple[RuleRow, ...]:
    """Every rule that a partnership may choose about, in the catalogue's order: one statement."""
    c = RuleChoice
    query = c.select(c.trigger, c.watched, c.numbers, c.version).where(c.partnership == partnership_id)
    held = {trigger: tuple(rest) for trigger, *rest in rows(query)}
    return tuple(_row(one, held.get(one.id, (True, {}, 0))) for one in _watched())


def rule_of(partnership_id: int, trigger: str) -> RuleRow:
    """One of them. Raises NotFound."""
    found = next((one for one in rules_of(partnership_id) if one.trigger == trigger), None)
    if found is None:
        raise NotFound("There is no such rule.")
    return found


def own_numbers(partnership_id: int, triggers: Sequence[str]) -> dict[str, str]:
    """The numbers that a partnership chose for some rules, all together by name."""
    c = RuleChoice
    mine = (c.partnership == partnership_id) & c.trigger.in_(list(triggers))
    return {name: str(one) for (own,) in rows(c.select(c.numbers).where(mine)) for name, one in own.items()}


def _watched() -> tuple[Watched, ...]:
    book = catalogue()
    dates = (one for one in book.date_rules if one.id in RENEWED)
    return (*book.metric_triggers, *book.relationship_triggers, *book.balance_triggers, *dates)


def with_numbers(one: RuleRow, numbers: Mapping[str, str]) -> RuleRow:
    """The rule as it would be with other numbers."""
    trigger = next(known for known in _watched() if known.id == one.trigger)
    return _row(trigger, (one.watched, numbers, one.version))


def _row(one: Watched, kept: Kept) -> RuleRow:
    watched, numbers, version = kept
    usual, fields = _numbers_of(one)
    try:
        rule = chosen(usual, numbers) if usual else None
        numbers_of(fields, numbers)
    except (ArithmeticError, ValueError):  # numbers that no form lets in: the usual ones hold
        rule, numbers = usual, {}
    why = one.why if isinstance(one, MetricTrigger) else one.note
    return RuleRow(
        one.id, one.title, one.side, one.severity, why, rule, usual, fields, watched, numbers, version
    )


def _numbers_of(one: Watched) -> tuple[MonthlyRule | None, tuple[NumberField, ...]]:
    """The rule over data months, if it is one, and the numbers that may be chosen."""
    if isinstance(one, DateRule):
        return None, date_fields(one)
    usual = one.rule if isinstance(one, MetricTrigger) else one.monthly
    if usual is None:
        assert isinstance(one, RelationshipTrigger)  # noqa: S101 - a metric trigger has a rule
        return None, between_fields(one)
    if one.id == MONTHS:
        return None, missing_fields(usual)
    return usual, monthly_fields(usual)
