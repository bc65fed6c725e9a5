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

__all__ = [
    "MeetingPlan",
    "NewTopic",
    "add_topic",
    "cancel_meeting",
    "create_meeting",
    "find_or_refuse",
    "hold_meeting",
    "move_topic",
    "remove_topic",
    "replan_meeting",
    "restore_topic",
    "update_meeting",
]
