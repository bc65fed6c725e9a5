"""Today, the list of partnerships, a partnership's overview and timeline, and the health page."""

from __future__ import annotations

from flask import Blueprint, Response, current_app, jsonify, make_response, request
from flask.blueprints import BlueprintSetupState
from peewee import OperationalError

from app.accounts.rules import Verb
from app.accounts.service import may, require
from app.core.calendar import zone
from app.core.db import is_sqlite
from app.partnerships.models import Partnership
from app.partnerships.queries import get_by_key, stage_name
from app.partnerships.rules import Stage
from app.web import request as here
from app.web.errors import refusal
from app.web.request import actor, now, public, settings
from app.web.responses import page

from .queries import health, overview, portfolio, relationship, timeline
from .queries import today as todays
from .rules import day_words, greeting

bp = Blueprint("home", __name__)
STARTED = "evenkeel-started-at"


@bp.record_once
def _prepare(state: BlueprintSetupState) -> None:
    # A scheduler that has just begun has no run to show yet.
    state.app.extensions[STARTED] = state.app.extensions["evenkeel"].clock.now()
    # The list shows dates and promises of higher slices, so it stands here under its natural name.
    state.app.add_url_rule("/partnerships", "partnerships.index", partnerships)


@bp.get("/healthz")
@public
def healthz() -> Response:
    """Whether database, schema and scheduler are well, for a monitor."""
    started = current_app.extensions[STARTED]
    return _answer(health.health(scheduling=settings().scheduler, started_at=started, now=now()))


def _answer(facts: health.Health) -> Response:
    body = {
        "status": "failing" if facts.reason else "ok",
        "database": facts.database,
        "schema": facts.schema,
        "scheduler": facts.scheduler,
    }
    if facts.reason:
        body["reason"] = facts.reason
    return make_response(jsonify(body), 503 if facts.reason else 200)


@bp.errorhandler(OperationalError)
def _database_gone(_error: OperationalError) -> Response:
    if request.endpoint != "home.healthz":
        return refusal(503)
    kind = "sqlite" if is_sqlite() else "postgresql"
    return _answer(health.Health(kind, "unknown", "unknown", "The database does not answer."))


@bp.get("/")
def today() -> Response:
    """What matters now: my promises, this week's meetings, reviews, contract dates."""
    day = here.today()
    view = todays.today_view(actor().id, day)
    can_edit = may(actor(), Verb.EDIT)
    if view.empty:
        return page("home/welcome.html", can_edit=can_edit, is_admin=may(actor(), Verb.ADMINISTER))
    first = view.reviews[0].due_on if view.reviews else None
    return page(
        "home/today.html",
        view=view,
        greeting=greeting(now().astimezone(zone(here.house().time_zone)).hour, actor().name),
        lede=day_words(view.overdue, view.soon, first, day, more=view.more_actions),
        today=day,
        can_edit=can_edit,
        mail_unproven=may(actor(), Verb.ADMINISTER) and not here.house().mail_proven,
    )


def partnerships() -> Response:
    """Every partnership with its next date and what each side owes."""
    stage, sort = request.args.get("stage", ""), request.args.get("sort", "name")
    stage = stage if stage in list(Stage) else ""
    sort = sort if sort in ("name", "stage") else "name"
    return page(
        "partnerships/index.html",
        shown=portfolio.portfolio(stage, sort, here.list_offset(), here.today()),
        stage=stage,
        sort=sort,
        stages=[(one.value, stage_name(one)) for one in Stage],
        today=here.today(),
        can_edit=may(actor(), Verb.EDIT),
    )


def _open(key: str) -> Partnership:
    """The partnership of this address, for somebody who may see it."""
    partnership = get_by_key(key)
    require(actor(), Verb.SEE, partnership.id)
    return partnership


@bp.get("/partnerships/<key>", endpoint="overview")
def show_overview(key: str) -> Response:
    """Where one partnership stands."""
    partnership = _open(key)
    return page(
        "home/overview.html",
        partnership=partnership,
        view=overview.overview_view(partnership, here.today()),
        today=here.today(),
        can_edit=may(actor(), Verb.EDIT, partnership.id),
    )


@bp.get("/partnerships/<key>/relationship", endpoint="relationship")
def show_relationship(key: str) -> Response:
    """How the two sides get on; it shows meetings as well, so it stands here."""
    partnership = _open(key)
    return page(
        "home/relationship.html",
        partnership=partnership,
        view=relationship.relationship_view(partnership, here.today()),
        today=here.today(),
        can_edit=may(actor(), Verb.EDIT, partnership.id),
    )


@bp.get("/partnerships/<key>/timeline", endpoint="timeline")
def show_timeline(key: str) -> Response:
    """What happened on one partnership, newest first."""
    partnership, offset = _open(key), here.list_offset()
    rows = timeline.happenings(partnership.id, offset=offset)
    return page(
        "home/timeline.html",
        partnership=partnership,
        rows=rows[: timeline.PAGE],
        more=len(rows) > timeline.PAGE,
        offset=offset,
    )
