"""Pages: the concern log, one concern, and the talk that it needs."""

from __future__ import annotations

from flask import Response, request, url_for

from app.accounts.rules import Verb
from app.accounts.service import may, require
from app.partnerships.models import Partnership
from app.partnerships.queries import get_by_key
from app.web.formdata import FormData
from app.web.request import actor, list_offset, now, today
from app.web.responses import page, see_other, toast

from .. import forms, queries, service
from ..forms.people import people_options
from ..models import Concern
from .blueprint import bp, opened

PAGE = queries.PAGE


@bp.get("/partnerships/<key>/concerns", endpoint="concerns")
def index(key: str) -> Response:
    """What weighs on either side: open, or settled."""
    partnership = opened(key)
    settled, offset = request.args.get("show") == "settled", list_offset()
    rows = queries.concern_page(partnership.id, settled=settled, offset=offset)
    return page(
        "relationship/concerns.html",
        partnership=partnership,
        rows=rows[:PAGE],
        more=len(rows) > PAGE,
        offset=offset,
        settled=settled,
        today=today(),
        can_edit=may(actor(), Verb.EDIT, partnership.id),
    )


@bp.get("/partnerships/<key>/concerns/new", endpoint="new_concern")
def new(key: str) -> Response:
    """The form for a concern."""
    partnership = opened(key, Verb.EDIT)
    initial = {"opened_on": today().isoformat(), "raised_by_side": "provider", "told_how": "not_yet"}
    return _form_page(FormData(initial=initial), partnership, None)


@bp.post("/partnerships/<key>/concerns", endpoint="create_concern")
def create(key: str) -> Response:
    """Note the concern."""
    partnership = opened(key, Verb.EDIT)
    facts, form = forms.read_concern(request.form, partnership, today())
    if facts is None:
        return _form_page(form, partnership, None, 422)
    concern = service.create_concern(partnership, facts, actor=actor(), now=now())
    toast("The concern is noted.")
    return see_other("relationship.concern", public_id=concern.public_id)


@bp.get("/concerns/<public_id>", endpoint="concern")
def show(public_id: str) -> Response:
    """One concern, and what prepares the talk about it."""
    return _concern_page(queries.get_concern_detail(public_id))


@bp.get("/concerns/<public_id>/edit", endpoint="edit_concern")
def edit(public_id: str) -> Response:
    """The form with what is known."""
    concern = _open(public_id)
    return _form_page(forms.concern_form(concern), concern.partnership, concern)


@bp.post("/concerns/<public_id>", endpoint="update_concern")
def update(public_id: str) -> Response:
    """Save what changed."""
    concern = _open(public_id)
    facts, form = forms.read_concern(request.form, concern.partnership, today())
    seen = form.whole("seen")
    if facts is None:
        return _form_page(form, concern.partnership, concern, 422)
    service.update_concern(concern, facts, actor=actor(), now=now(), seen=seen)
    toast("The concern is saved.")
    return see_other("relationship.concern", public_id=public_id)


@bp.post("/concerns/<public_id>/talk", endpoint="prepare_talk")
def prepare_talk(public_id: str) -> Response:
    """Keep what is prepared for the talk."""
    concern = _open(public_id)
    facts, form = forms.read_guide(request.form)
    seen = form.whole("seen")
    if facts is None:
        return _concern_page(queries.get_concern_detail(public_id), 422, talk=form)
    service.prepare_talk(concern, facts, actor=actor(), now=now(), seen=seen)
    toast("What you prepared is saved.")
    return see_other("relationship.concern", public_id=public_id, anchor="h-talk")


@bp.post("/concerns/<public_id>/settle", endpoint="settle_concern")
def settle(public_id: str) -> Response:
    """It is settled, with a way back."""
    concern = _open(public_id)
    command, form = forms.read_settlement(request.form, concern, today())
    seen = form.whole("seen")
    if command is None:
        return _concern_page(queries.get_concern_detail(public_id), 422, settlement=form)
    on, resolution = command
    service.settle_concern(concern, on=on, resolution=resolution, actor=actor(), now=now(), seen=seen)
    toast("The concern is settled.", undo=url_for("relationship.reopen_concern", public_id=public_id))
    return see_other("home.relationship", key=concern.partnership.key)


@bp.post("/concerns/<public_id>/reopen", endpoint="reopen_concern")
def reopen(public_id: str) -> Response:
    """Undo: it is open again."""
    service.reopen_concern(_open(public_id), actor=actor(), now=now())
    toast("The concern is open again.")
    return see_other("relationship.concern", public_id=public_id)


@bp.post("/concerns/<public_id>/promise", endpoint="promise_concern")
def promise(public_id: str) -> Response:
    """A promise that comes of it."""
    concern = _open(public_id)
    facts, form = forms.read_action(request.form, concern.partnership)
    if facts is None:
        return _concern_page(queries.get_concern_detail(public_id), 422, promise=form)
    service.promise_from_concern(concern, facts, actor=actor(), now=now())
    toast("The action is on the list.")
    return see_other("relationship.concern", public_id=public_id)


def _open(public_id: str) -> Concern:
    """The concern of this address, for somebody who may change it."""
    require(actor(), Verb.EDIT)
    concern = queries.get_concern(public_id)
    require(actor(), Verb.EDIT, concern.partnership_id)
    return concern


def _concern_page(detail: queries.ConcernDetail, status: int = 200, **given: FormData) -> Response:
    concern = queries.get_concern(detail.row.public_id)
    require(actor(), Verb.SEE, concern.partnership_id)
    can_edit = may(actor(), Verb.EDIT, concern.partnership_id)
    settled = {"resolved_on": today().isoformat(), "resolution": concern.resolution}
    return page(
        "relationship/concern.html",
        status,
        partnership=get_by_key(concern.partnership.key),
        detail=detail,
        concern=detail.row,
        form=next(iter(given.values()), FormData()),
        talk=given.get("talk") or forms.guide_form(concern),
        settlement=given.get("settlement") or FormData(initial=settled),
        promise=given.get("promise") or forms.action_form(concern),
        people=people_options(concern.partnership) if can_edit else [],
        today=today(),
        can_edit=can_edit,
    )


def _form_page(
    form: FormData, partnership: Partnership, concern: Concern | None, status: int = 200
) -> Response:
    return page(
        "relationship/concern_form.html",
        status,
        form=form,
        partnership=partnership,
        concern=concern,
        people=people_options(partnership, ("provider",)),
        sides=[("provider", "Our side"), ("payer", partnership.payer.name)],
        areas=forms.AREA_OPTIONS,
        told=forms.TOLD_OPTIONS,
        natures=forms.NATURE_OPTIONS,
        severities=forms.SEVERITY_OPTIONS,
    )
