"""Versions of a draft: what may become of them, what they hold, what an amendment changes. Pure."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any


class Status(StrEnum):
    """How a version stands."""

    DRAFT = "draft"
    SENT = "sent"
    RETURNED = "returned"
    AGREED = "agreed"
    SIGNED = "signed"


STATUS_WORDS = {
    Status.DRAFT: "Draft",
    Status.SENT: "Sent",
    Status.RETURNED: "Came back",
    Status.AGREED: "Agreed",
    Status.SIGNED: "Signed",
}
# What a person may note next; signing has a page of its own, since terms begin to hold by it.
NEXT = {
    Status.DRAFT: (Status.SENT, Status.AGREED),
    Status.SENT: (Status.SENT, Status.RETURNED, Status.AGREED),
    Status.RETURNED: (Status.SENT, Status.RETURNED, Status.AGREED),
    Status.AGREED: (Status.SENT, Status.RETURNED),
    Status.SIGNED: (),
}


class AmendmentStatus(StrEnum):
    """How an amendment stands."""

    OPEN = "open"
    SIGNED = "signed"
    DROPPED = "dropped"


def may_follow(status: Status, step: Status) -> bool:
    """Whether a step may be noted for a version that stands so."""
    return step in NEXT[status]


@dataclass(frozen=True, slots=True)
class Exhibit:
    """A kind that can be attached to a document, and the sections that it then carries."""

    kind: str
    title: str
    sections: tuple[str, ...]


def attachable(main: Sequence[str], exhibits: Iterable[Exhibit]) -> tuple[Exhibit, ...]:
    """The exhibits that could carry sections of this document."""
    return tuple(one for one in exhibits if set(one.sections) & set(main))


def overlapping(picked: Iterable[Exhibit], main: Collection[str]) -> str:
    """A section that two picked exhibits would both carry; empty when none does. A term is stated once."""
    carried: set[str] = set()
    for one in picked:
        twice = carried & set(one.sections) & set(main)
        if twice:
            return min(twice)
        carried |= set(one.sections)
    return ""


def left_out(
    every: Iterable[str], stated: Collection[str], exhibits: Iterable[Exhibit], attached: Collection[str]
) -> tuple[tuple[str, str], ...]:
    """Sections that neither a document nor its exhibits state, each with the exhibit that would carry it.

    `stated` are the sections of the document as somebody chose them, `attached` the kinds attached to it.
    """
    known = list(exhibits)
    carried = {ident for one in known if one.kind in attached for ident in one.sections}
    missing = [ident for ident in every if ident not in stated and ident not in carried]
    return tuple(
        (ident, next((one.title for one in known if ident in one.sections), "")) for ident in missing
    )


def in_order(sections: Iterable[str], picked: Collection[str]) -> tuple[str, ...]:
    """The picked sections in the order of the document."""
    return tuple(ident for ident in sections if ident in picked)


def amended_sections(frame: Sequence[str], changed: Iterable[str], opening: str = "S39") -> tuple[str, ...]:
    """The sections of an amendment: its frame, and behind the particulars those with a changed term."""
    affected = sorted({key.split(".", 1)[0] for key in changed} - set(frame))
    at = frame.index(opening) + 1 if opening in frame else len(frame)
    return (*frame[:at], *affected, *frame[at:])


@dataclass(frozen=True, slots=True)
class Difference:
    """A term that would hold another value: stored values before and after."""

    key: str
    before: Any
    after: Any
    unknown: bool = False


def differences(
    wanted: Mapping[str, Any], holding: Mapping[str, Any], keys: Iterable[str]
) -> tuple[Difference, ...]:
    """The terms of `keys` whose wanted value is another one than the value that holds; stored values."""
    return tuple(
        Difference(key, holding.get(key), wanted.get(key))
        for key in keys
        if wanted.get(key) != holding.get(key)
    )


def date_problem(signed_on: date | None, effective_on: date | None, today: date) -> str:
    """Why these days cannot be; empty when they can."""
    if signed_on is not None and signed_on > today:
        return "Nobody can have signed on a day that is still to come."
    if signed_on is not None and effective_on is not None and abs((effective_on - signed_on).days) > 366 * 5:
        return "The first day lies more than five years from the signature. Check the year."
    return ""
