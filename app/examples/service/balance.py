"""The balance of one told example, as rows."""

from __future__ import annotations

from app.balance.rules import Source, Topic
from app.examples.service.bulk import Row
from app.examples.story import Story


def rating_rows(story: Story) -> list[Row]:
    """How both sides rated it, each in the same columns."""
    return [
        {
            "rated_on": one.on,
            "side": one.side,
            **{topic.value: dict(one.marks).get(topic.value) for topic in Topic},
            **{f"{topic.value}_why": dict(one.whys).get(topic.value, "") for topic in Topic},
            "filled_by": one.filled_by,
            "source": Source.SESSION.value,
        }
        for one in story.balance.ratings
    ]


def adjustment_rows(story: Story) -> list[Row]:
    """What was adjusted on the way."""
    return [
        {name: getattr(one, name) for name in one.__dataclass_fields__} for one in story.balance.adjustments
    ]
