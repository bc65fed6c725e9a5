"""Pages, one module for each. Importing this package registers their addresses."""

from __future__ import annotations

from . import across, amendments, contract, excel, history, signing, versions
from .blueprint import bp

__all__ = ["across", "amendments", "bp", "contract", "excel", "history", "signing", "versions"]
