"""Assessments asked for, begun, finished and opened again."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass, field
from datetime import date, datetime

from app.core.actor import Actor
from app.core.batches import Together
from app.core.db import hold, write
from app.core.errors import RuleViolation
from app.partnerships.models import Partnership

from ..models import Assessment
from ..queries import is_untouched, last_assessed_on, newest_finished, open_assessment
from ..rules import Assessed, Why, with_reason, without_reason


@dataclass(frozen=True, slots=True)
class Asked:
    """What became of the wish: the open assessment, whether it is new, and the id of the undo.

    `batch` is empty when the caller keeps the changes together with others.
    """

    assessment: Assessment
    is_new: bool
    batch: str


@dataclass(frozen=True, slots=True)
class AboutFacts:
    """Why an assessment is made, who is assessed, and by whom."""

    why: str
    because: str = ""
    sides: Sequence[str] = field(default_factory=tuple)
    assessed_by: str = ""
    asked_on: date | None = None


def ask_again(
    partnership: Partnership,
    *,
    why: str = Why.EVENT,
    because: str = "",
    actor: Actor,
    now: datetime,
    today: date,
    together: Together | None = None,
) -> Asked:
    """Ask for an assessment [T5 sustainability]. One is open at a time: the reason is added to it then.

    The undo of the batch takes it away again while nothing was answered. A caller who keeps one undo for
    several changes gives `together`; the table of an undo is `assessment`.
    """
    with write():
        partnership, kept = hold(partnership), together or Together(actor, now)
        found = open_assessment(partnership.get_id())
        if found is not None:
            row = kept.change(found, because=with_reason(found.because, because))
        else:
            first = last_assessed_on(partnership.get_id()) is None
            row = kept.create(
                Assessment,
                partnership=partnership,
                why=Why.FIRST.value if first and why != Why.EVENT else str(why),
                because=with_reason("", because),
                sides=_sides_as_last_time(partnership),
                asked_on=today,
                created_at=now,
            )
        return Asked(row, found is None, "" if together else kept.keep())


def ask_no_more(partnership: Partnership, *, because: str, together: Together) -> None:
    """One reason of the open assessment no longer holds; it goes with its last reason, unless begun."""
    with write():
        row = open_assessment(hold(partnership).get_id())
        if row is None or without_reason(row.because, because) == row.because:
            return
        left = without_reason(row.because, because)
        if not left and row.why == Why.EVENT and is_untouched(row):
            together.remove(row)
        else:
            together.change(row, because=left)


def _sides_as_last_time(partnership: Partnership) -> list[str]:
    last = newest_finished(partnership.get_id())
    return list(last.sides) if last else [Assessed.PROVIDER.value, Assessed.PAYER.value]


def begin(
    partnership: Partnership, facts: AboutFacts, *, actor: Actor, now: datetime, today: date
) -> tuple[Assessment, str]:
    """Begin by hand; answers the assessment and the id of the undo. RuleViolation while one is open."""
    with write():
        partnership, together = hold(partnership), Together(actor, now)
        if open_assessment(partnership.get_id()) is not None:
            raise RuleViolation("An assessment is open already. Finish it first.")
        row = together.create(
            Assessment,
            partnership=partnership,
            created_at=now,
            **{**asdict(facts), "sides": list(facts.sides), "asked_on": facts.asked_on or today},
        )
        return row, together.keep()


def save_about(
    assessment: Assessment, facts: AboutFacts, *, actor: Actor, now: datetime, seen: int | None = None
) -> str:
    """Change why, who and by whom; answers the id of the undo, or nothing. Raises Conflict."""
    with write():
        together = Together(actor, now)
        values = {
            **asdict(facts),
            "sides": list(facts.sides),
            "asked_on": facts.asked_on or assessment.asked_on,
        }
        together.change(assessment, seen=seen, **values)
        return together.keep() if together.noted else ""


def finish(assessment: Assessment, on: date, *, actor: Actor, now: datetime, today: date) -> Assessment:
    """Finish it as of a day; what is open stays open and is told. Raises RuleViolation."""
    with write():
        row = hold(assessment)
        if row.finished_on is not None:
            raise RuleViolation("This assessment is finished already.")
        if row.begun_on is None:
            raise RuleViolation("Rate at least one item before you finish.")
        if on > today or on < row.asked_on:
            raise RuleViolation("Enter a day from the one on which it was asked for until today.")
        return Together(actor, now).change(row, finished_on=on)


def reopen(assessment: Assessment, *, actor: Actor, now: datetime) -> Assessment:
    """Open the newest one again, as the undo of finishing too. Raises RuleViolation."""
    with write():
        partnership = hold(assessment.partnership)
        if open_assessment(partnership.get_id()) is not None:
            raise RuleViolation("Another assessment is open by now. Finish it first.")
        newest = newest_finished(partnership.get_id())
        if newest is None or newest.get_id() != assessment.get_id():
            raise RuleViolation("Only the newest assessment can be opened again.")
        return Together(actor, now).change(newest, finished_on=None)
