"""What the marks from 1 to 5 mean, and what those of both sides say together. Pure.

3 is right for the side that answers, under it is too little, over it too much [L7 balance] [ours].
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from enum import StrEnum

from app.catalogue.records import BalanceTopic

LOWEST, MIDDLE, HIGHEST = 1, 3, 5
FAR = (LOWEST, HIGHEST)
Marks = Mapping[str, int]  # by topic; what was not rated is not there


class Topic(StrEnum):
    """What is rated: the three that must balance, and how both sides work together."""

    EFFORT = "effort"
    PAYMENT = "payment"
    OUTCOMES = "outcomes"
    RELATIONSHIP = "relationship"


MAIN = (Topic.EFFORT, Topic.PAYMENT, Topic.OUTCOMES)


class Source(StrEnum):
    """How a rating was given."""

    SESSION = "session"
    SHEET = "sheet"
    PAGE = "page"


SOURCE_WORDS = {
    Source.SESSION: "together, in one session",
    Source.SHEET: "on the printed sheet",
    Source.PAGE: "on this page",
}


def lean(topic: str, mark: int | None) -> int:
    """Which way a mark is off: -1 too little, 1 too much, 0 right or not rated.

    More outcomes than planned are nothing to mend [ours].
    """
    if mark is None or mark == MIDDLE or (topic == Topic.OUTCOMES and mark > MIDDLE):
        return 0
    return 1 if mark > MIDDLE else -1


def needs_why(mark: int | None) -> bool:
    """Whether a mark is so far off that a sentence must say why."""
    return mark in FAR


def mark_words(topic: BalanceTopic, mark: int) -> str:
    """Too much, as it reads inside a sentence."""
    words = topic.marks[mark - LOWEST]
    return words[:1].lower() + words[1:]


def topic_words(topic: BalanceTopic, ours: int | None, theirs: int | None, partner: str) -> str:
    """Where one topic stands for each side, in one sentence."""
    if ours is None:
        if theirs is None:
            return "Not rated yet."
        return _sentence(f"{mark_words(topic, theirs)} for {partner}; we have not rated it this time")
    if theirs is None:
        return _sentence(f"{mark_words(topic, ours)} for us; {partner} has not rated it this time")
    if ours == theirs:
        return _sentence(f"{mark_words(topic, ours)} for both")
    return _sentence(f"{mark_words(topic, ours)} for us, {mark_words(topic, theirs)} for {partner}")


def headline(topics: Sequence[BalanceTopic], ours: Marks, theirs: Marks, partner: str) -> str:
    """The whole balance in one sentence."""
    if not ours and not theirs:
        return "Nobody has rated the balance yet."
    off = [one for one in topics if lean(one.id, ours.get(one.id)) or lean(one.id, theirs.get(one.id))]
    missing = "" if ours and theirs else f" {partner} has" if ours else " We have"
    after = f"{missing} not rated yet." if missing else ""
    rated = [one for one in topics if one not in off and one.id in {*ours, *theirs}]
    right = [one for one in rated if one.id in MAIN] or rated
    if not off:
        whom = "for us" if not theirs else f"for {partner}" if not ours else "for both sides"
        return _sentence(f"{_names(right)} {_are(right)} about right {whom}") + after
    said = f"{_names(off)} {_are(off)} out of balance"
    if right and right[0].id in MAIN:
        said += f"; {_names(right)} {_are(right)} about right"
    return _sentence(said) + after


def _names(topics: Sequence[BalanceTopic]) -> str:
    names = [one.title.lower() for one in topics]
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} and {names[-1]}"


def _are(topics: Sequence[BalanceTopic]) -> str:
    return "are" if len(topics) > 1 or topics[0].id == Topic.OUTCOMES else "is"


def _capital(words: str) -> str:
    return words[:1].upper() + words[1:]


def _sentence(words: str) -> str:
    return f"{_capital(words)}."
