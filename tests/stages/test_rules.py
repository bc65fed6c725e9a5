"""What leaving a stage asks and entering one proposes."""

from __future__ import annotations

from datetime import date

import pytest

from app.catalogue import catalogue
from app.partnerships.rules import Stage, first_day_problem, stages_after
from app.stages.rules import (
    Answer,
    CatalogueStep,
    OpenStep,
    Question,
    gate_words,
    missing_of,
    proposals_of,
    questions_of,
)

TODAY = date(2026, 11, 24)


def test_a_question_nobody_answered_is_not_known_yet() -> None:
    first, second = questions_of(["Signed?", "Staffed?"], {2: ("met", "In May", 3)})
    assert (first.answer, first.note, first.version) == (Answer.UNKNOWN, "", 0)
    assert (second.answer, second.note, second.version) == (Answer.MET, "In May", 3)


def test_what_is_missing_is_kept_with_its_note_and_what_is_met_is_not() -> None:
    questions = (
        Question(1, "Signed?", Answer.MET),
        Question(2, "Tested?", Answer.NOT_MET, "The plan's portal is late"),
        Question(3, "Staffed?"),
    )
    missing = missing_of(questions, [OpenStep("Dry run", date(2026, 1, 5)), OpenStep("Sign", None)])
    assert [one["text"] for one in missing["questions"]] == ["Tested?", "Staffed?"]
    assert missing["questions"][0]["note"] == "The plan's portal is late"
    assert missing["milestones"] == [
        {"title": "Dry run", "due_on": "2026-01-05"},
        {"title": "Sign", "due_on": ""},
    ]


@pytest.mark.parametrize(
    ("answers", "steps", "words"),
    [
        ([Answer.MET], 0, "Everything this stage asks is met, and none of its milestones is open."),
        ([Answer.MET, Answer.UNKNOWN], 0, "1 of 2 questions is not met yet."),
        ([Answer.MET], 1, "1 milestone of this stage is open."),
        (
            [Answer.NOT_MET, Answer.UNKNOWN],
            3,
            "2 of 2 questions are not met yet and 3 milestones of this stage are open.",
        ),
    ],
)
def test_the_gate_is_told_in_one_sentence(answers: list[Answer], steps: int, words: str) -> None:
    questions = [Question(place, "?", answer) for place, answer in enumerate(answers, 1)]
    assert gate_words(questions, steps) == words


def test_proposed_days_count_from_the_first_day_and_avoid_days_off() -> None:
    steps = [CatalogueStep("A", "A", "", "joint", 1), CatalogueStep("B", "B", "", "joint", 2)]
    # A stage that began on a Saturday: both would fall on Saturdays, and one Monday is a holiday.
    first, second = proposals_of(steps, date(2026, 8, 29), {"B"}, {date(2026, 9, 7)})
    assert (first.on, first.there) == (date(2026, 9, 8), False)
    assert (second.on, second.there) == (date(2026, 9, 14), True)


def test_every_stage_of_the_catalogue_asks_something_before_it_is_left() -> None:
    assert all(stage.exit for stage in catalogue().stages)
    assert sum(len(catalogue().milestones_of(stage)) for stage in Stage) == len(catalogue().milestones) == 60


@pytest.mark.parametrize(
    ("came_from", "possible"),
    [
        ("pilot", {"pilot", "ended"}),
        ("sustained", {"sustained", "ended"}),
        ("", {"pilot", "sustained", "ended"}),
        ("planning", {"pilot", "sustained", "ended"}),
    ],
)
def test_after_talks_a_partnership_returns_to_where_it_came_from_or_ends(
    came_from: str, possible: set[str]
) -> None:
    may_go_to = catalogue().stage("renegotiating").may_go_to
    assert set(stages_after("renegotiating", may_go_to, came_from)) == possible


def test_other_stages_go_where_the_catalogue_lets_them() -> None:
    assert stages_after("pilot", ("sustained", "ended"), "contracting") == ("sustained", "ended")


@pytest.mark.parametrize(
    ("on", "words"),
    [
        (date(2025, 12, 8), ""),
        (date(2025, 9, 1), ""),
        (date(2026, 11, 1), ""),
        (date(2025, 8, 31), "The stage before began on September 1, 2025"),
        (date(2026, 11, 2), "The next stage began on November 1, 2026"),
        (date(2026, 11, 25), "a day that has come"),
    ],
)
def test_a_first_day_lies_between_its_neighbors(on: date, words: str) -> None:
    assert words in first_day_problem(on, date(2025, 9, 1), date(2026, 11, 1), TODAY)
    assert bool(first_day_problem(on, date(2025, 9, 1), date(2026, 11, 1), TODAY)) == bool(words)
