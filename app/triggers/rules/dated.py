"""Rules that hang on a date: reviews, the end of the pilot and of the term, notice, a later talk. Pure."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from app.catalogue.reviewing import ReviewRule, data_review_dates, interim_dates
from app.catalogue.triggers import DateRule

from .firing import Firing, What

PILOT_CLOSES, TERM_ENDS, NOTICE_NEAR, TALK_AGAIN = "TD02", "TD03", "TD04", "TD13"
REASONS = {PILOT_CLOSES: "evaluation and decision", TALK_AGAIN: "agreed date to talk again"}
ENDED_BEFORE = " (partnership ended before)"


@dataclass(frozen=True, slots=True)
class DatedFacts:
    """What the dates hang on; none is not settled.

    An agreement that renews has several `term_ends`, each with a last day to give notice in `notice_by`.
    `ended_on` is the day of the notice, or of the end where nobody gave one.
    """

    start: date | None
    pilot_end: date | None
    term_ends: tuple[date, ...]
    notice_by: tuple[date, ...]
    interim_months: tuple[int, ...]
    ended_on: date | None
    talk_again_on: date | None


def dated(facts: DatedFacts, rules: dict[str, DateRule]) -> Iterator[Firing]:
    """Every date of an agreement, those among them that its end called off."""
    for trigger, on, why in (*_reviews(facts, rules), *_counted(facts, rules)):
        over = facts.ended_on is not None and on > facts.ended_on and trigger != TALK_AGAIN
        what = What.CANCELLED if over else What.FIRES
        yield Firing(trigger, what, on, why=why + (ENDED_BEFORE if over else ""))


def _reviews(facts: DatedFacts, rules: dict[str, DateRule]) -> Iterator[tuple[str, date, str]]:
    if facts.start is None or not facts.term_ends:
        return
    interim, data = rules[ReviewRule.INTERIM], rules[ReviewRule.DATA]
    if facts.pilot_end is not None:
        for one in interim_dates(facts.start, facts.pilot_end, facts.interim_months, interim.lead_days):
            yield one.rule.value, one.announce_on, one.reason
    for one in data_review_dates(facts.start, facts.term_ends[-1], data.lead_days):
        yield one.rule.value, one.announce_on, one.reason


def _counted(facts: DatedFacts, rules: dict[str, DateRule]) -> Iterator[tuple[str, date, str]]:
    bases = {
        PILOT_CLOSES: (facts.pilot_end,),
        TERM_ENDS: facts.term_ends,
        NOTICE_NEAR: facts.notice_by,
        TALK_AGAIN: (facts.talk_again_on,),
    }
    for trigger, days in bases.items():
        for base in (day for day in days if day is not None):
            for offset in rules[trigger].offsets_days:
                yield trigger, base + timedelta(days=offset), _reason(trigger, offset)


def _reason(trigger: str, offset: int) -> str:
    if trigger == TERM_ENDS:
        return f"{-offset} days before term end"
    if trigger == NOTICE_NEAR:
        return f"notice deadline in {-offset} days"
    return REASONS[trigger]
