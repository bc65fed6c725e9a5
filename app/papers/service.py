"""Papers as Word files. Nothing is stored: a paper is made anew from what is entered."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from app.core.errors import NotFound, RuleViolation
from app.documents.formats import file_name
from app.meetings.queries import MeetingRow, get_meeting, next_or_latest
from app.partnerships.models import Partnership

from .paper import agenda_document
from .queries import agenda_facts
from .rules import compose_agenda

KINDS = {"M1": "Meeting agenda"}


@dataclass(frozen=True, slots=True)
class MadeFile:
    """A finished file and the name to save it under."""

    data: bytes
    filename: str


def make_paper(
    partnership: Partnership, kind: str, *, of: str | None = None, as_of: date, partner_copy: bool = False
) -> MadeFile:
    """The paper of this kind: of the meeting named, else of the next one, else of the latest.

    Raises RuleViolation for an unknown kind, NotFound when there is nothing to print.
    """
    if kind not in KINDS:
        known = ", ".join(f"{name} ({words.lower()})" for name, words in KINDS.items())
        raise RuleViolation(f"There is no paper {kind} yet. Papers are: {known}.")
    meeting = get_meeting(of) if of else next_or_latest(partnership.id, as_of)
    if meeting is None or meeting.partnership_id != partnership.id:
        raise NotFound(f"{partnership.name} has no meeting to print an agenda for.")
    return make_agenda(meeting, made_on=as_of, partner_copy=partner_copy)


def make_agenda(meeting: MeetingRow, *, made_on: date, partner_copy: bool) -> MadeFile:
    """M1 for one meeting."""
    from app.documents.writer import write

    agenda = compose_agenda(agenda_facts(meeting, partner_copy=partner_copy), partner_copy=partner_copy)
    document = agenda_document(agenda, draft_id=meeting.public_id, made_on=made_on, partner_copy=partner_copy)
    name = f"{meeting.partnership_name}, {meeting.name.lower()}, agenda, {meeting.on.isoformat()}"
    if not partner_copy:
        name += ", internal"
    return MadeFile(write(document), file_name(name))
