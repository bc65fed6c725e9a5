"""The needs assessment of the catalogue, typed, and what is wrong with it told with its place."""

from __future__ import annotations

import pytest

from app.assessments.rules import Assessed, Filler, Question, Rating
from app.catalogue import CatalogueError, catalogue, read_catalogue
from app.catalogue.loading import CATALOGUE_FILE
from app.core.text import trimmed

TEXT = CATALOGUE_FILE.read_text(encoding="utf-8")


def test_ten_groups_hold_the_47_items_in_order() -> None:
    book = catalogue().readiness
    assert len(book.groups) == 10 and list(book.items) == [f"NA{n:02}" for n in range(1, 48)]
    assert all(group.strategies and set(group.strategies) <= set(book.strategies) for group in book.groups)
    assert all(trimmed(group.name) and "(added)" not in group.name for group in book.groups)
    assert len(book.unknowns) == 6 and len(book.directory.starter_rows) == 11


def test_the_words_of_the_program_are_those_of_the_catalogue() -> None:
    book = catalogue().readiness
    assert book.ratings == tuple(Rating)
    assert tuple(book.follow_up) == tuple(Filler)
    assert book.sides == tuple(Assessed)
    assert [name.removeprefix("right_") for name in ("right_patients", "right_time", "right_supports")] == [
        *Question
    ]
    assert book.right_time.very_late_days == (30, 60)


@pytest.mark.parametrize(
    ("old", "new", "fault"),
    [
        (
            "filler_values: [partner_can_fill, collaboration_can_fill, partner_cannot_fill]",
            "filler_values: [partner_can_fill, partner_cannot_fill]",
            "needs_assessment.filler_follow_up: each of the filler values needs its sentence",
        ),
        (
            "starter_rows: [",
            "starters: [",
            "needs_assessment.connecting_directory.starter_rows: this must be a list",
        ),
    ],
)
def test_a_fault_is_named_with_its_place(old: str, new: str, fault: str) -> None:
    assert TEXT.count(old) == 1
    with pytest.raises(CatalogueError) as caught:
        read_catalogue(TEXT.replace(old, new))
    assert any(one.startswith(fault) for one in caught.value.faults)
