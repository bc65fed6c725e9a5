"""What the readiness page shows: groups now and last time, and the gaps with who fills them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from app.actions.models import Action
from app.actions.rules import Source
from app.actions.rules import Status as ActionStatus
from app.catalogue import catalogue
from app.catalogue.readiness import NeedsGroup, NeedsItem, Readiness
from app.core.db import rows
from app.partnerships.models import Partnership
from app.partnerships.queries import people_here
from app.terms.queries import terms_in_force

from ..models import Assessment
from ..rules import TERM, Counts, Since, Who, count, lede, one_since, row_id, since_then
from .assessments import RatingRow, before, ratings_of, ratings_only


@dataclass(frozen=True, slots=True)
class GapAction:
    """The promise that a gap became."""

    public_id: str
    status: str
    due_on: date | None
    done_on: date | None

    @property
    def words(self) -> str:
        """How it stands."""
        return {ActionStatus.DONE: "done", ActionStatus.DROPPED: "dropped"}.get(
            ActionStatus(self.status), "open"
        )


@dataclass(frozen=True, slots=True)
class GroupLine:
    """One group now, last time, and since then."""

    group: NeedsGroup
    now: Counts
    before: Counts | None
    since: Since


@dataclass(frozen=True, slots=True)
class ItemLine:
    """One item now and last time."""

    item: NeedsItem
    row: RatingRow | None
    last: RatingRow | None

    @property
    def since(self) -> Since:
        """Better, same or weaker than last time."""
        return one_since(self.row.rating if self.row else "", self.last.rating if self.last else "")


@dataclass(frozen=True, slots=True)
class Picture:
    """One assessment beside the one before it."""

    assessment: Assessment
    last: Assessment | None
    rows: Mapping[str, RatingRow]
    last_rows: Mapping[str, RatingRow]

    @property
    def now(self) -> Counts:
        """Everything counted."""
        return count(method().items, ratings_only(self.rows))

    @property
    def before(self) -> Counts | None:
        """The same, last time."""
        return count(method().items, ratings_only(self.last_rows)) if self.last else None

    @property
    def lines(self) -> tuple[GroupLine, ...]:
        """Group by group."""
        now, last = ratings_only(self.rows), ratings_only(self.last_rows)
        return tuple(
            GroupLine(
                group,
                count(idents, now),
                count(idents, last) if self.last else None,
                since_then(idents, now, last),
            )
            for group in method().groups
            for idents in [[item.id for item in group.items]]
        )

    @property
    def lede(self) -> str:
        """What matters, in two or three sentences."""
        weaker = [line.group.name for line in self.lines if line.since is Since.WEAKER]
        return lede(self.now, self.before, weaker)

    def items_of(self, group: NeedsGroup) -> tuple[ItemLine, ...]:
        """The items of one group."""
        return tuple(
            ItemLine(item, self.rows.get(item.id), self.last_rows.get(item.id)) for item in group.items
        )

    @property
    def gaps(self) -> tuple[ItemLine, ...]:
        """What is not there at all, first what still lacks something, then by day."""
        return self._lines(row for row in self.rows.values() if row.is_gap)

    @property
    def lacking(self) -> tuple[ItemLine, ...]:
        """What is partly there or not at all, in the order of the list."""
        return tuple(
            line
            for group in method().groups
            for line in self.items_of(group)
            if line.row and line.row.is_lacking
        )

    @property
    def with_open_points(self) -> tuple[ItemLine, ...]:
        """Whose follow-up still needs something."""
        return tuple(line for line in self.lacking if line.row and line.row.still_open)

    @property
    def to_rate(self) -> tuple[NeedsItem, ...]:
        """What nobody has rated."""
        known = ratings_only(self.rows)
        return tuple(item for item in method().items.values() if not known.get(item.id))

    def _lines(self, found: Iterable[RatingRow]) -> tuple[ItemLine, ...]:
        items = method().items
        ordered = sorted(found, key=lambda row: (not row.still_open, row.due_on or date.max, row.item))
        return tuple(
            ItemLine(items[row.item], row, self.last_rows.get(row.item))
            for row in ordered
            if row.item in items
        )


def method() -> Readiness:
    """What the catalogue says about readiness."""
    return catalogue().readiness


def picture(assessment: Assessment) -> Picture:
    """The assessment and the one before it: three statements."""
    last = before(assessment)
    return Picture(assessment, last, ratings_of(assessment), ratings_of(last))


def group_to_rate(shown: Picture, wanted: str = "") -> NeedsGroup:
    """The group that is named, else the first with something to rate, else the first."""
    groups = method().groups
    named = next((group for group in groups if group.id == wanted), None)
    unrated = {item.id for item in shown.to_rate}
    waiting = (group for group in groups if any(item.id in unrated for item in group.items))
    return named or next(waiting, groups[0])


def group_after(group: NeedsGroup) -> NeedsGroup | None:
    """The next one in the list, or None behind the last."""
    groups = method().groups
    place = groups.index(group) + 1
    return groups[place] if place < len(groups) else None


def actions_of(partnership_id: int) -> dict[str, GapAction]:
    """The newest promise of each gap, by item."""
    a = Action
    query = (
        a.select(a.source_ref, a.public_id, a.status, a.due_on, a.done_on)
        .where((a.partnership == partnership_id) & (a.source == Source.GAP.value) & (a.source_ref != ""))
        .order_by(a.id)
    )
    return {item: GapAction(*row) for item, *row in rows(query)}


def in_agreement(partnership_id: int, today: date) -> frozenset[str]:
    """The items that stand among the gaps of the term sheet."""
    table: Any = terms_in_force(partnership_id, today).get(TERM) or ()
    there = {row.get("id") for row in table}
    return frozenset(item for item in method().items if row_id(item) in there)


def people_of(
    partnership: Partnership, kept: Iterable[RatingRow] = ()
) -> dict[str, dict[str, tuple[int, str]]]:
    """Who can fill a gap: number and name by public id, for each side; who is named already stays."""
    found: dict[str, dict[str, tuple[int, str]]] = {"provider": {}, "payer": {}}
    for one in people_here(partnership.get_id()):
        if one.side in found:
            found[one.side][one.public_id] = (one.person_id, one.name)
    for row in kept:
        for side, number, public_id, name in (
            ("provider", row.provider_id, row.provider_public_id, row.provider_name),
            ("payer", row.payer_id, row.payer_public_id, row.payer_name),
        ):
            if number is not None and public_id and name:
                found[side].setdefault(public_id, (number, name))
    return found


def sides_in_words(partnership: Partnership) -> tuple[tuple[str, str], ...]:
    """Who can be assessed: us, the plan, others who give care."""
    names = {"provider": partnership.provider.name, "payer": partnership.payer.name}
    return tuple((side, names.get(side) or "Providers of the network") for side in method().sides)


def who_words(who: Who | None, payer: str) -> str:
    """Who fills a gap, as we say it: We can; Ordway can; Together; Neither can."""
    if who is None:
        return "Nobody yet"
    return {
        Who.PROVIDER: "We can",
        Who.PAYER: f"{payer} can",
        Who.TOGETHER: "Together",
        Who.NEITHER: "Neither can",
    }[who]
