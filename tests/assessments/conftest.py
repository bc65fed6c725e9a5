"""A partnership in planning with people on both sides, and short ways to rate."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

import pytest

from app.assessments.models import Assessment
from app.assessments.rules import Answer
from app.assessments.service import Given, Saved, ask_again, finish, save_group
from app.core.actor import SYSTEM
from app.core.clock import FixedClock
from app.partnerships.models import Partnership
from app.people.models import Person
from tests.conftest import NOW
from tests.factories import make_member, make_organization, make_partnership, make_person

TODAY = date(2026, 11, 24)
BASE = "/partnerships/kestrel-bay/readiness"
LATER = NOW + timedelta(minutes=5)
__all__ = ["BASE", "LATER", "NOW", "TODAY", "FixedClock", "Home"]


@dataclass(slots=True)
class Home:
    """The partnership with one person on each side."""

    partnership: Partnership
    ours: Person
    theirs: Person

    def asked(self, because: str = "", **values: Any) -> Assessment:
        """An open assessment."""
        return ask_again(
            self.partnership,
            because=because,
            actor=SYSTEM,
            now=NOW,
            today=values.pop("today", TODAY),
            **values,
        ).assessment

    def rate(self, assessment: Assessment, *, seen: int = 0, today: date = TODAY, **answers: Answer) -> Saved:
        """Answers by item, as in NA44=Answer("gap")."""
        given = {item: Given(answer, seen) for item, answer in answers.items()}
        return save_group(assessment, given, actor=SYSTEM, now=NOW, today=today)

    def finished(self, on: date, **ratings: str) -> Assessment:
        """One that was finished on a day, with ratings by item."""
        row = self.asked(today=on)
        self.rate(row, today=on, **{item: Answer(rating) for item, rating in ratings.items()})
        return finish(Assessment.get_by_id(row.id), on, actor=SYSTEM, now=NOW, today=on)

    def together(self, **values: Any) -> Answer:
        """A gap that both fill together, with everything said."""
        said: dict[str, Any] = {
            "rating": "gap",
            "strategy": "make_connections",
            "filler": "collaboration_can_fill",
            "person_provider": self.ours.id,
            "person_payer": self.theirs.id,
            "first_step": "Ordway names a stand-in until March",
            "due_on": date(2026, 12, 1),
        }
        return Answer(**{**said, **values})


@pytest.fixture
def home(database: str) -> Home:
    """Kestrel Bay and Ordway before anything is signed."""
    partnership = make_partnership(
        key="kestrel-bay",
        name="Kestrel Bay / Ordway",
        stage="planning",
        payer=make_organization(name="Ordway"),
    )
    ours = make_person(partnership.provider, name="Ruben Ashby")
    theirs = make_person(partnership.payer, name="Howard Teller")
    make_member(partnership, ours, side="provider")
    make_member(partnership, theirs, side="payer")
    return Home(partnership, ours, theirs)
