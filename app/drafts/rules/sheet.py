"""The contract page decides: how terms are grouped, what is still open, what contradicts itself. Pure."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from typing import Any

from app.core.calendar import add_months
from app.terms.values import TermDefinition, is_settled

_CONDITION = re.compile(r"^(S\d\d\.\w+)(?:\s*=\s*(.+))?$")
SIGNED = frozenset({"pilot", "sustained", "renegotiating", "ended"})
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


# --- what contradicts itself


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


def contradictions(values: Mapping[str, Any], *, approval_days: int) -> tuple[Contradiction, ...]:
    """Everything in a term sheet that does not fit together.

    `approval_days` are the business days that our own approval takes.
    """
    found = [entry for rule in _RULES for entry in rule(values)]
    return (*found, *_short_notice(values, approval_days))


def _chosen(values: Mapping[str, Any], key: str, option: str) -> bool:
    """Whether an option is picked, or may still be: terms of options that were not picked do not print."""
    value = values.get(key)
    return value is None or option in (value if isinstance(value, list) else [value])


def _short_notice(values: Mapping[str, Any], approval_days: int) -> Iterator[Contradiction]:
    days, months = values.get("S03.notice_days"), values.get("S03.notice_months")
    key, period, fewest = "S03.notice_days", f"{days} days", days
    if months is not None:  # the shortest month has 28 days
        key, period, fewest = (
            "S03.notice_months", f"{months} month{'' if months == 1 else 's'}", months * 28,
        )  # fmt: skip
    if fewest is not None and fewest < -(-approval_days * 7 // 5):
        yield Contradiction(
            key,
            f"The notice period of {period} is shorter than your own approval takes: "
            f"{approval_days} business days.",
        )


def _order_of_dates(values: Mapping[str, Any]) -> Iterator[Contradiction]:
    start, end = values.get("S03.start_date"), values.get("S03.end_date")
    if start and end and end <= start:
        yield Contradiction("S03.end_date", "The last day is not after the first day.", Severity.MEND)


def _length_of_pilot(values: Mapping[str, Any]) -> Iterator[Contradiction]:
    start, end, months = (values.get(f"S03.{name}") for name in ("start_date", "end_date", "pilot_months"))
    if not (values.get("S03.is_pilot") and start and end and months):
        return
    if add_months(start, months) - timedelta(days=1) > end > start:
        sentence = f"The pilot of {months} months goes on after the last day of the agreement."
        yield Contradiction("S03.pilot_months", sentence)


def _interim_reviews(values: Mapping[str, Any]) -> Iterator[Contradiction]:
    start, end = values.get("S03.start_date"), values.get("S03.end_date")
    pilot = values.get("S03.pilot_months") if values.get("S03.is_pilot") else None
    for month in values.get("S03.interim_review_months") or ():
        if start and end and start < end < add_months(start, month):
            words = "falls after the last day of the agreement"
        elif pilot is not None and month > pilot:
            words = f"lies past the pilot of {pilot} months"
        else:
            continue
        yield Contradiction("S03.interim_review_months", f"The review at month {month} {words}.")


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
)


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
