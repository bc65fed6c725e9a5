"""Example partnerships, written: loaded from a folder in one step, removed in one step."""

from __future__ import annotations

from app.examples.service.loading import LoadReport, load_examples
from app.examples.service.removing import remove_examples

__all__ = ["LoadReport", "load_examples", "remove_examples"]
