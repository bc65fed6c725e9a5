"""Reading a folder of example partnerships. Pure: files in, frozen facts or a report of faults out."""

from __future__ import annotations

from app.examples.reader.folder import BUNDLED_FOLDER, read_folder
from app.examples.reader.problems import Problem, ProblemReport
from app.examples.reader.records import (
    Concern,
    Event,
    ExamplePartnership,
    Examples,
    ExampleTerms,
    MonthRow,
    Pulse,
)
from app.examples.reader.shifting import months_to_shift, shift, shift_all

__all__ = [
    "BUNDLED_FOLDER",
    "Concern",
    "Event",
    "ExamplePartnership",
    "ExampleTerms",
    "Examples",
    "MonthRow",
    "Problem",
    "ProblemReport",
    "Pulse",
    "months_to_shift",
    "read_folder",
    "shift",
    "shift_all",
]
