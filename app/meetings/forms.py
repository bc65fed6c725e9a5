"""What people type about meetings and agendas."""

from __future__ import annotations

from collections.abc import Collection

from app.catalogue import catalogue
from app.web.formdata import FormData, Submitted

from .queries import MeetingRow
from .rules import MOST_MINUTES, Mode, TopicKind
from .service import MeetingPlan, NewTopic

TOPIC_LIMIT = 500


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


def read_topic(submitted: Submitted, people: Collection[int]) -> tuple[NewTopic | None, FormData]:
    """A line for the agenda."""
    form = FormData(submitted)
    kind = form.choice("kind", list(TopicKind)) or TopicKind.TOPIC
    text = form.text("text", "Write what it is about.", TOPIC_LIMIT)
    minutes = form.whole("topic_minutes", 0, MOST_MINUTES, "Say how many minutes it needs.")
    asked_by = form.choice("asked_by", [str(number) for number in people])
    approver = form.text("approver")
    private = form.flag("private")
    if not form.ok or minutes is None:
        return None, form
    return NewTopic(kind, text, minutes, int(asked_by) if asked_by else None, approver, private), form
