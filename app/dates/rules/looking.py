"""What the dates ask for now, and what a change of terms does to them. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from .facts import PRESSING, DateKey, Facts, KeyDate, day, notice_period, span

NEAR = timedelta(days=60)  # the reminders of a notice window begin here [ours]
ALARM = timedelta(days=30)


def is_near(one: KeyDate, today: date) -> bool:
    """Whether a date asks for something now."""
    return one.on <= today + NEAR


def is_alarming(one: KeyDate, today: date) -> bool:
    """Whether a day to give notice is so near that it comes before all else."""
    return one.key is DateKey.NOTICE and today <= one.on <= today + ALARM


def ahead(dates: Sequence[KeyDate], today: date) -> tuple[KeyDate, ...]:
    """What is still to come; a day to decide by that has passed stays until the last day for notice."""
    can_give_notice = any(one.key is DateKey.NOTICE and one.on >= today for one in dates)
    return tuple(
        one for one in dates if one.on >= today or (one.key is DateKey.DECIDE_BY and can_give_notice)
    )


def run_out(dates: Sequence[KeyDate], today: date) -> KeyDate | None:
    """The end of a term that is over and that nothing renewed, in words that say so."""
    ends = (one for one in dates if one.key is DateKey.TERM_END and one.on < today)
    return next((replace(one, label="The term has run out") for one in ends), None)


def in_one_line(dates: Sequence[KeyDate], facts: Facts, as_of: date) -> str:
    """Ends December 31, 2026; 90 days’ notice → October 2, 2026; approvals take 6 weeks → decide by …

    What was over on the day asked about is told as past.
    """
    by_key = {one.key: one for one in dates}
    end, notice, decide = (by_key.get(key) for key in (DateKey.TERM_END, DateKey.NOTICE, DateKey.DECIDE_BY))
    period = notice_period(facts.terms)
    parts = [f"{'ends' if end.on >= as_of else 'ended'} {day(end.on)}"] if end else []
    if notice and period:
        parts.append(f"{period.words}’ notice → {day(notice.on)}")
    if decide and facts.approvals:
        by = "decide by" if decide.on >= as_of else "the day to decide was"
        parts.append(f"approvals take {span(facts.approvals.days)} → {by} {day(decide.on)}")
    line = "; ".join(parts)
    return line[:1].upper() + line[1:]


@dataclass(frozen=True, slots=True)
class Moved:
    """A date that a change of terms moves, brings or takes away."""

    key: DateKey
    label: str
    before: date | None
    after: date | None
    explanation: tuple[str, ...]

    @property
    def sentence(self) -> str:
        """Last day to give notice: moves from October 2, 2026 to September 2, 2026."""
        name = "Day to decide" if self.key is DateKey.DECIDE_BY else self.label
        if self.before is None:
            return f"{name}: new, {day(self.after)}" if self.after else name
        if self.after is None:
            return f"{name}: {day(self.before)} falls away"
        return f"{name}: moves from {day(self.before)} to {day(self.after)}"


def moved(before: Sequence[KeyDate], after: Sequence[KeyDate]) -> tuple[Moved, ...]:
    """What differs, with what asks for a decision first and then by day."""
    was, becomes = ({_name(one): one for one in dates} for dates in (before, after))
    found = []
    for name in dict.fromkeys([*was, *becomes]):
        old, new = was.get(name), becomes.get(name)
        shown = new or old
        if shown is None or (old and new and old.on == new.on):
            continue
        days = (old.on if old else None, new.on if new else None)
        found.append(Moved(shown.key, shown.label, *days, new.explanation if new else ()))
    return tuple(
        sorted(found, key=lambda one: (one.key not in PRESSING, one.after or one.before or date.max))
    )


def moved_words(moves: Sequence[Moved]) -> str:
    """Last day to give notice moves from October 2, 2026 to September 2, 2026; decide by July 22, 2026."""
    if not moves:
        return ""
    by_key = {one.key: one for one in moves}
    notice, decide = by_key.get(DateKey.NOTICE), by_key.get(DateKey.DECIDE_BY)
    first = notice or decide or moves[0]
    words = first.sentence.replace(": ", " ", 1) if first.before and first.after else first.sentence
    told = 1
    if notice is not None and decide is not None and decide.after is not None:
        words, told = f"{words}; decide by {day(decide.after)}", 2
    others = len(moves) - told
    return f"{words}." + (
        f" {others} more {'date changes' if others == 1 else 'dates change'}." if others else ""
    )


def _name(one: KeyDate) -> tuple[DateKey, str]:
    several = one.key in (DateKey.INTERIM_REVIEW, DateKey.YEARLY_REVIEW, DateKey.RATE_REVIEW)
    return one.key, one.label if several else ""
