"""What people type about one meeting."""

from __future__ import annotations

from collections.abc import Collection

from app.catalogue import catalogue
from app.web.formdata import FormData, Submitted

from ..queries import MeetingRow
from ..rules import MOST_MINUTES, Mode
from ..service import MeetingPlan


def read_plan(submitted: Submitted, people: Collection[int]) -> tuple[MeetingPlan | None, FormData]:
    """The meeting as planned, or None and the sentences that say what is missing."""
    form = FormData(submitted)
    kind = form.choice(
        "kind", [k.id for k in catalogue().meeting_kinds], "Choose what kind of meeting it is."
    )
    on = form.day("on", "Choose the day.")
    starts_at = form.clock("starts_at", "Choose when it starts.")
    minutes = form.whole("minutes", 5, MOST_MINUTES, "Say how long it takes, in minutes.")
    mode = form.choice("mode", list(Mode), "Choose how you meet.")
    place = form.text("place")
    link = form.text("link", limit=500)
    if link and not link.startswith(("https://", "http://")):
        form.fail("link", "Begin the link with https://.")
    picked = form.choices("people", [str(number) for number in people])
    if not form.ok or on is None or starts_at is None or minutes is None:
        return None, form
    plan = MeetingPlan(
        kind, on, starts_at, minutes, mode, place, link, tuple(int(number) for number in picked)
    )
    return plan, form


def plan_form(meeting: MeetingRow, people: Collection[int]) -> FormData:
    """The form filled with what is stored."""
    return FormData(
        initial={
            "kind": meeting.kind,
            "on": meeting.on.isoformat(),
            "starts_at": f"{meeting.starts_at:%H:%M}",
            "minutes": meeting.minutes,
            "mode": meeting.mode,
            "place": meeting.place,
            "link": meeting.link,
            "people": [str(number) for number in people],
            "seen": meeting.version,
        }
    )
