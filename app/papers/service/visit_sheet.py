"""M9, the sheet for a visit to a referring site, as a Word file."""

from __future__ import annotations

from datetime import date

from app.core.errors import NotFound
from app.documents.formats import file_name
from app.outreach.models import Site
from app.outreach.queries import get_site, site_to_visit
from app.partnerships.models import Partnership

from ..paper.visit_sheet import visit_sheet_document
from ..queries.visit_sheet import visit_facts
from ..rules.visit_sheet import compose_visit_sheet
from .made import MadeFile, Wanted


def visit_sheet_paper(partnership: Partnership, wanted: Wanted) -> MadeFile:
    """For the site named, else the one with the next visit, else the one longest without. Raises NotFound."""
    if wanted.of:
        site: Site | None = get_site(wanted.of, partnership.get_id())
    else:
        site = site_to_visit(partnership.get_id(), wanted.as_of)
    if site is None:
        raise NotFound(f"{partnership.name} has no referring site to print a sheet for.")
    return _make(partnership, site, wanted.as_of, partner_copy=wanted.partner_copy)


def _make(partnership: Partnership, site: Site, made_on: date, *, partner_copy: bool) -> MadeFile:
    from app.documents.writer import write

    facts = visit_facts(partnership, site, made_on, partner_copy=partner_copy)
    sheet = compose_visit_sheet(facts, partner_copy=partner_copy)
    document = visit_sheet_document(
        sheet, draft_id=site.public_id, made_on=made_on, partner_copy=partner_copy
    )
    name = f"{partnership.name}, visit sheet, {site.name}, {made_on.isoformat()}"
    if not partner_copy:
        name += ", internal"
    return MadeFile(write(document), file_name(name))
