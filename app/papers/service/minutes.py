"""M2, the minutes of a meeting, as a Word file."""

from __future__ import annotations

from datetime import date

from app.core.errors import NotFound
from app.documents.formats import file_name
from app.meetings.queries import MeetingRow, get_meeting, latest_with_minutes
from app.partnerships.models import Partnership

from ..paper.minutes import minutes_document
from ..queries.minutes import minutes_facts
from ..rules.minutes import compose_minutes
from .made import MadeFile, Wanted


def minutes_paper(partnership: Partnership, wanted: Wanted) -> MadeFile:
    """The minutes of the meeting named, else the latest finished ones, else those of the latest meeting held.

    Raises NotFound.
    """
    named = wanted.of or latest_with_minutes(partnership.id, wanted.as_of)
    meeting = get_meeting(named) if named else None
    if meeting is None or meeting.partnership_id != partnership.id:
        raise NotFound(f"{partnership.name} has no meeting with minutes to print.")
    return make_minutes(meeting, made_on=wanted.as_of, partner_copy=wanted.partner_copy)


def make_minutes(meeting: MeetingRow, *, made_on: date, partner_copy: bool) -> MadeFile:
    """M2 for one meeting."""
    from app.documents.writer import write

    view = compose_minutes(minutes_facts(meeting), partner_copy=partner_copy)
    document = minutes_document(view, draft_id=meeting.public_id, made_on=made_on, partner_copy=partner_copy)
    name = f"{meeting.partnership_name}, {meeting.name.lower()}, minutes, {meeting.on.isoformat()}"
    if not partner_copy:
        name += ", internal"
    return MadeFile(write(document), file_name(name))
