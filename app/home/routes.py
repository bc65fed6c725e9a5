"""Today, the list of partnerships, a partnership's overview and timeline, and the health page."""

from __future__ import annotations

from collections import Counter

from flask import Blueprint, Response, current_app, jsonify, make_response, request, url_for
from flask.blueprints import BlueprintSetupState
from peewee import OperationalError

from app.accounts.rules import Verb
from app.accounts.service import may, require
from app.core.calendar import zone
from app.core.db import is_sqlite
from app.partnerships.models import Partnership
from app.partnerships.queries import get_by_key, stage_name
from app.partnerships.rules import Stage
from app.people.models import Person
from app.people.queries import get_person, person_choices
from app.web import request as here
from app.web.errors import refusal
from app.web.formdata import FormData
from app.web.request import actor, now, public, settings
from app.web.responses import page, see_other, toast

from . import forms, service
from .queries import handover as handovers
from .queries import health, overview, portfolio, relationship, timeline
from .queries import left as lefts
from .queries import state as states
from .queries import today as todays
from .rules import GROUP_WORDS, HANGING_WORDS, Group, day_words, greeting, hanging_words

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


@bp.get("/settings/state")
def state() -> Response:
    """What runs by itself and how it went, for an admin."""
    require(actor(), Verb.ADMINISTER)
    shown = states.state(
        scheduling=settings().scheduler, started_at=current_app.extensions[STARTED], now=now()
    )
    return page("home/state.html", shown=shown, smtp=settings().smtp, mail_from=settings().mail_from)


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
    view = todays.today_view(actor().id, day, here.house())
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
        shown=portfolio.portfolio(stage, sort, here.list_offset(), here.today(), here.house()),
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
        view=overview.overview_view(partnership, here.today(), here.house()),
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
    """What happened on one partnership, newest first; of one kind or from a day backwards when asked."""
    partnership, offset = _open(key), here.list_offset()
    show = request.args.get("show", "")
    groups = (Group(show),) if show in list(Group) else ()
    form = FormData(request.args)
    until = form.day("until")
    rows = timeline.happenings(partnership.id, groups=groups, until=until, offset=offset)
    return page(
        "home/timeline.html",
        partnership=partnership,
        rows=rows[: timeline.PAGE],
        more=len(rows) > timeline.PAGE,
        offset=offset,
        form=form,
        show=show if groups else "",
        until=until,
        groups=GROUP_WORDS,
    )


@bp.get("/people/<public_id>/handover")
def handover(public_id: str) -> Response:
    """What is open in the hands of somebody who goes, and who takes over."""
    require(actor(), Verb.EDIT)
    left_on = request.args.get("left_on", "") or here.today().isoformat()
    initial = {"left_on": left_on, "delete": bool(request.args.get("delete"))}
    return _handover_page(get_person(public_id), FormData(initial=initial))


@bp.post("/people/<public_id>/handover")
def hand_over(public_id: str) -> Response:
    """Give it to others and note the day they left, with one way back."""
    require(actor(), Verb.EDIT)
    person = get_person(public_id)
    command, form = forms.read_handover(request.form, person, handovers.hanging_on(person.id), here.today())
    if command is None:
        return _handover_page(person, form, 422)
    done = service.hand_over(
        person,
        command.successors,
        left_on=command.left_on,
        delete=command.delete,
        actor=actor(),
        now=now(),
    )
    words = "is off the list" if done.deleted else "is marked as left"
    undo = url_for("home.take_handover_back", batch=done.batch)
    toast(f"{person.name} {words}; what was open is handed over.", undo=undo)
    return see_other("people.index") if done.deleted else see_other("home.left", public_id=public_id)


@bp.get("/people/<public_id>/left")
def left(public_id: str) -> Response:
    """What helps whoever takes over: the change to note, and the handover brief of each partnership."""
    require(actor(), Verb.EDIT)
    person = get_person(public_id)
    return page("home/left.html", person=person, homes=lefts.left_homes(person))


@bp.post("/people/handover/<batch>/undo")
def take_handover_back(batch: str) -> Response:
    """Undo: the person is back, and what was theirs."""
    require(actor(), Verb.EDIT)
    kept, homes = service.handover_of(batch)
    for home in homes:
        require(actor(), Verb.EDIT, home)
    back = service.take_handover_back(kept, actor=actor(), now=now())
    toast("It is as before." if not back.left else "It is as before, except for what was changed since.")
    return see_other("people.index")


def _handover_page(person: Person, form: FormData, status: int = 200) -> Response:
    items = handovers.hanging_on(person.id)
    counts = Counter(item.kind for item in items)
    return page(
        "home/handover.html",
        status,
        person=person,
        form=form,
        items=items,
        what=hanging_words(person.name, counts),
        titles={kind.value: many for kind, (_one, many) in HANGING_WORDS.items()},
        people=(*person_choices(person.organization_id, besides=person.id), (forms.NOBODY, "Nobody yet")),
    )
