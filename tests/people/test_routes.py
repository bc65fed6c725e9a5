"""Organizations and people in the browser."""

from __future__ import annotations

from typing import Any

import pytest
from flask.testing import FlaskClient

from app.core.db import connected
from app.people.models import Organization, Person
from tests.conftest import SignedIn
from tests.counting import count_statements
from tests.factories import make_organization, make_person, make_user

PLAN = {"name": "Ordway Community Health Plan", "role": "payer", "kind": "regional_plan"}
PERSON = {"name": "Priya Nair", "function": "finance", "email": "p.nair@ordway.example"}


def test_an_empty_list_says_what_belongs_there(editor: SignedIn) -> None:
    assert "People will appear here" in editor.get("/people").text


def test_an_organization_and_its_first_person_are_added(editor: SignedIn) -> None:
    assert editor.get("/organizations/new").status_code == 200
    answer = editor.post("/organizations", data=PLAN)
    assert answer.status_code == 303
    with connected():
        plan = Organization.get()
    assert editor.get(f"/organizations/{plan.public_id}/people/new").status_code == 200
    answer = editor.post(f"/organizations/{plan.public_id}/people", data=PERSON, follow_redirects=True)
    assert "Priya Nair is in the list." in answer.text
    assert "p.nair@ordway.example" in answer.text and "Finance" in answer.text


@pytest.mark.parametrize(
    ("field", "typed", "sentence"),
    [
        ("name", "", "Enter the name of the person."),
        ("name", "x" * 300, "Keep this under 255"),
        ("email", "priya at plan", "Enter an email address like"),
        ("function", "magic", "Choose one of the answers"),
        ("left_on", "2026-02-30", "Enter a date that exists"),
        ("left_on", "2027-01-01", "once it has come"),
        ("deputy", "nobody", "same organization"),
        ("user", "nobody", "Choose an account"),
    ],
)
def test_a_mistake_about_a_person_keeps_what_was_typed(
    editor: SignedIn, field: str, typed: str, sentence: str
) -> None:
    plan = make_organization()
    data = {**PERSON, "title": "Contracts, region 4", field: typed}
    answer = editor.post(f"/organizations/{plan.public_id}/people", data=data)
    assert answer.status_code == 422
    assert (
        sentence in answer.text and "Contracts, region 4" in answer.text and "<title>Error: " in answer.text
    )
    with connected():
        assert Person.select().count() == 0


@pytest.mark.parametrize(
    ("field", "typed", "sentence"),
    [
        ("name", " ", "Enter the name of the organization."),
        ("role", "", "Choose what it is to us."),
        ("kind", "circus", "Choose one of the answers"),
        ("ours", "1", "Our own organization is a provider."),
        ("notes", "x" * 6000, "Keep this under 5,000"),
    ],
)
def test_a_mistake_about_an_organization_stores_nothing(
    editor: SignedIn, field: str, typed: str, sentence: str
) -> None:
    answer = editor.post("/organizations", data={**PLAN, field: typed})
    assert answer.status_code == 422 and sentence in answer.text
    with connected():
        assert Organization.select().count() == 0


def test_what_is_typed_comes_out_as_text(editor: SignedIn) -> None:
    typed = "<script>alert(1)</script> {{ 7*7 }}"
    editor.post("/organizations", data={**PLAN, "name": typed})
    html = editor.get("/people").text
    assert "&lt;script&gt;alert(1)&lt;/script&gt; {{ 7*7 }}" in html and "<script>alert" not in html


def test_changes_are_saved_and_the_account_is_linked(editor: SignedIn) -> None:
    ours = make_organization(role="provider", ours=True, name="Kestrel Bay")
    person, user = make_person(ours), make_user(name="Ines Calloway")
    assert "Ines Calloway" in editor.get(f"/people/{person.public_id}/edit").text
    data = {**PERSON, "left_on": "2026-11-01", "user": user.public_id, "seen": "1"}
    assert editor.post(f"/people/{person.public_id}", data=data).status_code == 303
    with connected():
        saved = Person.get_by_id(person.id)
        assert (saved.user_id, saved.left_on.isoformat(), saved.function) == (
            user.id,
            "2026-11-01",
            "finance",
        )
    assert "left" in editor.get("/people?role=provider").text


def test_a_delete_can_be_undone_from_its_toast(editor: SignedIn) -> None:
    person = make_person(make_organization(), name="Typed By Mistake")
    html = editor.post(f"/people/{person.public_id}/delete", follow_redirects=True).text
    address = f"/people/{person.public_id}/restore"
    assert address in html and "Typed By Mistake is off the list." in html
    assert "Typed By Mistake is back." in editor.post(address, follow_redirects=True).text


def test_an_organization_is_edited_deleted_and_brought_back(editor: SignedIn) -> None:
    plan = make_organization(name="Ordway")
    assert "Ordway" in editor.get(f"/organizations/{plan.public_id}/edit").text
    assert editor.post(f"/organizations/{plan.public_id}", data={**PLAN, "seen": "1"}).status_code == 303
    assert (
        editor.post(f"/organizations/{plan.public_id}", data={**PLAN, "name": "X", "seen": "1"}).status_code
        == 409
    )
    assert editor.post(f"/organizations/{plan.public_id}/delete").status_code == 303
    assert editor.post(f"/organizations/{plan.public_id}/restore").status_code == 303
    with connected():
        assert Organization.get().name == PLAN["name"]


def test_a_viewer_looks_and_changes_nothing(viewer: SignedIn) -> None:
    person = make_person(make_organization(), name="Priya Nair")
    html = viewer.get("/people").text
    assert "Priya Nair" in html and "New organization" not in html
    for address in (
        "/organizations",
        f"/organizations/{person.organization.public_id}",
        f"/organizations/{person.organization.public_id}/delete",
        f"/organizations/{person.organization.public_id}/restore",
        f"/organizations/{person.organization.public_id}/people",
        f"/people/{person.public_id}",
        f"/people/{person.public_id}/delete",
        f"/people/{person.public_id}/restore",
    ):
        assert viewer.post(address, data=PERSON).status_code == 403, address
    for address in ("/organizations/new", f"/people/{person.public_id}/edit"):
        assert viewer.get(address).status_code == 403, address


def test_a_stranger_is_asked_to_sign_in(client: FlaskClient) -> None:
    assert client.get("/people").location.startswith("/sign-in")
    assert client.post("/organizations", data=PLAN).status_code == 303


def test_what_is_not_there_is_not_found(editor: SignedIn) -> None:
    for address in (
        "/people/nobody/edit",
        "/organizations/nothing/edit",
        "/organizations/nothing/people/new",
    ):
        assert editor.get(address).status_code == 404


@pytest.mark.parametrize("people", [1, 120])
def test_the_list_needs_three_statements_whatever_its_length(editor: SignedIn, people: int) -> None:
    plan: Any = make_organization()
    for number in range(people):
        make_person(plan, name=f"Person {number:03d}")
    with count_statements() as counter:
        assert editor.get("/people").status_code == 200
    assert counter.count <= 3
