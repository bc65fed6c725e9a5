"""Pages: the whole plan at a glance, and the strategies of both sides."""

from __future__ import annotations

from datetime import date

from flask import Response, request, url_for

from app.accounts.rules import Verb
from app.accounts.service import may
from app.partnerships.models import Partnership
from app.web.filters import short_day
from app.web.formdata import FormData
from app.web.request import actor, now, seen_version, today
from app.web.responses import page, partial, see_other, toast, wants_partial

from .. import forms, queries, service
from ..models import Strategy
from ..queries import StrategyRow, method
from ..rules import StrategyStatus, counts_in_words
from .blueprint import bp, looked_at, opened, people

SHORT = 5
STATUSES = [(one.value, one.value.capitalize()) for one in StrategyStatus]


@bp.get("")
def index(key: str) -> Response:
    """Who refers, what is due, and what either side does about it."""
    partnership = looked_at(key)
    counts = queries.site_counts(partnership.id, today())
    strategies = [one for one in queries.list_strategies(partnership.id) if not one.dropped]
    champions = queries.list_champions(partnership.id, limit=SHORT)
    return page(
        "outreach/index.html",
        partnership=partnership,
        lede=counts_in_words(counts.refer, counts.sites, counts.due),
        counts=counts,
        plan=queries.plan_of(partnership.id),
        strategies=strategies[:SHORT],
        strategies_more=len(strategies) > SHORT,
        due=queries.visits_due(partnership.id, today()),
        champions=champions[:SHORT],
        champions_more=len(champions) > SHORT,
        materials=queries.list_materials(partnership.id, limit=SHORT),
        trainings=[one for one in queries.list_trainings(partnership.id, limit=SHORT) if not one.held_on],
        hours=queries.hours_by_quarter(partnership.id, today(), 1)[0],
        method=method(),
        today=today(),
        can_edit=may(actor(), Verb.EDIT, partnership.id),
    )


@bp.post("/revisited")
def revisited(key: str) -> Response:
    """Both sides looked at the whole plan today."""
    partnership = opened(key)
    was = queries.plan_of(partnership.id)
    again = service.revisit_plan(partnership, on=today(), actor=actor(), now=now())
    back = url_for(
        "outreach.take_back_revisit",
        key=key,
        was=was.revisited_on,
        again=was.look_again_on,
        seen=queries.plan_of(partnership.id).version,
    )
    toast(f"Noted. Look again by {short_day(again)}.", undo=back)
    return see_other("outreach.index", key=key)


@bp.post("/revisited/undo")
def take_back_revisit(key: str) -> Response:
    """Undo: the days from before stand again."""
    partnership = opened(key)
    service.take_back_revisit(
        partnership, _day("was"), _day("again"), seen=seen_version(), actor=actor(), now=now()
    )
    toast("The days from before stand again.")
    return see_other("outreach.index", key=key)


@bp.get("/strategies")
def strategies(key: str) -> Response:
    """What each side does to find patients, and what the catalogue offers besides."""
    partnership = looked_at(key)
    chosen = queries.list_strategies(partnership.id)
    taken = {one.catalogue_id for one in chosen}
    return page(
        "outreach/strategies.html",
        partnership=partnership,
        chosen=chosen,
        offered=[one for one in method().strategies if one.id not in taken],
        method=method(),
        today=today(),
        can_edit=may(actor(), Verb.EDIT, partnership.id),
    )


@bp.post("/strategies/choose")
def choose(key: str) -> Response:
    """Take a strategy of the catalogue into the plan, and say who does it."""
    partnership = opened(key)
    row = service.choose_strategy(partnership, request.form.get("idea", ""), actor=actor(), now=now())
    toast("In the plan. Now say who does it, and how often.")
    return see_other("outreach.edit_strategy", key=key, public_id=row.public_id)


@bp.get("/strategies/new")
def new_strategy(key: str) -> Response:
    """The form for a strategy of one's own."""
    return _strategy_page(forms.strategy_form(), opened(key), None)


@bp.post("/strategies")
def create_strategy(key: str) -> Response:
    """Put it into the plan."""
    partnership = opened(key)
    facts, form = forms.read_strategy(request.form, partnership)
    if facts is None:
        return _strategy_page(form, partnership, None, 422)
    service.create_strategy(partnership, facts, actor=actor(), now=now())
    toast("The strategy is in the plan.")
    return see_other("outreach.strategies", key=key)


@bp.get("/strategies/<public_id>/edit")
def edit_strategy(key: str, public_id: str) -> Response:
    """The form with what is known."""
    partnership = opened(key)
    strategy = queries.get_strategy(public_id, partnership.id)
    return _strategy_page(forms.strategy_form(strategy), partnership, strategy)


@bp.post("/strategies/<public_id>")
def update_strategy(key: str, public_id: str) -> Response:
    """Save what changed."""
    partnership = opened(key)
    strategy = queries.get_strategy(public_id, partnership.id)
    facts, form = forms.read_strategy(request.form, partnership, strategy)
    seen = form.whole("seen")
    if facts is None:
        return _strategy_page(form, partnership, strategy, 422)
    service.update_strategy(strategy, facts, actor=actor(), now=now(), seen=seen)
    toast("The strategy is saved.")
    return see_other("outreach.strategies", key=key)


@bp.post("/strategies/<public_id>/done")
def strategy_done(key: str, public_id: str) -> Response:
    """It was done today; the next day follows from its rhythm."""
    partnership = opened(key)
    was = queries.get_strategy(public_id, partnership.id)
    row = service.mark_done(was, on=today(), actor=actor(), now=now())
    next_words = f"Next on {short_day(row.next_due_on)}." if row.next_due_on else "That was all."
    undo = url_for(
        "outreach.strategy_undone",
        key=key,
        public_id=public_id,
        was=was.last_done_on,
        due=was.next_due_on,
        status=was.status,
        seen=row.version,
    )
    toast(f"Done today. {next_words}", undo=undo)
    return _strategy_answer(partnership, public_id)


@bp.post("/strategies/<public_id>/undone")
def strategy_undone(key: str, public_id: str) -> Response:
    """Undo: the days from before stand again."""
    partnership = opened(key)
    strategy = queries.get_strategy(public_id, partnership.id)
    status = request.args.get("status", "")
    known = status if status in list(StrategyStatus) else strategy.status
    service.take_back_done(
        strategy, _day("was"), _day("due"), known, seen=seen_version(), actor=actor(), now=now()
    )
    toast("The days from before stand again.")
    return see_other("outreach.strategies", key=key)


def _day(name: str) -> date | None:
    """A day that an undo carries in its address; none where it is none."""
    return FormData(request.args).day(name)


def _strategy_answer(partnership: Partnership, public_id: str) -> Response:
    if wants_partial():
        row: StrategyRow = next(
            one for one in queries.list_strategies(partnership.id) if one.public_id == public_id
        )
        return partial(
            "outreach/_strategy.html",
            one=row,
            partnership=partnership,
            today=today(),
            can_edit=True,
            answered=True,  # a button that is gone after the swap leaves the hands on the title
        )
    return see_other("outreach.strategies", key=partnership.key)


def _strategy_page(
    form: FormData, partnership: Partnership, strategy: Strategy | None, status: int = 200
) -> Response:
    idea = method().idea(strategy.catalogue_id) if strategy else None
    return page(
        "outreach/strategy.html",
        status,
        form=form,
        partnership=partnership,
        strategy=strategy,
        detail=idea.detail if idea else "",
        people=people(partnership),
        statuses=STATUSES,
    )
