"""What the two sides of an example know of each other: answers and aims. Invented."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

from app.examples.service.bulk import Row, insert
from app.examples.story import Story
from app.information.models import AimsLine, InformationItem, TopicAnswer
from app.information.rules import Side, Status

ASKED_AFTER, ANSWERED_AFTER, WANTED_AFTER = timedelta(days=10), timedelta(days=38), timedelta(days=42)
# Of each partnership the plan has answered so many of its seven questions; we have answered all six.
ANSWERS: Mapping[str, Mapping[str, Any]] = {
    "IP1": {"answer": ["Mesa County", "Alder County"]},
    "IP2": {"number": "210", "text": "Mostly over 65, with heart, lung or liver disease; many live alone."},
    "IP3": {"answer": [["Nurse visits", "2 a month"], ["Social work", "1 a month"], ["Phone", "as needed"]]},
    "IP4": {"picked": ["data_mining", "case_managers"], "note": "Lists each month, by the secure channel."},
    "IP6": {"answer": [["Hospital days per 100 members", "62 a month"], ["Emergency visits", "31 a month"]]},
    "IP7": {"answer": "One earlier contract for home visits; it ended when volume stayed low."},
    "IR1": {"answer": ["Mesa County", "Alder County up to 45 minutes by car"]},
    "IR2": {"answer": [["Pine Street clinic", "strong"], ["County hospital", "weak"]]},
    "IR3": {"answer": "Six years of home palliative care beside hospice."},
    "IR4": {"answer": [["Nurse", "1.5 posts"], ["Social worker", "1 post"], ["Physician", "0.3 posts"]]},
    "IR5": {"answer": [["Stay, mean", "7 months"], ["Goals of care noted", "92%"]]},
    "IR6": {"now": "12", "in_3_months": "20", "in_12_months": "45"},
}
AIMS = (
    (
        "AW1",
        "Relief and planning early in an illness.",
        "Care that keeps members at home.",
        True,
    ),
    (
        "AW2",
        "People come to us weeks before they die.",
        "The state asks for it, and we see need.",
        False,
    ),
    (
        "AW3",
        "Forty people in care, with costs covered.",
        "A program our case managers trust.",
        False,
    ),
    ("AW4", "Families say they knew whom to call.", "Fewer hospital days than before.", True),
)


def store_knowledge(story: Story, stamped: Row) -> None:
    """Answers and aims of both sides."""
    began = story.stages[0].from_on
    home, today = {"partnership": stamped["partnership"]}, stamped["created_at"].date()
    insert(InformationItem, _items(began, today), home)
    insert(AimsLine, _aims(), home)
    known = {
        "current_caseload": "12",
        "capacity_3_months": "20",
        "hiring_plan": "One nurse, from 20 on.",
    }
    told = {"told_by": Side.PROVIDER.value, "told_on": min(began + ANSWERED_AFTER, today)}
    insert(TopicAnswer, [{"topic": "experience_capacity", "answer": known, **told}], home)


def _items(began: date, today: date) -> list[Row]:
    return [
        {
            "item": ident,
            "status": Status.ANSWERED.value,
            "asked_on": min(began + ASKED_AFTER, today),
            "wanted_by_on": began + WANTED_AFTER,
            "answered_on": min(began + ANSWERED_AFTER, today),
            "answer": answer,
        }
        for ident, answer in ANSWERS.items()
    ]


def _aims() -> list[Row]:
    return [
        {"question": question, "ours": ours, "theirs": theirs, "talk_about": talk}
        for question, ours, theirs, talk in AIMS
    ]
