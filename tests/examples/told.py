"""The bundled examples, told on the day after their own data."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from app.examples.reader import (
    BUNDLED_FOLDER,
    ExamplePartnership,
    Examples,
    read_folder,
)
from app.examples.story import Story, day_of_telling, tell

EXAMPLES = read_folder(BUNDLED_FOLDER)
HEALTHY, DRIFTING, ENDED = EXAMPLES.partnerships
LONG_AGO = date(2040, 1, 1)


def own_day(example: ExamplePartnership) -> date:
    """The day on which a single example is told: ten days after its own newest month."""
    return day_of_telling(Examples((example,), ()), today=LONG_AGO)


def told(example: ExamplePartnership) -> Story:
    return tell(example, as_of=own_day(example))


def values_on(story: Story, day: date) -> dict[str, Any]:
    """The terms in force on a day."""
    return {term.key: term.value for term in story.terms if term.effective_on <= day}


each_example = pytest.mark.parametrize("example", EXAMPLES.partnerships, ids=lambda example: example.key)
