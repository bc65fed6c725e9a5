"""Meetings, written: one module for each use."""

from __future__ import annotations

from .agenda import NewTopic, add_topic, move_topic, remove_topic, restore_topic
from .meetings import (
    MeetingPlan,
    cancel_meeting,
    create_meeting,
    find_or_refuse,
    hold_meeting,
    replan_meeting,
    update_meeting,
)
from .plan import (
    accept_dense_offer,
    add_dense_period,
    agree_plan,
    answer_question,
    ask_at_next_meeting,
    end_dense_period,
    extend_dense_period,
    get_dense_period,
    restore_dense_period,
)
from .rhythm import (
    Seat,
    SeriesPlan,
    create_series,
    create_series_from_proposals,
    end_series,
    resume_series,
    update_series,
    usual_seats,
)
from .series import (
    MOST_DATES_AHEAD,
    call_off,
    move_date,
    note_held,
    open_next_meeting,
    put_date_back,
    skip_date,
)

__all__ = [
    "MOST_DATES_AHEAD",
    "MeetingPlan",
    "NewTopic",
    "Seat",
    "SeriesPlan",
    "accept_dense_offer",
    "add_dense_period",
    "add_topic",
    "agree_plan",
    "answer_question",
    "ask_at_next_meeting",
    "call_off",
    "cancel_meeting",
    "create_meeting",
    "create_series",
    "create_series_from_proposals",
    "end_dense_period",
    "end_series",
    "extend_dense_period",
    "find_or_refuse",
    "get_dense_period",
    "hold_meeting",
    "move_date",
    "move_topic",
    "note_held",
    "open_next_meeting",
    "put_date_back",
    "remove_topic",
    "replan_meeting",
    "restore_dense_period",
    "restore_topic",
    "resume_series",
    "skip_date",
    "update_meeting",
    "update_series",
    "usual_seats",
]
