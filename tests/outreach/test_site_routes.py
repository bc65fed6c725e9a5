"""A referring site and the log of its visits, as somebody types them."""

from __future__ import annotations

from typing import Any

import pytest

from app.outreach.models import Activity, Site, SiteContact, SiteCount
from app.partnerships.models import Partnership
from tests.factories import make_organization
from tests.outreach.conftest import BASE
from tests.outreach.test_routes import VISIT, undo_of

NASTY = "<b>x</b> {{ 7 * 7 }}"
SITE = {"name": "Larkspur Clinic", "tie": "weak", "next_visit_on": "2026-12-10"}


def test_a_site_is_entered_changed_taken_out_and_put_back(editor: Any, partnership: Partnership) -> None:
    assert editor.post(f"{BASE}/sites", data=SITE).status_code == 303
    row = Site.get()
    changed = SITE | {"tie": "strong", "barriers": ["outside-organization-unknown"], "seen": "1"}
    assert editor.post(f"{BASE}/sites/{row.public_id}", data=changed).status_code == 303
    page = editor.get(f"{BASE}/sites/{row.public_id}").text
    assert "Outside organization unknown" in page
    assert "How the tie grew" in page
    editor.post(f"{BASE}/sites/{row.public_id}/remove")
    assert "Larkspur Clinic" not in editor.get(f"{BASE}/activities/new").text
    listed = editor.get(f"{BASE}/sites?removed=1").text
    assert "Put back" in listed
    editor.post(f"{BASE}/sites/{row.public_id}/restore")
    assert not Site.get().removed


def test_a_late_save_of_a_site_shows_both_values(editor: Any, site: Site) -> None:
    address = f"{BASE}/sites/{site.public_id}"
    assert editor.post(address, data=SITE | {"place": "Fresno", "seen": "1"}).status_code == 303
    late = editor.post(address, data=SITE | {"place": "Clovis", "seen": "1"})
    assert late.status_code == 409
    assert "Fresno" in late.text
    assert "Clovis" in late.text


def test_an_organization_of_the_list_lends_its_name(editor: Any, partnership: Partnership) -> None:
    clinic = make_organization(name="Larkspur Heart Clinic", role="referrer")
    plan = make_organization(name="Another plan")
    refused = editor.post(f"{BASE}/sites", data=SITE | {"organization": plan.public_id})
    assert refused.status_code == 422
    editor.post(f"{BASE}/sites", data=SITE | {"name": "", "organization": clinic.public_id})
    assert (Site.get().name, Site.get().organization_id) == ("Larkspur Heart Clinic", clinic.id)


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"name": ""}, "Write the name of the site"),
        ({"name": "x" * 256}, "Keep this under 255 characters"),
        ({"tie": "iron"}, "Choose one of the answers"),
        ({"next_visit_on": ""}, "Set the next visit, or say below why there is none."),
        ({"next_visit_on": "soon"}, "Enter a date that exists"),
        ({"barriers": ["made-up"]}, "Choose from the answers in the list."),
    ],
)
def test_a_mistake_about_a_site_keeps_what_was_typed_and_stores_nothing(
    editor: Any, partnership: Partnership, wrong: dict[str, Any], sentence: str
) -> None:
    answer = editor.post(f"{BASE}/sites", data={**SITE, "place": NASTY, **wrong})
    assert answer.status_code == 422
    assert sentence in answer.text
    assert "<title>Error: " in answer.text
    assert "&lt;b&gt;x&lt;/b&gt; {{ 7 * 7 }}" in answer.text
    assert Site.select().count() == 0


def test_referrals_are_counts_of_quarters_and_nothing_else(editor: Any, site: Site) -> None:
    address = f"{BASE}/sites/{site.public_id}/counts"
    assert editor.post(address, data={"quarter_on": "2026-07-01", "referrals": "12"}).status_code == 303
    assert editor.post(address, data={"quarter_on": "2026-07-02", "referrals": "1"}).status_code == 422
    refused = editor.post(address, data={"quarter_on": "2026-07-01", "referrals": "a few"})
    assert refused.status_code == 422
    assert "a few" in refused.text
    assert SiteCount.get().referrals == 12
    editor.post(address, data={"quarter_on": "2026-07-01", "referrals": ""})
    assert SiteCount.select().count() == 0


def test_a_contact_is_noted_taken_out_and_put_back(editor: Any, site: Site) -> None:
    address = f"{BASE}/sites/{site.public_id}"
    refused = editor.post(f"{address}/contacts", data={"contact_name": "", "contact_email": "nobody"})
    assert refused.status_code == 422
    editor.post(f"{address}/contacts", data={"contact_name": "Ines Dunmore", "contact_function": "Nurse"})
    contact = SiteContact.get()
    assert "Ines Dunmore" in editor.get(address).text
    editor.post(f"{BASE}/contacts/{contact.public_id}/remove")
    page = editor.get(address)
    assert "Ines Dunmore" not in page.text
    editor.post(undo_of(page))
    assert "Ines Dunmore" in editor.get(address).text


def test_a_visit_is_logged_from_its_site_and_shown_there(editor: Any, site: Site) -> None:
    form_page = editor.get(f"{BASE}/activities/new?site={site.public_id}").text
    assert f'value="{site.public_id}" selected' in form_page
    data = VISIT | {
        "site": site.public_id,
        "topics": ["OE1", "OE2"],
        "follow_up_on": "2027-01-15",
        "answer_OQ2": "One number to call.",
        "barriers": ["fear-of-losing-the-patient-to-another-team"],
    }
    assert editor.post(f"{BASE}/activities", data=data).status_code == 303
    page = editor.get(f"{BASE}/sites/{site.public_id}").text
    assert "One number to call." in page
    assert "Fear of losing the patient to another team" in page
    assert "Friday, January 15, 2027" in page
    assert "2.5" in editor.get(f"{BASE}/activities").text
    row = Activity.get()
    changed = data | {"hours": "3", "seen": "1"}
    assert editor.post(f"{BASE}/activities/{row.public_id}", data=changed).status_code == 303
    assert "3 hours of ours" in editor.get(f"{BASE}/activities").text


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"on": "2026-11-25"}, "Enter a day that has come"),
        ({"kind": ""}, "Choose what it was."),
        ({"hours": "many"}, "Enter a number, like 6 or 6.5."),
        ({"site": "nobody"}, "Choose a site from the list."),
        ({"topics": ["OE99"]}, "Choose from the answers in the list."),
    ],
)
def test_a_mistake_in_the_log_keeps_what_was_typed_and_stores_nothing(
    editor: Any, site: Site, wrong: dict[str, Any], sentence: str
) -> None:
    answer = editor.post(f"{BASE}/activities", data={**VISIT, "note": NASTY, **wrong})
    assert answer.status_code == 422
    assert sentence in answer.text
    assert "&lt;b&gt;x&lt;/b&gt; {{ 7 * 7 }}" in answer.text
    assert Activity.select().count() == 0


def test_a_visit_at_a_site_asks_for_the_next_date(editor: Any, site: Site) -> None:
    data = VISIT | {"site": site.public_id}
    refused = editor.post(f"{BASE}/activities", data=data)
    assert "Set the next date for this site" in refused.text
    assert (
        editor.post(f"{BASE}/activities", data=data | {"no_follow_up_reason": "They close."}).status_code
        == 303
    )
    assert "No visit is planned: They close." in editor.get(f"{BASE}/sites/{site.public_id}").text
