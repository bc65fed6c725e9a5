"""What is asked about a referring site."""

from __future__ import annotations

from datetime import date

from app.partnerships.models import Partnership
from app.people.models import Organization
from app.people.queries import organization_choices
from app.people.rules import OrganizationRole
from app.web.formdata import LONG, FormData, Submitted

from ..models import Site
from ..queries import method
from ..rules import Relation, Tie, lacks_next_date, last_quarters
from ..service import ContactFacts, SiteFacts
from .plan import iso, read_person

MOST_REFERRALS = 5000
QUARTERS_BACK = 8
WITHOUT_NEXT = "Set the next visit, or say below why there is none."


def read_site(
    submitted: Submitted, partnership: Partnership, known: Site | None = None
) -> tuple[SiteFacts | None, FormData]:
    """What was typed about a site. An organization from the list lends its name where none is typed."""
    form = FormData(submitted)
    organization = _organization(form)
    name = form.text("name")
    if not name and organization is not None:
        name = organization.name
    if not name and "name" not in form.errors:
        form.fail("name", "Write the name of the site, or choose an organization from the list.")
    groups = [one.id for one in method().partners]
    facts = SiteFacts(
        name=name,
        organization=organization.get_id() if organization else None,
        group=form.choice("group", groups),
        place=form.text("place"),
        tie=form.choice("tie", list(Tie), "Choose how strong the tie is."),
        relation=form.choice("relation", list(Relation)),
        before=form.text("before", limit=LONG),
        barriers=tuple(form.choices("barriers", _barriers(known))),
        barriers_note=form.text("barriers_note", limit=LONG),
        languages=form.text("languages"),
        next_visit_on=form.day("next_visit_on"),
        no_visit_reason=form.text("no_visit_reason"),
        visitor=read_person(form, "visitor", partnership),
    )
    if "next_visit_on" not in form.errors and lacks_next_date(facts.next_visit_on, facts.no_visit_reason):
        form.fail("next_visit_on", WITHOUT_NEXT)
    return (facts if form.ok else None), form


def _barriers(known: Site | None) -> list[str]:
    """Those of the catalogue, and what the site has already though the catalogue has it no more."""
    return [name for name, _ in method().barriers] + list(known.barriers or [] if known else [])


def _organization(form: FormData) -> Organization | None:
    chosen = form.text("organization")
    if not chosen:
        return None
    possible = organization_choices(OrganizationRole.REFERRER, OrganizationRole.COMMUNITY)
    if chosen not in {public_id for public_id, _ in possible}:
        form.fail("organization", "Choose an organization from the list, or leave it empty.")
        return None
    return Organization.get(Organization.public_id == chosen)


def new_site_form() -> FormData:
    """The form for a site that is not entered yet."""
    return FormData(initial={"tie": Tie.NONE.value, "relation": Relation.EXTERNAL.value})


def site_form(site: Site) -> FormData:
    """The form with what is known."""
    return FormData(
        initial={
            "name": site.name,
            "organization": site.organization.public_id if site.organization else "",
            "group": site.group,
            "place": site.place,
            "tie": site.tie,
            "relation": site.relation,
            "before": site.before,
            "barriers": list(site.barriers or []),
            "barriers_note": site.barriers_note,
            "languages": site.languages,
            "next_visit_on": iso(site.next_visit_on),
            "no_visit_reason": site.no_visit_reason,
            "visitor": site.visitor.public_id if site.visitor else "",
        }
    )


def read_contact(submitted: Submitted) -> tuple[ContactFacts | None, FormData]:
    """A work contact at a site."""
    form = FormData(submitted)
    facts = ContactFacts(
        name=form.text("contact_name", "Write the name, or the function where no name is known."),
        function=form.text("contact_function", limit=80),
        phone=form.text("contact_phone", limit=40),
        email=form.email("contact_email"),
    )
    return (facts if form.ok else None), form


def read_count(submitted: Submitted, today: date) -> tuple[tuple[date, int | None] | None, FormData]:
    """The quarter and the count; an empty count is one that is not known."""
    form = FormData(submitted)
    possible = [one.isoformat() for one in last_quarters(today, QUARTERS_BACK)]
    quarter = form.choice("quarter_on", possible, "Choose the quarter.")
    referrals = form.whole("referrals", 0, MOST_REFERRALS)
    if not form.ok:
        return None, form
    return (date.fromisoformat(quarter), referrals), form
