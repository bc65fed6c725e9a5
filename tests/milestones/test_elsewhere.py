"""What is off the plan vanishes wherever milestones are told."""

from __future__ import annotations

from datetime import date

from app.core.db import connected
from app.milestones.models import Milestone
from tests.conftest import SignedIn
from tests.factories import THEN, make_meeting, make_partnership

TODAY = date(2026, 11, 24)


def test_a_milestone_that_is_not_needed_is_told_nowhere_else(editor: SignedIn) -> None:
    with connected():
        partnership = make_partnership(key="kestrel-bay")
        meeting = make_meeting(partnership)
        step = Milestone.create(
            partnership=partnership, stage="pilot", title="Widen the sites", lead="joint", due_on=TODAY,
            created_at=THEN,
        )  # fmt: skip
        pages = (
            "/partnerships/kestrel-bay",
            f"/meetings/{meeting.public_id}/agenda",
            "/reminders/sheet",
            "/partnerships/kestrel-bay/stage",
        )

    def told(page: str) -> str:
        # What happened lately stands apart: there the decision itself is told.
        return editor.get(page).text.partition('id="h-recent"')[0]

    assert [page for page in pages if "Widen the sites" not in told(page)] == []
    editor.post(f"/milestones/{step.public_id}/drop", data={"reason": "One site only", "seen": "1"})
    editor.get("/people")  # the notice that it was done is shown once
    assert [page for page in pages if "Widen the sites" in told(page)] == []
    assert "Milestone not needed" in editor.get("/partnerships/kestrel-bay/timeline").text


def test_the_overview_leads_to_the_milestone(editor: SignedIn) -> None:
    with connected():
        step = Milestone.create(
            partnership=make_partnership(key="kestrel-bay"), stage="pilot", title="Widen the sites",
            lead="joint", due_on=TODAY, created_at=THEN,
        )  # fmt: skip
    assert f'href="/milestones/{step.public_id}"' in editor.get("/partnerships/kestrel-bay").text
