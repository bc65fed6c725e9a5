"""The domain catalogue: what the method knows, as typed and read-only records.

`catalogue()` reads the file once, at the first call; importing this package reads nothing.
"""

from __future__ import annotations

from app.catalogue.loading import CatalogueError, catalogue, read_catalogue
from app.catalogue.records import (
    Catalogue,
    Choice,
    Lesson,
    Lever,
    MeetingKind,
    Metric,
    Milestone,
    Mode,
    ReminderDefault,
    ReviewQuestion,
    Stage,
    Topic,
)
from app.catalogue.triggers import (
    DateRule,
    EventTrigger,
    MetricTrigger,
    MonthlyRule,
    RelationshipTrigger,
    Trigger,
)

__all__ = [
    "Catalogue",
    "CatalogueError",
    "Choice",
    "DateRule",
    "EventTrigger",
    "Lesson",
    "Lever",
    "MeetingKind",
    "Metric",
    "MetricTrigger",
    "Milestone",
    "Mode",
    "MonthlyRule",
    "RelationshipTrigger",
    "ReminderDefault",
    "ReviewQuestion",
    "Stage",
    "Topic",
    "Trigger",
    "catalogue",
    "read_catalogue",
]
