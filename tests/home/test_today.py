"""Today: what one of our people sees first."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from flask.testing import FlaskClient

from app.core.db import connected
from app.organization.models import House
from app.partnerships.models import Partnership
from app.terms.models import Term
from tests.conftest import NOW, SignedIn
from tests.counting import count_statements
from tests.factories import THEN, make_action, make_meeting, make_partnership, make_person

TODAY = date(2026, 11, 24)


def add_terms(partnership: Partnership, **values: Any) -> None:
    for name, value in values.items():
        Term.create(
            partnership=partnership,
            key=f"S03.{name}",
            effective_on=date(2025, 1, 1),
            value=value,
            changed_at=THEN,
        )


@pytest.fixture
def partnership(database: str) -> Partnership:
    return make_partnership(key="kestrel-bay", name="Kestrel Bay / Ordway")


def test_before_the_first_partnership_the_page_says_how_to_begin(editor: SignedIn) -> None:
    html = editor.get("/").text
    assert "Welcome to Evenkeel, Dana" in html and "Add your first partnership" in html
    assert 'action="/examples' in html and "Invite your team" not in html


def test_an_admin_is_asked_to_invite_and_a_viewer_to_wait(admin: SignedIn, viewer: SignedIn) -> None:
    assert "Invite your team" in admin.get("/").text
    html = viewer.get("/").text
    assert "Ask an editor of your team" in html and "Load the examples" not in html


def test_the_page_opens_with_what_matters(editor: SignedIn, partnership: Partnership) -> None:
    make_action(partnership, due_on=date(2026, 11, 20))
    make_action(partnership, text="Call Priya", due_on=date(2026, 11, 25))
    html = editor.get("/").text
    assert "Good morning, Dana" in html and "Tuesday, November 24" in html
    assert "One action is overdue and one is due this week." in html
    assert "4 days overdue" in html and "Due tomorrow" in html


def test_my_actions_come_with_those_nobody_owns(editor: SignedIn, partnership: Partnership) -> None:
    me = make_person(partnership.provider, user=editor.user)
    make_action(partnership, text="Mine to do", owner=me)
    make_action(partnership, text="For anybody")
    make_action(partnership, text="Of a colleague", owner=make_person(partnership.provider))
    html = editor.get("/").text
    assert "Mine to do" in html and "For anybody" in html and "Of a colleague" not in html


def test_this_weeks_meetings_lead_to_their_agenda(editor: SignedIn, partnership: Partnership) -> None:
    soon = make_meeting(partnership, on=date(2026, 11, 30))
    make_meeting(partnership, on=date(2026, 12, 1), kind="joint_review")
    html = editor.get("/").text
    assert f"/meetings/{soon.public_id}/agenda" in html and "2:00 pm" in html
    assert "Joint quarterly review" not in html


def test_a_quiet_week_names_the_next_meeting(editor: SignedIn, partnership: Partnership) -> None:
    later = make_meeting(partnership, on=date(2026, 12, 8))
    html = editor.get("/").text
    assert "No meeting in the next seven days." in html and "Dec 8." in html
    assert f"/meetings/{later.public_id}/agenda" in html


def shown(somebody: SignedIn) -> str:
    """Today without the notice that every page keeps ready for a lost connection."""
    return somebody.get("/").text.partition("</main>")[0]


def test_contract_dates_follow_from_the_terms_in_force(editor: SignedIn, partnership: Partnership) -> None:
    add_terms(partnership, end_date="2027-03-31", notice_days=90)
    html = shown(editor)
    assert "last day to give notice" in html and "Dec 31" in html and "in 37 days" in html
    assert "callout-danger" not in html


def test_a_near_notice_day_comes_before_all_else(editor: SignedIn, partnership: Partnership) -> None:
    add_terms(partnership, start_date="2026-08-20", end_date="2027-03-10", notice_days=90)
    html = shown(editor)
    assert html.count("callout-danger") == 1
    assert "the last day to give notice is near." in html and "Thursday, December 10" in html


def test_a_late_review_is_told_once_for_each_partnership(editor: SignedIn, partnership: Partnership) -> None:
    add_terms(partnership, start_date="2025-12-01", end_date="2027-11-30", is_pilot=True, pilot_months=24)
    html = shown(editor)
    assert "a review is late." in html and html.count("callout-danger") == 1
    assert html.count("was due Mar 1") == 1 and "Review late" in html


def test_an_ended_partnership_asks_for_nothing(editor: SignedIn, partnership: Partnership) -> None:
    ended = make_partnership(name="Juniper Flats", stage="ended")
    add_terms(ended, start_date="2025-12-01", end_date="2026-12-20", notice_days=10)
    html = shown(editor)
    assert "Juniper Flats" not in html and "callout-danger" not in html


def test_partnerships_that_ended_with_their_term_push_no_date_off_the_page(
    editor: SignedIn, partnership: Partnership
) -> None:
    for number in range(7):
        over = make_partnership(name=f"Over {number}", stage="ended", stage_since=date(2026, 11, 1))
        add_terms(over, start_date="2024-11-01", end_date="2026-10-31", notice_days=30)
    add_terms(partnership, start_date="2025-12-01", end_date="2026-12-20", notice_days=10)
    html = shown(editor)
    assert "last day to give notice" in html and "Over 1" not in html


def test_where_every_partnership_has_ended_the_page_says_so(editor: SignedIn) -> None:
    make_partnership(stage="ended")
    assert "Every partnership here has ended." in editor.get("/").text


def test_an_admin_is_told_until_a_test_mail_has_arrived(
    admin: SignedIn, editor: SignedIn, partnership: Partnership
) -> None:
    assert "Send yourself a test mail" in admin.get("/").text
    assert "Send yourself a test mail" not in editor.get("/").text
    with connected():
        House.update(mail_proven_at=NOW).execute()
    assert "Send yourself a test mail" not in admin.get("/").text


def test_a_viewer_sees_the_day_without_buttons(viewer: SignedIn, partnership: Partnership) -> None:
    make_action(partnership)
    html = viewer.get("/").text
    assert "Send the visit log" in html and 'class="tick"' not in html and "New action" not in html


def test_a_stranger_is_asked_to_sign_in(client: FlaskClient) -> None:
    assert client.get("/").location.startswith("/sign-in")


def test_names_come_out_as_text(editor: SignedIn) -> None:
    evil = make_partnership(name="<b>{{ 7*7 }}</b>")
    make_action(evil, text="<i>x</i>")
    make_meeting(evil, on=TODAY)
    html = editor.get("/").text
    assert "&lt;b&gt;{{ 7*7 }}&lt;/b&gt;" in html and "<i>x" not in html and "<b>{{" not in html


@pytest.mark.parametrize("count", [2, 40])
def test_the_page_needs_eight_statements_whatever_there_is(editor: SignedIn, count: int) -> None:
    for number in range(count):
        one = make_partnership()
        add_terms(one, start_date="2025-12-01", end_date="2027-03-31", notice_days=number + 1, is_pilot=True)
        make_action(one)
        make_meeting(one, on=TODAY + timedelta(days=number % 7))
    editor.get("/")
    with count_statements() as counter:
        html = editor.get("/").text
    assert counter.count == 8, counter.statements
    assert html.count('class="tick"') == min(count, 15) and len(html) < 60_000


def test_an_agreement_that_has_run_out_stands_on_top_until_it_is_renewed_or_the_partnership_ends(
    editor: SignedIn, partnership: Partnership
) -> None:
    add_terms(partnership, start_date="2024-11-01", end_date="2026-10-31", notice_days=90)
    other = make_partnership(key="tallow-ridge", name="Tallow Ridge / Sunmere")
    add_terms(other, start_date="2024-11-01", end_date="2027-01-31", notice_days=30)
    html = editor.get("/").text
    assert "the term has run out" in html and "24 days ago" in html
    assert html.index("the term has run out") < html.index("last day to give notice")
    ended = Partnership.update(stage="ended", stage_since=date(2026, 11, 20))
    ended.where(Partnership.id == partnership.id).execute()
    assert "the term has run out" not in editor.get("/").text
