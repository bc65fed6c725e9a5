"""Calendar files to save: one meeting, and the days of all agreements."""

from __future__ import annotations

from flask import Response

from app.accounts.rules import Verb
from app.accounts.service import require
from app.documents.formats import WORD_ENDING, file_name
from app.documents.ics import CALENDAR_TYPE, ENDING
from app.meetings.queries import get_meeting
from app.papers.queries.renewals import renewal_facts
from app.web.request import actor, house, now, settings, today
from app.web.responses import file_to_save

from ..service import file_of_meeting, file_of_renewals
from .blueprint import bp


@bp.get("/meetings/<public_id>/meeting.ics")
def meeting_file(public_id: str) -> Response:
    """One meeting, for a calendar that gets no mail."""
    meeting = get_meeting(public_id)
    require(actor(), Verb.SEE, meeting.partnership_id)
    data = file_of_meeting(
        meeting, zone_name=house().time_zone, base_url=settings().base_url, today=today(), now=now()
    )
    return _to_save(data, f"{meeting.partnership_name}, {meeting.name}, {meeting.on}")


@bp.get("/contracts/calendar.ics")
def renewals_file() -> Response:
    """The renewal and notice calendar of all partnerships."""
    require(actor(), Verb.SEE)
    facts = renewal_facts(house(), today())
    data = file_of_renewals(facts.days, base_url=settings().base_url, today=today(), now=now())
    return _to_save(data, f"{house().name or 'Our house'}, renewals and notices, {today()}")


def _to_save(data: bytes, words: str) -> Response:
    return file_to_save(data, CALENDAR_TYPE, file_name(words).removesuffix(WORD_ENDING) + ENDING)
