"""Partner fit: questions by their place, the newest answer to each, and what changed. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

PROVIDER_PREFIX, PAYER_PREFIX = "PFA", "PFB"  # we ask about them; they ask about us


@dataclass(frozen=True, slots=True)
class FitScore:
    """One answer to one question."""

    question: str
    on: date
    score: int


@dataclass(frozen=True, slots=True)
class FitChange:
    """A question whose answer moved since the time before."""

    question: str
    before: int
    now: int


def question_ids(prefix: str, count: int) -> tuple[str, ...]:
    """Stable names of the questions, by their place in the catalogue."""
    return tuple(f"{prefix}{place}" for place in range(1, count + 1))


def latest_by_question(answers: Iterable[FitScore]) -> Mapping[str, tuple[FitScore, ...]]:
    """The answers to each question, newest first."""
    found: dict[str, list[FitScore]] = {}
    for answer in sorted(answers, key=lambda one: one.on, reverse=True):
        found.setdefault(answer.question, []).append(answer)
    return {question: tuple(scores) for question, scores in found.items()}


def fit_changes(answers: Iterable[FitScore]) -> tuple[FitChange, ...]:
    """What moved between the last two times, falls first, then the largest move [L8 fit]."""
    moved = [
        FitChange(question, scores[1].score, scores[0].score)
        for question, scores in latest_by_question(answers).items()
        if len(scores) > 1 and scores[0].score != scores[1].score
    ]
    return tuple(sorted(moved, key=lambda one: (one.now - one.before, one.question)))
