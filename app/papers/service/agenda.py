"""M1, the agenda of a meeting, as a Word file."""

from __future__ import annotations

from datetime import date

from app.core.errors import NotFound
from app.documents.formats import file_name
from app.meetings.queries import MeetingRow, get_meeting, next_or_latest
from app.partnerships.models import Partnership

from ..paper.agenda import agenda_document
from ..queries.agenda import agenda_facts
from ..rules.agenda import compose_agenda
from .made import MadeFile, Wanted


def agenda_paper(partnership: Partnership, wanted: Wanted) -> MadeFile:
    """The agenda of the meeting named, else of the next one, else of the latest. Raises NotFound."""
    meeting = get_meeting(wanted.of) if wanted.of else next_or_latest(partnership.id, wanted.as_of)
    if meeting is None or meeting.partnership_id != partnership.id:
        raise NotFound(f"{partnership.name} has no meeting to print an agenda for.")
    return make_agenda(meeting, made_on=wanted.as_of, partner_copy=wanted.partner_copy)


def make_agenda(meeting: MeetingRow, *, made_on: date, partner_copy: bool) -> MadeFile:
    """M1 for one meeting."""
    from app.documents.writer import write

    agenda = compose_agenda(agenda_facts(meeting, partner_copy=partner_copy), partner_copy=partner_copy)
    document = agenda_document(agenda, draft_id=meeting.public_id, made_on=made_on, partner_copy=partner_copy)
    name = f"{meeting.partnership_name}, {meeting.name.lower()}, agenda, {meeting.on.isoformat()}"
    if not partner_copy:
        name += ", internal"
    return MadeFile(write(document), file_name(name))
