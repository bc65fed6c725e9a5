"""The contract form: read, and laid out."""

from __future__ import annotations

from .layout import as_typed, lay_out
from .reading import SheetForm, read_sheet

__all__ = ["SheetForm", "as_typed", "lay_out", "read_sheet"]
