"""The readiness page: ten groups, and one of them to rate."""

from __future__ import annotations

from flask import Response, request, url_for

from app.accounts.rules import Verb
from app.accounts.service import may
from app.catalogue.readiness import NeedsGroup
from app.core.errors import NotFound
from app.partnerships.models import Partnership
from app.partnerships.rules import Stage
from app.web.filters import counted
from app.web.formdata import FormData
from app.web.request import actor, now, today
from app.web.responses import page, see_other, toast

from .. import forms, queries, rules, service
from ..models import Assessment
from ..queries import Picture
from ..service import Saved
from .blueprint import bp, looked_at, opened


@bp.get("")
def index(key: str) -> Response:
    """How ready both sides are: gaps first, then each group against last time, then the one to rate."""
    partnership = looked_at(key)
    return readiness_page(partnership, request.args.get("group", ""))


@bp.post("/<public_id>/groups/<group>")
def save_group(key: str, public_id: str, group: str) -> Response:
    """Save the answers to one group."""
    partnership = opened(key)
    assessment = queries.get_assessment(public_id, partnership.id)
    shown, wanted = queries.picture(assessment), _group(group)
    people = queries.people_of(partnership, [*shown.rows.values(), *shown.last_rows.values()])
    given, form = forms.read_group(request.form, shown.items_of(wanted), people)
    if not form.ok:
        return readiness_page(partnership, wanted.id, form, status=422)
    try:
        saved = service.save_group(assessment, given, actor=actor(), now=now(), today=today())
    except service.Overtaken as clash:
        fresh = queries.ratings_of(assessment)
        forms.keep_typed(form, {item: fresh[item].version for item in clash.items})
        return readiness_page(partnership, wanted.id, form, clash.items, status=409)
    _tell(key, wanted, saved)
    following = queries.group_after(wanted) if request.form.get("then") == "next" else None
    shown_group = (following or wanted).id
    return see_other("assessments.index", anchor="rate", key=key, group=shown_group)


@bp.post("/<public_id>/groups/<group>/as-last-time")
def as_last_time(key: str, public_id: str, group: str) -> Response:
    """Rate what is left of a group as it was last time."""
    partnership = opened(key)
    assessment = queries.get_assessment(public_id, partnership.id)
    count, batch = service.as_last_time(assessment, _group(group), actor=actor(), now=now(), today=today())
    undo = url_for("assessments.undo", key=key, batch_id=batch, group=group)
    toast(f"{counted(count, 'item is', 'items are')} rated as last time.", undo=undo)
    return see_other("assessments.index", anchor="rate", key=key, group=group)


@bp.post("/undo/<batch_id>")
def undo(key: str, batch_id: str) -> Response:
    """Take one click on these pages back."""
    partnership = opened(key)
    done = service.take_back(partnership, batch_id, actor=actor(), now=now())
    words = "Taken back."
    if done.left:
        words = f"Taken back, except for {counted(done.left, 'entry', 'entries')} changed since."
    toast(words)
    page_of = {"directory": "assessments.directory", "right": "assessments.right"}
    page_of["unknowns"] = "assessments.unknowns"
    here = request.args.get("page", "")
    if here in page_of:
        return see_other(page_of[here], key=key)
    named = request.args.get("group")
    group = next((one.id for one in queries.method().groups if one.id == named), None)
    return see_other("assessments.index", anchor="rate" if group else None, key=key, group=group)


def _group(wanted: str) -> NeedsGroup:
    found = next((group for group in queries.method().groups if group.id == wanted), None)
    if found is None:
        raise NotFound("There is no such group.")
    return found


def _tell(key: str, group: NeedsGroup, saved: Saved) -> None:
    if not saved.changed:
        toast("Nothing was changed.")
        return
    filled = saved.filled
    came = [
        (filled.made, counted(filled.made, "action is", "actions are") + " new"),
        (filled.followed, counted(filled.followed, "action", "actions") + " changed with it"),
        (filled.dropped, counted(filled.dropped, "action is", "actions are") + " let go"),
        (filled.in_terms, "the agreement’s gaps changed with it"),
    ]
    words = "; ".join(text for happened, text in came if happened)
    undo = url_for("assessments.undo", key=key, batch_id=saved.batch, group=group.id)
    toast(f"{group.name} is saved{'; ' + words if words else ''}.", undo=undo)


def readiness_page(
    partnership: Partnership,
    wanted: str = "",
    form: FormData | None = None,
    clashes: tuple[str, ...] = (),
    *,
    status: int = 200,
) -> Response:
    """The page, with the group that is named or the first that is still to rate."""
    assessment = queries.shown_assessment(partnership.id)
    last_on = queries.last_assessed_on(partnership.id)
    can_edit = may(actor(), Verb.EDIT, partnership.id)
    context = {
        "partnership": partnership,
        "can_edit": can_edit,
        "last_on": last_on,
        "due": rules.is_due(last_on, today()),
        "method": queries.method(),
    }
    if assessment is None:
        return page("assessments/empty.html", status, **context)
    shown = queries.picture(assessment)
    context |= _of_group(partnership, assessment, shown, wanted, form)
    return page("assessments/index.html", status, clashes=clashes, shown=shown, words=rules, **context)


def _of_group(
    partnership: Partnership, assessment: Assessment, shown: Picture, wanted: str, form: FormData | None
) -> dict[str, object]:
    group = queries.group_to_rate(shown, wanted)
    lines = shown.items_of(group)
    people = queries.people_of(partnership, [*shown.rows.values(), *shown.last_rows.values()])
    return {
        "group": group,
        "lines": lines,
        "following": queries.group_after(group),
        "form": form or forms.group_form(lines, today()),
        "is_open": assessment.finished_on is None,
        "people": {side: [(one, name) for one, (_, name) in found.items()] for side, found in people.items()},
        "actions": queries.actions_of(partnership.id),
        "in_agreement": queries.in_agreement(partnership.id, today()),
        "signed": Stage(partnership.stage).is_signed,
        "who_words": queries.who_words,
        "group_of": {item.id: one.id for one in queries.method().groups for item in one.items},
    }
