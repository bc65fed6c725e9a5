"""The worksheet of a review with its answers, and where each lever stands."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace

from app.actions.models import Action
from app.catalogue import catalogue
from app.catalogue.records import ReviewQuestion
from app.core.db import rows

from ..models import Review, ReviewAnswer
from ..rules import PARTS, STEPS, Asked, Part, parts_of
from .reviews import signals_in


@dataclass(frozen=True, slots=True)
class Held:
    """What was said to one question."""

    answer: str
    state: str
    action: str
    action_id: str
    version: int


def answers_of(review_id: int) -> Mapping[str, Held]:
    """What was said, by question."""
    one, a = ReviewAnswer, Action
    query = (
        one.select(one.question, one.answer, one.state, a.text, a.public_id, one.version)
        .left_outer_join(a, on=(one.action == a.id))
        .where(one.review == review_id)
    )
    return {
        question: Held(answer, state, text or "", action_id or "", version)
        for question, answer, state, text, action_id, version in rows(query)
    }


def worksheet(review: Review) -> tuple[Part, ...]:
    """The questions by focus area with what was said, and which of them signals call for [L7 balance]."""
    held = answers_of(review.id)
    focus = {ident for signal in signals_in(review.id) for ident in catalogue().trigger(signal.trigger).focus}
    asked = [_asked(one, held, focus) for one in catalogue().review_questions if one.group in PARTS]
    return parts_of(review.kind, asked)


def _asked(one: ReviewQuestion, held: Mapping[str, Held], focus: Collection[str]) -> Asked:
    bare = Asked(one.id, one.group, one.title, one.asks, called_for=one.id in focus)
    said = held.get(one.id)
    if said is None:
        return bare
    return replace(
        bare,
        answer=said.answer,
        state=said.state,
        action=said.action,
        action_id=said.action_id,
        version=said.version,
    )


# --- the sufficiency assessment


@dataclass(frozen=True, slots=True)
class Step:
    """One step of the sufficiency assessment with what was written."""

    id: str
    number: int
    text: str
    answer: str
    version: int


def sufficiency_steps(review_id: int) -> tuple[Step, ...]:
    """The six steps in the catalogue's words [L7 payment]."""
    held = answers_of(review_id)
    found = []
    for number, (ident, text) in enumerate(zip(STEPS, catalogue().sufficiency_steps, strict=True), start=1):
        said = held.get(ident)
        found.append(Step(ident, number, text, said.answer if said else "", said.version if said else 0))
    return tuple(found)
