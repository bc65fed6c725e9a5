"""A lower room asks, a higher one answers, and neither imports the other."""

from __future__ import annotations

from datetime import date

import pytest
from flask import Flask

from app.balance.queries import is_review_of, own_numbers
from app.core.questions import Question
from app.reviews.queries import amendment_of, notice_since


def test_a_question_that_nobody_answers_fails_in_words() -> None:
    asked: Question[[int], int] = Question("How many signed?")
    with pytest.raises(LookupError, match="Nobody answers here: How many signed\\?"):
        asked(1)
    asked.answered_by(lambda home: home + 1)
    assert asked(1) == 2


def test_the_factory_lets_every_question_be_answered(app: Flask, database: str) -> None:
    assert is_review_of(1, "none") is False
    assert own_numbers(1, ("TB01",)) == {}
    assert amendment_of(1) is None
    assert notice_since(1, date(2026, 1, 1)) is None
