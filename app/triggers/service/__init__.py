"""Signals, written: what the rules said, what people answered, and which rules watch."""

from __future__ import annotations

from .answering import answer, put_on_agenda, take_back
from .events import add_event, change_event, take_event_back
from .levers import LeverReply, note_levers
from .looking import FirstLook, Looked, first_look, look, note_look
from .opening import Opening, open_from, remove_event, take_opening_back
from .watching import choose_rule, usual_rule

__all__ = [
    "FirstLook",
    "LeverReply",
    "Looked",
    "Opening",
    "add_event",
    "answer",
    "change_event",
    "choose_rule",
    "first_look",
    "look",
    "note_levers",
    "note_look",
    "open_from",
    "put_on_agenda",
    "remove_event",
    "take_back",
    "take_event_back",
    "take_opening_back",
    "usual_rule",
]
