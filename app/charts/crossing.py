"""Two straight lines over a number of patients, and where they cross. Pure: places for the server to draw."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import ceil

from .scales import TOP, Frame, GridLine, Scale, round_scale
from .told import Told

WIDE, NARROW = Frame(600, 330, 18), Frame(330, 270, 18)
LEFT_ROOM, BELOW = 48.0, 40.0  # for the amounts at the left and the numbers below
NEAR = 60.0  # a label nearer than this to the right edge stands on the other side


@dataclass(frozen=True, slots=True)
class Point:
    """A named place; `left` says that its words stand to the left of it."""

    x: float
    y: float
    left: bool
    words: str


@dataclass(frozen=True, slots=True)
class CrossingChart:
    """Everything the picture of a break-even draws, in units of the picture."""

    width: int
    height: int
    left: float
    right: float
    top: float
    bottom: float
    grid: tuple[GridLine, ...]
    marks: tuple[tuple[float, int], ...]
    payment: tuple[float, float, float, float]
    cost: tuple[float, float, float, float]
    loss: str
    gain: str
    today: Point
    crossing: Point | None


def crossing_chart(
    fixed: Fraction,
    cost_each: Fraction,
    paid_each: Fraction,
    today: Fraction,
    frame: Frame = WIDE,
    *,
    now_words: str = "",
    even_words: str = "",
) -> CrossingChart:
    """Cost (`fixed` and so much for each) against payment (so much for each), in dollars a month.

    `now_words` and `even_words` say how many patients there are and how many carry the cost.
    """
    cross = fixed / (paid_each - cost_each) if paid_each > cost_each else None
    step, last = _reach(today, cross)
    step_up, high = round_scale((ceil(max(paid_each * last, fixed + cost_each * last)),))
    right, bottom = frame.right, frame.height - BELOW
    across, up = Scale(0, last, LEFT_ROOM, right), Scale(0, high, bottom, TOP)

    def at(patients: Fraction, dollars: Fraction) -> tuple[float, float]:
        share = float(patients / last)
        return round(LEFT_ROOM + share * (right - LEFT_ROOM), 1), up.place(round(dollars))

    paid = (*at(Fraction(0), Fraction(0)), *at(Fraction(last), paid_each * last))
    cost = (*at(Fraction(0), fixed), *at(Fraction(last), fixed + cost_each * last))
    place = at(cross, cross * paid_each) if cross is not None and cross <= last else None
    now = at(min(today, Fraction(last)), Fraction(0))
    return CrossingChart(
        frame.width,
        frame.height,
        LEFT_ROOM,
        right,
        TOP,
        bottom,
        tuple(GridLine(up.place(v), _amount(v), v == 0) for v in range(0, high + 1, step_up)),
        tuple((across.place(v), v) for v in range(0, last + 1, step)),
        paid,
        cost,
        _triangle(paid[:2], cost[:2], place or cost[2:], None if place else paid[2:]),
        _triangle(place, paid[2:], cost[2:]) if place else "",
        Point(now[0], TOP, now[0] > frame.width / 3, f"Now: {now_words}"),
        Point(*place, place[0] > right - 2 * NEAR, f"Break-even: {even_words}") if place else None,
    )


def _reach(today: Fraction, cross: Fraction | None) -> tuple[int, int]:
    """How far the picture goes: past both places, but not so far that today is lost in a corner."""
    wanted = max(today * 2, (cross or 0) * Fraction(3, 2), Fraction(8))
    return round_scale((ceil(min(wanted, max(today * 6, Fraction(60)))),))


def crossing(
    finding: str,
    fixed: Fraction,
    cost_each: Fraction,
    paid_each: Fraction,
    today: Fraction,
    *,
    now_words: str,
    even_words: str,
) -> Told:
    """The two lines as a chart to show. Its numbers are the caller's, who has them in a table anyway."""
    drawn = (
        crossing_chart(fixed, cost_each, paid_each, today, frame, now_words=now_words, even_words=even_words)
        for frame in (WIDE, NARROW)
    )
    title = "Monthly cost and payment by number of patients"
    return Told("crossing", title, finding, tuple(drawn), (), ())


def _amount(dollars: int) -> str:
    """$10k, or $500 where the scale is small."""
    if dollars >= 1000 and dollars % 1000 == 0:
        return f"${dollars // 1000:,}k"
    return f"${dollars:,}" if dollars < 1000 else f"${dollars / 1000:,.1f}k"


def _triangle(*points: Sequence[float] | None) -> str:
    return "M" + "L".join(f"{x} {y}" for x, y in (one for one in points if one is not None)) + "z"
