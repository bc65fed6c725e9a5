"""Pages, one module for each. Importing this package registers their addresses."""

from __future__ import annotations

from . import actions, comments, lists, mirror, several
from .blueprint import bp

__all__ = ["actions", "bp", "comments", "lists", "mirror", "several"]
