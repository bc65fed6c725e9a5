"""Partner fit and the signs that were seen: the catalogue's words, and what was noted."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import cast

from app.catalogue import catalogue
from app.core.db import rows
from app.core.errors import NotFound

from ..models import FitAnswer, SignSeen
from ..rules import PAYER_PREFIX, PROVIDER_PREFIX, fit_changes, question_ids
from ..rules.fit import FitScore

MOST_ANSWERS = 500  # twelve questions, asked twice a year for twenty years
MOST_SIGNS = 50
SIGN_LISTS = ("valued_behaviors", "warning_signs")
BEHAVIOR = "VB"


@dataclass(frozen=True, slots=True)
class FitQuestion:
    """One question of partner fit; `of_payer` when we ask it about the health plan."""

    id: str
    words: str
    of_payer: bool


@dataclass(frozen=True, slots=True)
class FitRow:
    """What was seen on one question, on one day."""

    question: str
    on: date
    score: int
    saw: str


@dataclass(frozen=True, slots=True)
class FitView:
    """When fit was asked, and what moved between the last two times: words, before, now."""

    first_on: date | None
    last_on: date | None
    changes: tuple[tuple[str, int, int], ...]


@dataclass(frozen=True, slots=True)
class SignRow:
    """A valued behavior or a warning sign that was seen."""

    public_id: str
    sign: str
    on: date
    note: str

    @property
    def words(self) -> str:
        """What was seen, in the catalogue's words."""
        return sign_words().get(self.sign, self.sign)

    @property
    def warning(self) -> bool:
        """Whether it is a warning sign."""
        return not self.sign.startswith(BEHAVIOR)


def fit_questions() -> tuple[FitQuestion, ...]:
    """The questions of both directions, ours about the plan first, with ids by their place."""
    lists = cast(
        "Mapping[str, tuple[str, ...]]",
        catalogue().section("relationship", "partner_fit"),
    )
    return tuple(
        FitQuestion(question, words, prefix == PROVIDER_PREFIX)
        for prefix, name in (
            (PROVIDER_PREFIX, "provider_asks_about_payer"),
            (PAYER_PREFIX, "payer_asks_about_provider"),
        )
        for question, words in zip(question_ids(prefix, len(lists[name])), lists[name], strict=True)
    )


def fit_answers(partnership_id: int) -> tuple[FitRow, ...]:
    """Every answer, newest first."""
    query = (
        FitAnswer.select(FitAnswer.question, FitAnswer.on, FitAnswer.score, FitAnswer.saw)
        .where(FitAnswer.partnership == partnership_id)
        .order_by(FitAnswer.on.desc(), FitAnswer.id)
        .limit(MOST_ANSWERS)
    )
    return tuple(FitRow(*row) for row in rows(query))


def fit_view(partnership_id: int) -> FitView:
    """Partner fit in short: what fell first [L8 fit]."""
    answers = fit_answers(partnership_id)
    if not answers:
        return FitView(None, None, ())
    words = {one.id: one.words for one in fit_questions()}
    changes = fit_changes(FitScore(one.question, one.on, one.score) for one in answers)
    return FitView(
        answers[-1].on,
        answers[0].on,
        tuple((words.get(one.question, one.question), one.before, one.now) for one in changes),
    )


def sign_words() -> dict[str, str]:
    """Every valued behavior and warning sign by its id, in the catalogue's words."""
    return {one: label for name in SIGN_LISTS for one, label in signs_of(name)}


def signs_of(name: str) -> tuple[tuple[str, str], ...]:
    """Pairs of id and words of one list: valued_behaviors or warning_signs."""
    found = cast("tuple[Mapping[str, str], ...]", catalogue().section("relationship", name))
    return tuple((one["id"], one["label"]) for one in found)


def signs_seen(partnership_id: int, *, limit: int = MOST_SIGNS) -> tuple[SignRow, ...]:
    """What was seen on the other side, newest first. Never for a paper that goes to the partner."""
    query = (
        SignSeen.select(SignSeen.public_id, SignSeen.sign, SignSeen.on, SignSeen.note)
        .where((SignSeen.partnership == partnership_id) & ~SignSeen.removed)
        .order_by(SignSeen.on.desc(), SignSeen.id.desc())
        .limit(limit)
    )
    return tuple(SignRow(*row) for row in rows(query))


def get_sign(public_id: str, partnership_id: int) -> SignSeen:
    """A sign noted on this partnership. Raises NotFound."""
    found = SignSeen.get_or_none((SignSeen.public_id == public_id) & (SignSeen.partnership == partnership_id))
    if found is None:
        raise NotFound("This note is gone, or never was.")
    return found
