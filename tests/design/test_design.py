"""What the partners work out together: questions, roles, processes, criteria, and the papers for it."""

from __future__ import annotations

from datetime import date
from html import unescape
from pathlib import Path
from typing import Any

import pytest

from app.core.actor import SYSTEM
from app.core.errors import Conflict
from app.design import queries
from app.design.models import DesignAnswer
from app.design.rules import ROLE_TABLE, answered, role_rows, row_id, settled_roles, share_words
from app.design.service import save_answers
from app.documents.lint import lint_docx
from app.metrics.models import DataMonth
from app.papers.queries.design import design_facts
from app.papers.service import make_paper
from app.partnerships.models import Partnership
from app.terms.queries import term_sheet
from app.terms.service import set_terms
from tests.conftest import NOW, SignedIn
from tests.drafts.test_service import words_of
from tests.factories import make_organization, make_partnership
from tests.ooxml import validate

TODAY = date(2026, 11, 24)
URL = "/partnerships/bay/design"


@pytest.fixture
def bay(app: Any) -> Partnership:
    return make_partnership(key="bay", name="Bay / Ordway", payer=make_organization(name="Ordway"))


def test_the_questions_of_the_method_are_all_there() -> None:
    asked = [one.id for block in queries.blocks() for one in block.questions]
    assert asked == [
        *(f"ED{n}" for n in range(1, 10)),
        *(f"KQ{n}" for n in range(1, 7)),
        *(f"RB{n}" for n in range(1, 12)),
        *(f"KQ{n}" for n in range(7, 10)),
    ]
    assert [one.id for one in queries.cards()] == [f"OX{n}" for n in range(1, 11)]
    assert len(queries.usual_tasks()) == 25
    for card in queries.cards():
        assert {"by_day", "by_night", "way_round"} <= {name for name, _label in card.fields}


def test_each_group_of_questions_leads_to_terms_that_exist(bay: Partnership, editor: SignedIn) -> None:
    for block in queries.blocks():
        page = editor.get(f"/partnerships/bay/contract?group={block.group}").text
        assert 'aria-current="page">' + block.group_title in page


def test_answers_are_kept_and_counted(bay: Partnership, editor: SignedIn) -> None:
    sent = {
        "RB1.choice": "co_manage",
        "RB1.text": "with the primary doctor",
        "RB1.seen": "0",
        "KQ4.text": "Visits",
    }
    page = editor.post(f"{URL}/questions/roles", data=sent, follow_redirects=True).text
    assert "2 answers are saved." in page
    held = queries.answers(bay.id)
    assert held["RB1"].value == {"choice": "co_manage", "text": "with the primary doctor"}
    assert answered(queries.blocks()[2].questions, {name: one.value for name, one in held.items()}) == 2
    cleared = {"RB1.seen": "1", "KQ4.text": "Visits", "KQ4.seen": "1"}
    editor.post(f"{URL}/questions/roles", data=cleared)
    assert queries.answers(bay.id)["RB1"].value == {}


def test_two_people_at_one_answer_lose_nothing(bay: Partnership) -> None:
    save_answers(bay, {"KQ1": {"text": "first"}}, {"KQ1": 0}, actor=SYSTEM, now=NOW)
    with pytest.raises(Conflict) as caught:
        save_answers(bay, {"KQ1": {"text": "second"}}, {"KQ1": 0}, actor=SYSTEM, now=NOW)
    assert "first" in str(caught.value.theirs) and "second" in str(caught.value.mine)
    assert queries.answers(bay.id)["KQ1"].value == {"text": "first"}


def test_the_role_table_is_that_of_the_contract(bay: Partnership, editor: SignedIn) -> None:
    page = editor.get(f"{URL}/roles").text
    assert "0 of 25 tasks have an owner." in page
    sent = {"on": "2026-11-24", "seen": ""}
    for place, row in enumerate(queries.roles(bay.id, TODAY).rows):
        sent |= {f"{place}.id": row["id"], f"{place}.task": row["task"]}
    sent |= {"0.owner": "payer", "0.helper": "the Provider", "7.owner": "both"}
    page = editor.post(f"{URL}/roles", data=sent, follow_redirects=True).text
    assert "The role table holds from November 24, 2026." in page
    held = term_sheet(bay.id, TODAY).values[ROLE_TABLE]
    assert [(row["id"], row["owner"]) for row in held] == [
        (row_id("identify_patients"), "payer"),
        (row_id("equipment_oxygen_supplies"), "both"),
    ]
    assert "2 of 25 tasks have an owner." in page
    assert editor.post(f"{URL}/roles", data=sent | {"0.owner": "both"}).status_code == 409


def test_a_task_of_ones_own_stays_in_the_table() -> None:
    own = {"id": "own", "task": "Call the pharmacy", "owner": "provider"}
    rows = role_rows(["first_contact"], [own])
    assert [row["task"] for row in rows] == ["First contact", "Call the pharmacy"]
    assert settled_roles(rows) == [own]


def test_a_helper_without_an_owner_is_asked_about(bay: Partnership, editor: SignedIn) -> None:
    sent = {"on": "2026-11-24", "0.id": "x", "0.task": "Task", "0.helper": "somebody"}
    answer = editor.post(f"{URL}/roles", data=sent)
    assert answer.status_code == 422
    assert "A task that has a helper needs an owner." in answer.text
    assert 'value="somebody"' in answer.text


def test_processes_disciplines_and_criteria_are_kept(bay: Partnership, editor: SignedIn) -> None:
    editor.post(
        f"{URL}/processes/OX3", data={"seen": "0", "vendor": "Harbor Medical", "by_night": "555-0144"}
    )
    assert queries.answers(bay.id)["OX3"].value == {"vendor": "Harbor Medical", "by_night": "555-0144"}
    editor.post(f"{URL}/matrix", data={"matrix.seen": "0", "patient_calls.rn": "main"})
    assert queries.answers(bay.id)["matrix"].value == {"patient_calls": {"rn": "main"}}
    lean = {"S06.use_rule.lean": "looser", "S06.use_rule.note": "A third did not qualify", "seen": "0"}
    editor.post(f"{URL}/criteria", data=lean)
    assert "A third did not qualify" in editor.get(f"{URL}/criteria").text
    editor.post(f"{URL}/models", data={"models": ["home_based", "tele_first"], "seen": "0"})
    assert queries.answers(bay.id)["models"].value == {"picked": ["home_based", "tele_first"]}


def test_a_question_with_several_true_answers_takes_several(bay: Partnership, editor: SignedIn) -> None:
    page = editor.get(URL).text
    assert 'type="checkbox" id="f-ED7.choices"' in page and "Electronic charts" in page
    sent = {"ED7.seen": "0", "ED7.choices": ["claims", "ehr"], "ED7.text": "They will not suffice"}
    assert editor.post(f"{URL}/questions/whom", data=sent).status_code == 303
    assert queries.answers(bay.id)["ED7"].value["choices"] == ["claims", "ehr"]
    page = editor.get(URL).text
    assert 'value="ehr" checked' in page and 'value="authorizations" checked' not in page
    asked = {one.id: one for group in design_facts(bay, TODAY).groups for one in group.questions}
    assert asked["ED7"].answer == "Claims; Electronic charts. They will not suffice"
    assert editor.post(f"{URL}/questions/whom", data={"ED7.choices": ["gossip"]}).status_code == 422


def test_a_matrix_that_was_emptied_is_empty_on_the_page_and_on_paper(
    bay: Partnership, editor: SignedIn
) -> None:
    assert any(any(cells) for _task, *cells in design_facts(bay, TODAY).matrix)
    assert "(leads)" in editor.get(f"{URL}/roles").text
    editor.post(f"{URL}/matrix", data={"matrix.seen": "0"})
    assert "(leads)" not in editor.get(f"{URL}/roles").text
    assert not any(any(cells) for _task, *cells in design_facts(bay, TODAY).matrix)


@pytest.mark.parametrize(
    ("post", "sent"),
    [
        ("models", {"models": ["home_based", "by_pigeon"], "seen": "0"}),
        ("matrix", {"matrix.seen": "0", "patient_calls.rn": "everything"}),
    ],
)
def test_an_answer_that_is_in_no_list_is_refused(
    bay: Partnership, editor: SignedIn, post: str, sent: dict[str, Any]
) -> None:
    answer = editor.post(f"{URL}/{post}", data=sent)
    assert answer.status_code == 422 and "not in its list" in answer.text
    assert DesignAnswer.select().count() == 0


def test_the_sheet_of_criteria_tells_how_many_did_not_qualify(bay: Partnership, editor: SignedIn) -> None:
    for month in range(1, 9):
        DataMonth.create(
            partnership=bay,
            month=month,
            month_on=date(2026, month, 1),
            referrals=10,
            ineligible=4,
            changed_at=NOW,
        )
    assert queries.funnel_words(bay.id) == "24 of 60 (40%)"
    assert "24 of 60 (40%) did not qualify" in editor.get(f"{URL}/criteria").text
    assert share_words(3, 20) == "under 11 of 20"
    assert share_words(0, 0) == ""


def test_the_list_of_the_state_begins_the_criteria_and_is_noted_as_checked(
    bay: Partnership, editor: SignedIn
) -> None:
    page = editor.post(f"{URL}/state-list", follow_redirects=True).text
    assert "4 terms hold the state" in unescape(page)
    values = term_sheet(bay.id, TODAY).values
    assert len(values["S06.qualifying_diagnoses"]) == 4
    assert values["S42.letter_checked_on"] == TODAY
    assert "already" in editor.post(f"{URL}/state-list", follow_redirects=True).text


def test_outcomes_are_weighed(bay: Partnership, editor: SignedIn) -> None:
    links = [{"id": "fewer", "outcome": "fewer visits", "services": ["an advice line"]}]
    set_terms(bay, {"S11.outcome_links": links}, effective_on=TODAY, actor=SYSTEM, now=NOW)
    editor.post(
        f"{URL}/plausible", data={"plausible.seen": "0", "fewer.how": "doubtful", "fewer.caveat": "young"}
    )
    assert queries.answers(bay.id)["plausible"].value == {"fewer": {"how": "doubtful", "caveat": "young"}}


def test_a_viewer_reads_and_changes_nothing(bay: Partnership, viewer: SignedIn) -> None:
    for page in ("", "/roles", "/processes", "/criteria", ".docx"):
        assert viewer.get(URL + page).status_code == 200, page
    posts = (
        "questions/roles",
        "models",
        "plausible",
        "roles",
        "matrix",
        "processes/OX1",
        "criteria",
        "state-list",
    )
    for post in posts:
        assert viewer.post(f"{URL}/{post}", data={}).status_code == 403, post
    assert DesignAnswer.select().count() == 0


@pytest.mark.parametrize("partner", [False, True])
def test_the_papers_are_sound_empty_and_filled(bay: Partnership, partner: bool, tmp_path: Path) -> None:
    for _ in range(2):
        made = make_paper(bay, "M10", as_of=TODAY, partner_copy=partner)
        assert lint_docx(made.data) == ()
        (tmp_path / "m10.docx").write_bytes(made.data)
        assert validate(tmp_path / "m10.docx") == []
        text = words_of(made.data)
        for words in (
            "Which support does this population need?",
            "Identify patients",
            "Enrollment authorization",
        ):
            assert words in text
        save_answers(
            bay,
            {"KQ1": {"text": "Pain at home"}, "OX1": {"steps": "Call, then visit"}},
            {},
            actor=SYSTEM,
            now=NOW,
        )
    assert "Pain at home" in text and "Call, then visit" in text
