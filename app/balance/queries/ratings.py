"""Ratings of the balance, read as frozen rows, with what they say together."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields, replace
from datetime import date
from typing import Any

from app.catalogue import catalogue
from app.catalogue.records import BalanceTopic, ReviewQuestion
from app.charts.scales import NARROW, Frame
from app.charts.scales import line_chart as lines_over_days
from app.charts.told import Told
from app.charts.tracks import Track, track
from app.core.calendar import day_words
from app.core.db import first_row, rows
from app.core.errors import NotFound
from app.core.questions import Question
from app.partnerships.models import Partnership
from app.partnerships.rules import Side
from app.people.models import Organization

from ..models import BalanceRating
from ..rules import (
    GAP,
    HIGHEST,
    LOWEST,
    TILT,
    BalanceFiring,
    Limits,
    Rated,
    Topic,
    headline,
    lasting_tilts,
    mark_words,
    rounds,
    topic_words,
    wide_gaps,
)

PAGE = 50
CHARTED = 24  # ratings in one picture
SMALL = (Frame(420, 190), NARROW)  # four pictures stand beside each other
MARKS = tuple(topic.value for topic in Topic)
LIMIT_NAMES = tuple(one.name for one in fields(Limits))
WHYS = tuple(f"{topic.value}_why" for topic in Topic)


@dataclass(frozen=True, slots=True)
class RatingRow:
    """What one side said on one day. `marks` and `whys` by topic hold only what was given."""

    public_id: str
    on: date
    side: str
    marks: Mapping[str, int]
    whys: Mapping[str, str]
    filled_by: str
    source: str
    review_public_id: str
    version: int


@dataclass(frozen=True, slots=True)
class Pair:
    """A rating of each side; None where a side has none."""

    ours: RatingRow | None
    theirs: RatingRow | None

    @property
    def on(self) -> date:
        """The day of the newer one; a pair without any is never asked."""
        return max(one.on for one in (self.ours, self.theirs) if one is not None)

    def marks(self, topic: str) -> tuple[int | None, int | None]:
        """Our mark and theirs."""
        ours, theirs = (one.marks.get(topic) if one else None for one in (self.ours, self.theirs))
        return ours, theirs


def topics() -> tuple[BalanceTopic, ...]:
    """What is rated, in order, with its question and the words of its marks."""
    return catalogue().balance_topics


def scale_words() -> str:
    """What the five marks mean, in a few sentences."""
    return str(catalogue().section("reviews", "balance", "scale"))


def _rows(partnership_id: int) -> Any:
    r = BalanceRating
    plain = (r.filled_by, r.source, r.review_public_id, r.version)
    columns = (r.public_id, r.rated_on, r.side, *(getattr(r, name) for name in (*MARKS, *WHYS)), *plain)
    query = r.select(*columns).where(r.partnership == partnership_id)
    return query.order_by(r.rated_on.desc(), r.side.desc(), r.id.desc())


def _row(public_id: str, on: date, side: str, *cells: Any) -> RatingRow:
    count = len(MARKS)
    marks = {name: mark for name, mark in zip(MARKS, cells[:count], strict=True) if mark is not None}
    whys = {name: why for name, why in zip(MARKS, cells[count : 2 * count], strict=True) if why}
    return RatingRow(public_id, on, side, marks, whys, *cells[2 * count :])


def ratings(partnership_id: int, *, offset: int = 0, limit: int = PAGE) -> tuple[RatingRow, ...]:
    """The ratings of both sides, newest first; one more than a page when there are more."""
    found = rows(_rows(partnership_id).limit(limit + 1).offset(offset))
    return tuple(_row(*cells) for cells in found)


def rating_rounds(newest_first: Sequence[RatingRow]) -> tuple[Pair, ...]:
    """The ratings as rounds of both sides: what lies within 45 days belongs together, newest first."""
    return tuple(Pair(one.get(Side.PROVIDER), one.get(Side.PAYER)) for one in rounds(newest_first))


def latest_pair(partnership_id: int) -> Pair:
    """The newest rating of each side, whenever it was given; one statement."""
    return newest_of(ratings(partnership_id))


def newest_of(newest_first: Sequence[RatingRow]) -> Pair:
    """The first of each side among some ratings."""
    first: dict[str, RatingRow] = {}
    for one in newest_first:
        first.setdefault(one.side, one)
    return Pair(first.get(Side.PROVIDER), first.get(Side.PAYER))


def get_rating(partnership_id: int, public_id: str) -> BalanceRating:
    """The rating with this id, to change it. Raises NotFound."""
    r = BalanceRating
    found: BalanceRating | None = r.get_or_none(
        (r.public_id == public_id) & (r.partnership == partnership_id)
    )
    if found is None:
        raise NotFound("There is no such rating here. It may have been removed.")
    return found


def is_rated(partnership_id: int, side: str, on: date, besides: int = 0) -> bool:
    """Whether another rating of this side has this day."""
    r = BalanceRating
    here = (r.partnership == partnership_id) & (r.side == side) & (r.rated_on == on) & (r.id != besides)
    return bool(r.select().where(here).exists())


is_review_of: Question[[int, str], bool] = Question("Is this review one of the partnership?")
own_numbers: Question[[int, Sequence[str]], dict[str, str]] = Question(
    "Which numbers did the partnership choose for these rules?"
)


def has_review(partnership: Partnership, public_id: str) -> bool:
    """Whether a review with this id is of the partnership; reviews stand above the balance."""
    return bool(public_id) and is_review_of(partnership.get_id(), public_id)


# --- what they say


def balance_words(pair: Pair, partner: str) -> str:
    """The whole balance in one sentence."""
    ours, theirs = ({} if one is None else one.marks for one in (pair.ours, pair.theirs))
    return headline(topics(), ours, theirs, partner)


@dataclass(frozen=True, slots=True)
class Stands:
    """Where one topic stands: its picture, the sentences of both sides, and their reasons."""

    topic: BalanceTopic
    track: Track
    our_why: str
    their_why: str
    rated: bool


def stands(pair: Pair, partner: str) -> tuple[Stands, ...]:
    """Every topic as both sides see it now."""
    return tuple(_stands(topic, pair, partner) for topic in topics())


def _stands(topic: BalanceTopic, pair: Pair, partner: str) -> Stands:
    ours, theirs = pair.marks(topic.id)
    drawn = track(topic.title, ours, theirs, topic_words(topic, ours, theirs, partner))
    whys = [one.whys.get(topic.id, "") if one else "" for one in (pair.ours, pair.theirs)]
    return Stands(topic, drawn, whys[0], whys[1], ours is not None or theirs is not None)


def mark_told(topic: str, mark: int | None) -> str:
    """A mark in words, as it stands in a table."""
    known = {one.id: one for one in topics()}
    return "" if mark is None else mark_words(known[topic], mark)


def trends(
    newest_first: Sequence[RatingRow], partner: str, frames: Sequence[Frame] = SMALL
) -> tuple[Told, ...]:
    """How each topic moved over the rounds, as a picture with both sides; none before a second round.

    What never moved has no picture, only its sentence and its numbers.
    """
    oldest = rating_rounds(newest_first)[:CHARTED][::-1]
    return tuple(told for topic in topics() if (told := _trend(topic, oldest, partner, frames)) is not None)


def _trend(topic: BalanceTopic, oldest: Sequence[Pair], partner: str, frames: Sequence[Frame]) -> Told | None:
    marks = {pair.on: pair.marks(topic.id) for pair in oldest if pair.marks(topic.id) != (None, None)}
    if len(marks) < 2:
        return None
    days, first = list(marks), partner.split()[0] if partner else "Plan"
    lines = [("We", [marks[day][0] for day in days]), (first, [marks[day][1] for day in days])]
    moved = len(set(marks.values())) > 1
    drawn = tuple(
        lines_over_days(days, lines, low=LOWEST, high=HIGHEST, frame=frame, written=str)
        for frame in (frames if moved else ())
    )
    told = tuple((day_words(day), *(_cell(topic, mark) for mark in marks[day])) for day in reversed(days))
    words = topic_words(topic, *marks[days[-1]], partner)
    return Told("series", topic.title, words, drawn, ("Rated on", "We", first), told)


def _cell(topic: BalanceTopic, mark: int | None) -> str:
    return "not rated" if mark is None else f"{mark}, {mark_words(topic, mark)}"


# --- signals


def balance_signals(
    partnership_id: int, today: date, limits: Limits | None = None
) -> tuple[BalanceFiring, ...]:
    """What the ratings given by a day say by themselves, closed ones as well, by the day each fired.

    Two statements; the same ratings always give the same. `limits` where others hold than the usual ones.
    """
    p, o = Partnership, Organization
    named = first_row(p.select(o.name).join(o, on=(p.payer == o.id)).where(p.id == partnership_id))
    found = rows(_rows(partnership_id).where(BalanceRating.rated_on <= today))
    return signals_in([_row(*cells) for cells in found], named[0] if named else "the plan", limits)


def signals_in(
    given: Sequence[RatingRow], partner: str, limits: Limits | None = None
) -> tuple[BalanceFiring, ...]:
    """The same for ratings that were read already, all of them."""
    rated = [Rated(one.on, one.side, one.marks) for one in given]
    limits = limits or _limits()
    both = (
        *lasting_tilts(rated, topics(), limits, partner),
        *wide_gaps(rated, topics(), limits, partner),
    )
    return tuple(sorted(both, key=lambda one: (one.fired_on, one.trigger, one.topic, one.side)))


def own_limits(partnership: Partnership) -> Limits:
    """The numbers that a partnership chose for both rules, the usual ones where it chose none."""
    return limits_with(own_numbers(partnership.get_id(), (TILT, GAP)))


def limits_with(own: Mapping[str, str]) -> Limits:
    """The usual numbers with these in their place; what is no whole number leaves the usual one."""
    usual = _limits()
    return replace(usual, **{name: int(own[name]) for name in LIMIT_NAMES if own.get(name, "").isdigit()})


def _limits() -> Limits:
    rules = {one.id: one.settings for one in catalogue().balance_triggers}
    tilt, gap = rules[TILT], rules[GAP]
    return Limits(*(int(str(one)) for one in (tilt["days_apart"], gap["at_least"], gap["within_days"])))


@dataclass(frozen=True, slots=True)
class Help:
    """What to ask together about a topic, and what could be moved."""

    questions: tuple[ReviewQuestion, ...]
    levers: tuple[str, ...]


def help_about(topic: str) -> Help:
    """The review questions and the levers of one side of the balance [L7 balance]."""
    book = catalogue()
    return Help(
        tuple(one for one in book.review_questions if one.group == topic),
        tuple(one.label for one in book.levers if one.group == topic),
    )
