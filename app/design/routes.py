"""Pages: the service design, its roles, its processes, and how strict the criteria are."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, Response, request

from app.accounts.rules import Verb
from app.accounts.service import may, require
from app.core.errors import NotFound, RuleViolation
from app.partnerships.models import Partnership
from app.partnerships.queries import get_by_key
from app.web.filters import counted, full_day
from app.web.formdata import FormData
from app.web.request import actor, now, today
from app.web.responses import page, see_other, toast

from . import forms, queries, service
from .queries import NOTHING, Answer
from .rules import LEAN_WORDS, LEVEL_WORDS, PLAUSIBLE_WORDS, Sheet, answered

bp = Blueprint("design", __name__)
OFF_THE_LIST = "One of these answers is not in its list. Nothing was saved; choose it anew."


def _open(key: str, verb: Verb = Verb.EDIT) -> Partnership:
    partnership = get_by_key(key)
    require(actor(), verb, partnership.id)
    return partnership


def _shown(template: str, partnership: Partnership, status: int = 200, **context: Any) -> Response:
    return page(
        template,
        status,
        partnership=partnership,
        can_edit=may(actor(), Verb.EDIT, partnership.id),
        **context,
    )


# --- the questions


@bp.get("/partnerships/<key>/design")
def index(key: str) -> Response:
    """What to work out together, and how far it is."""
    return _index(_open(key, Verb.SEE))


def _index(
    partnership: Partnership, wrong: str = "", failed: FormData | None = None, status: int = 200
) -> Response:
    held = queries.answers(partnership.id)
    values = {name: one.value for name, one in held.items()}
    blocks = queries.blocks()
    return _shown(
        "design/index.html",
        partnership,
        status,
        blocks=blocks,
        counts={one.id: answered(one.questions, values) for one in blocks},
        forms={
            one.id: failed if failed and one.id == wrong else forms.block_form(one, held) for one in blocks
        },
        wrong=wrong,
        form=failed or FormData(),
        models=queries.models(),
        picked=held.get(Sheet.MODELS, NOTHING),
        links=queries.outcome_links(partnership.id, today()),
        plausible=held.get(Sheet.PLAUSIBLE, NOTHING),
        plausible_words=PLAUSIBLE_WORDS,
    )


@bp.post("/partnerships/<key>/design/questions/<ident>")
def answer(key: str, ident: str) -> Response:
    """Save the answers to one block of questions."""
    partnership = _open(key)
    block = next((one for one in queries.blocks() if one.id == ident), None)
    if block is None:
        raise NotFound("There are no such questions.")
    found, seen, form = forms.read_block(request.form, block)
    if found is None:
        return _index(partnership, ident, form, 422)
    changed = service.save_answers(partnership, found, seen, actor=actor(), now=now())
    toast(f"{counted(changed, 'answer is', 'answers are')} saved." if changed else "Nothing had changed.")
    return see_other("design.index", anchor=f"b-{ident}", key=key)


@bp.post("/partnerships/<key>/design/models")
def choose_models(key: str) -> Response:
    """Save in which ways care is delivered."""
    partnership = _open(key)
    form = FormData(request.form)
    picked = form.choices("models", [ident for ident, _label in queries.models()])
    seen = form.whole("seen") or 0
    if not form.ok:
        raise RuleViolation(OFF_THE_LIST)
    value = {"picked": picked} if picked else {}
    service.save_answers(partnership, {Sheet.MODELS: value}, {Sheet.MODELS: seen}, actor=actor(), now=now())
    toast("The ways of delivery are saved.")
    return see_other("design.index", anchor="models", key=key)


@bp.post("/partnerships/<key>/design/plausible")
def weigh(key: str) -> Response:
    """Save whether the services can bring the outcomes."""
    partnership = _open(key)
    ids = [str(one["id"]) for one in queries.outcome_links(partnership.id, today())]
    found, seen, form = forms.read_plausible(request.form, ids)
    if found is None:
        return _index(partnership, "plausible", form, 422)
    service.save_answers(
        partnership, {Sheet.PLAUSIBLE: found}, {Sheet.PLAUSIBLE: seen}, actor=actor(), now=now()
    )
    toast("Saved.")
    return see_other("design.index", anchor="outcomes", key=key)


# --- who does what


@bp.get("/partnerships/<key>/design/roles")
def roles(key: str) -> Response:
    """Each task with one owner, and which discipline leads or shares."""
    return _roles(_open(key, Verb.SEE))


def _roles(partnership: Partnership, form: FormData | None = None, status: int = 200) -> Response:
    held = queries.answers(partnership.id)
    matrix = queries.matrix(held)
    table = queries.roles(partnership.id, today())
    return _shown(
        "design/roles.html",
        partnership,
        status,
        table=table,
        form=form or FormData(initial={"on": today().isoformat(), "seen": table.fingerprint}),
        owned=sum(bool(row.get("owner")) for row in table.rows),
        tasks=queries.shared_names(),
        disciplines=queries.disciplines(),
        matrix=matrix.value,
        matrix_seen=matrix.version,
        levels=LEVEL_WORDS,
    )


@bp.post("/partnerships/<key>/design/roles")
def save_roles(key: str) -> Response:
    """Save who owns which task; it is the role table of the contract."""
    partnership = _open(key)
    rows, seen, on, form = forms.read_roles(request.form)
    if rows is None or on is None:
        return _roles(partnership, form, 422)
    changed = service.save_roles(partnership, rows, seen=seen, on=on, actor=actor(), now=now())
    toast(f"The role table holds from {full_day(on)}." if changed else "Nothing had changed.")
    return see_other("design.roles", key=key)


@bp.post("/partnerships/<key>/design/matrix")
def save_matrix(key: str) -> Response:
    """Save which discipline leads, shares or has a limited part."""
    partnership = _open(key)
    known = [ident for ident, _label in queries.disciplines()]
    found, seen = forms.read_matrix(request.form, queries.shared_tasks(), known)
    if found is None:
        raise RuleViolation(OFF_THE_LIST)
    service.save_answers(partnership, {Sheet.MATRIX: found}, {Sheet.MATRIX: seen}, actor=actor(), now=now())
    toast("The disciplines are saved.")
    return see_other("design.roles", anchor="matrix", key=key)


# --- processes


@bp.get("/partnerships/<key>/design/processes")
def processes(key: str) -> Response:
    """The cards of the operational processes."""
    return _processes(_open(key, Verb.SEE))


def _processes(
    partnership: Partnership, wrong: str = "", failed: FormData | None = None, status: int = 200
) -> Response:
    held = queries.answers(partnership.id)
    cards = queries.cards()
    return _shown(
        "design/processes.html",
        partnership,
        status,
        cards=cards,
        forms={
            one.id: failed if failed and one.id == wrong else forms.card_form(one, held.get(one.id))
            for one in cards
        },
        filled={one.id: len(held.get(one.id, NOTHING).value) for one in cards},
        wrong=wrong,
        form=failed or FormData(),
    )


@bp.post("/partnerships/<key>/design/processes/<ident>")
def save_process(key: str, ident: str) -> Response:
    """Save one card."""
    partnership = _open(key)
    card = next((one for one in queries.cards() if one.id == ident), None)
    if card is None:
        raise NotFound("There is no such process.")
    found, seen, form = forms.read_card(request.form, card)
    if found is None:
        return _processes(partnership, ident, form, 422)
    service.save_answers(partnership, {ident: found}, {ident: seen}, actor=actor(), now=now())
    toast(f"{card.name} is saved.")
    return see_other("design.processes", anchor=f"p-{ident}", key=key)


# --- criteria


@bp.get("/partnerships/<key>/design/criteria")
def criteria(key: str) -> Response:
    """What stricter or looser criteria would bring, beside each criterion."""
    return _criteria(_open(key, Verb.SEE))


def _criteria(partnership: Partnership, form: FormData | None = None, status: int = 200) -> Response:
    held: Answer = queries.answers(partnership.id).get(Sheet.CRITERIA, NOTHING)
    strict, loose = queries.effects()
    values = {f"{key}.{name}": text for key, one in held.value.items() for name, text in one.items()}
    return _shown(
        "design/criteria.html",
        partnership,
        status,
        rows=queries.criteria(partnership.id, today()),
        strict=strict,
        loose=loose,
        leans=[(one.value, words) for one, words in LEAN_WORDS.items()],
        form=form or FormData(initial={**values, "seen": held.version}),
        funnel=queries.funnel_words(partnership.id),
    )


@bp.post("/partnerships/<key>/design/criteria")
def save_criteria(key: str) -> Response:
    """Save where each criterion should go."""
    partnership = _open(key)
    keys = [one.key for one in queries.criteria(partnership.id, today())]
    found, seen, form = forms.read_leans(request.form, keys)
    if found is None:
        return _criteria(partnership, form, 422)
    service.save_answers(
        partnership, {Sheet.CRITERIA: found}, {Sheet.CRITERIA: seen}, actor=actor(), now=now()
    )
    toast("Saved. The criteria themselves change on the page “Terms and draft”.")
    return see_other("design.criteria", key=key)


@bp.post("/partnerships/<key>/design/state-list")
def take_state_list(key: str) -> Response:
    """Put the state's starting list into the term sheet, checked today."""
    partnership = _open(key)
    changed = service.take_state_list(partnership, on=today(), actor=actor(), now=now())
    toast(
        f"{counted(changed, 'term holds', 'terms hold')} the state's list. Compare it with the letter."
        if changed
        else "The term sheet has the state's list already."
    )
    return see_other("drafts.index", key=key, group="whom")
