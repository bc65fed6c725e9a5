"""Pages: the referring sites, and one of them."""

from __future__ import annotations

from typing import Any

from flask import Response, request, url_for

from app.accounts.rules import Verb
from app.accounts.service import may
from app.partnerships.models import Partnership
from app.people.queries import organization_choices
from app.people.rules import OrganizationRole
from app.web.formdata import FormData
from app.web.request import actor, list_offset, now, today
from app.web.responses import page, partial, see_other, toast, wants_partial

from .. import forms, queries, service
from ..models import Site
from ..queries import SiteFilter, method
from ..rules import (
    LONGEST_QUIET,
    RELATION_WORDS,
    TIE_WORDS,
    Relation,
    Tie,
    counts_in_words,
    last_quarters,
    quarter_words,
)
from .blueprint import bp, looked_at, opened, people

QUARTERS_BACK = 8
SHORT = 5
TIES = [(tie.value, words) for tie, words in TIE_WORDS.items()]
RELATIONS = [(relation.value, words) for relation, words in RELATION_WORDS.items()]


@bp.get("/sites")
def sites(key: str) -> Response:
    """The sites by name, all or those one asks for; for htmx the list alone."""
    partnership = looked_at(key)
    wanted, offset = _wanted(), list_offset()
    rows = queries.list_sites(partnership.id, wanted, today(), offset=offset)
    context: dict[str, Any] = {
        "partnership": partnership,
        "rows": rows[: queries.PAGE],
        "more": len(rows) > queries.PAGE,
        "offset": offset,
        "wanted": wanted,
        "method": method(),
        "today": today(),
        "can_edit": may(actor(), Verb.EDIT, partnership.id),
    }
    if wants_partial():
        return partial("outreach/_sites.html", **context)
    counts = queries.site_counts(partnership.id, today())
    lede = counts_in_words(counts.refer, counts.sites, counts.due)
    return page("outreach/sites.html", lede=lede, ties=TIES, quiet=LONGEST_QUIET, **context)


def _wanted() -> SiteFilter:
    tie, quiet = request.args.get("tie", ""), request.args.get("quiet", 0, int)
    return SiteFilter(
        tie=tie if tie in list(Tie) else "",
        quiet_days=quiet if quiet in LONGEST_QUIET else None,
        no_champion=bool(request.args.get("no_champion")),
        removed=bool(request.args.get("removed")),
    )


@bp.get("/sites/new")
def new_site(key: str) -> Response:
    """The form for a site."""
    return _site_form(forms.new_site_form(), opened(key), None)


@bp.post("/sites")
def create_site(key: str) -> Response:
    """Enter it."""
    partnership = opened(key)
    facts, form = forms.read_site(request.form, partnership)
    if facts is None:
        return _site_form(form, partnership, None, 422)
    row = service.create_site(partnership, facts, on=today(), actor=actor(), now=now())
    toast(f"{row.name} is in the list.")
    return see_other("outreach.site", key=key, public_id=row.public_id)


@bp.get("/sites/<public_id>")
def site(key: str, public_id: str) -> Response:
    """One site: its tie, its counts, who to ask for, what was done and heard there."""
    partnership = looked_at(key)
    return _site_page(partnership, queries.get_site(public_id, partnership.id))


@bp.get("/sites/<public_id>/edit")
def edit_site(key: str, public_id: str) -> Response:
    """The form with what is known."""
    partnership = opened(key)
    row = queries.get_site(public_id, partnership.id)
    return _site_form(forms.site_form(row), partnership, row)


@bp.post("/sites/<public_id>")
def update_site(key: str, public_id: str) -> Response:
    """Save what changed."""
    partnership = opened(key)
    row = queries.get_site(public_id, partnership.id)
    facts, form = forms.read_site(request.form, partnership, row)
    seen = form.whole("seen")
    if facts is None:
        return _site_form(form, partnership, row, 422)
    service.update_site(row, facts, on=today(), actor=actor(), now=now(), seen=seen)
    toast(f"{facts.name} is saved.")
    return see_other("outreach.site", key=key, public_id=public_id)


@bp.post("/sites/<public_id>/counts")
def set_count(key: str, public_id: str) -> Response:
    """How many referrals it sent in a quarter; nothing typed means not known."""
    partnership = opened(key)
    row = queries.get_site(public_id, partnership.id)
    count, form = forms.read_count(request.form, today())
    if count is None:
        return _site_page(partnership, row, form, 422)
    quarter, referrals = count
    service.set_count(row, quarter, referrals, actor=actor(), now=now())
    said = f"{referrals} for {quarter_words(quarter)}" if referrals is not None else "Not known"
    toast(f"{said}: noted.")
    return see_other("outreach.site", key=key, public_id=public_id)


@bp.post("/sites/<public_id>/contacts")
def add_contact(key: str, public_id: str) -> Response:
    """Whom to ask for."""
    partnership = opened(key)
    row = queries.get_site(public_id, partnership.id)
    facts, form = forms.read_contact(request.form)
    if facts is None:
        return _site_page(partnership, row, form, 422)
    contact = service.add_contact(row, facts, actor=actor(), now=now())
    undo = url_for("outreach.remove", key=key, kind="contacts", public_id=contact.public_id)
    toast(f"{facts.name} is noted.", undo=undo)
    return see_other("outreach.site", key=key, public_id=public_id)


def _site_page(
    partnership: Partnership, row: Site, form: FormData | None = None, status: int = 200
) -> Response:
    present = last_quarters(today(), 1)[0]
    done = queries.list_activities(partnership.id, site_id=row.id, limit=SHORT)
    return page(
        "outreach/site.html",
        status,
        partnership=partnership,
        site=row,
        form=form or FormData(initial={"quarter_on": present.isoformat()}),
        counts=[(one, quarter_words(one), count) for one, count in queries.quarters_of(row.id)],
        quarters=[
            (one.isoformat(), quarter_words(one)) for one in reversed(last_quarters(today(), QUARTERS_BACK))
        ],
        contacts=queries.site_contacts(row.id),
        ties=queries.tie_history(row.id),
        champions=queries.list_champions(partnership.id, site_id=row.id, limit=SHORT)[:SHORT],
        activities=done[:SHORT],
        heard=queries.what_was_heard(row.id),
        tie_words=TIE_WORDS[Tie(row.tie)],
        relation_words=RELATION_WORDS[Relation(row.relation)] if row.relation else "",
        method=method(),
        today=today(),
        can_edit=may(actor(), Verb.EDIT, partnership.id),
    )


def _site_form(form: FormData, partnership: Partnership, row: Site | None, status: int = 200) -> Response:
    book = method()
    barriers = list(book.barriers)
    known = {name for name, _ in barriers}
    barriers += [
        (one, book.label("barriers", one)) for one in (row.barriers if row else []) if one not in known
    ]
    return page(
        "outreach/site_form.html",
        status,
        form=form,
        partnership=partnership,
        site=row,
        organizations=organization_choices(OrganizationRole.REFERRER, OrganizationRole.COMMUNITY),
        groups=[(one.id, one.label) for one in book.partners],
        ties=TIES,
        relations=RELATIONS,
        barriers=barriers,
        relation_note=book.relation_note,
        people=people(partnership),
    )
