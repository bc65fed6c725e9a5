"""Pages: a series of meetings, its rhythm, and one of its dates."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from flask import Response, request, url_for

from app.accounts.rules import Verb
from app.accounts.service import may, require
from app.catalogue import catalogue
from app.core.errors import NotFound, RuleViolation
from app.partnerships.models import Partnership
from app.partnerships.queries import get_by_key
from app.web.formdata import FormData
from app.web.request import actor, now, seen_version, today
from app.web.responses import page, see_other, toast

from .. import forms, queries, service
from ..rules import MODE_WORDS, SeatFacts
from .blueprint import bp


@bp.get("/partnerships/<key>/meetings/series/new")
def new_series(key: str) -> Response:
    """A series with good defaults: the rhythm of the stage, length, way of meeting and people."""
    partnership = get_by_key(key)
    require(actor(), Verb.EDIT, partnership.id)
    kind = _kind(request.args.get("kind", ""))
    usual = _usual_weeks(partnership, kind)
    known = catalogue().meeting_kind(kind)
    seats = queries.proposed_seats(partnership, kind)
    first_on = queries.first_proposed_day(partnership.id, kind, usual, today=today())
    form = forms.series_defaults(seats, first_on, known.length_minutes, known.preferred_mode, usual)
    return _form_page(partnership, kind, seats, form)


@bp.post("/partnerships/<key>/meetings/series")
def create_series(key: str) -> Response:
    """Begin the series; its first meeting is on the calendar at once."""
    require(actor(), Verb.EDIT)
    partnership = get_by_key(key)
    require(actor(), Verb.EDIT, partnership.id)
    kind = _kind(request.form.get("kind", ""))
    seats, people = queries.proposed_seats(partnership, kind), queries.candidates(partnership.id)
    fields = forms.seat_fields(seats, people)
    plan, form = forms.read_series(request.form, fields, people, _usual_weeks(partnership, kind))
    if plan is None:
        return _form_page(partnership, kind, seats, form, status=422)
    series = service.create_series(partnership, kind, plan, actor=actor(), now=now(), today=today())
    toast(
        "The series has begun. Each next meeting opens by itself.",
        undo=url_for("meetings.end_series", public_id=series.public_id),
    )
    return see_other("meetings.show_series", public_id=series.public_id)


@bp.get("/series/<public_id>")
def show_series(public_id: str) -> Response:
    """The rhythm, who comes, and the next dates."""
    series = queries.get_series(public_id)
    require(actor(), Verb.SEE, series.partnership_id)
    schedule = queries.schedule_for([series], today=today(), count=queries.DATES_SHOWN)
    return page(
        "meetings/series.html",
        partnership=get_by_key(series.key),
        series=series,
        dates=schedule.ahead(series, today=today()),
        left_out=schedule.left_out(series, today=today()),
        seats=queries.seats_of([series.id]).get(series.id, ()),
        today=today(),
        can_edit=may(actor(), Verb.EDIT, series.partnership_id),
    )


@bp.get("/series/<public_id>/edit")
def edit_series(public_id: str) -> Response:
    """The form; the change holds from the next date on, or from the one the address names."""
    series = queries.get_series(public_id)
    require(actor(), Verb.EDIT, series.partnership_id)
    from_on = series.grid_from(max(_day(request.args.get("from", "")) or today(), today()))
    seats = queries.seats_of([series.id]).get(series.id, ())
    form = forms.series_form(series, seats, from_on)
    return _form_page(get_by_key(series.key), series.kind, seats, form, series=series, from_on=from_on)


@bp.post("/series/<public_id>")
def update_series(public_id: str) -> Response:
    """Save the change; past meetings stay as they are."""
    require(actor(), Verb.EDIT)
    series = queries.get_series(public_id)
    require(actor(), Verb.EDIT, series.partnership_id)
    partnership = get_by_key(series.key)
    seats, people = _seats(partnership, series), queries.candidates(partnership.id)
    fields = forms.seat_fields(seats, people)
    plan, form = forms.read_series(request.form, fields, people, series.usual_weeks(today()))
    from_on = _day(request.form.get("from_on", "")) or series.grid_from(today())
    seen = form.whole("seen", 0)
    if plan is None:
        return _form_page(partnership, series.kind, seats, form, series=series, from_on=from_on, status=422)
    service.update_series(
        public_id, plan, from_on=from_on, seen=seen, actor=actor(), now=now(), today=today()
    )
    toast("The series is saved. Meetings before the change stay as they are.")
    return see_other("meetings.show_series", public_id=public_id)


@bp.post("/series/<public_id>/end")
def end_series(public_id: str) -> Response:
    """Let it end, with a way back."""
    series = _open_series(public_id)
    until = series.until_on.isoformat() if series.until_on else None
    ended = service.end_series(public_id, actor=actor(), now=now(), today=today())
    undo = url_for("meetings.resume_series", public_id=public_id, until=until, seen=ended.version)
    toast("The series has ended. What was planned ahead is called off.", undo=undo)
    return see_other("meetings.show_series", public_id=public_id)


@bp.post("/series/<public_id>/resume")
def resume_series(public_id: str) -> Response:
    """Let it go on again."""
    _open_series(public_id)
    until_on = _day(request.args.get("until", ""))
    service.resume_series(public_id, until_on, seen=seen_version(), actor=actor(), now=now(), today=today())
    toast("The series goes on.")
    return see_other("meetings.show_series", public_id=public_id)


@bp.get("/series/<public_id>/dates/<day>")
def show_date(public_id: str, day: str) -> Response:
    """One date: move it, leave it out, or change it and all that follow."""
    series = queries.get_series(public_id)
    require(actor(), Verb.EDIT, series.partnership_id)
    return _date_page(series, day)


@bp.post("/series/<public_id>/dates/<day>/move")
def move_date(public_id: str, day: str) -> Response:
    """Another day or hour for this one."""
    series = _open_series(public_id)
    found, form = forms.read_move(request.form)
    if found is None:
        return _date_page(series, day, form, status=422)
    planned_on = _date(series, day).planned_on
    try:
        moved = service.move_date(public_id, planned_on, *found, actor=actor(), now=now(), today=today())
    except RuleViolation as refused:
        form.fail("on", refused.message)
        return _date_page(series, day, form, status=422)
    undo = url_for(
        "meetings.put_date_back", public_id=public_id, day=planned_on.isoformat(), seen=moved.version
    )
    toast("This one is moved. The others stay.", undo=undo)
    return see_other("meetings.show_series", public_id=public_id)


@bp.post("/series/<public_id>/dates/<day>/back")
def put_date_back(public_id: str, day: str) -> Response:
    """Undo: the day and hour that the rhythm gives."""
    series = _open_series(public_id)
    planned_on = _day(day)
    if planned_on is None:
        raise NotFound("There is no such day.")
    service.put_date_back(
        series.public_id, planned_on, seen=seen_version(), actor=actor(), now=now(), today=today()
    )
    toast("This one is back on its own day.")
    return see_other("meetings.show_series", public_id=public_id)


@bp.post("/series/<public_id>/dates/<day>/skip")
def skip_date(public_id: str, day: str) -> Response:
    """Leave this one out, with a way back."""
    series = _open_series(public_id)
    reason, form = forms.read_reason(request.form)
    if reason is None:
        return _date_page(series, day, form, status=422)
    planned_on = _date(series, day).planned_on
    meeting = service.skip_date(public_id, planned_on, reason, actor=actor(), now=now(), today=today())
    toast(
        "This one is left out. The others stay.",
        undo=url_for("meetings.replan", public_id=meeting.public_id),
    )
    return see_other("meetings.show_series", public_id=public_id)


def _open_series(public_id: str) -> queries.SeriesRow:
    """The series of this address, for somebody who may change it."""
    require(actor(), Verb.EDIT)
    series = queries.get_series(public_id)
    require(actor(), Verb.EDIT, series.partnership_id)
    return series


def _kind(named: str) -> str:
    kinds = [kind.id for kind in catalogue().meeting_kinds]
    return named if named in kinds else "operations"


def _usual_weeks(partnership: Partnership, kind: str) -> int | None:
    return queries.usual_weeks(kind, partnership.stage, partnership.stage_since, today=today())


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def _date(series: queries.SeriesRow, day: str) -> queries.DateRow:
    """The date planned on a day. Raises NotFound."""
    count = service.MOST_DATES_AHEAD
    schedule = queries.schedule_for([series], today=today(), count=count)
    for one in schedule.ahead(series, today=today(), count=count):
        if one.planned_on == _day(day):
            return one
    raise NotFound("That day is not among the next dates of this series.")


def _date_page(
    series: queries.SeriesRow, day: str, form: FormData | None = None, status: int = 200
) -> Response:
    one = _date(series, day)
    stored = {"on": one.on.isoformat(), "starts_at": f"{one.starts_at:%H:%M}", "reason": ""}
    shown = FormData(initial=stored)
    if form is not None:
        shown.values |= form.values
        shown.errors = form.errors
    partnership = get_by_key(series.key)
    return page(
        "meetings/series_date.html", status, partnership=partnership, series=series, one=one, form=shown
    )


def _seats(partnership: Partnership, series: queries.SeriesRow) -> tuple[SeatFacts, ...]:
    """The seats there are, and those the kind of meeting would have."""
    stored = queries.seats_of([series.id]).get(series.id, ())
    known = {(one.side, one.function) for one in stored}
    usual = queries.proposed_seats(partnership, series.kind)
    return (*stored, *(one for one in usual if one.function and (one.side, one.function) not in known))


def _form_page(
    partnership: Partnership,
    kind: str,
    seats: Sequence[SeatFacts],
    form: FormData,
    *,
    series: queries.SeriesRow | None = None,
    from_on: date | None = None,
    status: int = 200,
) -> Response:
    people = queries.candidates(partnership.id)
    shown = _seats(partnership, series) if series is not None else seats
    usual = _usual_weeks(partnership, kind)
    return page(
        "meetings/series_form.html",
        status,
        partnership=partnership,
        kind=catalogue().meeting_kind(kind),
        kinds=catalogue().meeting_kinds,
        series=series,
        from_on=from_on,
        form=form,
        people=people,
        fields=forms.seat_fields(shown, people),
        rhythms=forms.rhythm_options(usual),
        weeks_of_month=forms.nth_options(),
        modes=[(mode, words.capitalize()) for mode, words in MODE_WORDS.items()],
        free_days=list(forms.FREE_DAYS.items()),
    )
