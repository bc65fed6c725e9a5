"""A partnership in the browser: begun, changed, staffed, deleted."""

from __future__ import annotations

import pytest
from flask.testing import FlaskClient

from app.core.db import connected
from app.organization.models import House
from app.partnerships.models import Membership, Partnership
from app.partnerships.queries import members
from tests.conftest import SignedIn
from tests.factories import make_member, make_organization, make_partnership, make_person

NEW = {
    "payer_name": "Ordway Community Health Plan",
    "provider_name": "Kestrel Bay Hospice",
    "stage": "pilot",
    "stage_since": "2025-12-01",
    "product_lines": ["medi_cal_managed_care"],
}
AT = "/partnerships/kestrel-bay"


@pytest.fixture
def partnership(database: str) -> Partnership:
    return make_partnership(key="kestrel-bay", name="Kestrel Bay / Ordway")


def test_a_first_partnership_needs_two_names(editor: SignedIn) -> None:
    assert "Your organization" in editor.get("/partnerships/new").text
    answer = editor.post("/partnerships", data=NEW)
    assert answer.status_code == 303 and answer.location == "/partnerships/ordway-community-health-plan"
    html = editor.get(answer.location).text
    assert "Ordway Community Health Plan is in the list." in html and "Medi-Cal managed care" in html


def test_known_organizations_are_offered(editor: SignedIn) -> None:
    plan, ours = (
        make_organization(name="Sunmere"),
        make_organization(name="Tallow Ridge", role="provider", ours=True),
    )
    assert "Sunmere" in editor.get("/partnerships/new").text
    data = {
        "payer": plan.public_id,
        "provider": ours.public_id,
        "stage": "exploring",
        "stage_since": "2026-11-01",
    }
    assert editor.post("/partnerships", data=data).location == "/partnerships/sunmere"
    with connected():
        made = Partnership.get()
        assert (made.payer_id, made.provider_id) == (plan.id, ours.id)


def test_an_invented_hospice_is_never_offered_as_our_side(editor: SignedIn) -> None:
    make_organization(name="Juniper Flats Hospice", role="provider", ours=True, example=True)
    with connected():
        House.update(name="Cedar Valley Hospice").execute()
    html = editor.get("/partnerships/new").text
    assert 'value="Cedar Valley Hospice"' in html and "selected>Juniper Flats Hospice" not in html
    ours = make_organization(name="Cedar Valley Hospice", role="provider", ours=True)
    html = editor.get("/partnerships/new").text
    assert f'value="{ours.public_id}" selected' in html and 'value="Cedar Valley Hospice"' not in html


@pytest.mark.parametrize(
    ("field", "typed", "sentence"),
    [
        ("payer_name", "", "Choose the health plan, or enter"),
        ("provider_name", "", "Choose your organization, or enter"),
        ("stage", "dreaming", "Choose one of the answers"),
        ("stage", "", "Choose where you are."),
        ("stage_since", "", "Enter the day the stage began"),
        ("stage_since", "2026-12-01", "a day that has come"),
        ("product_lines", "lottery", "Choose from the answers"),
        ("lead", "999", "Choose one of the answers"),
        ("name", "x" * 300, "Keep this under 255"),
    ],
)
def test_a_mistake_keeps_what_was_typed_and_stores_nothing(
    editor: SignedIn, field: str, typed: str, sentence: str
) -> None:
    answer = editor.post("/partnerships", data={**NEW, "service_area": "Mesa and Alder", field: typed})
    assert answer.status_code == 422 and sentence in answer.text and "Mesa and Alder" in answer.text
    with connected():
        assert Partnership.select().count() == 0


def test_a_plan_that_does_not_exist_cannot_be_chosen(editor: SignedIn) -> None:
    referrer = make_organization(role="referrer")
    for payer in ("made-up", referrer.public_id):
        answer = editor.post("/partnerships", data={**NEW, "payer_name": "", "payer": payer})
        assert answer.status_code == 422 and "Choose one of the answers" in answer.text


def test_changes_are_saved_and_a_second_editor_is_told(editor: SignedIn, partnership: Partnership) -> None:
    assert "kestrel-bay" in editor.get(f"{AT}/edit").text
    data = {"name": "Kestrel Bay and Ordway", "setting": "rural", "seen": "1"}
    assert editor.post(AT, data=data).status_code == 303
    answer = editor.post(AT, data={**data, "name": "Mine"})
    assert answer.status_code == 409 and "Mine" in answer.text and "Kestrel Bay and Ordway" in answer.text
    assert editor.post(AT, data={"name": ""}).status_code == 422


def test_what_is_typed_comes_out_as_text(editor: SignedIn, partnership: Partnership) -> None:
    editor.post(AT, data={"name": "<b>{{ 7*7 }}</b>", "service_area": "<img src=x>"})
    for address in (AT, "/partnerships", f"{AT}/stage", f"{AT}/people", f"{AT}/edit"):
        html = editor.get(address).text
        assert "&lt;b&gt;{{ 7*7 }}&lt;/b&gt;" in html and "<b>{{" not in html and "<img src=x>" not in html


def test_people_of_both_sides_are_put_on_it(editor: SignedIn, partnership: Partnership) -> None:
    person = make_person(partnership.payer, name="Priya Nair")
    assert "Priya Nair" in editor.get(f"{AT}/people").text
    answer = editor.post(
        f"{AT}/people", data={"person": person.public_id, "lead": "1"}, follow_redirects=True
    )
    assert "Priya Nair works on this now." in answer.text and ", lead" in answer.text
    second = make_person(partnership.payer, name="Alma Brandt")
    editor.post(f"{AT}/people", data={"person": second.public_id})
    editor.post(f"{AT}/people/{second.public_id}/lead")
    with connected():
        assert {row.name: row.lead for row in members(partnership.id)} == {
            "Priya Nair": False,
            "Alma Brandt": True,
        }
    answer = editor.post(f"{AT}/people/{person.public_id}/remove", follow_redirects=True)
    assert f"{AT}/people/{person.public_id}/restore" in answer.text
    editor.post(f"{AT}/people/{person.public_id}/restore")
    with connected():
        assert Membership.select().count() == 2


def test_a_stranger_to_both_organizations_cannot_be_added(editor: SignedIn, partnership: Partnership) -> None:
    person = make_person(make_organization())
    answer = editor.post(f"{AT}/people", data={"person": person.public_id})
    assert answer.status_code == 422 and "Choose a person of one of the two" in answer.text
    assert editor.post(f"{AT}/people", data={}).status_code == 422


def test_only_an_admin_deletes_and_is_asked_before(
    admin: SignedIn, editor: SignedIn, partnership: Partnership
) -> None:
    assert "<dialog" not in editor.get(f"{AT}/edit").text
    assert editor.post(f"{AT}/delete").status_code == 403
    assert "This cannot be undone." in admin.get(f"{AT}/edit").text
    assert "everything in it is deleted." in admin.post(f"{AT}/delete", follow_redirects=True).text
    assert admin.get(AT).status_code == 404


def test_a_viewer_looks_and_changes_nothing(viewer: SignedIn, partnership: Partnership) -> None:
    person = make_person(partnership.payer)
    make_member(partnership, person)
    for address in (AT, f"{AT}/people", f"{AT}/timeline", "/partnerships"):
        assert viewer.get(address).status_code == 200, address
    for address in ("/partnerships/new", f"{AT}/edit"):
        assert viewer.get(address).status_code == 403, address
    for address in (
        "/partnerships",
        AT,
        f"{AT}/delete",
        f"{AT}/people",
        f"{AT}/people/{person.public_id}/lead",
        f"{AT}/people/{person.public_id}/remove",
        f"{AT}/people/{person.public_id}/restore",
    ):
        assert viewer.post(address, data=NEW).status_code == 403, address


def test_a_stranger_is_asked_to_sign_in(client: FlaskClient, partnership: Partnership) -> None:
    for address in ("/partnerships", AT, f"{AT}/people"):
        assert client.get(address).location.startswith("/sign-in"), address


def test_what_is_not_there_is_not_found(editor: SignedIn, partnership: Partnership) -> None:
    for address in ("/partnerships/none", "/partnerships/none/edit"):
        assert editor.get(address).status_code == 404, address
    assert editor.post(f"{AT}/people/nobody/lead").status_code == 404
