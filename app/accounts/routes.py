"""Signing in and out, the own password and theme, invitations, and the people who sign in."""

from __future__ import annotations

from math import ceil

from flask import Blueprint, Response, current_app, g, make_response, redirect, request, url_for

from app.core.actor import Role
from app.core.calendar import local_date
from app.core.errors import Forbidden, NotFound, RuleViolation
from app.web.filters import counted
from app.web.formdata import FormData
from app.web.request import actor, house, now, public, settings, signed_in
from app.web.responses import htmx, local_target, page, see_other, toast

from . import service
from .forms import NO_MATCH, read_account, read_new_password, read_sign_in
from .models import User
from .queries import CHOICES, anyone_active, find_invited, get_own, get_user, invitation_ends
from .rules import Verb
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
        return _wait(blocked, form, "email", "accounts/sign_in.html", target=target)
    if user is None:
        form.fail("email", NO_MATCH)
        return page("accounts/sign_in.html", 422, form=form, target=target)
    begin_visit(user, stay=command.stay, moment=now())
    return make_response(redirect(target, 303))


def _wait(blocked: SignInBlocked, form: FormData, field: str, template: str, **context: object) -> Response:
    seconds = max(1, ceil((blocked.until - now()).total_seconds()))
    words = counted(ceil(seconds / 60), "minute", "minutes")
    form.fail(field, f"Too many tries did not match. Wait {words}, then try again.")
    response = page(template, 429, form=form, **context)
    response.headers["Retry-After"] = str(seconds)
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
    ours, here = request.host_url, request.referrer or ""
    return make_response(redirect(local_target(here[len(ours) - 1 :] if here.startswith(ours) else "/"), 303))


@bp.get("/account/password", endpoint="password")
def password() -> Response:
    """The form for a new password."""
    return page("accounts/password.html", form=FormData(), email=get_own(actor()).email)


@bp.post("/account/password", endpoint="change_password")
@personal
def change_password() -> Response:
    """Change it; every other session of this person ends."""
    own = get_own(actor())
    words = (own.email, own.name, house().name)
    command, form = read_new_password(request.form, words, ask_present=True)
    if command is None:
        return page("accounts/password.html", 422, form=form, email=own.email)
    ip = request.remote_addr or ""
    try:
        user = service.change_password(command.present, command.password, ip, actor=actor(), now=now())
    except SignInBlocked as blocked:
        return _wait(blocked, form, "present", "accounts/password.html", email=own.email)
    except Forbidden as refusal:
        form.fail("present", refusal.message)
        return page("accounts/password.html", 422, form=form, email=own.email)
    keep_signed_in(user.fs_uniquifier)
    toast("Your password is changed. Other devices are signed out.")
    return see_other("organization.settings")


@bp.get("/invitation/<token>", endpoint="invitation")
@public
def invitation(token: str) -> Response:
    """Choose a password. Looking at the page does not use the link up: mail scanners look too."""
    user = find_invited(token, now=now())
    if user is None:
        raise NotFound(USED_LINK)
    return page("accounts/invitation.html", form=FormData(), user=user)


@bp.post("/invitation/<token>", endpoint="accept_invitation")
@public
def accept_invitation(token: str) -> Response:
    """Set the password and sign in."""
    user = find_invited(token, now=now())
    if user is None:
        raise NotFound(USED_LINK)
    command, form = read_new_password(request.form, (user.email, user.name, house().name), ask_present=False)
    if command is None:
        return page("accounts/invitation.html", 422, form=form, user=user)
    begin_visit(service.accept_invitation(token, command.password, now=now()), stay=False, moment=now())
    toast(f"Welcome, {user.name}.")
    return make_response(redirect("/", 303))


@bp.get("/accounts/<public_id>/edit", endpoint="edit")
def edit(public_id: str) -> Response:
    """One of our people: name, address, role, and the way in and out."""
    require(actor(), Verb.ADMINISTER)
    user = get_user(public_id)
    values = {"name": user.name, "email": user.email, "role": user.role, "seen": user.version}
    return _edit_page(user, FormData(initial=values))


def _edit_page(user: User, form: FormData, status: int = 200) -> Response:
    return page("accounts/edit.html", status, form=form, user=user, roles=CHOICES.roles)


@bp.post("/accounts/<public_id>", endpoint="update")
def update(public_id: str) -> Response:
    """Change name, address or role."""
    require(actor(), Verb.ADMINISTER)
    user = get_user(public_id)
    command, form = read_account(request.form)
    if command is None:
        return _edit_page(user, form, 422)
    try:
        service.change_account(
            user,
            name=command.name,
            email=command.email,
            role=command.role,
            actor=actor(),
            now=now(),
            seen=command.seen,
        )
    except RuleViolation as refusal:
        form.fail("email" if "account" in refusal.message else "role", refusal.message)
        return _edit_page(user, form, 422)
    toast(f"{command.name} is saved.")
    return see_other("organization.settings", anchor="people")


@bp.post("/accounts/<public_id>/link", endpoint="renew_link")
def renew_link(public_id: str) -> Response:
    """A new link to choose a password, shown once."""
    require(actor(), Verb.ADMINISTER)
    user = get_user(public_id)
    token = service.renew_link(user, actor=actor(), now=now())
    link = f"{settings().base_url}{url_for('accounts.invitation', token=token)}"
    ends_on = local_date(invitation_ends(now()), house().time_zone)
    return page("accounts/link.html", name=user.name, link=link, ends_on=ends_on)


@bp.post("/accounts/<public_id>/deactivate", endpoint="deactivate")
def deactivate(public_id: str) -> Response:
    """Somebody who no longer signs in, or an invitation taken back."""
    require(actor(), Verb.ADMINISTER)
    user = service.deactivate_user(get_user(public_id), actor=actor(), now=now())
    toast(f"{user.name} cannot sign in any more.", undo=url_for("accounts.reactivate", public_id=public_id))
    return see_other("organization.settings", anchor="people")


@bp.post("/accounts/<public_id>/reactivate", endpoint="reactivate")
def reactivate(public_id: str) -> Response:
    """Let somebody in again."""
    require(actor(), Verb.ADMINISTER)
    user = service.reactivate_user(get_user(public_id), actor=actor(), now=now())
    toast(f"{user.name} can sign in again.")
    return see_other("organization.settings", anchor="people")
