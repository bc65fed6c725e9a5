"""What a program sheet is made of: the terms in force, and the sheet's entry in the material register."""

from __future__ import annotations

from datetime import date

from app.outreach.queries import material_for, program_sheet_material
from app.partnerships.models import Partnership
from app.terms.queries import terms_in_force

from ..rules.program_sheet import MATERIAL_KIND, ProgramFacts, Reader


def program_facts(partnership: Partnership, reader: Reader, day: date) -> ProgramFacts:
    """The facts of the sheet as of a day; names are the contract's where it has them."""
    terms = terms_in_force(partnership.get_id(), day)
    kind = MATERIAL_KIND[reader]
    entry = program_sheet_material(partnership.get_id(), kind)
    same = [one for one in material_for(partnership.get_id(), reader.value) if one.kind == kind]
    others = dict.fromkeys(one.language for one in same if entry and one.language != entry.language)
    return ProgramFacts(
        partnership=partnership.name,
        provider=str(terms.get("S01.provider_name") or partnership.provider.name),
        payer=str(terms.get("S01.payer_name") or partnership.payer.name),
        terms=terms,
        cobranded=bool(entry and entry.cobranded),
        approved_on=entry.approved_by_plan_on if entry else None,
        edition=entry.edition if entry else "",
        language=entry.language if entry else "",
        other_languages=tuple(others),
    )
