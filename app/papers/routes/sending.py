"""Pages on which something goes out: the agenda is published, the minutes are finished."""

from __future__ import annotations

from flask import Response

from app.accounts.rules import Verb
from app.accounts.service import require
from app.meetings import queries as meetings
from app.meetings import service as meeting_service
from app.web.request import actor, now, settings, today
from app.web.responses import page, see_other, toast

from ..queries.head import head_of, place_of
from ..queries.minutes import minutes_facts
from ..rules.minutes import unfinished
from ..service.mails import mail_agenda, mail_minutes
from .blueprint import bp
from .minutes import finished_page
from .shown import meeting_to_change, ticked


@bp.get("/meetings/<public_id>/publish")
def publish(public_id: str) -> Response:
    """Who gets the agenda when it is published."""
    meeting = meetings.get_meeting(public_id)
    require(actor(), Verb.EDIT, meeting.partnership_id)
    return page(
        "papers/publish.html",
        partnership={"key": meeting.key, "name": meeting.partnership_name},
        meeting=meeting,
        people=meetings.present(meeting.id),
        mailing=settings().smtp is not None,
    )


@bp.post("/meetings/<public_id>/publish")
def publish_now(public_id: str) -> Response:
    """Publish the agenda, and mail it to whom somebody chose."""
    meeting = meeting_to_change(public_id)
    meeting_service.publish_agenda(public_id, actor=actor(), now=now())
    count = mail_agenda(meeting, ticked("to"), today=today(), settings=settings(), actor=actor(), now=now())
    toast("The agenda is published." + _mailed(count))
    return see_other("papers.agenda", public_id=public_id)


@bp.get("/meetings/<public_id>/minutes/finish")
def finish(public_id: str) -> Response:
    """What is missing, what goes on to the next meeting, and who gets the minutes."""
    meeting = meetings.get_meeting(public_id)
    require(actor(), Verb.EDIT, meeting.partnership_id)
    head = head_of(meeting)
    if head.minutes.finished:  # somebody was quicker
        return finished_page(meeting, head)
    people = meetings.present(meeting.id)
    return page(
        "papers/finish.html",
        partnership={"key": meeting.key, "name": meeting.partnership_name},
        meeting=meeting,
        head=head,
        people=people,
        missing=unfinished(minutes_facts(meeting, head=head, people=people)),
        going=meetings.going(place_of(meeting, head)),
        following=meetings.next_of_kind(place_of(meeting, head)),
        mailing=settings().smtp is not None,
        today=today(),
    )


@bp.post("/meetings/<public_id>/minutes/finish")
def finish_now(public_id: str) -> Response:
    """Lock the minutes, open the next meeting, carry over, and mail whom somebody chose."""
    meeting = meeting_to_change(public_id)
    done = meeting_service.finish_minutes(
        public_id, leave_out=ticked("offered") - ticked("take"), today=today(), actor=actor(), now=now()
    )
    fresh = meetings.get_meeting(public_id)
    count = mail_minutes(fresh, ticked("to"), today=today(), settings=settings(), actor=actor(), now=now())
    words = "The minutes are finished."
    if done.following is not None:
        next_on = done.following.on
        lines = "line goes" if done.carried == 1 else "lines go"
        words += f" {done.carried} {lines} on to {next_on:%B} {next_on.day}." if done.carried else ""
    toast(words + _mailed(count))
    return see_other("papers.minutes", public_id=meeting.public_id)


@bp.get("/meetings/<public_id>/minutes/send")
def send(public_id: str) -> Response:
    """Send finished minutes to somebody who does not have them yet."""
    meeting = meetings.get_meeting(public_id)
    require(actor(), Verb.EDIT, meeting.partnership_id)
    return page(
        "papers/send.html",
        partnership={"key": meeting.key, "name": meeting.partnership_name},
        meeting=meeting,
        people=meetings.present(meeting.id),
        mailing=settings().smtp is not None,
    )


@bp.post("/meetings/<public_id>/minutes/send")
def send_now(public_id: str) -> Response:
    """Mail the finished minutes to whom somebody chose."""
    meeting = meeting_to_change(public_id)
    if not head_of(meeting).minutes.finished:
        return see_other("papers.finish", public_id=public_id)
    count = mail_minutes(meeting, ticked("to"), today=today(), settings=settings(), actor=actor(), now=now())
    toast(_mailed(count).strip() or "Nobody new was chosen. Who has these minutes gets them only once.")
    return see_other("papers.minutes", public_id=public_id)


def _mailed(count: int) -> str:
    if not count:
        return ""
    return f" {count} {'mail is' if count == 1 else 'mails are'} on the way."
