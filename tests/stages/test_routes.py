"""Moving from stage to stage in the browser."""

from __future__ import annotations

from datetime import date

import pytest
from flask.testing import FlaskClient

from app.core.batches import Batch
from app.core.db import connected
from app.meetings.models import Meeting, MeetingSeries
from app.milestones.models import Milestone, MilestoneShift
from app.partnerships.models import Partnership, StageChange
from app.stages.models import GateAnswer
from tests.conftest import SignedIn
from tests.counting import count_statements
from tests.factories import THEN, make_partnership
from tests.stages.conftest import stage_row

AT = "/partnerships/kestrel-bay"
MOVE = {"to_stage": "sustained", "on": "2026-11-01", "reason": "Decided to sustain", "seen": "1"}


def test_the_stage_page_shows_what_leaving_and_entering_ask(
    editor: SignedIn, partnership: Partnership
) -> None:
    html = editor.get(f"{AT}/stage").text
    assert "End-of-pilot evaluation" in html and "Pilot decision was to sustain" in html
    assert 'value="sustained"' in html and 'value="exploring"' not in html
    assert "2 of 2 questions are not met yet." in html


def test_a_move_is_made_and_leads_to_what_the_new_stage_needs(
    editor: SignedIn, partnership: Partnership
) -> None:
    answer = editor.post(f"{AT}/stage", data={**MOVE, "answer-1": "met", "note-1": "June", "seen-1": "0"})
    assert answer.status_code == 303 and answer.location == f"{AT}/stage/plan"
    html = editor.get(answer.location).text
    assert "moved to Sustained." in html and "Re-examine every element" in html
    assert 'value="2026-11-30"' in html  # four weeks and a day off the weekend
    assert "every 4 weeks" in html and f"{AT}/communication" in html
    html = editor.get(f"{AT}/stage").text
    assert "Decided to sustain" in html and "1 thing was missing" in html


def test_the_meetings_of_a_stage_begin_once_and_only_those_that_were_chosen(
    editor: SignedIn, partnership: Partnership
) -> None:
    html = editor.get(f"{AT}/stage/plan").text
    assert "Operations meeting" in html and "Every 2 weeks" in html.replace("every", "Every")
    form = {"kinds": ["operations"], "starts_on": "2026-12-01"}
    answer = editor.post(f"{AT}/stage/meetings", data=form)
    assert answer.status_code == 303 and answer.location == f"{AT}/communication"
    with connected():
        undo = f"{AT}/stage/meetings/{Batch.get().public_id}/undo"
    assert undo in editor.get(answer.location).text
    editor.post(f"{AT}/stage/meetings", data=form)
    with connected():
        assert [one.kind for one in MeetingSeries.select()] == ["operations"]
        assert Meeting.get().on == date(2026, 12, 1)
    assert "Has its rhythm" in editor.get(f"{AT}/stage/plan").text
    assert "1 series of meetings is gone again." in editor.post(undo, follow_redirects=True).text
    with connected():
        assert (MeetingSeries.select().count(), Meeting.select().count()) == (0, 0)
    refused = editor.post(f"{AT}/stage/meetings", data={"starts_on": "2026-12-01"})
    assert refused.status_code == 422 and "Tick the meetings you want to begin." in refused.text


def test_a_move_is_taken_back_with_its_milestones(editor: SignedIn, partnership: Partnership) -> None:
    editor.post(f"{AT}/stage", data=MOVE)
    editor.post(f"{AT}/stage/propose", data={"take": ["SU01"], "on-SU01": "2026-12-07"})
    with connected():
        latest = stage_row(partnership, "sustained").id
        assert Milestone.get().due_on == date(2026, 12, 7)
    answer = editor.post(f"{AT}/stage/{latest}/undo", follow_redirects=True)
    assert "is back in Pilot. 1 milestone of the move is off the plan." in answer.text
    with connected():
        assert Milestone.select().count() == 0
    assert editor.post(f"{AT}/stage/{latest}/undo").status_code == 404


@pytest.mark.parametrize(
    ("field", "typed", "sentence"),
    [
        ("to_stage", "exploring", "cannot go to that stage"),
        ("to_stage", "", "Choose the stage it moves to."),
        ("on", "2026-11-25", "a day that has come"),
        ("on", "2020-01-01", "The present stage began on December 1, 2025"),
        ("reason", "", "why the partnership leaves"),
        ("answer-1", "perhaps", "Choose one of the answers"),
    ],
)
def test_a_move_that_cannot_be_is_explained_and_nothing_typed_is_lost(
    editor: SignedIn, partnership: Partnership, field: str, typed: str, sentence: str
) -> None:
    data = {**MOVE, "answer-2": "not_met", "note-2": "Typed note", "seen-1": "0", "seen-2": "0", field: typed}
    answer = editor.post(f"{AT}/stage", data=data)
    assert answer.status_code == 422 and sentence in answer.text and "Typed note" in answer.text
    if field != "reason":
        assert "Decided to sustain" in answer.text
    with connected():
        assert Partnership.get().stage == "pilot" and GateAnswer.select().count() == 0


def test_answers_are_saved_without_a_move_and_a_second_editor_is_told(
    editor: SignedIn, partnership: Partnership
) -> None:
    data = {"answer-1": "met", "note-1": "Report of June", "seen-1": "0", "answer-2": "", "seen-2": "0"}
    answer = editor.post(f"{AT}/stage/questions", data=data, follow_redirects=True)
    assert "The answers are saved." in answer.text and "Report of June" in answer.text
    answer = editor.post(f"{AT}/stage/questions", data={**data, "note-1": "Another"})
    assert answer.status_code == 409 and "Another" in answer.text and "Report of June" in answer.text
    answer = editor.post(f"{AT}/stage/questions", data={**data, "note-1": "x" * 6000, "reason": "Kept words"})
    assert answer.status_code == 422 and "Kept words" in answer.text


def test_what_a_stage_needs_can_be_looked_at_later_and_chosen_from(
    editor: SignedIn, partnership: Partnership
) -> None:
    html = editor.get(f"{AT}/stage/plan").text
    assert "Open to referrals at a small set of sites" in html and html.count('name="take"') == 12
    data = {"take": ["PI01", "PI04"], "on-PI01": "2025-12-09", "on-PI04": "2026-02-02", "on-PI02": "nonsense"}
    answer = editor.post(f"{AT}/stage/propose", data=data, follow_redirects=True)
    assert "2 milestones put on the plan." in answer.text
    with connected():
        assert {one.catalogue_id: one.offset_days for one in Milestone.select()} == {"PI01": 8, "PI04": 63}
    html = editor.get(f"{AT}/stage/plan").text
    assert html.count("On your plan") == 2 and html.count('name="take"') == 10
    answer = editor.post(f"{AT}/stage/propose", data=data, follow_redirects=True)
    assert "Nothing was added" in answer.text
    with connected():
        shift = MilestoneShift.get().public_id
    answer = editor.post(f"{AT}/milestones/moves/{shift}/undo", follow_redirects=True)
    assert "Everything is as it was." in answer.text


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        ({"take": ["PI01"], "on-PI01": ""}, "Enter a date for what you ticked."),
        ({"take": ["PI01"], "on-PI01": "soon"}, "Enter a date that exists"),
        ({"take": ["EX01"], "on-EX01": "2026-01-01"}, "Choose from the answers"),
    ],
)
def test_a_choice_that_cannot_be_is_explained(
    editor: SignedIn, partnership: Partnership, data: dict[str, object], sentence: str
) -> None:
    answer = editor.post(f"{AT}/stage/propose", data=data)
    assert answer.status_code == 422 and sentence in answer.text
    with connected():
        assert Milestone.select().count() == 0


def test_a_first_day_is_corrected_after_a_look_at_what_moves(
    editor: SignedIn, partnership: Partnership
) -> None:
    editor.post(f"{AT}/stage/propose", data={"take": ["PI01"], "on-PI01": "2025-12-08"})
    with connected():
        change, step = stage_row(partnership, "pilot").id, Milestone.get()
    page = f"{AT}/stage/{change}/day"
    assert 'value="2025-12-01"' in editor.get(page).text
    html = editor.get(f"{page}?on=2025-12-15&seen=2025-12-01").text
    assert "1 open milestone would move along" in html and f'value="{step.public_id}:1" checked' in html
    with connected():
        assert stage_row(partnership, "pilot").on == date(2025, 12, 1)
    data = {"on": "2025-12-15", "seen": "2025-12-01", "take": f"{step.public_id}:1"}
    answer = editor.post(f"{AT}/stage/{change}/correct", data=data, follow_redirects=True)
    assert "The first day is corrected." in answer.text
    with connected():
        assert Milestone.get().due_on == date(2025, 12, 22)
        shift = MilestoneShift.select().order_by(MilestoneShift.id.desc()).get().public_id
    assert editor.post(f"{AT}/milestones/moves/{shift}/undo").status_code == 422
    answer = editor.post(f"{AT}/stage/corrections/{shift}/undo", follow_redirects=True)
    assert "The first day is as it was." in answer.text
    with connected():
        assert Milestone.get().due_on == date(2025, 12, 8)
    assert editor.post(f"{AT}/stage/{change}/correct", data={**data, "seen": "2025-12-02"}).status_code == 409


@pytest.mark.parametrize("on", ["", "2026-12-24", "2025-01-01", "never"])
def test_a_first_day_that_cannot_be_is_refused(editor: SignedIn, partnership: Partnership, on: str) -> None:
    with connected():
        change = stage_row(partnership, "pilot").id
    assert editor.get(f"{AT}/stage/{change}/day?on={on}&seen=2025-12-01").status_code == 422
    data = {"on": on, "seen": "2025-12-01"}
    assert editor.post(f"{AT}/stage/{change}/correct", data=data).status_code == 422


def test_moves_of_another_partnership_are_not_reached(editor: SignedIn, partnership: Partnership) -> None:
    other = make_partnership(key="other")
    theirs = StageChange.create(partnership=other, to_stage="pilot", on=date(2025, 12, 1))
    shift = MilestoneShift.create(
        partnership=other,
        created_at=THEN,
        before={
            "steps": [],
            "made": [],
            "stage": {"id": theirs.id, "before": "2025-11-01", "after": "2025-12-01"},
        },
    )
    assert editor.get(f"{AT}/stage/{theirs.id}/day").status_code == 404
    data = {"on": "2025-12-08", "seen": "2025-12-01"}
    assert editor.post(f"{AT}/stage/{theirs.id}/correct", data=data).status_code == 404
    assert editor.post(f"{AT}/stage/{theirs.id}/undo").status_code == 404
    assert editor.post(f"{AT}/stage/corrections/{shift.public_id}/undo").status_code == 404
    with connected():
        assert StageChange.get_by_id(theirs.id).on == date(2025, 12, 1)


def test_a_viewer_looks_and_changes_nothing(viewer: SignedIn, partnership: Partnership) -> None:
    html = viewer.get(f"{AT}/stage").text
    assert (
        "End-of-pilot evaluation" in html
        and "Not known yet" in html
        and "<form method" not in html.split('id="main"')[1].split("</main>")[0]
    )
    with connected():
        change = stage_row(partnership, "pilot").id
    for address in (f"{AT}/stage/plan", f"{AT}/stage/{change}/day"):
        assert viewer.get(address).status_code == 403, address
    for address in (
        "stage",
        "stage/questions",
        "stage/propose",
        f"stage/{change}/undo",
        f"stage/{change}/correct",
        "stage/corrections/x/undo",
    ):
        assert viewer.post(f"{AT}/{address}", data=MOVE).status_code == 403, address


def test_a_stranger_is_asked_to_sign_in(client: FlaskClient, partnership: Partnership) -> None:
    for address in (f"{AT}/stage", f"{AT}/stage/plan"):
        assert client.get(address).location.startswith("/sign-in"), address


def test_the_stage_page_costs_the_same_with_many_milestones(
    editor: SignedIn, partnership: Partnership
) -> None:
    def statements() -> int:
        with count_statements() as counter:
            assert editor.get(f"{AT}/stage").status_code == 200
        return counter.count

    with connected():
        steps = [
            {"partnership": partnership, "stage": "pilot", "title": f"Step {n}", "lead": "joint",
             "due_on": date(2026, 12, 1), "created_at": THEN}
            for n in range(400)
        ]  # fmt: skip
        before = statements()
        Milestone.insert_many(steps).execute()
        assert statements() == before <= 12
