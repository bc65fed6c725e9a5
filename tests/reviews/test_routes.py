"""The reviews of a partnership: due with their reasons, held with a note, and back again."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

import pytest

from app.core.actor import SYSTEM
from app.core.errors import RuleViolation
from app.core.history import History
from app.partnerships.models import Partnership
from app.reviews.models import Review
from app.reviews.queries import reviews_due
from app.reviews.service import hold_review
from app.terms.service import set_terms
from tests.counting import count_statements
from tests.factories import THEN, make_partnership

TODAY = date(2026, 11, 24)
PAGE = "/partnerships/kestrel-bay/reviews"
FORM = {"due_on": "2026-11-01", "held_on": "2026-11-20", "note": "Rates stay."}


@pytest.fixture
def partnership(database: str) -> Partnership:
    """In its pilot since August 1, 2026."""
    return started(key="kestrel-bay", name="Kestrel Bay / Ordway")


def started(**values: Any) -> Partnership:
    made = make_partnership(**values)
    terms = {"S03.start_date": date(2026, 8, 1), "S03.end_date": date(2028, 7, 31), "S03.is_pilot": True}
    set_terms(made, terms, effective_on=date(2026, 8, 1), actor=SYSTEM, now=THEN)
    return made


def test_what_was_due_before_a_partnership_was_entered_here_is_not_called_late(database: str) -> None:
    made = make_partnership(created_at=datetime(2026, 11, 10, tzinfo=UTC))
    terms = {"S03.start_date": date(2025, 8, 1), "S03.end_date": date(2027, 7, 31), "S03.is_pilot": True}
    set_terms(made, terms, effective_on=date(2025, 8, 1), actor=SYSTEM, now=THEN)
    assert [one.due_on for one in reviews_due(TODAY, 200)] == [date(2027, 2, 1)]


def test_late_and_coming_reviews_are_listed_with_their_reasons(viewer: Any, partnership: Partnership) -> None:
    page = viewer.get(PAGE)
    assert page.status_code == 200
    assert "1 review is late, the oldest since Nov 1." in page.text
    assert "Interim review, month 3; data review after 3 months" in page.text
    assert "Interim review, month 6; data review after 6 months" in page.text


def test_whoever_may_only_look_is_offered_nothing_to_press(
    editor: Any, viewer: Any, partnership: Partnership
) -> None:
    editor.post(f"{PAGE}/hold", data=FORM)
    page = viewer.get(PAGE).text
    assert "Rates stay." in page
    assert "Mark as held" not in page
    assert "Open again" not in page


def test_a_review_is_marked_as_held_and_opened_again(editor: Any, partnership: Partnership) -> None:
    assert editor.post(f"{PAGE}/hold", data=FORM).status_code == 303
    row = Review.get()
    assert (row.due_on, row.held_on, row.note) == (date(2026, 11, 1), date(2026, 11, 20), "Rates stay.")
    page = editor.get(PAGE).text
    assert "Rates stay." in page
    assert "is late" not in page
    assert editor.post(f"{PAGE}/{row.public_id}/take-back").status_code == 303
    assert Review.select().count() == 0
    assert "1 review is late" in editor.get(PAGE).text
    assert [h.verb for h in History.select().where(History.entity == "review").order_by(History.id)] == [
        "create",
        "remove",
    ]


@pytest.mark.parametrize(
    ("field", "value", "sentence"),
    [
        ("held_on", "2026-11-25", "Enter a day that has come"),
        ("held_on", "someday", "Enter a date that exists"),
        ("held_on", "", "Enter the day on which it was held."),
        ("due_on", "", "Choose the review that was held."),
        ("due_on", "2026-11-02", "No review is open for that day."),
        ("held_on", "2026-08-02", "at most 60 days ahead"),
        ("note", "x" * 5001, "Keep this under 5,000 characters"),
    ],
)
def test_bad_input_keeps_what_was_typed_and_stores_nothing(
    editor: Any, partnership: Partnership, field: str, value: str, sentence: str
) -> None:
    answer = editor.post(f"{PAGE}/hold", data={**FORM, "note": "Half <i>typed</i>", field: value})
    assert answer.status_code == 422
    assert sentence in answer.text
    assert "<title>Error: " in answer.text
    if field != "note":
        assert "Half &lt;i&gt;typed&lt;/i&gt;" in answer.text
    assert Review.select().count() == 0


def test_the_same_review_cannot_be_held_twice(editor: Any, partnership: Partnership) -> None:
    editor.post(f"{PAGE}/hold", data=FORM)
    assert editor.post(f"{PAGE}/hold", data=FORM).status_code == 422
    with pytest.raises(RuleViolation):
        hold_review(partnership, date(2026, 11, 1), TODAY, actor=SYSTEM, now=THEN, today=TODAY)


def test_a_viewer_may_look_only(viewer: Any, partnership: Partnership) -> None:
    assert viewer.post(f"{PAGE}/hold", data=FORM).status_code == 403
    assert viewer.post(f"{PAGE}/x/take-back").status_code == 403


def test_a_stranger_is_asked_to_sign_in(client: Any, partnership: Partnership) -> None:
    assert client.get(PAGE).status_code == 303


def test_what_is_not_there_is_not_found(editor: Any, partnership: Partnership) -> None:
    other = started(key="other")
    row = hold_review(other, date(2026, 11, 1), TODAY, actor=SYSTEM, now=THEN, today=TODAY)
    assert editor.get("/partnerships/none/reviews").status_code == 404
    assert editor.post(f"{PAGE}/{row.public_id}/take-back").status_code == 404


def test_markup_and_template_code_in_a_note_are_inert(editor: Any, partnership: Partnership) -> None:
    editor.post(f"{PAGE}/hold", data={**FORM, "note": "<script>x</script>{{ 7*7 }}"})
    page = editor.get(PAGE).text
    assert "&lt;script&gt;x&lt;/script&gt;{{ 7*7 }}" in page


def test_an_ended_partnership_has_no_reviews_due(partnership: Partnership) -> None:
    assert len(reviews_due(TODAY)) == 1
    Partnership.update(stage="ended").execute()
    assert reviews_due(TODAY) == ()


def test_reviews_of_many_partnerships_take_two_questions(partnership: Partnership) -> None:
    for number in range(12):
        started(key=f"more-{number}")
    with count_statements() as counter:
        assert len(reviews_due(TODAY, 30)) == 13
    assert counter.count == 2


def test_the_page_asks_few_questions(viewer: Any, partnership: Partnership) -> None:
    with count_statements() as counter:
        viewer.get(PAGE)
    assert counter.count <= 8
