"""The contract page decides: how terms are grouped, what is still open, what contradicts itself. Pure."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from app.partnerships.rules import Stage
from app.terms.values import TermDefinition, is_settled

_CONDITION = re.compile(r"^(S\d\d\.\w+)(?:\s*=\s*(.+))?$")
SIGNED = frozenset(stage.value for stage in Stage if stage.is_signed)
# The kind of document a stage begins with; the page offers the others too.
FIRST_KIND = {
    "exploring": "D1",
    "planning": "D1",
    "contracting": "D2",
    "pilot": "D2",
    "renegotiating": "D2",
    "sustained": "D4",
    "ended": "D10",
}


@dataclass(frozen=True, slots=True)
class Group:
    """Terms that people talk about together."""

    id: str
    title: str
    sections: tuple[str, ...]


def _sections(first: int, last: int, *more: int) -> tuple[str, ...]:
    return tuple(f"S{number:02d}" for number in (*range(first, last + 1), *more))


GROUPS = (
    Group("who", "Who agrees, and why", ("S01", "S02", "S41")),
    Group("whom", "Whom you care for", _sections(4, 7)),
    Group("volume", "Referrals and volume", _sections(8, 10)),
    Group("care", "What care", _sections(11, 14, 20, 42)),
    Group("tasks", "Who does what", _sections(15, 19)),
    Group("money", "How much", _sections(21, 23)),
    Group("bills", "Start-up, risk and bills", _sections(24, 26)),
    Group("numbers", "Numbers and reports", _sections(27, 28)),
    Group("work", "How you work together", _sections(29, 32)),
    Group("change", "Gaps, help and changes", _sections(33, 35)),
    Group("end", "How long, and how it ends", ("S03", *_sections(36, 40))),
)


WORK = next(group for group in GROUPS if group.id == "work")


def group_of(section: str) -> Group:
    """The group that holds a section; one that the house added stands with how you work together."""
    return next((group for group in GROUPS if section in group.sections), WORK)


LONGEST_REASON = 255  # as the field that people see


def settled_words(with_whom: str, on: date | None) -> str:
    """Settled with Robin on June 2, 2026; nothing where nobody is named."""
    if not with_whom:
        return ""
    when = f" on {on:%B} {on.day}, {on.year}" if on else ""
    before = "Settled with "
    return before + with_whom[: LONGEST_REASON - len(before) - len(when)] + when


def first_day(stage: str, start: date | None, today: date, has_terms: bool) -> date:
    """From when a change holds unless the person says otherwise.

    In a contract that is in force, from today. Before, from the contract's first day when that day has
    come, so that the sheet of an agreement entered afterwards holds from its beginning.
    """
    if stage in SIGNED and has_terms:
        return today
    return start if start is not None and start < today else today


# --- what is still open


def is_needed(definition: TermDefinition, values: Mapping[str, Any]) -> bool:
    """Whether the draft has a gap while this term is empty."""
    if definition.computed or is_settled(values.get(definition.unless)):
        return False
    return definition.required or condition_holds(definition.required_if, values)


def condition_holds(condition: str, values: Mapping[str, Any]) -> bool:
    """Whether "S03.is_pilot" or "S13.minimum_rule = dense_first | fixed_with_waiver" is true."""
    found = _CONDITION.match(condition.strip())
    if found is None:
        return False
    value = values.get(found[1])
    if found[2] is None:
        return value is True
    wanted = {word.strip() for word in found[2].split("|")}
    return bool(wanted & set(value if isinstance(value, list) else [value]))


def condition_words(condition: str, definitions: Mapping[str, TermDefinition]) -> str:
    """A condition as a sentence: "Only with “Form of the base payment”: Rate by tier"."""
    found = _CONDITION.match(condition.strip())
    if found is None or found[1] not in definitions:
        return ""
    other = definitions[found[1]]
    if found[2] is None:
        return f"Only with “{other.label}”."
    named = [other.choices.get(word.strip(), word.strip()) for word in found[2].split("|")]
    return f"Only with “{other.label}”: {' or '.join(named)}."


@dataclass(frozen=True, slots=True)
class Completeness:
    """How far the term sheet is: how many terms the draft needs, and which of these are still open."""

    needed: int
    gaps: tuple[TermDefinition, ...]

    @property
    def settled(self) -> int:
        """How many of the needed terms are there."""
        return self.needed - len(self.gaps)

    @property
    def percent(self) -> int:
        """Rounded down: 100 only when nothing is open."""
        return 100 * self.settled // self.needed if self.needed else 100

    @property
    def sentence(self) -> str:
        """As the page says it: 18 of 22 terms settled."""
        return f"{self.settled} of {self.needed} {'term' if self.needed == 1 else 'terms'} settled"


def completeness(
    definitions: Iterable[TermDefinition], values: Mapping[str, Any], also: Collection[str] = ()
) -> Completeness:
    """What the sheet still lacks; `also` are terms that the draft prints as gaps for other reasons.

    A shared term counts once.
    """
    wanted: dict[str, TermDefinition] = {}
    for one in definitions:
        if not one.computed and (is_needed(one, values) or one.home in also):
            wanted.setdefault(one.home, one)
    gaps = tuple(one for key, one in wanted.items() if not is_settled(values.get(key)))
    return Completeness(len(wanted), gaps)


# --- names


def paper_name(partnership: str, title: str, partner_copy: bool, as_of: date) -> str:
    """Kestrel Bay / Ordway, pilot services agreement, internal draft, 2026-11-24."""
    copy = "partner draft" if partner_copy else "internal draft"
    return f"{partnership}, {_small(title)}, {copy}, {as_of.isoformat()}"


def version_name(partnership: str, title: str, number: int, partner_copy: bool, made_on: date) -> str:
    """Kestrel Bay / Ordway, pilot services agreement, version 3, for the partner, 2026-11-24."""
    copy = "for the partner" if partner_copy else "internal"
    return f"{partnership}, {_small(title)}, version {number}, {copy}, {made_on.isoformat()}"


def _small(title: str) -> str:
    """A title inside a line; SB 1004 stays as it is."""
    return title if title[1:2].isupper() else title[:1].lower() + title[1:]
