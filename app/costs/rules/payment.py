"""What stands around the rate: the pieces that can be paid apart, and what matters now. Pure."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from fractions import Fraction

from .words import dollars

# What the lists of the bundle in the contract call a piece that is often paid apart [L7 payment].
CARVED = {
    "First assessments": ("first_assessment",),
    "Psychiatry and psychology": ("psych",),
    "Equipment, therapy, home health (unless the provider wants them)": (
        "equipment",
        "therapy",
        "home_health",
    ),
    "Behavioral health and substance use treatment": ("behavioral_treatment",),
}


@dataclass(frozen=True, slots=True)
class Carved:
    """A piece that can be paid apart, and what the term sheet says of it."""

    label: str
    words: str


def carve_out(label: str, inside: Collection[str], outside: Collection[str]) -> Carved:
    """What both lists of the bundle say of a piece."""
    parts = CARVED.get(label, ())
    out, within = [sum(one in found for one in parts) for found in (outside, inside)]
    if parts and out == len(parts):
        words = "outside the bundle"
    elif out and within:
        words = "partly outside, partly inside the bundle"
    elif out:
        words = "partly outside the bundle"
    elif within:
        words = "inside the bundle: the rate has to carry it"
    else:
        words = "not settled"
    return Carved(label, words)


def now_words(stalemate: str, support: str, risk: str, margin: Fraction | None) -> str:
    """The one thing that matters now; each is empty where it does not press."""
    if stalemate or support or risk:
        return stalemate or support or risk
    if margin is not None and margin < 0:
        return f"A month is {dollars(-margin)} short. First see what could take less effort, then the price."
    return "Nothing here needs attention now. Open a part when you come to talk about it."
