"""The list of partnerships, an overview and its timeline."""

from __future__ import annotations

import re
from datetime import date, timedelta
from decimal import Decimal
from html import unescape
from typing import Any

import pytest

from app.actions.models import Action
from app.meetings.models import Decision, Meeting
from app.metrics.models import DataMonth
from app.milestones.models import Milestone
from app.outreach.models import Activity, Site, Training
from app.partnerships.models import Partnership, StageChange
from app.relationship.models import Concern, Pulse
from app.reviews.models import Review
from app.triggers.models import ChangeEvent
from tests.conftest import SignedIn
from tests.counting import count_statements
from tests.factories import (
    THEN,
    make_action,
    make_meeting,
    make_member,
    make_organization,
    make_partnership,
    make_person,
)
from tests.home.test_today import add_terms

TODAY = date(2026, 11, 24)
AT = "/partnerships/kestrel-bay"


@pytest.fixture
def partnership(database: str) -> Partnership:
    made = make_partnership(
        key="kestrel-bay",
        name="Kestrel Bay / Ordway",
        payer=make_organization(name="Ordway Community Health Plan"),
        stage_since=date(2025, 12, 1),
    )
    StageChange.create(partnership=made, to_stage="contracting", on=date(2025, 9, 1))
    StageChange.create(
        partnership=made, from_stage="contracting", to_stage="pilot", on=date(2025, 12, 1), reason="Signed"
    )
    return made


def fill(partnership: Partnership) -> None:
    """One of everything that an overview shows."""
    add_terms(partnership, start_date="2025-12-01", end_date="2027-01-31", notice_days=60, is_pilot=True)
    make_meeting(partnership, on=date(2026, 11, 1), status="held")
    make_meeting(partnership, on=date(2026, 12, 1))
    make_action(partnership, due_on=date(2026, 11, 20))
    make_action(partnership, text="Kept", status="done", done_on=date(2026, 11, 10))
    person = make_person(partnership.payer, name="Priya Nair", function="contracting")
    make_member(partnership, person, lead=True)
    common = {"partnership": partnership, "created_at": THEN}
    Milestone.create(**common, stage="pilot", title="First look", lead="joint", due_on=date(2026, 11, 1))
    Concern.create(
        **common, opened_on=date(2026, 10, 1), raised_by_side="provider", area="effort", text="Unpaid"
    )
    ChangeEvent.create(**common, on=date(2026, 10, 5), kind="TE01", text="The director leaves")
    Review.create(**common, due_on=date(2026, 3, 1), held_on=date(2026, 3, 4), note="Both content")
    Pulse.create(
        partnership=partnership, on=date(2026, 9, 30), payer_mean=Decimal("4.1"), provider_mean=Decimal(3)
    )
    figures: dict[str, Any] = {"census_end": 34, "forecast_census": 40, "patient_months": Decimal("33.5")}
    figures |= {"total_cost_cents": 3_986_500, "total_revenue_cents": 3_551_000, "changed_at": THEN}
    DataMonth.create(partnership=partnership, month=11, month_on=date(2026, 10, 1), **figures)


def test_an_overview_of_nothing_yet_says_so_everywhere(editor: SignedIn, partnership: Partnership) -> None:
    html = editor.get(AT).text
    for words in (
        "Nothing is planned.",
        "No month has been entered yet.",
        "Nobody is named yet.",
        "Nothing is settled",
    ):
        assert words in html, words
    assert "Began in Contracting" in html and "Moved to Pilot</a>: Signed" in html


def test_an_overview_shows_steps_numbers_people_terms_and_what_happened(
    editor: SignedIn, partnership: Partnership
) -> None:
    fill(partnership)
    html = editor.get(AT).text
    assert 'aria-current="step"><b>Pilot</b>Since December 2025' in html
    assert "Last day to give notice</a>" in html and "Decide: renew, change or end</a>" in html
    assert "/agenda" in html and "First look" in html
    assert "4 days overdue" in html and "The one open action" in html
    assert ">34 <" in html and "of 40 forecast" in html
    assert "$1,190 per patient month and $1,060 was paid" in html and "$130 short" in html
    assert "we rated the partnership 3.0, Ordway Community Health Plan 4.1, of 5." in html
    assert "Nobody is named for clinical questions, billing questions, or daily operations." in html
    assert "60 days" in html and "The director leaves" in html and "Both content" in html


def test_everything_that_happened_stands_in_the_timeline_newest_first(
    editor: SignedIn, partnership: Partnership
) -> None:
    fill(partnership)
    Concern.update(resolved_on=date(2026, 11, 20)).execute()
    Milestone.update(done_on=date(2026, 11, 22)).execute()
    html = editor.get(f"{AT}/timeline").text
    titles = (
        "Milestone reached",
        "Concern settled",
        ">Done</a>: Kept",
        "Operations meeting held",
        ">Change</a>: The director leaves",
        "Concern raised by us",
        "Review held",
        "Moved to Pilot",
        "Began in Contracting",
    )
    places = [html.index(title) for title in titles]
    assert places == sorted(places)


def test_what_was_taken_out_again_is_no_line_of_the_timeline(
    editor: SignedIn, partnership: Partnership
) -> None:
    meeting = make_meeting(partnership, on=date(2026, 11, 1), status="held")
    common = {"meeting": meeting, "created_at": THEN}
    Decision.create(**common, text="Referrals go by portal")
    Decision.create(**common, text="A slip of the pen", removed=True)
    Pulse.create(partnership=partnership, on=date(2026, 9, 30))  # its only sheet was taken back
    html = editor.get(f"{AT}/timeline").text
    assert "Referrals go by portal" in html
    assert "A slip of the pen" not in html and "Pulse</a>" not in html


def test_a_visit_names_its_site_and_a_training_its_topic_in_words(
    editor: SignedIn, partnership: Partnership
) -> None:
    common = {"partnership": partnership, "created_at": THEN}
    clinic = Site.create(**common, name="Wayside Clinic")
    day = date(2026, 11, 2)
    Activity.create(**common, site=clinic, on=day, kind="site_visit")
    Activity.create(**common, on=day, kind="call", note="Nobody picked up")
    Training.create(**common, topic="OE1", audience="plan_staff", held_on=day)
    html = editor.get(f"{AT}/timeline?show=referrals").text
    assert "</a>: Wayside Clinic" in html and "</a>: Nobody picked up" in html
    assert "Training held: What the benefit is and who qualifies" in html and "OE1" not in html
    for address in ("/referrals/activities", "/referrals/training"):
        assert f'href="{AT}{address}"' in html


def test_each_line_of_the_timeline_leads_to_where_it_stands(
    editor: SignedIn, partnership: Partnership
) -> None:
    fill(partnership)
    html = editor.get(f"{AT}/timeline").text
    part = html[html.index('class="items mt-4"') :]
    for address in re.findall(r'<a href="([^"]+)">', part):
        assert editor.get(unescape(address)).status_code == 200, address
    meeting, kept = Meeting.get(Meeting.status == "held"), Action.get(Action.status == "done")
    assert f"/meetings/{meeting.public_id}/" in part and f"/actions/{kept.public_id}" in part


def test_the_timeline_shows_one_kind_or_a_time_long_ago_when_asked(
    editor: SignedIn, partnership: Partnership
) -> None:
    fill(partnership)
    meetings = editor.get(f"{AT}/timeline?show=meetings").text
    assert "Operations meeting held" in meetings and "Began in" not in meetings
    earlier = editor.get(f"{AT}/timeline?until=2025-11-30").text
    assert "Began in Contracting" in earlier and "Moved to Pilot" not in earlier
    assert "Enter a date that exists" in editor.get(f"{AT}/timeline?until=soon").text
    assert "Began in Contracting" in editor.get(f"{AT}/timeline?show=nonsense").text


def test_terms_that_begin_on_one_day_are_one_line(editor: SignedIn, partnership: Partnership) -> None:
    add_terms(partnership, start_date="2025-12-01", end_date="2027-01-31", notice_days=60)
    assert "3 contract terms hold from here" in editor.get(f"{AT}/timeline?show=contract").text


def test_a_long_timeline_goes_on(editor: SignedIn, partnership: Partnership) -> None:
    for number in range(60):
        make_action(
            partnership, text=f"Kept {number:02d}", status="done", done_on=TODAY - timedelta(days=number)
        )
    first, second = editor.get(f"{AT}/timeline").text, editor.get(f"{AT}/timeline?offset=50").text
    assert "Kept 49" in first and "Kept 50" not in first and "offset=50" in first
    assert "Kept 50" in second and "Began in" in second
    assert "Show more" in editor.get(AT).text


def test_the_list_tells_what_comes_next_and_who_owes_what(editor: SignedIn, partnership: Partnership) -> None:
    make_action(partnership, due_on=date(2026, 11, 20))
    make_action(partnership, side="joint", due_on=None)
    make_action(partnership, side="payer", due_on=date(2026, 11, 30))
    make_meeting(partnership, on=date(2026, 12, 1))
    add_terms(partnership, end_date="2027-03-31", notice_days=90)
    make_partnership(name="Harborlight", stage="planning", example=True)
    html = editor.get("/partnerships").text
    assert "month 12" in html and "Meeting<br>" in html and "in 7 days" in html
    assert ">2<span" in html and ", 1 late" in html and "Example" in html and "Medi-Cal managed care" in html
    chosen = editor.get("/partnerships?stage=planning&sort=stage").text
    assert "Harborlight" in chosen and "Kestrel Bay / Ordway" not in chosen
    assert "No partnership is in this stage." in editor.get("/partnerships?stage=sustained").text


def test_an_empty_list_says_how_to_begin(editor: SignedIn) -> None:
    assert "Your partnerships will appear here" in editor.get("/partnerships?stage=nonsense&sort=x").text


def test_a_late_review_is_the_next_date(editor: SignedIn, partnership: Partnership) -> None:
    add_terms(partnership, start_date="2025-12-01", end_date="2027-11-30", is_pilot=True)
    make_meeting(partnership, on=date(2026, 12, 1))
    assert "Review, late" in editor.get("/partnerships").text


@pytest.mark.parametrize("count", [1, 60])
def test_the_list_needs_eight_statements_whatever_its_length(editor: SignedIn, count: int) -> None:
    for _ in range(count):
        one = make_partnership()
        add_terms(one, start_date="2025-12-01", end_date="2027-03-31", notice_days=90)
        make_action(one)
        make_meeting(one)
    editor.get("/partnerships")
    with count_statements() as counter:
        html = editor.get("/partnerships").text
    assert counter.count == 8, counter.statements
    assert html.count("<tr>") == min(count, 50) + 1


@pytest.mark.parametrize("more", [0, 60])
def test_an_overview_needs_sixteen_statements_whatever_there_is(
    editor: SignedIn, partnership: Partnership, more: int
) -> None:
    fill(partnership)
    for number in range(more):
        make_action(partnership)
        make_meeting(partnership, on=TODAY + timedelta(days=number))
        make_member(partnership, make_person(partnership.payer, name=f"Person {number}"))
    editor.get(AT)
    with count_statements() as counter:
        html = editor.get(AT).text
    assert counter.count <= 16, counter.statements
    assert len(html) < 60_000


def test_what_comes_next_stands_by_its_day_whatever_it_is(editor: SignedIn, partnership: Partnership) -> None:
    make_action(partnership, text="No day yet", due_on=None)
    make_action(partnership, text="Long overdue", due_on=date(2026, 10, 1))
    make_action(partnership, text="Due soon", due_on=date(2026, 11, 28))
    make_meeting(partnership, on=date(2026, 11, 26))
    step = {"partnership": partnership, "created_at": THEN, "stage": "pilot", "lead": "joint"}
    Milestone.create(**step, title="Late milestone", due_on=date(2026, 11, 1))
    Milestone.create(**step, title="Next milestone", due_on=date(2026, 12, 10))
    page = editor.get(AT).text
    page = page[page.index("Next steps") : page.index("h-recent")]
    expected = [
        "Long overdue",
        "Late milestone",
        "Operations meeting",
        "Due soon",
        "Next milestone",
        "No day yet",
    ]
    assert sorted(expected, key=page.index) == expected


def test_an_overview_says_who_looks_after_it(editor: SignedIn, partnership: Partnership) -> None:
    assert "looks after it here" not in editor.get(AT).text
    Partnership.update(lead=editor.user).execute()
    assert f"{editor.user.name} looks after it here." in editor.get(AT).text


def test_the_timeline_needs_four_statements(editor: SignedIn, partnership: Partnership) -> None:
    fill(partnership)
    with count_statements() as counter:
        editor.get(f"{AT}/timeline")
    assert counter.count <= 4, counter.statements


def test_of_a_meeting_and_a_review_the_earlier_stands_first(
    editor: SignedIn, partnership: Partnership
) -> None:
    add_terms(partnership, start_date="2026-09-10", end_date="2028-09-09", is_pilot=True)
    make_meeting(partnership, on=date(2026, 11, 26))
    html = editor.get(AT).text
    assert html.index("Operations meeting</a>") < html.index("Interim review")
