"""Pages and files, one module for each. Importing this package registers their addresses."""

from __future__ import annotations

from . import feed, files, invitations, links
from .blueprint import bp

__all__ = ["bp", "feed", "files", "invitations", "links"]
