"""Pages, one module for each part. Importing this package registers their addresses."""

from __future__ import annotations

from . import activities, champions, material, plan, removing, sites, training
from .blueprint import bp

__all__ = ["activities", "bp", "champions", "material", "plan", "removing", "sites", "training"]
