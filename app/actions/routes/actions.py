"""One promise: a new one, its page, its form, and the tick that marks it done."""

from __future__ import annotations

from flask import Response, request, url_for

from app.accounts.rules import Verb
from app.accounts.service import may, require
from app.partnerships.models import Partnership
from app.partnerships.queries import find_by_key, partnership_choices, people_here
from app.web.formdata import FormData
from app.web.request import actor, now, today
from app.web.responses import back_to, page, partial, see_other, toast, wants_partial

from .. import forms, queries, service
from ..models import Action
from ..rules import Side
from .blueprint import bp


@bp.get("/actions/new")
def new() -> Response:
    """The form for a promise; for htmx only the owners of the partnership that was chosen."""
    require(actor(), Verb.EDIT)
    partnership = find_by_key(request.args.get("partnership", ""))
    form = FormData(
        initial={"partnership": partnership.key if partnership else "", "side": Side.PROVIDER.value}
    )
    if wants_partial():
        return partial("actions/_owner.html", form=form, owners=_owners(partnership))
    return _form_page(form, partnership, None)


@bp.post("/actions")
def create() -> Response:
    """Note the promise."""
    require(actor(), Verb.EDIT)
    command, form = forms.read_new(request.form, today())
    if command is None:
        return _form_page(form, find_by_key(form.text("partnership")), None, 422)
    require(actor(), Verb.EDIT, command.partnership.id)
    service.create_action(command.partnership, command.facts, actor=actor(), now=now())
    toast("The action is on the list.")
    return back_to("home.today")


@bp.get("/actions/<public_id>")
def show(public_id: str) -> Response:
    """What became of a promise; for htmx its row in the list, as it was before the editor opened."""
    action = queries.get_action(public_id)
    require(actor(), Verb.SEE, action.partnership_id)
    if wants_partial():
        return _row(public_id)
    return detail_page(action, FormData())


@bp.get("/actions/<public_id>/edit")
def edit(public_id: str) -> Response:
    """The form with what is known; for htmx the editor in the row."""
    action = opened(public_id)
    if wants_partial():
        return _editor(forms.action_form(action, forms.ending(action)), action)
    return _form_page(forms.action_form(action), action.partnership, action)


@bp.post("/actions/<public_id>")
def update(public_id: str) -> Response:
    """Save what changed: from the page of the form, or from the editor in the row."""
    action = opened(public_id)
    in_row = wants_partial()
    facts, form = forms.read_facts(request.form, action, today(), forms.ending(action) if in_row else "")
    seen = form.whole("seen")
    if facts is None:
        return _editor(form, action, 422) if in_row else _form_page(form, action.partnership, action, 422)
    service.update_action(action, facts, actor=actor(), now=now(), seen=seen)
    toast("The action is saved.")
    return _row(public_id) if in_row else see_other("actions.index", key=action.partnership.key)


@bp.post("/actions/<public_id>/complete")
def complete(public_id: str) -> Response:
    """Mark it done, with a way back; of a repeating one the next opens by itself."""
    action = opened(public_id)
    done = service.complete_action(action, on=today(), actor=actor(), now=now())
    following = service.find_next(done) if done.repeats else None
    words = "Action marked done."
    if following is not None and following.due_on is not None:
        words += f" The next one is due {following.due_on:%b} {following.due_on.day}."
    toast(words, undo=url_for("actions.reopen", public_id=public_id))
    return _answer(public_id)


@bp.post("/actions/<public_id>/reopen")
def reopen(public_id: str) -> Response:
    """Undo: it is open again."""
    service.reopen_action(opened(public_id), actor=actor(), now=now())
    toast("The action is open again.")
    return _answer(public_id)


@bp.post("/actions/<public_id>/drop")
def drop(public_id: str) -> Response:
    """Let go of it, with a way back."""
    action = opened(public_id)
    service.drop_action(action, on=today(), actor=actor(), now=now())
    toast("The action is dropped.", undo=url_for("actions.reopen", public_id=public_id))
    return see_other("actions.index", key=action.partnership.key)


def opened(public_id: str) -> Action:
    """The promise of this address, for somebody who may change it."""
    require(actor(), Verb.EDIT)
    action = queries.get_action(public_id)
    require(actor(), Verb.EDIT, action.partnership_id)
    return action


def detail_page(action: Action, form: FormData, status: int = 200) -> Response:
    """The page of one promise, with the comment somebody is writing."""
    return page(
        "actions/detail.html",
        status,
        action=action,
        row=queries.get_row(action.public_id),
        partnership=action.partnership,
        story=queries.story(action.id, today()),
        comments=queries.comments_of(action.id),
        series=queries.series_of(action.series),
        form=form,
        today=today(),
        can_edit=may(actor(), Verb.EDIT, action.partnership_id),
    )


def _answer(public_id: str) -> Response:
    """The row for htmx, the page one came from for everybody else."""
    if not wants_partial():
        return back_to("home.today")
    at_home, inline = bool(request.form.get("at_home")), bool(request.form.get("inline"))
    return _row_part(public_id, at_home=at_home, inline=inline, focus=False)


def _row(public_id: str) -> Response:
    """The row in place of its editor, with the focus on what opened it."""
    return _row_part(public_id, at_home=bool(request.values.get("at_home")), inline=True, focus=True)


def _row_part(public_id: str, *, at_home: bool, inline: bool, focus: bool) -> Response:
    return partial(
        "actions/_row.html",
        action=queries.get_row(public_id),
        today=today(),
        can_edit=may(actor(), Verb.EDIT),
        at_home=at_home,
        inline=inline,
        focus=focus,
    )


def _editor(form: FormData, action: Action, status: int = 200) -> Response:
    return partial(
        "actions/_editor.html",
        status,
        form=form,
        action=action,
        end=forms.ending(action),
        owners=_owners(action.partnership, action),
        sides=forms.SIDE_OPTIONS,
        rhythms=forms.repeat_options(action),
        at_home=bool(request.values.get("at_home")),
    )


def _owners(partnership: Partnership | None, action: Action | None = None) -> list[tuple[str, str]]:
    if partnership is None:
        return []
    found = {one.public_id: one.words for one in people_here(partnership.id)}
    if action is not None and action.owner is not None:
        found.setdefault(action.owner.public_id, action.owner.name)
    return list(found.items())


def _form_page(
    form: FormData, partnership: Partnership | None, action: Action | None, status: int = 200
) -> Response:
    return page(
        "actions/form.html",
        status,
        form=form,
        partnership=partnership,
        action=action,
        partnerships=partnership_choices() if action is None else (),
        owners=_owners(partnership, action),
        sides=forms.SIDE_OPTIONS,
        rhythms=forms.repeat_options(action),
        back=request.values.get("next", ""),
    )
