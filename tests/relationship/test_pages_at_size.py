"""The pages of a relationship cost the same whatever stands in its logs."""

from __future__ import annotations

from datetime import date

import pytest

from app.core.db import connected
from app.partnerships.models import Partnership
from app.relationship import queries
from app.relationship.models import Concern, DecisionRequest, UrgentQuestion
from tests.conftest import NOW, SignedIn
from tests.counting import count_statements
from tests.factories import make_member, make_partnership, make_person

HOME = "/partnerships/kestrel-bay"


@pytest.fixture
def partnership(database: str) -> Partnership:
    made = make_partnership(key="kestrel-bay", name="Kestrel Bay / Ordway")
    make_member(made, make_person(made.payer, name="Mina Sato"))
    return made


def fill(partnership: Partnership, count: int) -> None:
    same = {"partnership": partnership, "created_at": NOW}
    rows = range(count)
    Concern.insert_many(
        [
            {**same, "public_id": f"c{n}-{count}", "opened_on": date(2026, 1, 1), "text": f"Concern {n}",
             "raised_by_side": "payer", "area": "data"}
            for n in rows
        ]
    ).execute()  # fmt: skip
    UrgentQuestion.insert_many(
        [
            {**same, "public_id": f"q{n}-{count}", "asked_on": date(2026, 11, 2), "asked_by_side": "provider",
             "kind": "medicine", "answered_on": date(2026, 11, 4)}
            for n in rows
        ]
    ).execute()  # fmt: skip
    DecisionRequest.insert_many(
        [
            {**same, "public_id": f"d{n}-{count}", "asked_on": date(2026, 11, 2), "question": f"Rate {n}",
             "side": "payer"}
            for n in rows
        ]
    ).execute()  # fmt: skip


@pytest.mark.parametrize(
    ("page", "most"),
    [("relationship", 16), ("concerns", 8), ("urgent-questions", 8), ("decision-requests", 8)],
)
def test_fifty_lines_and_thousands_cost_the_same(
    editor: SignedIn, partnership: Partnership, page: str, most: int
) -> None:
    sizes, counts = [], []
    for count in (50, 2000):
        with connected():
            fill(partnership, count)
        editor.get(f"{HOME}/{page}")
        with count_statements() as asked:
            answer = editor.get(f"{HOME}/{page}")
        counts.append(asked.count)
        sizes.append(len(answer.data))
    assert counts[0] == counts[1] <= most
    assert sizes[1] <= sizes[0] * 1.1 and sizes[1] <= 60_000


def test_a_page_of_a_long_log_says_how_to_go_on(editor: SignedIn, partnership: Partnership) -> None:
    with connected():
        fill(partnership, 60)
        assert len(queries.question_page(partnership.id)) == 51
    assert "offset=50" in editor.get(f"{HOME}/urgent-questions").text
    assert "offset=50" in editor.get(f"{HOME}/concerns").text
    assert "offset=50" in editor.get(f"{HOME}/decision-requests").text
