"""Pages: what goes out and what went, what each person chose, one thing that falls due."""

from __future__ import annotations

from . import index, preferences, things
from .blueprint import bp

__all__ = ["bp", "index", "preferences", "things"]
