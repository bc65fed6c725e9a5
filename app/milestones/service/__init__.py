"""Milestones, written: one module for each use."""

from __future__ import annotations

from .milestones import (
    CIRCLE,
    MilestoneFacts,
    complete_milestone,
    create_milestone,
    delete_milestone,
    drop_milestone,
    note_evidence,
    reopen_milestone,
    restore_milestone,
    update_milestone,
)
from .moves import chosen_of, put_back, settle_dates, take_back_shift
from .proposals import plan_from_catalogue, withdraw_proposed

__all__ = [
    "CIRCLE",
    "MilestoneFacts",
    "chosen_of",
    "complete_milestone",
    "create_milestone",
    "delete_milestone",
    "drop_milestone",
    "note_evidence",
    "plan_from_catalogue",
    "put_back",
    "reopen_milestone",
    "restore_milestone",
    "settle_dates",
    "take_back_shift",
    "update_milestone",
    "withdraw_proposed",
]
