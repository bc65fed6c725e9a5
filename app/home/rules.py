"""What matters most, in words: the sentence of the day, where a partnership stands. Pure."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum

from app.core.text import count_words
from app.partnerships.rules import Stage

MAIN_PATH = (Stage.EXPLORING, Stage.PLANNING, Stage.CONTRACTING, Stage.PILOT, Stage.SUSTAINED)
# What somebody at the plan should be named for, with the words of the gap [L1 foundation] [L8 behaviors].
NEEDED_FUNCTIONS = {
    "contracting": "the contract",
    "clinical": "clinical questions",
    "finance": "billing questions",
    "operations": "daily operations",
}


class Group(StrEnum):
    """The parts of a timeline that can be looked at alone."""

    COURSE = "course"
    MEETINGS = "meetings"
    PROMISES = "promises"
    RELATIONSHIP = "relationship"
    INFORMATION = "information"
    REFERRALS = "referrals"
    CONTRACT = "contract"


GROUP_WORDS = {
    Group.COURSE: "Stages and milestones",
    Group.MEETINGS: "Meetings and decisions",
    Group.PROMISES: "Promises kept",
    Group.RELATIONSHIP: "Relationship",
    Group.INFORMATION: "Information",
    Group.REFERRALS: "Referrals",
    Group.CONTRACT: "Contract and reviews",
}


class Hanging(StrEnum):
    """What can be open in the hands of somebody who goes."""

    ACTION = "action"
    MILESTONE = "milestone"
    SEAT = "seat"
    GAP = "gap"
    QUESTION = "question"
    DEPUTY = "deputy"


HANGING_WORDS = {
    Hanging.ACTION: ("open action", "open actions"),
    Hanging.MILESTONE: ("open milestone", "open milestones"),
    Hanging.SEAT: ("seat in a meeting series", "seats in meeting series"),
    Hanging.GAP: ("gap to fill", "gaps to fill"),
    Hanging.QUESTION: ("question before an end", "questions before an end"),
    Hanging.DEPUTY: ("person they stand in for", "people they stand in for"),
}


@dataclass(frozen=True, slots=True)
class StageStep:
    """One stage of the strip: done, current or ahead."""

    stage: str
    state: str
    since: date | None


def greeting(hour: int, name: str) -> str:
    """Good morning, Dana."""
    part = "morning" if hour < 12 else "afternoon" if hour < 17 else "evening"
    return f"Good {part}, {name.split()[0] if name.split() else 'there'}"


def day_words(overdue: int, soon: int, review_on: date | None, today: date, *, more: bool = False) -> str:
    """What matters today, in one sentence: late promises, those of this week, and the first review.

    With `more` there are promises that were not counted.
    """
    clauses = []
    if overdue:
        clauses.append(f"{_counted(overdue, more and not soon)} overdue")
    if soon:
        words = f"{_counted(soon, more)} due this week"
        clauses.append(words.replace(" actions", "").replace(" action", "") if overdue else words)
    if review_on is not None:
        verb = "was" if review_on < today else "is"
        year = "" if review_on.year == today.year else f", {review_on.year}"
        clauses.append(f"a review {verb} due on {review_on:%A, %B} {review_on.day}{year}")
    if not clauses:
        return "Nothing is late, and nothing is due this week."
    end = clauses.pop()
    comma = "," if len(clauses) > 1 else ""
    sentence = f"{', '.join(clauses)}{comma} and {end}" if clauses else end
    return sentence[0].upper() + sentence[1:] + "."


def _counted(count: int, more: bool) -> str:
    if count == 1 and not more:
        return "one action is"
    return f"{'more than ' if more else ''}{count_words(count)} actions are"


def stage_strip(stage: str, moves: Sequence[tuple[str, date]]) -> tuple[StageStep, ...]:
    """The stages a partnership went through, stands in, and has ahead, with the day each last began."""
    since = dict(moves)  # a stage entered twice shows the later day
    if stage == Stage.ENDED:
        path = [one for one in MAIN_PATH if one in since] + [Stage.ENDED]
    elif stage == Stage.RENEGOTIATING:
        path = [one for one in MAIN_PATH if one != Stage.SUSTAINED or one in since] + [Stage.RENEGOTIATING]
    else:
        path = list(MAIN_PATH)
    here = path.index(Stage(stage))
    return tuple(
        StageStep(
            one,
            "current" if place == here else "done" if place < here else "ahead",
            since.get(one) if place <= here else None,
        )
        for place, one in enumerate(path)
    )


def missing_functions(named: Collection[str]) -> tuple[str, ...]:
    """What nobody at the plan is named for."""
    return tuple(words for function, words in NEEDED_FUNCTIONS.items() if function not in named)


def earliest(dates: Iterable[tuple[date, str]]) -> tuple[date, str] | None:
    """The first of several dates with its words, or None."""
    return min(dates, default=None)


def hanging_words(name: str, counts: Mapping[Hanging, int]) -> str:
    """Priya Nair has 3 open actions and 1 open milestone, and stands in for 2 people."""
    has = [
        f"{counts[kind]} {one if counts[kind] == 1 else many}"
        for kind, (one, many) in HANGING_WORDS.items()
        if counts.get(kind) and kind is not Hanging.DEPUTY
    ]
    others = counts.get(Hanging.DEPUTY, 0)
    stands_in = f"stands in for {others} {'person' if others == 1 else 'people'}" if others else ""
    if not has:
        return f"{name} {stands_in or 'has nothing open'}."
    listed = ", ".join(has[:-1]) + (" and " if len(has) > 1 else "") + has[-1]
    return f"{name} has {listed}{', and ' + stands_in if stands_in else ''}."


def change_of_leaving(function: str, role: str) -> str:
    """The kind of change to note when somebody of this function leaves; empty where none fits by itself.

    A leader on either side, a key clinician, somebody of a referring or a community partner
    [T5 sustainability].
    """
    if role in ("referrer", "community"):
        return {"referrer": "TE03", "community": "TE04"}[role]
    return {"executive": "TE01", "contracting": "TE01", "clinical": "TE02"}.get(function, "")


def leaving_words(work: str, organization: str) -> str:
    """Contract manager of Ordway Community Health Plan left: functions rather than names."""
    what = work.replace("_", " ").strip() or "Somebody"
    return f"{what[:1].upper()}{what[1:]} of {organization} left."


# As the triggers about the pulse [L8 behaviors]: apart by this much, or as low as this.
APART, LOW = Decimal("1.5"), Decimal("2.5")


@dataclass(frozen=True, slots=True)
class RelationFacts:
    """What the first sentence of the relationship page is made of.

    `concerns` are pairs of days open and the day of the talk (or None), oldest first; `silent` are
    people without a word for too long, with the days.
    """

    partner: str
    ours: Decimal | None
    theirs: Decimal | None
    concerns: tuple[tuple[int, date | None], ...]
    silent: tuple[tuple[str, int], ...]
    waiting_late: int


def relation_words(facts: RelationFacts) -> str:
    """What matters most between the two sides now, in at most two sentences, and never blame."""
    found = [*_pulse_words(facts), *_concern_words(facts)]
    if facts.silent:
        name, days = facts.silent[0]
        others = len(facts.silent) - 1
        more = f" and {others} more" if others else ""
        found.append(f"No word with {name}{more} for {_days(days)}.")
    if facts.waiting_late:
        waits = "decision waits" if facts.waiting_late == 1 else "decisions wait"
        found.append(f"{count_words(facts.waiting_late).capitalize()} {waits} longer than expected.")
    if found:
        return " ".join(found[:2])
    if facts.ours is None and facts.theirs is None:
        return "How both sides get on, what weighs on either of them, and whom to speak with next."
    return "No concern is open, and nobody waits for a word."


def _pulse_words(facts: RelationFacts) -> list[str]:
    ours, theirs = facts.ours, facts.theirs
    if ours is not None and theirs is not None and abs(ours - theirs) >= APART:
        if ours < theirs:
            return [f"We feel much worse about this than {facts.partner} does."]
        return [f"{facts.partner} feels much worse about this than we do."]
    if ours is not None and theirs is not None and max(ours, theirs) < LOW:
        return ["Both sides find this hard at the moment."]
    return []


def _concern_words(facts: RelationFacts) -> list[str]:
    unspoken = [days for days, told_on in facts.concerns if told_on is None]
    count, days = len(facts.concerns), facts.concerns[0][0] if facts.concerns else 0
    if len(unspoken) == 1:
        return [f"One concern is not spoken of yet; it is open for {_days(unspoken[0])}."]
    if unspoken:
        many = count_words(len(unspoken)).capitalize()
        return [f"{many} concerns are not spoken of yet, the oldest for {_days(unspoken[0])}."]
    if count == 1:
        return [f"One concern is open for {_days(days)}; you have spoken of it."]
    if count:
        return [f"{count_words(count).capitalize()} concerns are open, the oldest for {_days(days)}."]
    return []


def _days(count: int) -> str:
    return f"{count} day{'' if count == 1 else 's'}"
