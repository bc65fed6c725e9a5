"""The plan of one partnership: its picture, its list, and a milestone of our own."""

from __future__ import annotations

from datetime import date
from itertools import groupby
from typing import Any

from flask import Response, request

from app.accounts.rules import Verb
from app.accounts.service import may, require
from app.partnerships.models import Partnership
from app.partnerships.queries import get_by_key, stage_name
from app.partnerships.rules import Stage
from app.web.formdata import FormData
from app.web.request import actor, list_offset, now, today
from app.web.responses import page, partial, see_other, toast, wants_partial

from .. import forms, queries, service
from ..queries import PlanRow
from ..rules import LESSONS, MOST_BARS, Show, bars, plan_words, window_around
from .blueprint import bp

Groups = list[tuple[str, tuple[PlanRow, ...]]]
STAGE_ORDER = {stage.value: number for number, stage in enumerate(Stage)}


@bp.get("/partnerships/<key>/milestones")
def index(key: str) -> Response:
    """What is late, what comes next, and all there was: as a picture and as a list."""
    partnership = get_by_key(key)
    require(actor(), Verb.SEE, partnership.id)
    asked, by = request.args.get("show", ""), request.args.get("by", "")
    show = Show(asked) if asked in list(Show) else Show.NOW
    offset = list_offset()
    rows = queries.plan_page(partnership.id, show, today=today(), offset=offset)
    shown: dict[str, Any] = {
        "partnership": partnership,
        "groups": _groups(rows[: queries.PAGE], by),
        "more": len(rows) > queries.PAGE,
        "offset": offset,
        "size": queries.PAGE,
        "show": show.value,
        "chips": list(Show),
        "by": "stage" if by == "stage" else "",
        "counts": queries.counts_of(partnership.id, today()),
        "following": queries.following(partnership.id, today()),
        "today": today(),
        "can_edit": may(actor(), Verb.EDIT, partnership.id),
    }
    if wants_partial():
        return partial("milestones/_list.html", **shown)
    return page("milestones/index.html", **shown, **_head(partnership.id, today(), shown))


def _head(partnership_id: int, day: date, shown: dict[str, Any]) -> dict[str, Any]:
    """What stands above the list: the sentence, the picture, and dates that wait to be moved."""
    window = window_around(day)
    steps = queries.steps_of(partnership_id, window.first_on, window.last_on, day, most=MOST_BARS)
    return {
        "lede": lede(partnership_id, day, shown["counts"], shown["following"]),
        "window": window,
        "bars": bars(steps, window, day),
        "pending": queries.pending_moves(partnership_id),
    }


def lede(partnership_id: int, day: date, counts: queries.Counts, following: tuple[str, date] | None) -> str:
    """The sentence above the plan."""
    late = queries.first_late(partnership_id, day) if counts.late else None
    return plan_words(counts.late, late, following, any_done=counts.done > 0)


def _groups(rows: tuple[PlanRow, ...], by: str) -> Groups:
    """The rows of a page under their lesson or their stage, each group in the order of the page."""
    if by == "stage":
        ordered = sorted(rows, key=lambda row: STAGE_ORDER.get(row.stage, len(STAGE_ORDER)))
        return [(stage_name(one), tuple(some)) for one, some in groupby(ordered, lambda row: row.stage)]
    places = {tag: number for number, tag in enumerate(LESSONS)}
    ordered = sorted(rows, key=lambda row: places.get(row.lesson, len(places)))
    return [(queries.topic_name(one), tuple(some)) for one, some in groupby(ordered, lambda row: row.lesson)]


@bp.get("/partnerships/<key>/milestones/new")
def new(key: str) -> Response:
    """The form for one of our own."""
    partnership = get_by_key(key)
    require(actor(), Verb.EDIT, partnership.id)
    options = forms.options_for(partnership, queries.choices_for(partnership.id))
    return _new_page(partnership, forms.new_form(partnership.stage), options)


@bp.post("/partnerships/<key>/milestones")
def create(key: str) -> Response:
    """Put it on the plan."""
    partnership = get_by_key(key)
    require(actor(), Verb.EDIT, partnership.id)
    facts, form, options = forms.read_facts(request.form, partnership)
    if facts is None:
        return _new_page(partnership, form, options, 422)
    made = service.create_milestone(partnership, facts, actor=actor(), now=now())
    toast("The milestone is on the plan.")
    return see_other("milestones.show", public_id=made.public_id)


def _new_page(
    partnership: Partnership, form: FormData, options: forms.Options, status: int = 200
) -> Response:
    return page(
        "milestones/form.html",
        status,
        partnership=partnership,
        form=form,
        options=options,
        milestone=None,
        units=forms.UNITS,
    )
