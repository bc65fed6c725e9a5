"""An assessment against the one before it, in counts and in words. Pure [T5 readiness]."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from app.core.text import count_words

from .ratings import Rating

Ratings = Mapping[str, str]  # rating by item; one that is not there, or empty, is still to rate
# What a rating weighs when two times are compared; what does not apply is left out [ours].
WEIGHTS = {Rating.IN_PLACE: 2, Rating.PARTLY: 1, Rating.GAP: 0, Rating.NOT_KNOWN: 0}


class Since(StrEnum):
    """How a group stands against last time."""

    BETTER = "Better"
    SAME = "Same"
    WEAKER = "Weaker"
    NONE = ""  # nothing was rated both times


@dataclass(frozen=True, slots=True)
class Counts:
    """How many items have each rating, and how many are still to rate."""

    in_place: int = 0
    partly: int = 0
    gap: int = 0
    not_known: int = 0
    not_applicable: int = 0
    to_rate: int = 0

    @property
    def rated(self) -> int:
        """How many have any rating."""
        return self.in_place + self.partly + self.gap + self.not_known + self.not_applicable

    @property
    def words(self) -> str:
        """2 in place, 1 partly, 1 gap, 2 to rate."""
        parts = (
            (self.in_place, "in place"),
            (self.partly, "partly"),
            (self.gap, "gap" if self.gap == 1 else "gaps"),
            (self.not_known, "not known"),
            (self.not_applicable, "do not apply" if self.not_applicable > 1 else "does not apply"),
            (self.to_rate, "to rate"),
        )
        return ", ".join(f"{count} {words}" for count, words in parts if count)


def count(items: Iterable[str], ratings: Ratings) -> Counts:
    """The counts of some items."""
    found = [ratings.get(item) or "to_rate" for item in items]
    return Counts(**{name: found.count(name) for name in set(found)})


def since_then(items: Iterable[str], now: Ratings, before: Ratings) -> Since:
    """Better, same or weaker over the items that were rated both times [ours].

    In place counts two, partly one, a gap or an unknown nothing; what does not apply is left out.
    """
    pairs = [(now.get(item, ""), before.get(item, "")) for item in items]
    both = [(Rating(a), Rating(b)) for a, b in pairs if a in WEIGHTS and b in WEIGHTS]
    if not both:
        return Since.NONE
    change = sum(WEIGHTS[a] - WEIGHTS[b] for a, b in both)
    return Since.SAME if change == 0 else Since.BETTER if change > 0 else Since.WEAKER


def one_since(now: str, before: str) -> Since:
    """How a single item stands against last time."""
    return since_then(("x",), {"x": now}, {"x": before})


def lede(now: Counts, before: Counts | None, weaker: Sequence[str]) -> str:
    """What matters on top: gaps, more or fewer than last time, where it is weaker, what is to rate."""
    if not now.rated:
        return f"Nothing is rated yet. {_number(now.to_rate)} items are to rate, a group at a time."
    sentences = [_gaps(now.gap, before)]
    if weaker:
        sentences.append(f"Weaker than last time: {_listed(weaker)}.")
    if now.to_rate:
        sentences.append(
            f"{_number(now.to_rate)} {'item is' if now.to_rate == 1 else 'items are'} still to rate."
        )
    return " ".join(sentences)


def _gaps(gaps: int, before: Counts | None) -> str:
    words = f"{_number(gaps)} {'gap' if gaps == 1 else 'gaps'}"
    if before is None:
        return f"{words}."
    more = gaps - before.gap
    if not more:
        return f"{words}, as last time."
    return f"{words}, {_number(abs(more)).lower()} {'more' if more > 0 else 'fewer'} than last time."


def _number(count: int) -> str:
    return count_words(count).capitalize()


def _listed(words: Sequence[str]) -> str:
    small = [word[:1].lower() + word[1:] if not word.startswith("Medi-Cal") else word for word in words]
    return " and ".join(small) if len(small) < 3 else ", ".join(small[:-1]) + f", and {small[-1]}"
