"""From everybody referred to those enrolled, with what was lost on the way. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from .scales import Frame
from .series import LETTER, PAGE
from .told import NOT_KNOWN, Row, Told, share_words

BAR, ROW = 20.0, 34.0  # height of a bar, and from one to the next
TOP, BELOW = 4.0, 4.0
WORDS = 76.0  # room for "124 (100%)" behind the longest bar


@dataclass(frozen=True, slots=True)
class Step:
    """One stretch of the way; a loss is taken from what is still there."""

    name: str
    count: int
    loss: bool = False


@dataclass(frozen=True, slots=True)
class Bar:
    """One step as it is drawn: its name at the left, the bar, its count and share behind it."""

    name: str
    words: str
    x: float
    y: float
    width: float
    loss: bool


@dataclass(frozen=True, slots=True)
class FunnelChart:
    """The bars below each other; losses hang at the end of what they were taken from."""

    width: int
    height: int
    bar: float
    bars: tuple[Bar, ...]


def funnel(
    title: str,
    finding: str,
    steps: Sequence[Step],
    *,
    heads: Row,
    rows: Sequence[Row],
    frames: Sequence[Frame] = PAGE,
) -> Told:
    """The steps in their order, the whole first. Nothing is drawn where the whole is nobody.

    `heads` and `rows` are the numbers in words; they may tell of more than is drawn.
    """
    whole = steps[0].count if steps else 0
    drawn = tuple(_drawn(steps, whole, frame) for frame in frames) if whole > 0 else ()
    return Told("funnel", title, finding, drawn, heads, tuple(rows))


def counted_share(count: int | None, whole: int | None) -> str:
    """12 (40%); the count alone where there is no whole."""
    if count is None:
        return NOT_KNOWN
    if not whole:
        return f"{count:,}"
    return f"{count:,} ({share_words(count, whole).replace(' percent', '%')})"


def _drawn(steps: Sequence[Step], whole: int, frame: Frame) -> FunnelChart:
    left = round(max(len(one.name) for one in steps) * LETTER) + 10.0
    longest = frame.width - left - WORDS
    most = max(
        whole, *(one.count for one in steps)
    )  # more may be enrolled than were referred in these months
    bars, still = [], whole
    for place, one in enumerate(steps):
        if one.loss:
            still -= one.count
        start = max(still, 0) if one.loss else 0
        bars.append(
            Bar(
                one.name,
                counted_share(one.count, whole),
                round(left + longest * start / most, 1),
                TOP + place * ROW,
                round(longest * one.count / most, 1),
                one.loss,
            )
        )
    return FunnelChart(frame.width, round(TOP + len(steps) * ROW - (ROW - BAR) + BELOW), BAR, tuple(bars))
