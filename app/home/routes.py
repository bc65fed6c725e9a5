"""Today, the list of partnerships, a partnership's overview and timeline, and the health page."""

from __future__ import annotations

from flask import Blueprint, Response, jsonify, make_response, request
from flask.blueprints import BlueprintSetupState
from peewee import OperationalError

from app.core.db import is_sqlite
from app.web.errors import refusal
from app.web.request import now, public, settings
from app.web.responses import page

from . import queries

bp = Blueprint("home", __name__)
STARTED = "evenkeel-started-at"


@bp.record_once
def _remember_the_start(state: BlueprintSetupState) -> None:
    # A scheduler that has just begun has no run to show yet.
    state.app.extensions[STARTED] = state.app.extensions["evenkeel"].clock.now()


@bp.get("/healthz")
@public
def healthz() -> Response:
    """Whether database, schema and scheduler are well, for a monitor."""
    from flask import current_app

    started = current_app.extensions[STARTED]
    facts = queries.health(scheduling=settings().scheduler, started_at=started, now=now())
    return _answer(facts)


def _answer(facts: queries.Health) -> Response:
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
    return _answer(queries.Health(kind, "unknown", "unknown", "The database does not answer."))


@bp.get("/")
def today() -> Response:
    """What matters now."""
    return page("home/today.html")


@bp.get("/partnerships/<key>")
def overview(key: str) -> Response:
    """Where one partnership stands."""
    return page("home/today.html")


def partnerships() -> Response:
    """Every partnership with its next date and what each side owes."""
    return page("partnerships/index.html")


@bp.record_once
def _lend_the_list(state: BlueprintSetupState) -> None:
    # The list shows dates and promises of higher slices, so it stands here under its natural name.
    state.app.add_url_rule("/partnerships", "partnerships.index", partnerships)
