"""Pages: the agenda of a meeting, on screen and in Word."""

from __future__ import annotations

from flask import Response, request, url_for

from app.accounts.rules import Verb
from app.accounts.service import may, require
from app.documents.formats import WORD_TYPE
from app.meetings import queries as meetings
from app.meetings import service as meeting_service
from app.meetings.queries import MeetingRow
from app.partnerships.queries import get_by_key
from app.web.formdata import FormData
from app.web.request import actor, now, today
from app.web.responses import file_to_save, page, partial, see_other, toast, wants_partial

from ..forms import read_topic
from ..queries.agenda import agenda_facts
from ..rules.agenda import compose_agenda
from ..service.agenda import make_agenda
from .blueprint import bp


@bp.get("/meetings/<public_id>/agenda")
def agenda(public_id: str) -> Response:
    """The agenda, filled from open work."""
    return _agenda_page(meetings.get_meeting(public_id))


@bp.get("/meetings/<public_id>/agenda.docx")
def agenda_word(public_id: str) -> Response:
    """The same in Word: for ourselves, or for the partner."""
    meeting = meetings.get_meeting(public_id)
    made = make_agenda(meeting, made_on=today(), partner_copy=request.args.get("copy") == "partner")
    return file_to_save(made.data, WORD_TYPE, made.filename)


@bp.post("/meetings/<public_id>/topics")
def add_topic(public_id: str) -> Response:
    """Put a line on the agenda."""
    meeting = meetings.get_meeting(public_id)
    require(actor(), Verb.EDIT, meeting.partnership_id)
    people = [p.person_id for p in meetings.attendees(meeting.id)]
    topic, form = read_topic(request.form, people)
    if topic is None:
        return _agenda_page(meeting, form, status=422)
    meeting_service.add_topic(public_id, topic, actor=actor(), now=now())
    toast("On the agenda.")
    return _after_change(meeting, focus="text")


@bp.post("/meetings/<public_id>/topics/<int:topic_id>/move")
def move_topic(public_id: str, topic_id: int) -> Response:
    """Move a line up or down."""
    meeting = meetings.get_meeting(public_id)
    require(actor(), Verb.EDIT, meeting.partnership_id)
    up = request.form.get("to") == "up"
    place = meeting_service.move_topic(public_id, topic_id, up=up, actor=actor(), now=now())
    toast(f"Moved to place {place} of the topics you added.")
    return _after_change(meeting)


@bp.post("/meetings/<public_id>/topics/<int:topic_id>/delete")
def delete_topic(public_id: str, topic_id: int) -> Response:
    """Take a line off, with a way back."""
    meeting = meetings.get_meeting(public_id)
    require(actor(), Verb.EDIT, meeting.partnership_id)
    meeting_service.remove_topic(public_id, topic_id, actor=actor(), now=now())
    toast(
        "Taken off the agenda.", undo=url_for("papers.restore_topic", public_id=public_id, topic_id=topic_id)
    )
    return _after_change(meeting, focus="heading")


@bp.post("/meetings/<public_id>/topics/<int:topic_id>/restore")
def restore_topic(public_id: str, topic_id: int) -> Response:
    """Put a line back."""
    meeting = meetings.get_meeting(public_id)
    require(actor(), Verb.EDIT, meeting.partnership_id)
    meeting_service.restore_topic(public_id, topic_id, actor=actor(), now=now())
    toast("Back on the agenda.")
    return see_other("papers.agenda", public_id=public_id)


def _after_change(meeting: MeetingRow, focus: str = "") -> Response:
    if wants_partial():
        return _agenda_page(meeting, focus=focus)
    return see_other("papers.agenda", public_id=meeting.public_id)


def _agenda_page(
    meeting: MeetingRow, form: FormData | None = None, status: int = 200, focus: str = ""
) -> Response:
    facts = agenda_facts(meeting)
    context = {
        "meeting": meeting,
        "agenda": compose_agenda(facts),
        "form": form or FormData(initial={"topic_minutes": 5, "kind": "topic"}),
        "people": meetings.attendees(meeting.id),
        "may_edit": may(actor(), Verb.EDIT, meeting.partnership_id),
        "focus": focus,  # what was pressed is gone after the swap: where the hands go on
    }
    if wants_partial():
        return partial("papers/_agenda.html", status, **context)
    return page(
        "papers/agenda.html",
        status,
        partnership=get_by_key(meeting.key),
        may_hold=meeting.may_be_held(today()),
        **context,
    )
