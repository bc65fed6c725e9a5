"""A group of items rated: stored whole or not at all, with one undo."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import date, datetime
from typing import Any

from app.catalogue.readiness import NeedsGroup
from app.core.actor import Actor
from app.core.batches import Together
from app.core.db import hold, write
from app.core.errors import Conflict, RuleViolation

from ..models import Assessment, NeedsRating
from ..queries import RatingRow, before, method, ratings_of
from ..rules import NO_ANSWER, Answer
from .filling import Changed, Filled, fill_gaps

TOGETHER = "Somebody else rated some of these while you did. Nothing of yours is lost."


@dataclass(frozen=True, slots=True)
class Given:
    """What somebody answered, and the version of the answer that was on the page (0: none)."""

    answer: Answer
    seen: int


@dataclass(frozen=True, slots=True)
class Saved:
    """How many answers changed, what became of the gaps, and the id of the undo."""

    changed: int
    filled: Filled
    batch: str


class Overtaken(Conflict):
    """Somebody rated some of the items meanwhile; `items` are theirs."""

    def __init__(self, items: tuple[str, ...]) -> None:
        labels = [method().items[item].label for item in items]
        super().__init__(TOGETHER, dict.fromkeys(labels, "your answer"), dict.fromkeys(labels, "another one"))
        self.items = items


def save_group(
    assessment: Assessment, given: Mapping[str, Given], *, actor: Actor, now: datetime, today: date
) -> Saved:
    """Keep the answers to some items; a gap becomes a promise where it is known who does what.

    Raises Overtaken when somebody saved other answers meanwhile, and RuleViolation for a finished one.
    """
    with write():
        partnership, assessment = hold(assessment.partnership), _rateable(assessment)
        held, together = ratings_of(assessment), Together(actor, now)
        _refuse_overtaken(given, held)
        wanted = {item: one.answer for item, one in given.items() if one.answer != _answer(held.get(item))}
        if not wanted:
            return Saved(0, Filled(), "")
        _note_begun(assessment, together, today)
        stored = {row.item: row for row in NeedsRating.select().where(NeedsRating.assessment == assessment)}
        for item, answer in wanted.items():
            _store(assessment, item, answer, stored.get(item), together, today)
        last = ratings_of(before(assessment))
        changes = [
            Changed(item, _answer(held.get(item) or last.get(item)), answer, item in held)
            for item, answer in wanted.items()
        ]
        filled = fill_gaps(partnership, changes, together, today=today)
        return Saved(len(wanted), filled, together.keep())


def as_last_time(
    assessment: Assessment, group: NeedsGroup, *, actor: Actor, now: datetime, today: date
) -> tuple[int, str]:
    """Rate what is still to rate in a group as it was last time: how many, and the id of the undo.

    Promises of last time go on as they are; nothing new comes of it. Raises RuleViolation.
    """
    with write():
        hold(assessment.partnership)
        assessment, together = _rateable(assessment), Together(actor, now)
        last, held = ratings_of(before(assessment)), ratings_of(assessment)
        wanted = {
            item.id: last[item.id].answer
            for item in group.items
            if item.id in last and last[item.id].rating and not _answer(held.get(item.id)).rating
        }
        if not wanted:
            raise RuleViolation("There is nothing of last time to take over in this group.")
        _note_begun(assessment, together, today)
        stored = {row.item: row for row in NeedsRating.select().where(NeedsRating.assessment == assessment)}
        for item, answer in wanted.items():
            _store(assessment, item, answer, stored.get(item), together, today)
        return len(wanted), together.keep()


def _rateable(assessment: Assessment) -> Assessment:
    row = hold(assessment)
    if row.finished_on is not None:
        raise RuleViolation("This assessment is finished. Open it again to change a rating.")
    return row


def _answer(row: RatingRow | None) -> Answer:
    return row.answer if row else NO_ANSWER


def _refuse_overtaken(given: Mapping[str, Given], held: Mapping[str, RatingRow]) -> None:
    theirs = tuple(
        item
        for item, one in given.items()
        if item in held and held[item].version != one.seen and held[item].answer != one.answer
    )
    if theirs:
        raise Overtaken(theirs)


def _note_begun(assessment: Assessment, together: Together, today: date) -> None:
    if assessment.begun_on is None:
        together.change(assessment, begun_on=max(today, assessment.asked_on))


def _store(
    assessment: Assessment,
    item: str,
    answer: Answer,
    row: NeedsRating | None,
    together: Together,
    today: date,
) -> None:
    values: dict[str, Any] = asdict(answer)
    if answer.rating and (row is None or row.rating != answer.rating):
        values["rated_on"] = today
    if row is None:
        together.create(NeedsRating, assessment=assessment, item=item, **values)
    else:
        together.change(row, **values)
