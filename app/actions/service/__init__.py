"""Promises, written: one module for each use."""

from __future__ import annotations

from .actions import (
    ActionFacts,
    as_typed,
    complete_action,
    create_action,
    drop_action,
    find_next,
    is_untouched,
    moved,
    reopen_action,
    update_action,
)
from .comments import add_comment, remove_comment, restore_comment
from .several import MOST_AT_ONCE, SeveralChange, batch_of_actions, change_several, take_several_back

__all__ = [
    "MOST_AT_ONCE",
    "ActionFacts",
    "SeveralChange",
    "add_comment",
    "as_typed",
    "batch_of_actions",
    "change_several",
    "complete_action",
    "create_action",
    "drop_action",
    "find_next",
    "is_untouched",
    "moved",
    "remove_comment",
    "reopen_action",
    "restore_comment",
    "take_several_back",
    "update_action",
]
