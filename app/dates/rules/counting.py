"""Key dates of an agreement: when each is, and every step by which it is counted. Pure.

Back from the end of the term days are calendar days, and months are whole months; where a month is too
short its last day counts. "Decide by" goes back from the notice date by the calendar days that approvals
take, and from there to a business day. Nothing else moves for a weekend or a holiday.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from datetime import date, timedelta

from app.core.calendar import add_business_days, add_months, is_business_day

from .facts import (
    CALLED_OFF,
    END,
    INTERIM_MONTHS,
    NOTICE_DAYS,
    NOTICE_MONTHS,
    RATE_REVIEW_MONTHS,
    RECONTACT,
    RENEWAL,
    RENEWAL_MONTHS,
    START,
    SUPPORT_END,
    SUPPORT_ENDS_WHEN,
    YEARLY,
    Approvals,
    DateKey,
    Facts,
    KeyDate,
    Source,
    count_words,
    day,
    notice_period,
    span,
)

LONGEST = 100 * 12  # months; a typing error in an end date must not make a list without end


def key_dates(facts: Facts, only: Collection[DateKey] | None = None) -> tuple[KeyDate, ...]:
    """Every key date of an agreement (or those of some kinds), in order of the day.

    A notice calls off what it makes pointless and lies after it; after the end only the day to talk again
    remains of what would have come.
    """
    found = [
        one
        for kind, build in _BUILDERS.items()
        if only is None or kind in only
        for one in build(facts)
        if _stands(one, facts)
    ]
    order = tuple(DateKey)
    return tuple(sorted(found, key=lambda one: (one.on, order.index(one.key))))


def _stands(one: KeyDate, facts: Facts) -> bool:
    if one.key is DateKey.RECONTACT:
        return True
    if facts.notice_given_on is not None and one.key in CALLED_OFF and one.on > facts.notice_given_on:
        return False
    ended = facts.ended_on if facts.notice_given_on is None else facts.notice_given_on
    return facts.ended_on is None or ended is None or one.on <= ended


def _term_end(facts: Facts) -> Iterator[KeyDate]:
    if facts.term_end is None:
        return
    first, end = facts.terms.get(END), facts.term_end
    if facts.renewals and isinstance(first, date):
        months = count_words(facts.terms.get(RENEWAL_MONTHS, 0), "month")
        times = "once" if facts.renewals == 1 else f"{facts.renewals} times"
        steps = [
            f"The first term ended on {day(first)}.",
            f"No notice was given, so it renewed {times} for {months}.",
            f"This term ends on {day(end)}.",
        ]
    else:
        steps = [f"The last day in the contract is {day(end)}."]
    yield KeyDate(DateKey.TERM_END, "The term ends", end, tuple(steps), END)


def _notice(facts: Facts) -> Iterator[KeyDate]:
    period = notice_period(facts.terms)
    if facts.term_end is None or period is None:
        return
    on = period.before(facts.term_end)
    how = "whole months" if period.in_months else "calendar days"
    steps = [
        f"The term ends on {day(facts.term_end)}.",
        f"{period.words}’ notice, counted back in {how}: {day(on)}, a {on:%A}.",
    ]
    if period.in_months and on.day != facts.term_end.day:
        steps.append(f"{on:%B} has no day {facts.term_end.day}, so its last day counts.")
    why_free = _why_free(on, facts.holidays)
    if why_free:
        steps.append(f"It is {why_free}; the count does not move for that, so give notice before.")
    term = NOTICE_MONTHS if period.in_months else NOTICE_DAYS
    yield KeyDate(DateKey.NOTICE, "Last day to give notice", on, tuple(steps), term)


def approved_from(facts: Facts) -> date | None:
    """The day from which approvals just come in time, before it is moved to a business day."""
    if facts.notice_on is None or facts.approvals is None:
        return None
    return facts.notice_on - timedelta(days=facts.approvals.days)


def _decide_by(facts: Facts) -> Iterator[KeyDate]:
    period, counted = notice_period(facts.terms), approved_from(facts)
    if facts.approvals is None or facts.term_end is None or period is None or counted is None:
        return
    holidays = facts.holidays
    on = counted if is_business_day(counted, holidays) else add_business_days(counted, -1, holidays)
    stands = " and no holiday, so it stands."
    if on != counted:
        why = f" and {_why_free(counted, holidays)}" if counted in holidays else ""
        stands = f"{why}; the business day before is {day(on)}, a {on:%A}."
    steps = [
        f"The term ends on {day(facts.term_end)}.",
        f"{period.words}’ notice: {day(period.before(facts.term_end))}.",
        *_approval_steps(facts.approvals),
        f"{count_words(facts.approvals.days, 'day')} back: {day(counted)}, a {counted:%A}{stands}",
    ]
    term = NOTICE_MONTHS if period.in_months else NOTICE_DAYS
    yield KeyDate(DateKey.DECIDE_BY, "Decide: renew, change or end", on, tuple(steps), term)


_KNOWN_BY = {
    Source.MEASURED: "as its last three decisions took",
    Source.SAID: "as it says",
    Source.STEPS: "its steps together",
}


def _approval_steps(facts: Approvals) -> Iterator[str]:
    ours = f"; {count_words(facts.our_workdays, 'workday')} ({span(facts.our_days)}) with us"
    if facts.source is Source.ASSUMED:
        yield (
            f"Nobody has noted how long {facts.payer} takes to decide; "
            f"we assume as long as we take, {span(facts.payer_days)}."
        )
        theirs = f"{span(facts.payer_days)} at {facts.payer}"
    else:
        theirs = f"{span(facts.payer_days)} at {facts.payer}, {_KNOWN_BY[facts.source]}"
    yield f"Approvals take {span(facts.days)}: {theirs}{ours if facts.our_workdays else ''}."


def _why_free(on: date, holidays: Mapping[date, str]) -> str:
    """A Saturday; a holiday (Labor Day); nothing on a business day."""
    if on in holidays:
        return f"a holiday ({holidays[on]})"
    return "" if is_business_day(on) else f"a {on:%A}"


def _renewal(facts: Facts) -> Iterator[KeyDate]:
    rule, end = facts.terms.get(RENEWAL), facts.term_end
    if end is None:
        return
    if rule == "by_written_agreement":
        steps = (
            f"The term ends on {day(end)}.",
            "A renewal has to be signed by both sides on or before that day.",
        )
        yield KeyDate(DateKey.RENEWAL, "Last day to sign a renewal", end, steps, RENEWAL)
    elif rule == "renews_unless_notice":
        on, months = end + timedelta(days=1), facts.terms.get(RENEWAL_MONTHS)
        length = f" for {count_words(months, 'month')}" if isinstance(months, int) else ""
        unless = f" by {day(facts.notice_on)}" if facts.notice_on else ""
        steps = (
            f"The term ends on {day(end)}.",
            f"It renews{length} from the day after, unless one side gives notice{unless}.",
        )
        yield KeyDate(DateKey.RENEWAL, "The agreement renews", on, steps, RENEWAL)


def _rate_reviews(facts: Facts) -> Iterator[KeyDate]:
    start, every = facts.terms.get(START), facts.terms.get(RATE_REVIEW_MONTHS)
    if not isinstance(start, date) or not isinstance(every, int) or every < 1 or facts.term_end is None:
        return
    for months in range(every, LONGEST + 1, every):
        on = add_months(start, months)
        if on > facts.term_end:
            return
        steps = (
            f"The agreement began on {day(start)}.",
            f"The rate is looked at every {count_words(every, 'month')}; "
            f"{count_words(months, 'month')} after the first day: {day(on)}.",
            *_short_month(start, on),
        )
        label = f"Rate review, month {months}"
        yield KeyDate(DateKey.RATE_REVIEW, label, on, steps, RATE_REVIEW_MONTHS)


def _short_month(start: date, on: date) -> tuple[str, ...]:
    if on.day == start.day:
        return ()
    return (f"{on:%B} has no day {start.day} that year, so its last day counts.",)


def _after_the_end(on: date, end: date | None) -> tuple[str, ...]:
    if end is None or on <= end:
        return ()
    return ("It looks back on the term, so it is announced while the term still runs.",)


def _support_end(facts: Facts) -> Iterator[KeyDate]:
    on = facts.terms.get(SUPPORT_END)
    if not isinstance(on, date):
        return
    steps = [f"The last day of the start-up support in the contract is {day(on)}."]
    if facts.terms.get(SUPPORT_ENDS_WHEN) == "caseload_reached":
        steps.append("It ends before when the agreed caseload is reached.")
    yield KeyDate(DateKey.SUPPORT_END, "Start-up support ends", on, tuple(steps), SUPPORT_END)


def _reviews(facts: Facts, *, yearly: bool) -> Iterator[KeyDate]:
    start = facts.terms.get(START)
    if not isinstance(start, date) or (yearly and facts.terms.get(YEARLY) is False):
        return
    key, term = (DateKey.YEARLY_REVIEW, YEARLY) if yearly else (DateKey.INTERIM_REVIEW, INTERIM_MONTHS)
    for one in facts.reviews:
        if one.yearly is yearly:
            label = f"{'Yearly' if yearly else 'Interim'} review, month {one.months}"
            steps = (
                f"{'The agreement' if yearly else 'The pilot'} began on {day(start)}.",
                f"{count_words(one.months, 'month')} after the first day: {day(one.on)}.",
                *_short_month(start, one.on),
                *_after_the_end(one.on, facts.term_end),
            )
            yield KeyDate(key, label, one.on, steps, term)


def _interim_reviews(facts: Facts) -> Iterator[KeyDate]:
    return _reviews(facts, yearly=False)


def _yearly_reviews(facts: Facts) -> Iterator[KeyDate]:
    return _reviews(facts, yearly=True)


def _recontact(facts: Facts) -> Iterator[KeyDate]:
    on = facts.terms.get(RECONTACT)
    if isinstance(on, date):
        steps = (f"Both sides agreed to talk again by {day(on)}.",)
        yield KeyDate(DateKey.RECONTACT, "Talk again about working together", on, steps, RECONTACT)


_BUILDERS: dict[DateKey, Callable[[Facts], Iterable[KeyDate]]] = {
    DateKey.TERM_END: _term_end,
    DateKey.NOTICE: _notice,
    DateKey.DECIDE_BY: _decide_by,
    DateKey.RENEWAL: _renewal,
    DateKey.RATE_REVIEW: _rate_reviews,
    DateKey.SUPPORT_END: _support_end,
    DateKey.INTERIM_REVIEW: _interim_reviews,
    DateKey.YEARLY_REVIEW: _yearly_reviews,
    DateKey.RECONTACT: _recontact,
}
