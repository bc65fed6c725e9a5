"""Pages: a partnership's meetings, and planning one."""

from __future__ import annotations

from typing import Any

from flask import Response, request, url_for

from app.accounts.rules import Verb
from app.accounts.service import may, require
from app.catalogue import catalogue
from app.core.errors import RuleViolation
from app.partnerships.models import Partnership
from app.partnerships.queries import get_by_key
from app.web.formdata import FormData
from app.web.request import actor, now, page_number, today
from app.web.responses import back_to, page, see_other, toast

from .. import queries, service
from ..forms import plan_form, read_plan, read_reason
from ..rules import MODE_WORDS
from .blueprint import bp


@bp.get("/partnerships/<key>/meetings")
def index(key: str) -> Response:
    """What is to come and what was."""
    partnership = get_by_key(key)
    require(actor(), Verb.SEE, partnership.id)
    number, kinds = page_number(), queries.kinds_of(partnership.id)
    kind = request.args.get("kind", "") if request.args.get("kind") in dict(kinds) else ""
    first = number == 1
    upcoming = queries.meetings_of(partnership.id, today=today(), past=False, kind=kind) if first else ()
    past = queries.meetings_of(partnership.id, today=today(), past=True, kind=kind, page=number)
    waiting = queries.not_noted(partnership.id, today=today()) if first and not kind else ()
    return page(
        "meetings/index.html",
        partnership=partnership,
        series=queries.series_of(partnership.id, today=today()) if first else (),
        waiting=waiting[: queries.NOT_NOTED],
        more_waiting=len(waiting) > queries.NOT_NOTED,
        upcoming=upcoming[: queries.PAGE],
        past=past[: queries.PAGE],
        kinds=kinds,
        kind=kind,
        number=number,
        more=len(past) > queries.PAGE,
        can_edit=may(actor(), Verb.EDIT, partnership.id),
        today=today(),
    )


@bp.get("/partnerships/<key>/meetings/new")
def new(key: str) -> Response:
    """A meeting with good defaults: the kind's rhythm, length, way of meeting and people."""
    partnership = get_by_key(key)
    require(actor(), Verb.EDIT, partnership.id)
    kinds = {kind.id: kind for kind in catalogue().meeting_kinds}
    kind = kinds.get(request.args.get("kind", ""), kinds["operations"])
    people = queries.candidates(partnership.id)
    weeks = queries.usual_weeks(kind.id, partnership.stage, partnership.stage_since, today=today())
    day = queries.first_proposed_day(partnership.id, kind.id, weeks, today=today())
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
    batch = ""
    if plan is not None:
        try:
            batch = service.update_meeting(
                public_id, plan, seen=seen, actor=actor(), now=now(), today=today()
            )
        except RuleViolation as refused:
            form.fail("on", refused.message)
    if not form.ok:
        return _form_page(get_by_key(meeting.key), form, people, meeting=meeting, status=422)
    toast("The meeting is saved.", undo=url_for("meetings.undo_update", batch=batch) if batch else None)
    return see_other("papers.agenda", public_id=public_id)


@bp.post("/meetings/changes/<batch>/undo")
def undo_update(batch: str) -> Response:
    """Undo: the meeting and who is asked are as before; what somebody changed since stays."""
    require(actor(), Verb.EDIT)
    _kept, meeting = service.meeting_of_batch(batch)
    require(actor(), Verb.EDIT, meeting.partnership_id)
    back = service.take_meeting_back(batch, actor=actor(), now=now(), today=today())
    since = " What somebody changed since stays as it is now." if back.left else ""
    toast(f"The meeting is as before.{since}")
    return see_other("papers.agenda", public_id=meeting.public_id)


@bp.post("/meetings/<public_id>/cancel")
def cancel(public_id: str) -> Response:
    """Call it off, with a way back; the next one of its series opens."""
    _open(public_id)
    reason, form = read_reason(request.form)
    if reason is None:
        raise RuleViolation(next(iter(form.errors.values())))
    service.call_off(public_id, reason, actor=actor(), now=now(), today=today())
    toast("The meeting is called off.", undo=url_for("meetings.replan", public_id=public_id))
    return back_to("papers.agenda", public_id=public_id)


@bp.post("/meetings/<public_id>/hold")
def hold(public_id: str) -> Response:
    """Note that it took place, with a way back; the next one of its series opens."""
    _open(public_id)
    service.note_held(public_id, actor=actor(), now=now(), today=today())
    toast("The meeting is marked as held.", undo=url_for("meetings.replan", public_id=public_id))
    return back_to("papers.agenda", public_id=public_id)


@bp.post("/meetings/<public_id>/replan")
def replan(public_id: str) -> Response:
    """Take back that it was called off or held."""
    _open(public_id)
    service.replan_meeting(public_id, actor=actor(), now=now())
    toast("The meeting is planned again.")
    return back_to("papers.agenda", public_id=public_id)


def _open(public_id: str) -> None:
    """Whether the meeting of this address is there and may be changed."""
    require(actor(), Verb.EDIT)
    require(actor(), Verb.EDIT, queries.get_meeting(public_id).partnership_id)


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
