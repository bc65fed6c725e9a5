"""M22, the sheet on which one side rates the balance, as a Word file."""

from __future__ import annotations

from app.balance.queries import scale_words, topics
from app.core.errors import RuleViolation
from app.documents.formats import file_name
from app.partnerships.models import Partnership
from app.partnerships.rules import Side

from ..paper.rating_sheet import SheetFacts, rating_sheet_document
from .made import MadeFile, Wanted


def rating_sheet_paper(partnership: Partnership, wanted: Wanted) -> MadeFile:
    """For the side named (payer or provider), else for the plan. Raises RuleViolation for another word."""
    side = wanted.of or Side.PAYER.value
    if side not in list(Side):
        raise RuleViolation(f"“{side}” is no side. Name payer or provider.")
    from app.documents.writer import write

    provider, payer = partnership.provider.name, partnership.payer.name
    whose = payer if side == Side.PAYER else provider
    facts = SheetFacts(
        partnership.name, partnership.public_id, provider, payer, whose, topics(), scale_words()
    )
    document = rating_sheet_document(facts, made_on=wanted.as_of, partner_copy=wanted.partner_copy)
    name = f"{partnership.name}, balance sheet to fill in, {whose}, {wanted.as_of.isoformat()}"
    return MadeFile(write(document), file_name(name))
