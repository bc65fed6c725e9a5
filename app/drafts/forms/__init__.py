"""What people type about a contract: its terms, its versions, signatures and amendments."""

from __future__ import annotations

from .layout import as_typed, lay_out
from .reading import SheetForm, read_sheet
from .versions import (
    amendment_form,
    read_amendment,
    read_signature,
    read_step,
    read_wish,
    signature_form,
)
from .workbook import BookFacts, write_workbook
from .workbook_kept import from_kept, to_keep
from .workbook_reading import BookRead, read_workbook

__all__ = [
    "BookFacts",
    "BookRead",
    "SheetForm",
    "amendment_form",
    "as_typed",
    "from_kept",
    "lay_out",
    "read_amendment",
    "read_sheet",
    "read_signature",
    "read_step",
    "read_wish",
    "read_workbook",
    "signature_form",
    "to_keep",
    "write_workbook",
]
