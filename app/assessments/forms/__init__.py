"""What people type about readiness."""

from __future__ import annotations

from .asking import about_form, read_about, read_finish
from .directory import read_resource, resource_form, write_directory, write_worksheet
from .judging import judged_form, keep_beside, read_judged, read_unknowns, unknowns_form
from .rating import group_form, keep_typed, read_group

__all__ = [
    "about_form",
    "group_form",
    "judged_form",
    "keep_beside",
    "keep_typed",
    "read_about",
    "read_finish",
    "read_group",
    "read_judged",
    "read_resource",
    "read_unknowns",
    "resource_form",
    "unknowns_form",
    "write_directory",
    "write_worksheet",
]
