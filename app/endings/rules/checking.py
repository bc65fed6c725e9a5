"""What cannot be: days out of order and counts that do not fit, in plain sentences. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from app.core.calendar import day_words

from .steps import NAMES, ORDER, Step

WEEK = timedelta(days=7)


@dataclass(frozen=True, slots=True)
class Noticed:
    """A notice as somebody typed it."""

    given_on: date | None
    last_service_on: date | None
    to_hand_on: int | None


@dataclass(frozen=True, slots=True)
class Bounds:
    """What a notice has to fit: the term, today, and how many patients were in care at most."""

    today: date
    start: date | None = None
    term_end: date | None = None
    most_in_care: int | None = None
    counted_in: str = ""  # the month of that number, as people say it


def notice_problems(typed: Noticed, bounds: Bounds) -> dict[str, str]:
    """What stands against a notice; one sentence by field [L7 exit]."""
    found = {}
    given, end = typed.given_on, bounds.term_end
    if given is not None and given > bounds.today:
        found["given_on"] = "Enter the day once notice was given: today or an earlier day."
    elif given is not None and bounds.start is not None and given < bounds.start:
        found["given_on"] = (
            f"The agreement began {day_words(bounds.start)}. Enter that day or a later one, "
            "or correct the first day in the terms."
        )
    elif given is not None and end is not None and given > end:
        found["given_on"] = (
            f"The term ended {day_words(end)}, so notice came before it. Enter that day or an earlier one, "
            "or correct the last day in the terms."
        )
    if given is not None and typed.last_service_on is not None and typed.last_service_on < given:
        found["last_service_on"] = (
            f"Notice was given {day_words(given)}. The last day of service cannot be earlier."
        )
    count = count_problem(typed.to_hand_on, 0, bounds)
    return found | ({"to_hand_on": count} if count else {})


def count_problem(to_hand_on: int | None, handed_on: int, bounds: Bounds) -> str:
    """What stands against a number of patients to hand on."""
    if to_hand_on is None:
        return ""
    if to_hand_on < handed_on:
        return f"{_are(handed_on)} handed on already. Enter that number or a higher one."
    most = bounds.most_in_care
    if most is not None and to_hand_on > most:
        return (
            f"Your numbers show at most {most:,} patients in care in {bounds.counted_in}. "
            "Enter that many or fewer, or correct the month first."
        )
    return ""


def _are(count: int) -> str:
    """1 patient is, 3 patients are."""
    return f"{count:,} {'patient is' if count == 1 else 'patients are'}"


def step_problem(step: Step, on: date, days: Mapping[Step, date], given_on: date) -> str:
    """What stands against a day for a step, when the others fall on `days` [L7 exit]."""
    if on < given_on:
        return _before_notice(given_on)
    for earlier, later in ORDER:
        if step is later and earlier in days and on < days[earlier]:
            return _not_before(step, earlier, days[earlier])
        if step is earlier and later in days and on > days[later]:
            return (
                f"{_first(NAMES[later])} is {day_words(days[later])}, "
                f"and {NAMES[step]} cannot come after it. "
                "Enter that day or an earlier one, or move the other first."
            )
    return ""


def order_problem(days: Mapping[Step, date], given_on: date) -> str:
    """What stands against all the days together [L7 exit]."""
    for step, on in days.items():
        others = {one: day for one, day in days.items() if one is not step}
        problem = step_problem(step, on, others, given_on)
        if problem:
            return problem
    return ""


def given_problem(days: Mapping[Step, date], given_on: date) -> str:
    """What stands against a day of notice when steps have their days already."""
    early = [(on, step) for step, on in days.items() if on < given_on]
    if not early:
        return ""
    on, step = min(early)
    return (
        f"{_first(NAMES[step])} is {day_words(on)}. Enter that day or an earlier one, or move the step first."
    )


def _not_before(step: Step, earlier: Step, on: date) -> str:
    return (
        f"{_first(NAMES[earlier])} is {day_words(on)}, and {NAMES[step]} cannot come before it. "
        "Enter that day or a later one, or move the other first."
    )


def _first(words: str) -> str:
    return words[:1].upper() + words[1:]


def done_problem(done_on: date, given_on: date, today: date) -> str:
    """What stands against the day on which a step was done."""
    if done_on > today:
        return "Enter a day that has come; a step ahead cannot be done yet."
    return _before_notice(given_on) if done_on < given_on else ""


def _before_notice(given_on: date) -> str:
    return f"Notice was given {day_words(given_on)}. Enter that day or a later one."


def monday(on: date) -> date:
    """The first day of the week that holds `on`."""
    return on - timedelta(days=on.weekday())


def hand_over_problems(
    week: date, patients: int, others: int, to_hand_on: int | None, given_on: date, today: date
) -> dict[str, str]:
    """What stands against the count of one week, when `others` were handed on in other weeks [L7 exit]."""
    found = {}
    if week > today:
        found["week_on"] = "Enter a day of a week that has begun."
    elif week + WEEK <= given_on:
        found["week_on"] = f"Notice was given {day_words(given_on)}. Enter a day of that week or a later one."
    if to_hand_on is None:
        found["patients"] = "Say first how many patients are to be handed on."
    elif others + patients > to_hand_on:
        left = to_hand_on - others
        be = "is" if others == 1 else "are"
        found["patients"] = (
            f"{_are(to_hand_on)} to be handed on, and {others:,} of them {be} counted in other weeks. "
            f"Enter at most {left:,}, or correct how many are to be handed on."
        )
    return found


def again_problem(on: date, last_service_on: date | None, given_on: date | None, today: date) -> str:
    """What stands against a day to talk again."""
    if on < today:
        return "Enter today or a later day; a day that has passed reminds nobody."
    if last_service_on is not None and on < last_service_on:
        return f"The last day of service is {day_words(last_service_on)}. Enter that day or a later one."
    if given_on is not None and on < given_on:
        return _before_notice(given_on)
    return ""
