"""Promises, read as frozen rows: one module for each view."""

from __future__ import annotations

from ..rules import Mirror, Share
from .detail import (
    CommentRow,
    SeriesRow,
    comments_of,
    get_comment,
    open_ones,
    people_on,
    series_of,
    story,
)
from .due import NOTHING, DueAction, Owed, actions_due, count_open, owed
from .lists import (
    MOST_HOMES,
    Filter,
    Mine,
    Show,
    count_groups,
    list_actions,
    mine,
    our_people,
    partnerships_to_choose,
)
from .mirror import mirror
from .papers import actions_done_since, open_actions
from .rows import PAGE, ActionRow, get_action, get_row
from .today import my_actions

__all__ = [
    "MOST_HOMES",
    "NOTHING",
    "PAGE",
    "ActionRow",
    "CommentRow",
    "DueAction",
    "Filter",
    "Mine",
    "Mirror",
    "Owed",
    "SeriesRow",
    "Share",
    "Show",
    "actions_done_since",
    "actions_due",
    "comments_of",
    "count_groups",
    "count_open",
    "get_action",
    "get_comment",
    "get_row",
    "list_actions",
    "mine",
    "mirror",
    "my_actions",
    "open_actions",
    "open_ones",
    "our_people",
    "owed",
    "partnerships_to_choose",
    "people_on",
    "series_of",
    "story",
]
