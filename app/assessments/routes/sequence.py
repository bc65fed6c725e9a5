"""Assessments as a whole: begun, described, finished, opened again, read later, taken along as a file."""

from __future__ import annotations

from flask import Response, request, url_for

from app.accounts.rules import Verb
from app.accounts.service import may
from app.partnerships.models import Partnership
from app.web.formdata import FormData
from app.web.request import actor, list_offset, now, today
from app.web.responses import file_to_save, page, see_other, toast

from .. import forms, queries, rules, service
from ..models import Assessment
from .blueprint import bp, looked_at, opened


@bp.get("/new")
def new(key: str) -> Response:
    """The form to begin with."""
    partnership = opened(key)
    why = rules.usual_why(queries.last_assessed_on(partnership.id), today())
    return _about_page(partnership, None, forms.about_form(None, why, today()))


@bp.post("/new")
def create(key: str) -> Response:
    """Begin an assessment."""
    partnership = opened(key)
    facts, form = forms.read_about(request.form, today())
    if facts is None:
        return _about_page(partnership, None, form, 422)
    _row, batch = service.begin(partnership, facts, actor=actor(), now=now(), today=today())
    toast("The assessment is open.", undo=url_for("assessments.undo", key=key, batch_id=batch))
    return see_other("assessments.index", key=key)


@bp.get("/<public_id>/about")
def about(key: str, public_id: str) -> Response:
    """The form with why, who and by whom."""
    partnership = opened(key)
    row = queries.get_assessment(public_id, partnership.id)
    return _about_page(partnership, row, forms.about_form(row, row.why, today()))


@bp.post("/<public_id>/about")
def save_about(key: str, public_id: str) -> Response:
    """Save what changed about it."""
    partnership = opened(key)
    row = queries.get_assessment(public_id, partnership.id)
    facts, form = forms.read_about(request.form, today())
    seen = form.whole("seen")
    if facts is None:
        return _about_page(partnership, row, form, 422)
    batch = service.save_about(row, facts, actor=actor(), now=now(), seen=seen)
    if batch:
        toast("Saved.", undo=url_for("assessments.undo", key=key, batch_id=batch))
    else:
        toast("Nothing was changed.")
    return see_other("assessments.index", key=key)


@bp.get("/<public_id>/finish")
def finishing(key: str, public_id: str) -> Response:
    """What is still open, before it is finished."""
    partnership = opened(key)
    row = queries.get_assessment(public_id, partnership.id)
    return _finish_page(partnership, row, FormData(initial={"finished_on": today().isoformat()}))


@bp.post("/<public_id>/finish")
def finish(key: str, public_id: str) -> Response:
    """Finish it; open points stay on the page."""
    partnership = opened(key)
    row = queries.get_assessment(public_id, partnership.id)
    on, form = forms.read_finish(request.form, row, today())
    if on is None:
        return _finish_page(partnership, row, form, 422)
    service.finish(row, on, actor=actor(), now=now(), today=today())
    undo = url_for("assessments.reopen", key=key, public_id=public_id)
    toast("The assessment is finished.", undo=undo)
    return see_other("assessments.index", key=key)


@bp.post("/<public_id>/reopen")
def reopen(key: str, public_id: str) -> Response:
    """Open the newest one again."""
    partnership = opened(key)
    row = queries.get_assessment(public_id, partnership.id)
    service.reopen(row, actor=actor(), now=now())
    toast("The assessment is open again.")
    return see_other("assessments.index", key=key)


@bp.get("/earlier")
def earlier(key: str) -> Response:
    """All assessments, newest first."""
    partnership, offset = looked_at(key), list_offset()
    rows = queries.list_assessments(partnership.id, offset=offset)
    return page(
        "assessments/earlier.html",
        partnership=partnership,
        rows=rows[: queries.PAGE],
        more=len(rows) > queries.PAGE,
        offset=offset,
    )


@bp.get("/<public_id>")
def show(key: str, public_id: str) -> Response:
    """One assessment, read, beside the one before it."""
    partnership = looked_at(key)
    row = queries.get_assessment(public_id, partnership.id)
    newest = queries.newest_finished(partnership.id)
    free = queries.open_assessment(partnership.id) is None
    may_reopen = free and newest is not None and newest.id == row.id
    return page(
        "assessments/show.html",
        partnership=partnership,
        shown=queries.picture(row),
        words=rules,
        method=queries.method(),
        who_words=queries.who_words,
        may_reopen=may_reopen and may(actor(), Verb.EDIT, partnership.id),
    )


@bp.get("/<public_id>/worksheet.csv")
def worksheet(key: str, public_id: str) -> Response:
    """The worksheet as a file that Excel opens."""
    partnership = looked_at(key)
    row = queries.get_assessment(public_id, partnership.id)
    shown = queries.picture(row)
    status = {item: one.words for item, one in queries.actions_of(partnership.id).items()}
    data = forms.write_worksheet(shown, status, queries.rechecked_on(row))
    name = f"{partnership.key}-readiness-{row.asked_on.isoformat()}.csv"
    return file_to_save(data, "text/csv; charset=utf-8", name)


def _about_page(
    partnership: Partnership, row: Assessment | None, form: FormData, status: int = 200
) -> Response:
    return page(
        "assessments/about.html",
        status,
        partnership=partnership,
        assessment=row,
        form=form,
        words=rules,
        sides=queries.sides_in_words(partnership),
        repeat_when=queries.method().repeat_when,
    )


def _finish_page(partnership: Partnership, row: Assessment, form: FormData, status: int = 200) -> Response:
    return page(
        "assessments/finish.html",
        status,
        partnership=partnership,
        shown=queries.picture(row),
        form=form,
        who_words=queries.who_words,
    )
