"""Readiness in the catalogue: the needs assessment, the directory, and the three things to get right.

Records and their reading, in one place; whoever reads the file asks `read_readiness`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from app.catalogue.fields import Entry

ADDED = " (added)"  # marks a group that the source does not have; nobody needs to read it


@dataclass(frozen=True, slots=True)
class NeedsItem:
    """One thing that each side has in place, or lacks."""

    id: str
    label: str


@dataclass(frozen=True, slots=True)
class NeedsGroup:
    """Items that belong together, and the strategies that fit them first."""

    id: str
    name: str
    strategies: tuple[str, ...]
    items: tuple[NeedsItem, ...]


@dataclass(frozen=True, slots=True)
class RepeatWhen:
    """A kind of change that asks for a new assessment."""

    when: str
    kinds: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Directory:
    """What a list of connecting resources asks for and begins with."""

    purpose: str
    needs: tuple[str, ...]
    known_by: tuple[str, ...]
    starter_rows: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class RightPatients:
    """Signs that the criteria are too broad, too narrow, or right."""

    too_broad: tuple[str, ...]
    too_narrow: tuple[str, ...]
    just_right: tuple[str, ...]
    advice: str


@dataclass(frozen=True, slots=True)
class RightTime:
    """How early is early enough, and where people can be noticed."""

    target_days: int
    very_late_days: tuple[int, ...]
    facts: tuple[str, ...]
    advice: str
    places: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class RightSupport:
    """Something that a team needs around it."""

    id: str
    group: str
    label: str


@dataclass(frozen=True, slots=True)
class Readiness:
    """The needs assessment and what belongs to it [T5 readiness] [T5 gaps] [T5 ingredients]."""

    ratings: tuple[str, ...]
    follow_up: Mapping[str, str]  # by who can fill a gap
    sides: tuple[str, ...]
    groups: tuple[NeedsGroup, ...]
    strategies: Mapping[str, str]
    repeat_when: tuple[RepeatWhen, ...]
    directory: Directory
    unknowns_note: str
    unknowns: tuple[str, ...]
    right_patients: RightPatients
    right_time: RightTime
    right_supports: tuple[RightSupport, ...]

    @property
    def items(self) -> dict[str, NeedsItem]:
        """Every item by its id, in the order of the list."""
        return {item.id: item for group in self.groups for item in group.items}


def read_readiness(root: Entry) -> Readiness:
    """The records of the whole part."""
    needs, eligibility = root.entry("needs_assessment"), root.entry("eligibility")
    unknowns = needs.entry("sustainability_unknowns")
    follow_up = needs.texts_by_key("filler_follow_up")
    if tuple(follow_up) != needs.texts("filler_values"):
        needs.fault("filler_follow_up", "each of the filler values needs its sentence, in the same order")
    return Readiness(
        ratings=needs.texts("rating_values"),
        follow_up=follow_up,
        sides=needs.texts("assessed_side_values"),
        groups=tuple(_group(one) for one in needs.entries("checklist")),
        strategies=needs.texts_by_key("strategies_text"),
        repeat_when=tuple(
            RepeatWhen(one.text("when"), one.texts("kinds")) for one in needs.entries("repeat_when")
        ),
        directory=_directory(needs.entry("connecting_directory")),
        unknowns_note=unknowns.text("note"),
        unknowns=unknowns.texts("items"),
        right_patients=_patients(eligibility.entry("right_patients")),
        right_time=_time(eligibility.entry("right_time")),
        right_supports=tuple(
            RightSupport(one.text("id"), one.text("group"), one.text("label"))
            for one in eligibility.entries("right_supports")
        ),
    )


def _group(entry: Entry) -> NeedsGroup:
    items = tuple(NeedsItem(one.text("id"), one.text("label")) for one in entry.entries("items"))
    return NeedsGroup(
        entry.text("group"), entry.text("name").removesuffix(ADDED), entry.texts("strategies"), items
    )


def _directory(entry: Entry) -> Directory:
    choices = {
        field.text("name"): field.texts("choices")
        for field in entry.entries("fields")
        if field.value("type") == "choice"
    }
    return Directory(
        entry.text("purpose"),
        choices.get("need_met", ()),
        choices.get("known_by", ()),
        entry.texts("starter_rows"),
    )


def _patients(entry: Entry) -> RightPatients:
    broad, narrow, right = (entry.texts(name) for name in ("too_broad", "too_narrow", "just_right"))
    return RightPatients(broad, narrow, right, entry.text("advice"))


def _time(entry: Entry) -> RightTime:
    places = entry.entry("identification_places")
    return RightTime(
        target_days=entry.whole("target_days_before_death"),
        very_late_days=entry.wholes("very_late_days"),
        facts=entry.texts("facts"),
        advice=entry.text("advice"),
        places=(*places.texts("medical"), *places.texts("social")),
    )
