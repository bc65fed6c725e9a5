"""M17, the program sheets for referrers and for families, as Word files."""

from __future__ import annotations

from app.core.errors import RuleViolation
from app.documents.formats import file_name
from app.partnerships.models import Partnership

from ..paper.program_sheet import program_sheet_document
from ..queries.program_sheet import program_facts
from ..rules.program_sheet import Reader, compose_program_sheet
from .made import MadeFile, Wanted


def program_sheet_paper(partnership: Partnership, wanted: Wanted) -> MadeFile:
    """The sheet for referrers, or for families when those are named. Raises RuleViolation for others."""
    from app.documents.writer import write

    named = wanted.of or Reader.REFERRERS.value
    if named not in list(Reader):
        raise RuleViolation(f"There is no program sheet for {named}. Choose referrers or families.")
    reader = Reader(named)
    sheet = compose_program_sheet(program_facts(partnership, reader, wanted.as_of), reader)
    document = program_sheet_document(sheet, made_on=wanted.as_of, partner_copy=wanted.partner_copy)
    name = f"{partnership.name}, program sheet for {reader.value}, {wanted.as_of.isoformat()}"
    if not wanted.partner_copy:
        name += ", internal"
    return MadeFile(write(document), file_name(name))
