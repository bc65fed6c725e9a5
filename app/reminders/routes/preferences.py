"""What each person chose about reminders, and what the people of a role begin with."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

from flask import Response, request

from app.accounts.queries import get_own
from app.accounts.rules import ROLE_WORDS, ROLES, Verb
from app.accounts.service import personal, require
from app.core.actor import Role
from app.core.errors import NotFound
from app.web.formdata import FormData
from app.web.request import actor, now, today
from app.web.responses import page, see_other, toast

from .. import forms, service
from ..queries import audience, find_preference, lead_times, wishes_of
from ..rules import (
    CAN_BE_LATE,
    KIND_WORDS,
    LATE_TO_CHOOSE,
    NO_WISHES,
    Kind,
    Recipient,
    first_unheard,
    stand_ins,
)
from .blueprint import bp


@bp.get("/reminders/preferences")
def preferences() -> Response:
    """Quiet days, absence and deputy, late things, lead times of the person who asks."""
    require(actor(), Verb.SEE)
    return _own_page(None)


@bp.post("/reminders/preferences")
@personal
def save_preferences() -> Response:
    """Keep what the person who asks chose."""
    read, form = forms.read_wishes(
        request.form, {one.public_id: one.user_id for one in _others()}, lead_times(), today()
    )
    if read is None:
        return _own_page(form, 422)
    wishes, seen = read
    service.save_own_wishes(wishes, actor=actor(), now=now(), seen=seen)
    toast("Your reminders are saved.")
    return see_other("reminders.preferences")


@bp.post("/reminders/preferences/forget")
@personal
def forget_preferences() -> Response:
    """Back to what the role begins with."""
    service.forget_own_wishes(actor=actor(), now=now())
    toast("Your reminders are as everybody’s again.")
    return see_other("reminders.preferences")


@bp.get("/reminders/preferences/<role>")
def role_preferences(role: str) -> Response:
    """What the people of a role begin with."""
    require(actor(), Verb.ADMINISTER)
    return _role_page(_known(role), None)


@bp.post("/reminders/preferences/<role>")
def save_role_preferences(role: str) -> Response:
    """Keep what the people of a role begin with."""
    require(actor(), Verb.ADMINISTER)
    known = _known(role)
    read, form = forms.read_wishes(request.form, {}, lead_times(), today())
    if read is None:
        return _role_page(known, form, 422)
    wishes, seen = read
    # Absence and deputy are a person's own.
    wishes = replace(wishes, away_from=None, away_until=None)
    service.save_role_wishes(known.value, wishes, actor=actor(), now=now(), seen=seen)
    toast("Saved for everybody of this role who has chosen nothing yet.")
    return see_other("reminders.role_preferences", role=known.value)


def _known(role: str) -> Role:
    if role not in ROLES:
        raise NotFound("There is no such role.")
    return Role(role)


def _others() -> list[Recipient]:
    own = get_own(actor())
    return [one for one in audience(today()).by_id.values() if one.user_id != own.id]


def _own_page(form: FormData | None, status: int = 200) -> Response:
    own = get_own(actor())
    row = find_preference(own.id)
    begins = row or find_preference(None, own.role)
    wishes, others = wishes_of(begins) if begins else NO_WISHES, _others()
    deputy = next((one.public_id for one in others if one.user_id == wishes.deputy_id), "")
    shown = form or forms.shown_wishes(wishes, lead_times(), row.version if row else 0, today(), deputy)
    deputies = [(one.public_id, one.name) for one in others]
    chosen = row is not None
    return _page(
        shown, status, own=own, chosen=chosen, deputies=deputies, role=None, unheard=_unheard(own.id)
    )


def _unheard(own_id: int) -> list[tuple[str, date]]:
    """Whose things nobody hears of, and from which day: one's own, and of those whom one stands in for."""
    by_id = audience(today()).by_id
    found = []
    for one in by_id.values() if len(by_id) > 1 else ():
        mine = one.user_id == own_id
        if mine or any(other.user_id == own_id for other in stand_ins(one, by_id)):
            day = first_unheard(one, by_id, today())
            if day is not None:
                found.append(("your" if mine else f"{one.name}’s", day))
    return found


def _role_page(role: Role, form: FormData | None, status: int = 200) -> Response:
    row = find_preference(None, role)
    shown = form or forms.shown_wishes(
        wishes_of(row) if row else NO_WISHES, lead_times(), row.version if row else 0, today()
    )
    return _page(
        shown,
        status,
        own=None,
        chosen=row is not None,
        deputies=[],
        role=(role, ROLE_WORDS[role]),
        unheard=[],
    )


def _page(form: FormData, status: int, **context: Any) -> Response:
    usual = lead_times()
    kinds = [
        (kind, KIND_WORDS[kind][1], forms.days_to_tick(kind, usual), kind in CAN_BE_LATE) for kind in Kind
    ]
    return page(
        "reminders/preferences.html",
        status,
        form=form,
        weekdays=[(str(day), words) for day, words in enumerate(forms.WORKDAYS)],
        overdue=forms.overdue_options(usual),
        late=[(str(day), f"after {day} {'day' if day == 1 else 'days'}") for day in LATE_TO_CHOOSE],
        kinds=kinds,
        roles=[(role, ROLE_WORDS[role]) for role in ROLES],
        **context,
    )
