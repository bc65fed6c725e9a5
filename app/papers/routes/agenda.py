"""Pages: the agenda of a meeting, on screen and in Word, and its lines."""

from __future__ import annotations

from flask import Response, request, url_for

from app.accounts.rules import Verb
from app.accounts.service import require
from app.documents.formats import WORD_TYPE
from app.meetings import queries as meetings
from app.meetings import service as meeting_service
from app.meetings.queries import MeetingRow
from app.web.request import actor, now, today
from app.web.responses import file_to_save, toast

from ..forms import read_topic, topic_form
from ..service.agenda import make_agenda
from .blueprint import bp
from .shown import after_change, agenda_page, meeting_to_change


@bp.get("/meetings/<public_id>/agenda")
def agenda(public_id: str) -> Response:
    """The agenda, filled from open work; `?edit=` opens one line."""
    meeting = meetings.get_meeting(public_id)
    require(actor(), Verb.SEE, meeting.partnership_id)
    line = request.args.get("edit", 0, int)
    if not line:
        return agenda_page(meeting)
    require(actor(), Verb.EDIT, meeting.partnership_id)
    return agenda_page(meeting, topic_form(meetings.get_topic(meeting.id, line)), editing=line)


@bp.get("/meetings/<public_id>/agenda.docx")
def agenda_word(public_id: str) -> Response:
    """The same in Word: for ourselves, or for the partner."""
    meeting = meetings.get_meeting(public_id)
    require(actor(), Verb.SEE, meeting.partnership_id)
    made = make_agenda(meeting, made_on=today(), partner_copy=request.args.get("copy") == "partner")
    return file_to_save(made.data, WORD_TYPE, made.filename)


@bp.post("/meetings/<public_id>/topics")
def add_topic(public_id: str) -> Response:
    """Put a line on the agenda."""
    meeting = meeting_to_change(public_id)
    topic, form = read_topic(request.form, _people(meeting))
    if topic is None:
        return agenda_page(meeting, form, status=422)
    meeting_service.add_topic(public_id, topic, actor=actor(), now=now())
    toast("On the agenda.")
    return after_change(meeting, focus="heading" if request.form.get("suggested") else "text")


@bp.post("/meetings/<public_id>/topics/usual")
def usual_topics(public_id: str) -> Response:
    """Put the topics that come back every time on an agenda that has none."""
    meeting = meeting_to_change(public_id)
    count = meeting_service.seed_usual_topics(public_id, actor=actor(), now=now())
    toast(f"{count} usual topics are on the agenda." if count else "The agenda has its topics already.")
    return after_change(meeting, focus="heading")


@bp.post("/meetings/<public_id>/topics/<int:topic_id>")
def edit_topic(public_id: str, topic_id: int) -> Response:
    """Save a line that was changed; who saved meanwhile is told about."""
    meeting = meeting_to_change(public_id)
    topic, form = read_topic(request.form, _people(meeting))
    seen = form.whole("seen")
    if topic is None:
        return agenda_page(meeting, form, status=422, editing=topic_id)
    meeting_service.edit_topic(public_id, topic_id, topic, seen=seen, actor=actor(), now=now())
    toast("The line is saved.")
    return after_change(meeting, focus=f"topic-{topic_id}")


@bp.post("/meetings/<public_id>/topics/<int:topic_id>/move")
def move_topic(public_id: str, topic_id: int) -> Response:
    """Move a line up or down."""
    meeting = meeting_to_change(public_id)
    up = request.form.get("to") == "up"
    place = meeting_service.move_topic(public_id, topic_id, up=up, actor=actor(), now=now())
    toast(f"Moved to place {place}.")
    return after_change(meeting)


@bp.post("/meetings/<public_id>/topics/<int:topic_id>/delete")
def delete_topic(public_id: str, topic_id: int) -> Response:
    """Take a line off, with a way back."""
    meeting = meeting_to_change(public_id)
    meeting_service.remove_topic(public_id, topic_id, actor=actor(), now=now())
    toast(
        "Taken off the agenda.", undo=url_for("papers.restore_topic", public_id=public_id, topic_id=topic_id)
    )
    return after_change(meeting, focus="heading")


@bp.post("/meetings/<public_id>/topics/<int:topic_id>/restore")
def restore_topic(public_id: str, topic_id: int) -> Response:
    """Put a line back."""
    meeting = meeting_to_change(public_id)
    meeting_service.restore_topic(public_id, topic_id, actor=actor(), now=now())
    toast("Back on the agenda.")
    return after_change(meeting, focus="heading")


@bp.post("/meetings/<public_id>/topics/<int:topic_id>/send")
def send_topic(public_id: str, topic_id: int) -> Response:
    """Put a line on another planned meeting: also there, or there instead."""
    meeting = meeting_to_change(public_id)
    keep = request.form.get("how") == "also"
    other = meetings.get_meeting(request.form.get("meeting", ""))
    meeting_service.send_topic(public_id, topic_id, other.public_id, keep=keep, actor=actor(), now=now())
    undo = None if keep else url_for("papers.restore_topic", public_id=public_id, topic_id=topic_id)
    toast(f"It stands on the agenda of {other.on:%B} {other.on.day}.", undo=undo)
    return after_change(meeting, focus="heading")


def _people(meeting: MeetingRow) -> list[int]:
    return [p.person_id for p in meetings.attendees(meeting.id)]
