"""What people type about agendas and minutes: one module for each."""

from __future__ import annotations

from .agenda import read_topic, topic_form
from .minutes import (
    NEW_ROWS,
    Owner,
    minutes_form,
    proposal_form,
    read_action,
    read_came,
    read_decision,
    read_line,
    read_minutes,
)

__all__ = [
    "NEW_ROWS",
    "Owner",
    "minutes_form",
    "proposal_form",
    "read_action",
    "read_came",
    "read_decision",
    "read_line",
    "read_minutes",
    "read_topic",
    "topic_form",
]
