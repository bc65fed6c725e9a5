"""With whom a term was settled, and days that cannot be meant."""

from __future__ import annotations

from typing import Any

import pytest

from app.partnerships.models import Partnership
from app.terms.models import Term
from tests.conftest import SignedIn
from tests.drafts.test_routes import URL, opened
from tests.factories import make_partnership


@pytest.fixture
def bay(app: Any) -> Partnership:
    return make_partnership(key="bay", name="Kestrel Bay / Ordway")


def test_a_row_more_or_less_keeps_whom_it_was_settled_with(bay: Partnership, editor: SignedIn) -> None:
    form = opened(editor, "numbers") | {"settled_with": "Robin Achterberg", "settled_on": "2026-11-20"}
    page = editor.post(URL, data=form | {"add": "S27.metrics"}).text
    assert 'value="Robin Achterberg"' in page and 'value="2026-11-20"' in page


@pytest.mark.parametrize(
    ("field", "typed", "words"),
    [
        ("settled_on", "2031-01-01", "Nobody can have settled it on a day that is still to come."),
        ("effective_on", "1990-01-01", "This lies more than 15 years away. Check the year."),
    ],
)
def test_a_day_that_cannot_be_meant_is_told(
    bay: Partnership, editor: SignedIn, field: str, typed: str, words: str
) -> None:
    form = opened(editor, "money") | {field: typed, "S21.rate_home": "990"}
    answer = editor.post(URL, data=form)
    assert answer.status_code == 422
    assert words in answer.text


def test_an_end_before_the_start_is_named_at_its_field_and_not_saved(
    bay: Partnership, editor: SignedIn
) -> None:
    form = opened(editor, "end", "&kind=D2")
    form |= {"S03.start_date": "2027-01-01", "S03.end_date": "2026-12-31"}
    answer = editor.post(URL, data=form)
    assert answer.status_code == 422
    assert 'href="#t-S03-end_date">Last day: The last day is not after the first day.' in answer.text
    assert 'value="2026-12-31"' in answer.text
    assert Term.select().where(Term.key == "S03.end_date").count() == 0
    assert editor.post(URL, data=form | {"S03.end_date": "2027-12-31"}).status_code == 303
