"""What moves lines between an agenda, its parking lot and the meetings before."""

from __future__ import annotations

from flask import Response, url_for

from app.meetings import service as meeting_service
from app.web.request import actor, now, today
from app.web.responses import toast

from .blueprint import bp
from .shown import after_change, meeting_to_change, ticked


@bp.post("/meetings/<public_id>/carry")
def carry(public_id: str) -> Response:
    """Take over what goes on from the meetings before; what is not ticked sits out this time."""
    meeting = meeting_to_change(public_id)
    offered = ticked("offered")
    count = meeting_service.carry_over(
        public_id, leave_out=offered - ticked("take"), today=today(), actor=actor(), now=now()
    )
    toast(f"{count} {'line is' if count == 1 else 'lines are'} carried over.")
    return after_change(meeting, focus="heading")


@bp.post("/meetings/<public_id>/topics/<int:topic_id>/park")
def park_topic(public_id: str, topic_id: int) -> Response:
    """Keep a line in the parking lot, with a way back."""
    meeting = meeting_to_change(public_id)
    parked = meeting_service.park_topic(public_id, topic_id, today=today(), actor=actor(), now=now())
    undo = url_for("papers.unpark_topic", public_id=public_id, topic_id=topic_id, parked_id=parked.id)
    toast("It waits in the parking lot.", undo=undo)
    return after_change(meeting, focus="heading")


@bp.post("/meetings/<public_id>/topics/<int:topic_id>/unpark/<int:parked_id>")
def unpark_topic(public_id: str, topic_id: int, parked_id: int) -> Response:
    """Take the parking back."""
    meeting = meeting_to_change(public_id)
    meeting_service.unpark_topic(public_id, topic_id, parked_id, actor=actor(), now=now())
    toast("Back on the agenda.")
    return after_change(meeting, focus="heading")


@bp.post("/meetings/<public_id>/parked/<int:parked_id>/take")
def take_parked(public_id: str, parked_id: int) -> Response:
    """Put a parked topic on this agenda."""
    meeting = meeting_to_change(public_id)
    meeting_service.take_parked(public_id, parked_id, actor=actor(), now=now())
    toast("On the agenda.")
    return after_change(meeting, focus="heading")


@bp.post("/meetings/<public_id>/parked/<int:parked_id>/drop")
def drop_parked(public_id: str, parked_id: int) -> Response:
    """Throw a parked topic away, with a way back."""
    meeting = meeting_to_change(public_id)
    meeting_service.drop_parked(public_id, parked_id, actor=actor(), now=now())
    undo = url_for("papers.keep_parked", public_id=public_id, parked_id=parked_id)
    toast("Thrown away.", undo=undo)
    return after_change(meeting, focus="heading")


@bp.post("/meetings/<public_id>/parked/<int:parked_id>/keep")
def keep_parked(public_id: str, parked_id: int) -> Response:
    """Bring it back into the parking lot."""
    meeting = meeting_to_change(public_id)
    meeting_service.keep_parked(public_id, parked_id, actor=actor(), now=now())
    toast("Back in the parking lot.")
    return after_change(meeting, focus="heading")


@bp.post("/meetings/<public_id>/unpublish")
def unpublish(public_id: str) -> Response:
    """Take the agenda back to a draft."""
    meeting = meeting_to_change(public_id)
    meeting_service.unpublish_agenda(public_id, actor=actor(), now=now())
    toast("The agenda is a draft again.")
    return after_change(meeting)
