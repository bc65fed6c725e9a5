"""What the pages of an agenda share: the meeting somebody may change, and the page they come back to."""

from __future__ import annotations

from flask import Response, request

from app.accounts.rules import Verb
from app.accounts.service import may, require
from app.meetings import queries as meetings
from app.meetings.queries import CarryView, MeetingRow
from app.meetings.rules import Status
from app.web.formdata import FormData
from app.web.request import actor, today
from app.web.responses import page, partial, see_other, wants_partial

from ..queries.agenda import agenda_facts
from ..queries.head import head_of, place_of
from ..rules.agenda import compose_agenda, suggestions

NOTHING = CarryView((), ())


def meeting_to_change(public_id: str) -> MeetingRow:
    """The meeting of this address, for somebody who may change it."""
    require(actor(), Verb.EDIT)
    meeting = meetings.get_meeting(public_id)
    require(actor(), Verb.EDIT, meeting.partnership_id)
    return meeting


def ticked(name: str) -> set[int]:
    """The numbers of the boxes that are ticked; what is no number is nothing."""
    return {
        int(one) for one in request.form.getlist(name) if one.isascii() and one.isdigit() and len(one) < 10
    }


def after_change(meeting: MeetingRow, focus: str = "") -> Response:
    """The agenda again: its lines for htmx, the page for everybody else."""
    if wants_partial():
        return agenda_page(meeting, focus=focus)
    return see_other("papers.agenda", public_id=meeting.public_id)


def agenda_page(
    meeting: MeetingRow, form: FormData | None = None, status: int = 200, *, focus: str = "", editing: int = 0
) -> Response:
    """The agenda with what somebody may do on it."""
    head = head_of(meeting)
    lines = meetings.lines_of(meeting.id)
    before = meetings.earlier(place_of(meeting, head))
    ahead = meetings.other_planned(meeting.partnership_id, meeting.id, min(meeting.on, today()))
    facts = agenda_facts(meeting, head=head, lines=lines, before=before, ahead=ahead)
    may_edit = may(actor(), Verb.EDIT, meeting.partnership_id) and not head.minutes.finished
    planned = meeting.status == Status.PLANNED
    carries = may_edit and planned
    context = {
        "meeting": meeting,
        "minutes": head.minutes,
        "agenda": compose_agenda(facts),
        "form": form or FormData(initial={"topic_minutes": 5, "kind": "topic"}),
        "editing": editing,
        "may_edit": may_edit,
        "planned": planned,
        "stored": bool(lines),
        "coming": meetings.coming(before, meetings.stands(lines), today=today()) if carries else NOTHING,
        "parked": meetings.parked(meeting.partnership_id, meeting.kind),
        "others": [one for one in ahead if one.on >= today()],
        "suggestions": suggestions(facts) if carries else (),
        "focus": focus,  # what was pressed is gone after the swap: where the hands go on
    }
    if wants_partial():
        return partial("papers/_agenda.html", status, **context)
    return page(
        "papers/agenda.html",
        status,
        partnership={"key": meeting.key, "name": meeting.partnership_name},
        may_hold=meeting.may_be_held(today()),
        **context,
    )
