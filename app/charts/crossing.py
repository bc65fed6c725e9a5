"""Two straight lines over a number of patients, and where they cross. Pure: places for the server to draw."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import ceil

from .scales import TOP, Frame, GridLine, Scale, round_scale

WIDE, NARROW = Frame(600, 330, 18), Frame(330, 270, 18)
LEFT_ROOM, BELOW = 48.0, 40.0  # for the amounts at the left and the numbers below
NEAR = 60.0  # a label nearer than this to the right edge stands on the other side


@dataclass(frozen=True, slots=True)
class Point:
    """A named place; `left` says that its label stands to the left of it."""

    x: float
    y: float
    left: bool


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
    fixed: Fraction, cost_each: Fraction, paid_each: Fraction, today: Fraction, frame: Frame = WIDE
) -> CrossingChart:
    """Cost (`fixed` and so much for each) against payment (so much for each), in dollars a month."""
    cross = fixed / (paid_each - cost_each) if paid_each > cost_each else None
    wanted = max(today * 2, (cross or 0) * Fraction(3, 2), Fraction(8))
    step, last = round_scale((ceil(min(wanted, max(today * 6, Fraction(60)))),))
    most = max(paid_each * last, fixed + cost_each * last)
    step_up, high = round_scale((ceil(most),))
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
        Point(now[0], TOP, now[0] > frame.width / 3),
        Point(*place, place[0] > right - 2 * NEAR) if place else None,
    )


def _amount(dollars: int) -> str:
    """$10k, or $500 where the scale is small."""
    if dollars >= 1000 and dollars % 1000 == 0:
        return f"${dollars // 1000:,}k"
    return f"${dollars:,}" if dollars < 1000 else f"${dollars / 1000:,.1f}k"


def _triangle(*points: Sequence[float] | None) -> str:
    return "M" + "L".join(f"{x} {y}" for x, y in (one for one in points if one is not None)) + "z"
