"""The papers of an end: a calendar, two messages, and what was learned, each for its reader alone."""

from __future__ import annotations

import io
import re
import zipfile
from datetime import date
from html import unescape
from typing import Any

import pytest

from app.core.actor import SYSTEM
from app.core.errors import NotFound, RuleViolation
from app.documents.lint import lint_docx
from app.endings.service import Reply, answer_questions, count_week, set_talk_again
from app.information.service import LessonFacts, add_lesson
from app.papers.service import make_paper
from app.partnerships.models import Partnership
from app.terms.service import set_terms
from tests.conftest import NOW
from tests.endings.made import TODAY, noticed, signed

BY: dict[str, Any] = {"actor": SYSTEM, "now": NOW}
LESSONS = (
    ("provider", "worked", "Conferences kept it calm.", "Who comes to them?", True),
    ("provider", "change", "We said it too late.", "What can you count?", False),
    ("payer", "change", "We asked for too much.", "", False),
)


@pytest.fixture
def partnership(database: str) -> Partnership:
    """With notice given, some patients handed on, and lessons of both sides."""
    made = signed()
    noticed(made)
    count_week(made, TODAY, 5, today=TODAY, **BY)
    set_talk_again(made, date(2027, 10, 1), seen=None, today=TODAY, **BY)
    answer_questions(made, [Reply("RQ-X1", "A higher rate.", None, "change_needed", 0)], **BY)
    for side, about, text, ask, shared in LESSONS:
        add_lesson(made, LessonFacts(side, TODAY, text, ask, about, shared), **BY)
    return made


def words_of(data: bytes) -> str:
    """Everything a file says, its head and foot included."""
    file = zipfile.ZipFile(io.BytesIO(data))
    parts = [file.read(name).decode() for name in file.namelist() if re.match("word/(doc|head|foot)", name)]
    return unescape(re.sub("<[^>]+>", "", " ".join(parts)))


def text(partnership: Partnership, of: str | None = None, *, partner: bool = False) -> str:
    made = make_paper(partnership, "M14", of=of, as_of=TODAY, partner_copy=partner).data
    assert lint_docx(made) == ()
    return words_of(made)


def test_our_own_note_holds_everything(partnership: Partnership) -> None:
    ours = text(partnership)
    for words in (
        *("Payment too low", "Outcomes not seen", "Ours alone.", "Conferences kept it calm."),
        *("We said it too late.", "We asked for too much.", "What can you count?", "A higher rate."),
        *("On October 1, 2027.", "Internal copy"),
    ):
        assert words in ours


def test_their_copy_holds_what_they_learned_and_what_both_keep(partnership: Partnership) -> None:
    theirs = text(partnership, partner=True)
    for words in (
        "Payment too low",
        "Conferences kept it calm.",
        "We asked for too much.",
        "October 1, 2027",
    ):
        assert words in theirs
    for words in ("Ours alone.", "We said it too late.", "What can you count?", "A higher rate.", "Internal"):
        assert words not in theirs


@pytest.mark.parametrize("partner", [True, False])
def test_the_joint_note_holds_only_what_both_keep_whoever_makes_it(
    partnership: Partnership, partner: bool
) -> None:
    joint = text(partnership, "joint", partner=partner)
    assert "Conferences kept it calm." in joint
    for words in ("We said it too late.", "We asked for too much.", "Ours alone.", "A higher rate."):
        assert words not in joint


def test_the_calendar_tells_the_partner_days_and_no_small_count(partnership: Partnership) -> None:
    ours, theirs = text(partnership, "calendar"), text(partnership, "calendar", partner=True)
    for words in ("Last day of service", "Feb 18, 2027", "Ana Ruiz", "Pay the last bill"):
        assert words in ours and words in theirs
    assert "November 23, 2026" in ours and "20 days after the notice" in ours
    assert "November 23, 2026" not in theirs and "20 days after the notice" not in theirs
    assert "not shown" in theirs


def test_the_notice_to_referrers_fits_one_reader_and_marks_what_is_open(partnership: Partnership) -> None:
    letter = text(partnership, "referrers", partner=True)
    for words in ("A draft.", "December 10, 2026", "Ana Ruiz, 555-0101", "[which of our services go on"):
        assert words in letter
    for words in ("Payment too low", "notice period", "12 patients"):
        assert words not in letter


def test_the_message_for_the_teams_says_who_tells_whom(partnership: Partnership) -> None:
    assert "Ana Ruiz" in text(partnership, "teams", partner=True)
    rows = [{"id": "a", "told": "Families", "teller": "the Provider, by phone", "when": "within 10 days"}]
    set_terms(partnership, {"S36.messages": rows}, effective_on=TODAY, **BY)
    assert "the Provider, by phone" in text(partnership, "teams", partner=True)


def test_a_note_without_an_end_is_a_sheet_to_write_on_and_a_calendar_is_refused(database: str) -> None:
    bare = signed("bare")
    assert "What to ask the next partner" in text(bare)
    with pytest.raises(NotFound, match="No notice is recorded"):
        text(bare, "calendar")
    with pytest.raises(RuleViolation, match="There is no paper postcard of an end"):
        text(bare, "postcard")
