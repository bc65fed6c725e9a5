"""Pages: a partnership's meetings, and planning one."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from flask import Response, request, url_for

from app.accounts.rules import Verb
from app.accounts.service import may, require
from app.catalogue import catalogue
from app.core.calendar import add_months
from app.organization.queries import holidays_between
from app.partnerships.models import Partnership
from app.partnerships.queries import get_by_key
from app.web.formdata import FormData
from app.web.request import actor, now, page_number, today
from app.web.responses import page, see_other, toast

from .. import queries, service
from ..forms import plan_form, read_plan
from ..rules import MODE_WORDS, proposed_day
from .blueprint import bp

FIRST_YEAR_MONTHS = 12


@bp.get("/partnerships/<key>/meetings")
def index(key: str) -> Response:
    """What is to come and what was."""
    partnership = get_by_key(key)
    number = page_number()
    upcoming = queries.meetings_of(partnership.id, today=today(), past=False) if number == 1 else ()
    past = queries.meetings_of(partnership.id, today=today(), past=True, page=number)
    return page(
        "meetings/index.html",
        partnership=partnership,
        upcoming=upcoming[: queries.PAGE],
        past=past[: queries.PAGE],
        number=number,
        more=len(past) > queries.PAGE,
        can_edit=may(actor(), Verb.EDIT, partnership.id),
    )


@bp.get("/partnerships/<key>/meetings/new")
def new(key: str) -> Response:
    """A meeting with good defaults: the kind's rhythm, length, way of meeting and people."""
    partnership = get_by_key(key)
    require(actor(), Verb.EDIT, partnership.id)
    kinds = {kind.id: kind for kind in catalogue().meeting_kinds}
    kind = kinds.get(request.args.get("kind", ""), kinds["operations"])
    people = queries.candidates(partnership.id)
    last = queries.last_day_before(partnership.id, kind.id, today() + timedelta(days=365))
    settled = add_months(partnership.stage_since, FIRST_YEAR_MONTHS) <= today()
    weeks = kind.weeks_between(partnership.stage, after_first_year=settled)
    day = proposed_day(
        last, weeks, today=today(), holidays=holidays_between(today(), today() + timedelta(days=400))
    )
    form = FormData(
        initial={
            "kind": kind.id,
            "on": day.isoformat(),
            "starts_at": "14:00",
            "minutes": kind.length_minutes,
            "mode": kind.preferred_mode,
            "place": "",
            "link": "",
            "people": [str(p.person_id) for p in people if p.function in kind.participants or not p.function],
            "seen": "",
        }
    )
    return _form_page(partnership, form, people)


@bp.post("/partnerships/<key>/meetings")
def create(key: str) -> Response:
    """Put it on the calendar."""
    partnership = get_by_key(key)
    require(actor(), Verb.EDIT, partnership.id)
    people = queries.candidates(partnership.id)
    plan, form = read_plan(request.form, [p.person_id for p in people])
    if plan is None:
        return _form_page(partnership, form, people, status=422)
    meeting = service.create_meeting(partnership, plan, actor=actor(), now=now())
    toast("The meeting is planned. Its agenda fills itself from open work.")
    return see_other("papers.agenda", public_id=meeting.public_id)


@bp.get("/meetings/<public_id>/edit")
def edit(public_id: str) -> Response:
    """Change day, time, place or people."""
    meeting = queries.get_meeting(public_id)
    require(actor(), Verb.EDIT, meeting.partnership_id)
    asked = queries.attendees(meeting.id)
    form = plan_form(meeting, [p.person_id for p in asked])
    return _form_page(get_by_key(meeting.key), form, _choosable(meeting, asked), meeting=meeting)


@bp.post("/meetings/<public_id>")
def update(public_id: str) -> Response:
    """Save the change; who saved meanwhile is told about."""
    meeting = queries.get_meeting(public_id)
    require(actor(), Verb.EDIT, meeting.partnership_id)
    people = _choosable(meeting, queries.attendees(meeting.id))
    plan, form = read_plan(request.form, [p.person_id for p in people])
    seen = form.whole("seen", 0)
    if plan is None:
        return _form_page(get_by_key(meeting.key), form, people, meeting=meeting, status=422)
    service.update_meeting(public_id, plan, seen=seen, actor=actor(), now=now())
    toast("The meeting is saved.")
    return see_other("papers.agenda", public_id=public_id)


@bp.post("/meetings/<public_id>/cancel")
def cancel(public_id: str) -> Response:
    """Call it off, with a way back."""
    require(actor(), Verb.EDIT, queries.get_meeting(public_id).partnership_id)
    service.cancel_meeting(public_id, actor=actor(), now=now())
    toast("The meeting is called off.", undo=url_for("meetings.replan", public_id=public_id))
    return see_other("papers.agenda", public_id=public_id)


@bp.post("/meetings/<public_id>/hold")
def hold(public_id: str) -> Response:
    """Note that it took place, with a way back."""
    require(actor(), Verb.EDIT, queries.get_meeting(public_id).partnership_id)
    service.hold_meeting(public_id, actor=actor(), now=now(), today=today())
    toast("The meeting is marked as held.", undo=url_for("meetings.replan", public_id=public_id))
    return see_other("papers.agenda", public_id=public_id)


@bp.post("/meetings/<public_id>/replan")
def replan(public_id: str) -> Response:
    """Take back that it was called off or held."""
    require(actor(), Verb.EDIT, queries.get_meeting(public_id).partnership_id)
    service.replan_meeting(public_id, actor=actor(), now=now())
    toast("The meeting is planned again.")
    return see_other("papers.agenda", public_id=public_id)


def _choosable(
    meeting: queries.MeetingRow, asked: tuple[queries.Attendee, ...]
) -> tuple[queries.Attendee, ...]:
    """Everybody who may be asked: the members, and those already asked who have left since."""
    people = {p.person_id: p for p in (*queries.candidates(meeting.partnership_id), *asked)}
    return tuple(people.values())


def _form_page(
    partnership: Partnership,
    form: FormData,
    people: tuple[queries.Attendee, ...],
    meeting: queries.MeetingRow | None = None,
    status: int = 200,
) -> Response:
    kinds: list[tuple[str, str]] = [(kind.id, kind.name) for kind in catalogue().meeting_kinds]
    modes = [(mode, words.capitalize()) for mode, words in MODE_WORDS.items()]
    facts: dict[str, Any] = {"partnership": partnership, "meeting": meeting, "form": form, "people": people}
    return page("meetings/form.html", status, kinds=kinds, modes=modes, **facts)
