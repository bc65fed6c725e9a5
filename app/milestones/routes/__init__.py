"""Pages of milestones: one module for each view."""

from __future__ import annotations

from . import moves, plan, steps
from .blueprint import bp

__all__ = ["bp", "moves", "plan", "steps"]
