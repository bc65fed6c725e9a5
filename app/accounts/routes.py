"""Signing in and out, the own password and theme, invitations, and the people who sign in."""

from __future__ import annotations

from math import ceil
from urllib.parse import urlsplit

from flask import Blueprint, Response, current_app, g, make_response, redirect, request, url_for

from app.core.actor import Role
from app.core.errors import Forbidden, NotFound, RuleViolation
from app.web.formdata import FormData
from app.web.request import actor, house, now, public, settings, signed_in
from app.web.responses import htmx, page, see_other, toast

from . import service
from .forms import NO_MATCH, read_new_password, read_sign_in
from .queries import anyone_active, find_invited, get_own, get_user
from .rules import INVITATION, Verb, local_target
from .security import keep_signed_in
from .security import sign_in as begin_visit
from .security import sign_out as end_visit
from .service import REFUSALS, USED_LINK, SignInBlocked, personal, require

bp = Blueprint("accounts", __name__)


@bp.before_app_request
def _look_only() -> None:
    """Whoever may only look sends nothing but what concerns their own account, whatever a view forgets."""
    if request.method in ("GET", "HEAD", "OPTIONS") or not signed_in() or actor().role != Role.VIEWER:
        return
    view = current_app.view_functions.get(request.endpoint or "")
    if view is not None and not getattr(view, "is_public", False) and not getattr(view, "is_personal", False):
        raise Forbidden(REFUSALS[Verb.EDIT])


@bp.get("/sign-in", endpoint="sign_in")
@public
def sign_in() -> Response:
    """The form; before anybody has an account, the way to set up."""
    target = local_target(request.args.get("next", "/"))
    if signed_in():
        return make_response(redirect(target, 303))
    if not anyone_active():
        return page("accounts/unset.html")
    return page("accounts/sign_in.html", form=FormData(), target=target)


@bp.post("/sign-in", endpoint="enter")
@public
def enter() -> Response:
    """Check address and password; the answer never tells which of them was wrong."""
    target = local_target(request.form.get("next", "/"))
    command, form = read_sign_in(request.form)
    if command is None:
        return page("accounts/sign_in.html", 422, form=form, target=target)
    try:
        user = service.check_sign_in(command.email, command.password, request.remote_addr or "", now=now())
    except SignInBlocked as blocked:
        return _wait(blocked, form, "accounts/sign_in.html", target=target)
    if user is None:
        form.fail("email", NO_MATCH)
        return page("accounts/sign_in.html", 422, form=form, target=target)
    begin_visit(user, stay=command.stay, moment=now())
    return make_response(redirect(target, 303))


def _wait(blocked: SignInBlocked, form: FormData, template: str, **context: object) -> Response:
    seconds = (blocked.until - now()).total_seconds()
    minutes = max(1, ceil(seconds / 60))
    words = "1 minute" if minutes == 1 else f"{minutes} minutes"
    form.fail(
        next(iter(form.values), "email"), f"Too many tries did not match. Wait {words}, then try again."
    )
    response = page(template, 429, form=form, **context)
    response.headers["Retry-After"] = str(ceil(seconds))
    return response


@bp.post("/sign-out", endpoint="sign_out")
@public
def sign_out() -> Response:
    """End this visit."""
    end_visit(moment=now())
    g.actor = None
    toast("You are signed out.")
    return see_other("accounts.sign_in")


@bp.post("/account/theme", endpoint="theme")
@personal
def theme() -> Response:
    """Light or dark, kept for every device of this person."""
    service.set_theme(request.form.get("theme", ""), actor=actor(), now=now())
    if bool(htmx):
        return make_response("", 204)
    came_from = urlsplit(request.referrer or "")
    here = came_from.path if came_from.netloc == request.host else "/"
    return make_response(redirect(local_target(f"{here}?{came_from.query}".rstrip("?")), 303))
