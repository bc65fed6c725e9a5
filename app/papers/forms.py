"""What people type about an agenda."""

from __future__ import annotations

from collections.abc import Collection

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
    if not form.ok or minutes is None:
        return None, form
    return NewTopic(kind, text, minutes, int(asked_by) if asked_by else None, approver, private), form
