"""What people do about readiness; one module for each use."""

from __future__ import annotations

from .asking import AboutFacts, Asked, ask_again, ask_no_more, begin, finish, reopen, save_about
from .directory import (
    ResourceFacts,
    check_resource,
    copy_from,
    create_resource,
    set_resource_removed,
    take_starters,
    update_resource,
)
from .filling import Filled
from .judging import UnknownFacts, judge, save_unknowns
from .rating import Given, Overtaken, Saved, as_last_time, save_group
from .undoing import take_back

__all__ = [
    "AboutFacts",
    "Asked",
    "Filled",
    "Given",
    "Overtaken",
    "ResourceFacts",
    "Saved",
    "UnknownFacts",
    "as_last_time",
    "ask_again",
    "ask_no_more",
    "begin",
    "check_resource",
    "copy_from",
    "create_resource",
    "finish",
    "judge",
    "reopen",
    "save_about",
    "save_group",
    "save_unknowns",
    "set_resource_removed",
    "take_back",
    "take_starters",
    "update_resource",
]
