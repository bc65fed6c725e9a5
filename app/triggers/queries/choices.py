"""The rules over data months as one partnership wants them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from app.catalogue import MetricTrigger, catalogue
from app.catalogue.records import MonthlyRule, RelationshipTrigger
from app.core.db import rows
from app.core.errors import NotFound

from ..models import RuleChoice
from ..rules import chosen


@dataclass(frozen=True, slots=True)
class RuleRow:
    """A rule with what the partnership chose; `usual` is the catalogue's."""

    trigger: str
    title: str
    side: str
    severity: str
    why: str
    rule: MonthlyRule
    usual: MonthlyRule
    watched: bool
    numbers: Mapping[str, str]
    version: int


def rules_of(partnership_id: int) -> tuple[RuleRow, ...]:
    """Every rule over data months that has a formula, in the catalogue's order."""
    c = RuleChoice
    query = c.select(c.trigger, c.watched, c.numbers, c.version).where(c.partnership == partnership_id)
    held = {trigger: rest for trigger, *rest in rows(query)}
    return tuple(_row(one, *held.get(one.id, (True, {}, 0))) for one in _monthly() if _rule(one).value)


def rule_of(partnership_id: int, trigger: str) -> RuleRow:
    """One of them. Raises NotFound."""
    found = next((one for one in rules_of(partnership_id) if one.trigger == trigger), None)
    if found is None:
        raise NotFound("There is no such rule.")
    return found


def _monthly() -> tuple[MetricTrigger | RelationshipTrigger, ...]:
    book = catalogue()
    return (*book.metric_triggers, *(one for one in book.relationship_triggers if one.monthly))


def _rule(one: MetricTrigger | RelationshipTrigger) -> MonthlyRule:
    found = one.rule if isinstance(one, MetricTrigger) else one.monthly
    assert found is not None  # noqa: S101 - _monthly lets no other pass
    return found


def _row(
    one: MetricTrigger | RelationshipTrigger, watched: bool, numbers: Mapping[str, str], version: int
) -> RuleRow:
    usual = _rule(one)
    why = one.why if isinstance(one, MetricTrigger) else one.note
    rule = chosen(usual, numbers)
    return RuleRow(one.id, one.title, one.side, one.severity, why, rule, usual, watched, numbers, version)
