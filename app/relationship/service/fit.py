"""Partner fit and signs, written."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from app.core.actor import Actor
from app.core.db import write
from app.core.history import change, create
from app.partnerships.models import Partnership

from ..models import FitAnswer, SignSeen


@dataclass(frozen=True, slots=True)
class FitFacts:
    """What was seen on one question."""

    score: int
    saw: str = ""


def save_fit(
    partnership: Partnership, answers: Mapping[str, FitFacts], *, on: date, actor: Actor, now: datetime
) -> None:
    """Keep answers as of a day; earlier days stay as they were, the same day is corrected [L8 fit]."""
    with write():
        there = {
            one.question: one
            for one in FitAnswer.select().where((FitAnswer.partnership == partnership) & (FitAnswer.on == on))
        }
        for question, facts in answers.items():
            values: dict[str, Any] = {"score": facts.score, "saw": facts.saw}
            if question in there:
                change(there[question], actor=actor, now=now, **values)
            else:
                create(
                    FitAnswer,
                    actor=actor,
                    now=now,
                    partnership=partnership,
                    question=question,
                    on=on,
                    created_at=now,
                    **values,
                )


def note_sign(
    partnership: Partnership, sign: str, *, on: date, note: str, actor: Actor, now: datetime
) -> SignSeen:
    """Note a valued behavior or a warning sign as seen [L8 behaviors] [L8 fit]."""
    with write():
        return create(
            SignSeen,
            actor=actor,
            now=now,
            partnership=partnership,
            sign=sign,
            on=on,
            note=note,
            created_at=now,
        )


def remove_sign(sign: SignSeen, *, actor: Actor, now: datetime) -> None:
    """Take a note away; it can be put back."""
    with write():
        change(sign, actor=actor, now=now, removed=True)


def restore_sign(sign: SignSeen, *, actor: Actor, now: datetime) -> None:
    """Undo."""
    with write():
        change(sign, actor=actor, now=now, removed=False)
