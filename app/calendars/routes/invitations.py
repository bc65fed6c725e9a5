"""Pages: who is invited to a meeting by mail, chosen one by one."""

from __future__ import annotations

from flask import Response, request

from app.accounts.rules import Verb
from app.accounts.service import require
from app.core.errors import RuleViolation
from app.meetings.queries import MeetingRow, get_meeting
from app.meetings.rules import Status
from app.web.filters import counted
from app.web.request import actor, house, now, settings, today
from app.web.responses import page, see_other, toast

from ..queries import guests_of
from ..rules import InvitationState
from ..service import choose_guests
from .blueprint import bp

OVER = "Only to a meeting that is planned, and whose day has not passed, people can be invited."


@bp.get("/meetings/<public_id>/invitations")
def invitations(public_id: str) -> Response:
    """Who is invited, and where each invitation stands."""
    meeting = _meeting(public_id)
    guests = guests_of(meeting, house().time_zone, today())
    return page(
        "calendars/invitations.html",
        partnership={"key": meeting.key, "name": meeting.partnership_name},
        meeting=meeting,
        guests=guests,
        open=_is_open(meeting),
        mailing=settings().smtp is not None,
        waiting=sum(one.state is InvitationState.WAITS for one in guests),
        states=InvitationState,
    )


@bp.post("/meetings/<public_id>/invitations")
def invite(public_id: str) -> Response:
    """Invite who was ticked and no longer who was unticked; what others chose meanwhile stays."""
    meeting = _meeting(public_id)
    if not _is_open(meeting):
        raise RuleViolation(OVER)
    ticked, before = _numbers("to"), _numbers("was")
    count = choose_guests(
        meeting,
        ticked - before,
        before - ticked,
        house=house(),
        settings=settings(),
        actor=actor(),
        now=now(),
        today=today(),
    )
    if settings().smtp is None:
        toast("Noted. The invitations go out once mail is set up.")
    elif count:
        toast(f"{counted(count, 'mail is', 'mails are')} on the way.")
    elif ticked or before:
        toast("Nothing new to send: everybody who is ticked knows already.")
    else:
        toast("Nobody is ticked, so no mail goes out.")
    return see_other("calendars.invitations", public_id=public_id)


def _meeting(public_id: str) -> MeetingRow:
    require(actor(), Verb.EDIT)
    meeting = get_meeting(public_id)
    require(actor(), Verb.EDIT, meeting.partnership_id)
    return meeting


def _numbers(name: str) -> set[int]:
    """The numbers a form holds under a name; what is no number is nothing."""
    sent = request.form.getlist(name)
    return {int(one) for one in sent if one.isascii() and one.isdigit() and len(one) < 10}


def _is_open(meeting: MeetingRow) -> bool:
    return meeting.status == Status.PLANNED and meeting.on >= today()
