"""The links of a chain in their order, and what the whole comes to in words. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from enum import StrEnum

from app.core.calendar import day_words


class Kind(StrEnum):
    """What a link of the chain is."""

    CHANGE = "change"
    CONCERN = "concern"
    SIGNAL = "signal"
    REVIEW = "review"
    DECISION = "decision"
    ACTIONS = "actions"
    AMENDMENT = "amendment"
    CLOSED = "closed"
    CHECK = "check"
    NEXT = "next"


ORDER = list(Kind)
LINK_WORDS = {
    Kind.CHANGE: "A change",
    Kind.CONCERN: "A concern",
    Kind.SIGNAL: "Signal",
    Kind.REVIEW: "Review",
    Kind.DECISION: "Decision",
    Kind.ACTIONS: "What each side did",
    Kind.AMENDMENT: "Amendment",
    Kind.CLOSED: "Over",
    Kind.CHECK: "Looked at again",
    Kind.NEXT: "Next",
}
CONCERN_TRIGGERS = ("TR03", "TE18")


@dataclass(frozen=True, slots=True)
class Line:
    """One of several things under a link."""

    text: str
    note: str = ""
    address: tuple[str, str] | None = None  # what it is, and its public id
    private: bool = False


@dataclass(frozen=True, slots=True)
class Link:
    """One thing that happened, or is to happen."""

    kind: Kind
    on: date
    title: str
    text: str = ""
    people: str = ""
    address: tuple[str, str] | None = None
    lines: tuple[Line, ...] = field(default=())
    private: bool = False  # for our eyes only


@dataclass(frozen=True, slots=True)
class Signalled:
    """A signal of the chain as the rules here need it."""

    public_id: str
    trigger: str
    title: str
    words: str
    side: str
    fired_on: date
    closed_on: date | None
    closed_why: str
    private: bool = False  # not for the partner: relationship, or what care costs us

    @property
    def kind(self) -> Kind:
        """An event is a change; a concern is told apart; all else is a signal."""
        if self.trigger in CONCERN_TRIGGERS:
            return Kind.CONCERN
        return Kind.CHANGE if self.trigger.startswith("TE") else Kind.SIGNAL


def in_order(links: Iterable[Link]) -> tuple[Link, ...]:
    """By day; what is of one day stands in the order in which one leads to the next."""
    return tuple(sorted(links, key=lambda one: (one.on, ORDER.index(one.kind))))


def began(signals: Sequence[Signalled]) -> list[Link]:
    """Changes and concerns each for itself; signals of one day together [L7 balance]."""
    links = [
        Link(
            one.kind,
            one.fired_on,
            one.title,
            _sentence(one.words),
            address=("signal", one.public_id),
            private=one.private,
        )
        for one in signals
        if one.kind is not Kind.SIGNAL
    ]
    for day, together in _by_day((one.fired_on, one) for one in signals if one.kind is Kind.SIGNAL):
        links.append(_together(Kind.SIGNAL, day, together, [one.words for one in together], "signals fire"))
    return links


def closed(signals: Sequence[Signalled], since: date | None) -> list[Link]:
    """The signals that ended, together by day; those that ended before `since` belong to another chain."""
    links = []
    over = (
        (one.closed_on, one) for one in signals if one.closed_on and (not since or one.closed_on >= since)
    )
    for day, together in _by_day(over):
        words = [one.closed_why for one in together]
        links.append(_together(Kind.CLOSED, day, together, words, "signals close"))
    return links


def _by_day(pairs: Iterable[tuple[date, Signalled]]) -> list[tuple[date, list[Signalled]]]:
    days: dict[date, list[Signalled]] = {}
    for day, one in pairs:
        days.setdefault(day, []).append(one)
    return sorted(days.items())


def _together(kind: Kind, day: date, signals: list[Signalled], words: list[str], verb: str) -> Link:
    private = all(one.private for one in signals)
    if len(signals) == 1:
        one = signals[0]
        return Link(
            kind, day, one.title, _sentence(words[0]), address=("signal", one.public_id), private=private
        )
    lines = tuple(
        Line(one.title, _sentence(said), ("signal", one.public_id), one.private)
        for one, said in zip(signals, words, strict=True)
    )
    return Link(kind, day, f"{len(signals)} {verb}", lines=lines, private=private)


def _sentence(words: str) -> str:
    plain = words.strip()
    return plain if not plain or plain[-1] in ".!?" else f"{plain}."


def chain_words(links: Sequence[Link], signals: Sequence[Signalled]) -> str:
    """What the whole comes to, in a sentence or two."""
    if not links:
        return "Nothing stands in this chain yet."
    first, parts = links[0], []
    parts.append(f"It began on {day_words(first.on)}: {first.title[:1].lower()}{first.title[1:]}.")
    if signals:
        over = sum(one.closed_on is not None for one in signals)
        if over == len(signals):
            parts.append("Every signal in it is over." if over > 1 else "The signal in it is over.")
        elif over:
            parts.append(f"{over} of {len(signals)} signals are over.")
        else:
            parts.append("Its signals are still open." if len(signals) > 1 else "Its signal is still open.")
    return " ".join(parts)


@dataclass(frozen=True, slots=True)
class ThenNow:
    """One figure then and now, in words."""

    label: str
    then: str
    now: str


def for_partner(links: Iterable[Link]) -> tuple[Link, ...]:
    """The chain without what is for our eyes only, and of changes and signals only what they are called:
    the words of a change are ours, and the numbers of a signal may be small.
    """
    shown = (one for one in links if not one.private)
    return tuple(_for_partner(one) for one in shown if not _is_ours(one))


def _is_ours(one: Link) -> bool:
    return bool(one.lines) and all(line.private for line in one.lines)


def _for_partner(one: Link) -> Link:
    lines = tuple(line for line in one.lines if not line.private)
    title = one.title if len(lines) == len(one.lines) else _fewer(one, lines)
    if one.kind in (Kind.CHANGE, Kind.CONCERN, Kind.SIGNAL, Kind.CLOSED):
        return replace(one, title=title, text="", lines=tuple(replace(line, note="") for line in lines))
    return replace(one, title=title, lines=lines)


def _fewer(one: Link, lines: tuple[Line, ...]) -> str:
    """The title for what is left of several."""
    if one.kind is Kind.ACTIONS:
        return "1 action" if len(lines) == 1 else f"{len(lines)} actions"
    if len(lines) == 1:
        return lines[0].text
    return f"{len(lines)} {one.title.partition(' ')[2]}"
