"""Whatever people type in their own words is looked at: no patient slips in, and nobody is stuck."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path

import pytest
from flask import Flask

from app.actions.models import Action
from app.core.db import connected
from app.core.tripwire import seal, suspicions
from app.terms.queries import terms_in_force
from tests.conftest import SignedIn
from tests.factories import make_partnership

ROOT = Path(__file__).resolve().parents[2]
ABOUT_A_PATIENT = "Call the daughter of patient Maria Lopez, MRN 0047211"
# What routes may read without the form reader: choices of ours, never words of a person's own.
BARE = {
    "next", "once", "at_home", "add", "drop", "then", "theme", "to", "inline", "about", "kind", "from_on",
    "idea", "suggested", "how", "meeting", "drop_decision", "drop_action", "of",
    "on", "filled",
}  # fmt: skip


def test_no_route_reads_words_past_the_form_reader() -> None:
    read = {
        (path.relative_to(ROOT).as_posix(), name)
        for path in (ROOT / "app").rglob("*.py")
        for name in re.findall(
            r"request\.(?:form|values)(?:\.get\(|\[)\s*\"([^\"]+)\"", path.read_text("utf-8")
        )
    }
    assert {pair for pair in read if pair[1] not in BARE} == set()


def test_an_action_about_a_patient_is_asked_about_and_kept_when_nobody_is_meant(
    app: Flask, editor: SignedIn
) -> None:
    make_partnership(key="bay")
    form = {"partnership": "bay", "text": ABOUT_A_PATIENT, "side": "provider"}
    refused = editor.post("/actions", data=form)
    assert refused.status_code == 422
    assert ABOUT_A_PATIENT in refused.text and "No patient is meant here" in refused.text
    token = re.search(r'name="nobody_meant" value="([0-9a-f]+)"', refused.text)
    assert token is not None and token[1] == seal(suspicions(ABOUT_A_PATIENT))
    assert editor.post("/actions", data=form | {"nobody_meant": token[1]}).status_code == 303
    with connected():
        assert Action.get().text == ABOUT_A_PATIENT


@pytest.mark.parametrize("key", ["S01.payer_name", "S01.payer_mailbox"])
def test_a_contract_term_about_a_patient_is_asked_about(app: Flask, editor: SignedIn, key: str) -> None:
    bay = make_partnership(key="bay")
    group = "who"
    form = {"effective_on": "2026-01-01", f"{key}.was": "", key: ABOUT_A_PATIENT}
    refused = editor.post(f"/partnerships/bay/contract?group={group}", data=form)
    assert refused.status_code == 422 and "No patient is meant here" in refused.text
    with connected():
        assert key not in terms_in_force(bay.id, date(2026, 11, 24))
    token = re.search(r'name="nobody_meant" value="([0-9a-f]+)"', refused.text)
    assert token is not None
    kept = editor.post(f"/partnerships/bay/contract?group={group}", data=form | {"nobody_meant": token[1]})
    assert kept.status_code == 303
    with connected():
        assert terms_in_force(bay.id, date(2026, 11, 24))[key] == ABOUT_A_PATIENT
