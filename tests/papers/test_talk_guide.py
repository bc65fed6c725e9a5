"""The talk guide prepares one concern, from what the record holds, for our side only."""

from __future__ import annotations

import io
import zipfile
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from app.core.actor import Actor
from app.core.db import connected
from app.core.errors import NotFound, RuleViolation
from app.documents.lint import lint_docx
from app.papers.paper.talk_guide import talk_guide_document
from app.papers.rules.talk_guide import TalkFacts, compose_guide, mode_advice
from app.papers.service import make_paper
from app.partnerships.models import Partnership
from app.people.service import Approver, CultureFacts, save_culture
from app.relationship.models import Concern
from tests.conftest import NOW, SignedIn
from tests.factories import THEN, make_partnership
from tests.ooxml import validate

TODAY = date(2026, 11, 24)
BARE = TalkFacts(
    partnership="Kestrel Bay / Ordway", provider="Kestrel Bay", payer="Ordway", text="Added tasks are unpaid",
    area="effort", area_words="Effort", raised_by_us=True, opened_on=date(2026, 9, 5), days_open=80,
    severity="", nature_words="", told_words="", told_on=None, owner="",
    next_step_on=None, effect="", asks="", offers="",
    others="", kind_words="", decision_words="", approvers=(), usual_words="", measured_words="",
    calendars="", preferred="", priorities="", pressures="",
)  # fmt: skip


@pytest.fixture
def partnership(database: str) -> Partnership:
    return make_partnership(key="kestrel-bay", name="Kestrel Bay / Ordway")


def make_concern(partnership: Partnership, **values: object) -> Concern:
    facts = {
        "opened_on": date(2026, 9, 5), "raised_by_side": "provider", "area": "effort",
        "text": "Added tasks are unpaid", "created_at": THEN, **values,
    }  # fmt: skip
    return Concern.create(partnership=partnership, **facts)


def words_of(data: bytes) -> str:
    return zipfile.ZipFile(io.BytesIO(data)).read("word/document.xml").decode()


def test_the_guide_says_only_what_the_record_holds() -> None:
    guide = compose_guide(BARE)
    assert dict(guide.known) == {
        "The concern": "Added tasks are unpaid",
        "About": "Effort",
        "Raised": "September 5, 2026 by us, open for 80 days",
        "Spoken of": "Not yet",
    }
    assert guide.understood == ()


def test_their_pace_is_told_as_they_say_it_and_as_it_was() -> None:
    for usual, measured, told in (
        ("6 weeks", "10 weeks", "Says 6 weeks, took 10 weeks the last three times"),
        ("6 weeks", "", "Says 6 weeks"),
        ("", "10 weeks", "Took 10 weeks the last three times"),
    ):
        facts = replace(BARE, usual_words=usual, measured_words=measured)
        assert dict(compose_guide(facts).understood)["How long that takes"] == told


@pytest.mark.parametrize(
    ("area", "severity", "soon"), [("effort", "", True), ("data", "Large", True), ("data", "Small", False)]
)
def test_money_and_what_weighs_heavily_is_said_in_the_same_room(area: str, severity: str, soon: bool) -> None:
    advice = mode_advice(replace(BARE, area=area, severity=severity))
    assert advice.startswith("In person") and ("the same room" in advice) is soon


def test_what_nobody_prepared_is_left_as_lines_to_write_on() -> None:
    empty = talk_guide_document(compose_guide(BARE), draft_id="x", made_on=TODAY)
    full = replace(BARE, effect="x", asks="x", offers="x", others="x", pressures="x")
    prepared = talk_guide_document(compose_guide(full), draft_id="x", made_on=TODAY)
    spacers = [
        sum(type(block).__name__ == "Spacer" for block in document.body) for document in (empty, prepared)
    ]
    assert spacers == [6, 1]


def test_the_oldest_concern_nobody_spoke_of_is_taken_unless_one_is_named(partnership: Partnership) -> None:
    told = make_concern(
        partnership, text="Told long ago", opened_on=date(2026, 1, 1), told_on=date(2026, 2, 1)
    )
    make_concern(partnership, text="Not spoken of")
    assert "Not spoken of" in words_of(make_paper(partnership, "M15", as_of=TODAY).data)
    assert "Told long ago" in words_of(make_paper(partnership, "M15", of=told.public_id, as_of=TODAY).data)


def test_there_is_no_copy_for_the_partner_and_none_without_a_concern(partnership: Partnership) -> None:
    with pytest.raises(NotFound, match="has no concern"):
        make_paper(partnership, "M15", as_of=TODAY)
    made = make_concern(partnership)
    with pytest.raises(RuleViolation, match="our side only"):
        make_paper(partnership, "M15", as_of=TODAY, partner_copy=True)
    with pytest.raises(NotFound):
        make_paper(make_partnership(), "M15", of=made.public_id, as_of=TODAY)


def test_the_file_is_sound_with_everything_and_with_hostile_words(
    partnership: Partnership, dana: Actor, tmp_path: Path
) -> None:
    nasty = '<b>*x*</b> {{ 7 * 7 }} {% raw %} # no heading | "quoted" & more\nsecond line'
    made = make_concern(partnership, text=nasty, effect=nasty, asks=nasty, offers=nasty, others=nasty)
    facts = CultureFacts(
        size="large", decision_process="committee_chain", approvers=(Approver(nasty, nasty, 7),),
        usual_days_to_decide=42, pressures_now=nasty, priorities_now=nasty, preferred_modes=("in_person",),
    )  # fmt: skip
    save_culture(partnership.payer, facts, actor=dana, now=NOW)
    file = make_paper(partnership, "M15", of=made.public_id, as_of=TODAY)
    path = tmp_path / file.filename
    path.write_bytes(file.data)
    assert file.filename == "Kestrel Bay - Ordway, concern talk guide, 2026-11-24, internal.docx"
    assert lint_docx(file.data) == () and validate(path) == []


def test_the_page_hands_out_the_file_and_refuses_the_partners_copy(
    viewer: SignedIn, partnership: Partnership
) -> None:
    nothing = viewer.get("/partnerships/kestrel-bay/talk-guide.docx")
    assert nothing.location == "/partnerships/kestrel-bay/relationship"
    with connected():
        made = make_concern(partnership)
    for address in ("/partnerships/kestrel-bay", f"/concerns/{made.public_id}"):
        answer = viewer.get(f"{address}/talk-guide.docx")
        assert answer.status_code == 200 and "Added tasks are unpaid" in words_of(answer.data)
    assert viewer.get(f"/concerns/{made.public_id}/talk-guide.docx?copy=partner").status_code == 422
