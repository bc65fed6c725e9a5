"""Signals, written: what the rules said, what people answered, and which rules watch."""

from __future__ import annotations

from .answering import answer, put_on_agenda, take_back
from .events import add_event, change_event, take_event_back
from .looking import Looked, look
from .opening import Opening, open_from, remove_event, take_opening_back
from .watching import choose_rule, usual_rule

__all__ = [
    "Looked",
    "Opening",
    "add_event",
    "answer",
    "change_event",
    "choose_rule",
    "look",
    "open_from",
    "put_on_agenda",
    "remove_event",
    "take_back",
    "take_event_back",
    "take_opening_back",
    "usual_rule",
]
