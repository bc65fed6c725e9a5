"""Signals that the ratings give by themselves: a lasting tilt, and two views far apart. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from app.catalogue.records import BalanceTopic
from app.core.calendar import day_words
from app.partnerships.rules import Side

from .marks import Marks, lean, mark_words

TILT, GAP = "TB01", "TB02"


@dataclass(frozen=True, slots=True)
class Rated:
    """The marks of one side on one day."""

    on: date
    side: str
    marks: Marks


@dataclass(frozen=True, slots=True)
class BalanceFiring:
    """A signal: which rule, about which topic, from which day to which day, and in words why.

    `side` is whose view tilts; empty where both are needed. `values` are marks: of a tilt the first one and
    the one with which it fired, of a gap ours and theirs.
    """

    trigger: str
    topic: str
    side: str
    fired_on: date
    words: str
    values: tuple[int, int]
    closed_on: date | None = None
    closed_words: str = ""


@dataclass(frozen=True, slots=True)
class Limits:
    """The numbers of both rules: as the catalogue sets them, or a partnership's own."""

    days_apart: int = 60
    at_least: int = 2
    within_days: int = 45


def lasting_tilts(
    ratings: Sequence[Rated], topics: Sequence[BalanceTopic], limits: Limits, partner: str
) -> Iterator[BalanceFiring]:
    """The same side calls the same topic off in the same direction, for 60 days or longer [L7 balance].

    It fires with the first rating that lies so many days after the one that began the tilt, and closes with
    the first that no longer leans this way. A topic that was left out says nothing.
    """
    for topic in topics:
        for side in Side:
            theirs = [(one.on, one.marks[topic.id]) for one in _of(ratings, side) if topic.id in one.marks]
            yield from _tilts(theirs, topic, side.value, limits.days_apart, partner)


def _tilts(
    marks: Sequence[tuple[date, int]], topic: BalanceTopic, side: str, days: int, partner: str
) -> Iterator[BalanceFiring]:
    since: tuple[date, int] | None = None
    fired: BalanceFiring | None = None
    for on, mark in marks:
        if since is not None and lean(topic.id, mark) != lean(topic.id, since[1]):
            if fired is not None:
                words = f"{_who(side, partner)} called {topic.title.lower()} {mark_words(topic, mark)}"
                yield replace(fired, closed_on=on, closed_words=f"{words} on {day_words(on)}.")
            since = fired = None
        if since is None:
            since = (on, mark) if lean(topic.id, mark) else None
        elif fired is None and (on - since[0]).days >= days:
            words = _tilt(topic, side, since, (on, mark), partner)
            fired = BalanceFiring(TILT, topic.id, side, on, words, (since[1], mark))
    if fired is not None:
        yield fired


def _tilt(
    topic: BalanceTopic, side: str, since: tuple[date, int], last: tuple[date, int], partner: str
) -> str:
    first, now = mark_words(topic, since[1]), mark_words(topic, last[1])
    told = f"{now} on {day_words(since[0])} and again on {day_words(last[0])}"
    if first != now:
        told = f"{first} on {day_words(since[0])} and {now} on {day_words(last[0])}"
    return f"{_who(side, partner)} called {topic.title.lower()} {told}."


def wide_gaps(
    ratings: Sequence[Rated], topics: Sequence[BalanceTopic], limits: Limits, partner: str
) -> Iterator[BalanceFiring]:
    """Both sides rate the same topic two marks apart or more, within 45 days of each other [L7 balance].

    It closes with the first pair that lies nearer. Marks of other times are not compared.
    """
    for topic in topics:
        yield from _gaps(_byday_words(ratings, topic.id), topic, limits, partner)


def _gaps(
    days: Mapping[date, Mapping[str, int]], topic: BalanceTopic, limits: Limits, partner: str
) -> Iterator[BalanceFiring]:
    newest: dict[str, tuple[date, int]] = {}
    fired: BalanceFiring | None = None
    for on, marks in days.items():
        newest |= {side: (on, mark) for side, mark in marks.items()}
        if len(newest) < 2 or not _near(newest, limits.within_days):
            continue
        ours, theirs = newest[Side.PROVIDER][1], newest[Side.PAYER][1]
        told = f"{mark_words(topic, ours)} for us, {mark_words(topic, theirs)} for {partner}"
        words = f"{topic.title}: {told}."
        apart = abs(ours - theirs) >= limits.at_least
        if apart and fired is None:
            fired = BalanceFiring(GAP, topic.id, "", on, words, (ours, theirs))
        elif not apart and fired is not None:
            yield replace(fired, closed_on=on, closed_words=words)
            fired = None
    if fired is not None:
        yield fired


def _byday_words(ratings: Sequence[Rated], topic: str) -> dict[date, dict[str, int]]:
    """The marks of a topic by day and side: what both say on one day is looked at together."""
    found: dict[date, dict[str, int]] = {}
    for one in sorted(ratings, key=lambda rating: rating.on):
        if topic in one.marks:
            found.setdefault(one.on, {})[one.side] = one.marks[topic]
    return found


def _near(newest: Mapping[str, tuple[date, int]], days: int) -> bool:
    (first, _mark), (second, _other) = newest.values()
    return abs((first - second).days) <= days


def _of(ratings: Sequence[Rated], side: Side) -> list[Rated]:
    return sorted((one for one in ratings if one.side == side), key=lambda one: one.on)


def _who(side: str, partner: str) -> str:
    return "We" if side == Side.PROVIDER else partner
