"""Pages: the log of visits and teaching."""

from __future__ import annotations

from flask import Response, request, url_for

from app.accounts.rules import Verb
from app.accounts.service import may
from app.partnerships.models import Partnership
from app.web.formdata import FormData
from app.web.request import actor, list_offset, now, today
from app.web.responses import page, see_other, toast

from .. import forms, queries, service
from ..models import Activity, Site
from ..queries import method
from ..rules import Led
from .blueprint import bp, looked_at, opened

LED_WORDS = [
    (Led.PROVIDER.value, "Our side"),
    (Led.PAYER.value, "The health plan"),
    (Led.JOINT.value, "Both together"),
]


@bp.get("/activities")
def activities(key: str) -> Response:
    """What was done, newest first, and the hours it took."""
    partnership = looked_at(key)
    offset = list_offset()
    rows = queries.list_activities(partnership.id, offset=offset)
    return page(
        "outreach/activities.html",
        partnership=partnership,
        rows=rows[: queries.PAGE],
        more=len(rows) > queries.PAGE,
        offset=offset,
        hours=queries.hours_by_quarter(partnership.id, today()),
        method=method(),
        led=dict(LED_WORDS),
        can_edit=may(actor(), Verb.EDIT, partnership.id),
    )


@bp.get("/activities/new")
def new_activity(key: str) -> Response:
    """The form for a visit or talk, at one site or at none."""
    partnership = opened(key)
    asked = request.args.get("site", "")
    site = queries.get_site(asked, partnership.id) if asked else None
    return _activity_page(forms.activity_form(today(), site), partnership, None, site)


@bp.post("/activities")
def create_activity(key: str) -> Response:
    """Put it into the log."""
    partnership = opened(key)
    facts, form = forms.read_activity(request.form, partnership, today())
    if facts is None:
        return _activity_page(form, partnership, None, None, 422)
    row = service.log_activity(partnership, facts, actor=actor(), now=now())
    undo = url_for("outreach.remove", key=key, kind="activities", public_id=row.public_id)
    toast("In the log.", undo=undo)
    if row.site is not None:
        return see_other("outreach.site", key=key, public_id=row.site.public_id)
    return see_other("outreach.activities", key=key)


@bp.get("/activities/<public_id>/edit")
def edit_activity(key: str, public_id: str) -> Response:
    """The form with what is known."""
    partnership = opened(key)
    row = queries.get_activity(public_id, partnership.id)
    return _activity_page(forms.activity_form(today(), row.site, row), partnership, row, row.site)


@bp.post("/activities/<public_id>")
def update_activity(key: str, public_id: str) -> Response:
    """Save what changed."""
    partnership = opened(key)
    row = queries.get_activity(public_id, partnership.id)
    facts, form = forms.read_activity(request.form, partnership, today(), row)
    seen = form.whole("seen")
    if facts is None:
        return _activity_page(form, partnership, row, row.site, 422)
    service.update_activity(row, facts, actor=actor(), now=now(), seen=seen)
    toast("The entry is saved.")
    return see_other("outreach.activities", key=key)


def _activity_page(
    form: FormData, partnership: Partnership, row: Activity | None, site: Site | None, status: int = 200
) -> Response:
    book = method()
    return page(
        "outreach/activity.html",
        status,
        form=form,
        partnership=partnership,
        activity=row,
        sites=queries.site_choices(partnership.id, site),
        method=book,
        topics=[(one.id, one.label) for one in book.topics],
        led=LED_WORDS,
    )
