"""Our judgement of the three questions, and the guesses and truths of the unknowns, written."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import date, datetime
from typing import Any

from app.core.actor import Actor
from app.core.batches import Together
from app.core.clash import said
from app.core.db import BaseModel, hold, write
from app.core.errors import Conflict
from app.core.history import MEANWHILE
from app.partnerships.models import Partnership

from ..models import RightJudgment, Unknown
from ..rules import Judged


@dataclass(frozen=True, slots=True)
class UnknownFacts:
    """A guess at planning, and the truth at a review."""

    guess: str = ""
    guessed_on: date | None = None
    truth: str = ""
    truth_on: date | None = None


def judge(
    partnership: Partnership,
    judged: Mapping[str, Judged],
    *,
    seen: Mapping[str, int],
    actor: Actor,
    now: datetime,
    today: date,
) -> tuple[int, str]:
    """Keep our judgement of right patients, time and supports: how many changed, and the id of the undo."""
    with write():
        home, together = hold(partnership), Together(actor, now)
        held = {row.question: row for row in RightJudgment.select().where(RightJudgment.partnership == home)}
        for question, one in judged.items():
            row = held.get(question)
            values: dict[str, Any] = asdict(one)
            if row is None or values != {name: getattr(row, name) for name in values}:
                values["judged_on"] = today
            _keep(
                RightJudgment,
                row,
                values,
                {"partnership": home, "question": question},
                seen[question],
                together,
            )
        return len(together.noted), together.keep() if together.noted else ""


def save_unknowns(
    partnership: Partnership,
    facts: Mapping[str, UnknownFacts],
    *,
    seen: Mapping[str, int],
    actor: Actor,
    now: datetime,
) -> tuple[int, str]:
    """Keep guesses and truths [T5 sustainability]: how many changed, and the id of the undo."""
    with write():
        home, together = hold(partnership), Together(actor, now)
        held = {row.item: row for row in Unknown.select().where(Unknown.partnership == home)}
        for item, one in facts.items():
            _keep(
                Unknown,
                held.get(item),
                asdict(one),
                {"partnership": home, "item": item},
                seen[item],
                together,
            )
        return len(together.noted), together.keep() if together.noted else ""


def _keep(
    model: type[BaseModel],
    row: Any,
    values: dict[str, Any],
    home: dict[str, Any],
    seen: int,
    together: Together,
) -> None:
    """One row made or changed; one that nobody filled in stays away. Conflict when it was saved since."""
    if row is not None:
        if seen == 0 and any(getattr(row, name) != value for name, value in values.items()):
            theirs = {name: said(getattr(row, name)) for name in values}
            raise Conflict(MEANWHILE, {name: said(value) for name, value in values.items()}, theirs)
        together.change(row, seen=seen or None, **values)
    elif any(value for name, value in values.items() if not name.endswith("_on")):
        together.create(model, **home, **values)
