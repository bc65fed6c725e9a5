"""Two people, or two clicks, at the same moment: nobody's work is written over unseen."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from flask import Flask

from app.core.db import BaseModel
from app.partnerships import service as partnerships
from app.partnerships.models import Partnership
from tests.conftest import SignedIn
from tests.factories import make_action, make_meeting, make_partnership, make_person

Edited = tuple[BaseModel, str, dict[str, str], dict[str, str]]  # row, address, what is right, what is wrong


def an_action() -> Edited:
    row = make_action(make_partnership())
    return row, f"/actions/{row.public_id}", {"text": "Mine", "side": "provider"}, {"text": ""}


def a_person() -> Edited:
    row = make_person(make_partnership().payer)
    return row, f"/people/{row.public_id}", {"name": "Mine"}, {"name": ""}


def an_organization() -> Edited:
    row = make_partnership().payer
    return row, f"/organizations/{row.public_id}", {"name": "Mine", "role": "payer"}, {"name": ""}


def a_partnership() -> Edited:
    row = make_partnership()
    return row, f"/partnerships/{row.key}", {"name": "Mine"}, {"name": ""}


def a_stage() -> Edited:
    row = make_partnership()
    right = {"to_stage": "sustained", "on": "2026-11-01", "reason": "It works."}
    return row, f"/partnerships/{row.key}/stage", right, {"reason": ""}


def a_meeting() -> Edited:
    row = make_meeting(make_partnership())
    right = {
        "kind": "operations",
        "on": "2026-12-02",
        "starts_at": "14:00",
        "minutes": "60",
        "mode": "video",
    }
    return row, f"/meetings/{row.public_id}", right, {"on": ""}


@pytest.mark.parametrize(
    "make",
    [an_action, a_person, an_organization, a_partnership, a_stage, a_meeting],
    ids=lambda m: m.__name__,
)
def test_a_mistake_in_between_does_not_hide_that_somebody_saved(
    app: Flask, editor: SignedIn, make: Callable[[], Edited]
) -> None:
    """The form that comes back still knows which version the person had opened."""
    row, address, right, wrong = make()
    type(row).update(version=2).execute()  # somebody else saves meanwhile
    again = editor.post(address, data={**right, **wrong, "seen": "1"})
    assert again.status_code == 422
    shown = re.search(r'name="seen" value="(\d*)"', again.text)
    assert shown is not None
    answer = editor.post(address, data={**right, "seen": shown[1]})
    assert answer.status_code == 409
    assert type(row).get_by_id(row.get_id()).version == 2


def test_the_second_of_two_who_begin_the_same_partnership_is_told(
    app: Flask, editor: SignedIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    there = make_partnership(key="twins", name="Twins")
    monkeypatch.setattr(partnerships, "_taken_keys", set)  # it was not there a moment ago
    answer = editor.post(
        "/partnerships",
        data={
            "name": "Twins",
            "payer": there.payer.public_id,
            "provider": there.provider.public_id,
            "stage": "pilot",
            "stage_since": "2026-11-01",
        },
    )
    assert answer.status_code == 409
    assert "Somebody saved the same thing" in answer.text
    assert Partnership.select().count() == 1
