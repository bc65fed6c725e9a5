"""The handover brief: what somebody who takes over has to know, on two pages that stay with us."""

from __future__ import annotations

from datetime import date
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from docx import Document as open_docx

from app.core.actor import SYSTEM
from app.core.errors import RuleViolation
from app.documents.lint import lint_docx
from app.drafts.models import AmendedTerm, Amendment
from app.papers.rules.handover_brief import Somebody, first_calls, next_dates
from app.papers.service import make_paper
from app.partnerships.models import Partnership
from app.people.models import CultureProfile
from app.relationship.models import Concern, Touch
from app.terms.service import set_terms
from app.triggers.models import ChangeEvent
from app.triggers.service import look
from tests.conftest import NOW, SignedIn
from tests.drafts.test_service import examples
from tests.factories import make_action, make_meeting, make_member, make_partnership, make_person
from tests.ooxml import validate

START, TODAY = date(2025, 1, 1), date(2026, 11, 24)


def text(data: bytes) -> str:
    found = open_docx(BytesIO(data))
    cells = [cell.text for table in found.tables for row in table.rows for cell in row.cells]
    return "\n".join([*(one.text for one in found.paragraphs), *cells])


def somebody(name: str, *, lead: bool = False, theirs: bool = True, last: date | None = None) -> Somebody:
    return Somebody(name, "work", "", "", last, lead, theirs)


def test_the_plans_lead_is_called_first_then_who_was_spoken_with_last() -> None:
    lead, fresh, old = somebody("A", lead=True), somebody("B", last=TODAY), somebody("C", last=START)
    ours, never = somebody("D", lead=True, theirs=False), somebody("E")
    assert [one.name for one in first_calls([never, old, ours, fresh, lead])] == ["A", "B", "C"]
    assert [one.name for one in first_calls([ours, fresh])] == ["B", "D"]
    assert first_calls([]) == ()


def test_five_dates_come_next_and_those_of_one_day_stand_together() -> None:
    days = [(date(2026, 12, day), f"Thing {day}") for day in (9, 2, 3, 4, 5, 6)]
    assert next_dates([*days, (date(2026, 12, 2), "Review"), (date(2026, 12, 2), "Review")]) == (
        (date(2026, 12, 2), "Thing 2 and Review"),
        *((date(2026, 12, day), f"Thing {day}") for day in (3, 4, 5, 6)),
    )


@pytest.fixture
def bay(app: Any) -> Partnership:
    made = make_partnership(key="bay", name="Bay / Ordway")
    set_terms(made, examples(), effective_on=START, actor=SYSTEM, now=NOW)
    return made


def test_it_holds_what_a_successor_needs_and_is_sound(bay: Partnership, tmp_path: Path) -> None:
    theirs = make_person(bay.payer, name="Bram Fairley", title="Contract manager", phone="555-0111")
    make_member(bay, theirs, lead=True)
    Touch.create(partnership=bay, person=theirs, on=date(2026, 11, 20), how="phone", created_at=NOW)
    CultureProfile.create(
        organization=bay.payer, usual_days_to_decide=42, preferred_note="One page first", created_at=NOW
    )
    make_action(bay, text="Send the new rates", side="provider", due_on=date(2026, 12, 4))
    make_action(bay, text="Name a supplier", side="payer", due_on=None)
    make_meeting(bay, on=date(2026, 12, 1), kind="operations")
    stamp = {"partnership": bay, "created_at": NOW}
    Concern.create(
        **stamp, opened_on=date(2026, 11, 1), raised_by_side="provider", area="payment", text="Rate too low"
    )
    ChangeEvent.create(**stamp, on=date(2026, 11, 20), kind="TE01", text="The director leaves.")
    look(bay, actor=SYSTEM, now=NOW, today=TODAY)
    amendment = Amendment.create(
        partnership=bay, number=1, reason="Drives are long.", status="signed", created_at=NOW
    )
    AmendedTerm.create(amendment=amendment, key="S21.rate_home", value=106000)
    made = make_paper(bay, "M18", as_of=TODAY)
    told = text(made.data)
    for words in (
        "This paper stays with us.",
        "Contract manager, 555-0111",
        "December 1, 2026",
        "Send the new rates (nobody yet, by December 4)",
        "Name a supplier (nobody yet, no day)",
        "The director leaves, since November 20, 2026",
        "Rate too low. Open for 23 days, not spoken of yet.",
        "fewer avoidable hospital stays",
        "Drives are long. Since then: Case rate, home: $",
        "One page first.",
        "Usually 6 weeks.",
    ):
        assert words in told, words
    path = tmp_path / "brief.docx"
    path.write_bytes(made.data)
    assert (validate(path), lint_docx(made.data)) == ([], ())


def test_what_is_not_known_is_said(app: Any) -> None:
    told = text(make_paper(make_partnership(key="new", name="New"), "M18", as_of=TODAY).data)
    for words in (
        "Nobody is named yet.",
        "No date is ahead.",
        "We owe nothing that is noted here.",
        "No signal and no concern is open.",
        "Ask those who were there.",
        "none was changed.",
        "Nothing is noted yet.",
    ):
        assert words in told


def test_there_is_no_copy_for_the_partner(bay: Partnership, viewer: SignedIn) -> None:
    with pytest.raises(RuleViolation, match="no copy for the partner"):
        make_paper(bay, "M18", as_of=TODAY, partner_copy=True)
    address = "/partnerships/bay/handover-brief.docx"
    assert viewer.get(address).status_code == 200
    assert viewer.get(f"{address}?copy=partner").status_code == 422
