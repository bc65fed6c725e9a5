"""What people type about an agenda."""

from __future__ import annotations

from collections.abc import Collection

from app.meetings.queries import TopicRow
from app.meetings.rules import TopicKind
from app.meetings.service import NewTopic
from app.web.formdata import FormData, Submitted

TOPIC_LIMIT = 500
MOST_MINUTES = 600


def read_topic(submitted: Submitted, people: Collection[int]) -> tuple[NewTopic | None, FormData]:
    """A line for the agenda."""
    form = FormData(submitted)
    kind = form.choice("kind", list(TopicKind)) or TopicKind.TOPIC
    text = form.text("text", "Write what it is about.", TOPIC_LIMIT)
    minutes = form.whole("topic_minutes", 0, MOST_MINUTES, "Say how many minutes it needs.")
    asked_by = form.choice("asked_by", [str(number) for number in people])
    approver = form.text("approver")
    private = form.flag("private")
    standing = form.flag("standing")
    if not form.ok or minutes is None:
        return None, form
    who = int(asked_by) if asked_by else None
    return NewTopic(kind, text, minutes, who, approver, private, standing), form


def topic_form(line: TopicRow) -> FormData:
    """The form with what is known of a line."""
    return FormData(
        initial={
            "kind": line.kind,
            "text": line.text,
            "topic_minutes": line.minutes,
            "asked_by": line.asked_by_id or "",
            "approver": line.approver,
            "private": line.private,
            "standing": line.standing,
            "seen": line.version,
        }
    )
