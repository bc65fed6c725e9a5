"""Who gets where, for every address of every slice: nobody is forgotten when a page is added."""

from __future__ import annotations

from typing import Any

import pytest
from flask import Flask
from werkzeug.routing import Rule

from tests.conftest import SignedIn

# What a stranger may see, said once more here, so that nobody opens another page unnoticed.
PUBLIC = {
    "static",
    "accounts.sign_in",
    "accounts.enter",
    "accounts.sign_out",
    "accounts.invitation",
    "accounts.accept_invitation",
    "organization.set_up",
    "organization.begin",
    "home.healthz",
    "calendars.feed",
}
# What somebody who may only look may send: their own account.
PERSONAL_SLICES = {"accounts", "organization", "reminders", "calendars"}
DUMMY: dict[str, Any] = {"RowNumber": 999999, "FloatConverter": 1.5, "UUIDConverter": "0" * 32}


def address(app: Flask, rule: Rule) -> str:
    values = {name: DUMMY.get(type(rule._converters[name]).__name__, "2026-01-31") for name in rule.arguments}
    with app.test_request_context():
        built = rule.build(values)
    assert built is not None, f"No address can be built for {rule.rule}."
    return built[1]


def rules(app: Flask, method: str) -> list[Rule]:
    found = [rule for rule in app.url_map.iter_rules() if method in (rule.methods or ())]
    assert found
    return found


def is_public(app: Flask, rule: Rule) -> bool:
    return bool(getattr(app.view_functions[rule.endpoint], "is_public", False))


def is_personal(app: Flask, rule: Rule) -> bool:
    return bool(getattr(app.view_functions[rule.endpoint], "is_personal", False))


@pytest.fixture
def settled(admin: SignedIn) -> SignedIn:
    """Somebody has an account, so that the sign-in page asks for one."""
    admin.user.password = "set"
    admin.user.save()
    return admin


def test_only_these_addresses_answer_a_stranger(app: Flask) -> None:
    found = {rule.endpoint for rule in app.url_map.iter_rules() if is_public(app, rule)}
    assert found - PUBLIC == set()


def test_a_stranger_is_sent_to_the_sign_in_by_every_page(app: Flask, settled: SignedIn) -> None:
    client = app.test_client()
    open_to_all = []
    for rule in rules(app, "GET"):
        if not is_public(app, rule):
            answer = client.get(address(app, rule))
            if answer.status_code != 303 or not answer.headers["Location"].startswith("/sign-in"):
                open_to_all.append((rule.endpoint, answer.status_code))
    assert open_to_all == []


def test_a_stranger_changes_nothing_by_any_form(app: Flask, settled: SignedIn) -> None:
    client = app.test_client()
    open_to_all = []
    for rule in rules(app, "POST"):
        if not is_public(app, rule):
            answer = client.post(address(app, rule))
            if answer.status_code != 303 or not answer.headers["Location"].startswith("/sign-in"):
                open_to_all.append((rule.endpoint, answer.status_code))
    assert open_to_all == []


def test_who_may_only_look_sends_nothing_but_what_is_personal(app: Flask, viewer: SignedIn) -> None:
    allowed = [
        (rule.endpoint, status)
        for rule in rules(app, "POST")
        if not is_public(app, rule) and not is_personal(app, rule)
        for status in [viewer.post(address(app, rule)).status_code]
        if status != 403
    ]
    assert allowed == []


def test_personal_marks_stand_only_where_accounts_are_kept(app: Flask) -> None:
    slices = {rule.endpoint.split(".")[0] for rule in app.url_map.iter_rules() if is_personal(app, rule)}
    assert slices <= PERSONAL_SLICES


def test_only_forms_change_data(app: Flask) -> None:
    verbs = {verb for rule in app.url_map.iter_rules() for verb in rule.methods or ()}
    assert verbs <= {"GET", "HEAD", "OPTIONS", "POST"}


def test_no_address_takes_both_looking_and_changing(app: Flask) -> None:
    both = [rule.endpoint for rule in app.url_map.iter_rules() if {"GET", "POST"} <= (rule.methods or set())]
    assert both == []


@pytest.mark.parametrize("person", ["viewer", "editor"])
def test_who_is_no_admin_reaches_no_admin_page(
    app: Flask, person: str, request: pytest.FixtureRequest
) -> None:
    """Accounts of others and the organization's settings are an admin's."""
    somebody: SignedIn = request.getfixturevalue(person)
    reached = []
    for rule in rules(app, "POST") + rules(app, "GET"):
        mine = is_public(app, rule) or is_personal(app, rule)
        if mine or rule.endpoint.split(".")[0] not in {"accounts", "organization"}:
            continue
        if rule.endpoint in {"accounts.password", "organization.settings", "organization.welcome"}:
            continue
        ask = somebody.post if "POST" in (rule.methods or ()) else somebody.get
        status = ask(address(app, rule)).status_code
        if status != 403:
            reached.append((rule.endpoint, status))
    assert reached == []
