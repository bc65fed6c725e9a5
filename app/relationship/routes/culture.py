"""Page: how an organization works and decides."""

from __future__ import annotations

from flask import Response, request

from app.accounts.rules import Verb
from app.accounts.service import may, require
from app.core.calendar import span_words
from app.people.models import Organization
from app.people.queries import culture_of, find_culture, get_organization
from app.people.service import save_culture
from app.web.formdata import FormData
from app.web.request import actor, now
from app.web.responses import page, see_other, toast

from .. import forms, queries
from ..rules import MEASURED
from .blueprint import bp


@bp.get("/organizations/<public_id>/culture", endpoint="culture")
def show(public_id: str) -> Response:
    """What is known, and the form to change it."""
    require(actor(), Verb.SEE)
    organization = get_organization(public_id)
    return _culture_page(organization, forms.culture_form(find_culture(organization.id)))


@bp.post("/organizations/<public_id>/culture", endpoint="save_culture")
def save(public_id: str) -> Response:
    """Save what changed."""
    require(actor(), Verb.EDIT)
    organization = get_organization(public_id)
    facts, form = forms.read_culture(request.form)
    seen = form.whole("seen")
    if facts is None:
        return _culture_page(organization, form, 422)
    save_culture(organization, facts, actor=actor(), now=now(), seen=seen)
    toast(f"How {organization.name} works is saved.")
    return see_other("relationship.culture", public_id=public_id)


def _culture_page(organization: Organization, form: FormData, status: int = 200) -> Response:
    profile = find_culture(organization.id)
    measured = queries.measured_days_to_decide(organization.id)
    return page(
        "relationship/culture.html",
        status,
        organization=organization,
        culture=culture_of(organization.id),
        version=profile.version if profile else 0,
        measured=span_words(measured) if measured is not None else "",
        measured_of=MEASURED,
        form=form,
        sizes=forms.SIZE_OPTIONS,
        processes=forms.DECISION_OPTIONS,
        risks=forms.RISK_OPTIONS,
        modes=forms.mode_options(),
        can_edit=may(actor(), Verb.EDIT),
    )
