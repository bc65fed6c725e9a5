"""The pages of the referral plan, as an editor, a viewer and a stranger; without JavaScript and with."""

from __future__ import annotations

import re
from datetime import date
from typing import Any

import pytest

from app.core.db import connected
from app.outreach.models import (
    Champion,
    Material,
    MaterialSent,
    ReferralPlan,
    Site,
    SiteCount,
    Strategy,
    Training,
)
from app.partnerships.models import Partnership
from tests.counting import count_statements
from tests.factories import make_member, make_organization, make_partnership, make_person
from tests.outreach.conftest import (
    BASE,
    make_activity,
    make_champion,
    make_material,
    make_site,
    make_strategy,
    make_training,
)

LISTS = ("", "/strategies", "/sites", "/activities", "/champions", "/material", "/training")
VISIT = {"on": "2026-11-20", "kind": "visit", "led_by": "provider", "hours": "2.5"}
CHAMPION = {
    "organization": "Larkspur Clinic",
    "function": "Medical director",
    "side": "referrer",
    "role": "clinical_champion",
}
SHEET = {
    "title": "Sheet",
    "kind": "program_sheet_for_referrers",
    "audience": "referrers",
    "language": "Spanish",
}
TRAINING = {"topic": "OE1", "audience": "plan_staff", "planned_on": "2026-12-01", "repeat_months": "6"}


def undo_of(page: Any) -> str:
    """The address behind the Undo of the toast on a page."""
    found = re.search(r'action="([^"]*(?:undo|undone|remove|restore|take-back)[^"]*)"', toasts(page))
    assert found, "No undo is offered."
    return found[1].replace("&amp;", "&")


def toasts(page: Any) -> str:
    return str(page.text).split('id="toasts"', 1)[1]


@pytest.fixture
def one_of_each(partnership: Partnership, site: Site) -> dict[str, Any]:
    """One entry of every kind."""
    return {
        "sites": site,
        "strategies": make_strategy(partnership),
        "activities": make_activity(partnership, site=site),
        "champions": make_champion(partnership, site=site),
        "material": make_material(partnership),
        "training": make_training(partnership),
    }


@pytest.mark.parametrize("part", LISTS)
def test_an_empty_plan_says_what_belongs_here(viewer: Any, partnership: Partnership, part: str) -> None:
    page = viewer.get(f"{BASE}{part}")
    assert page.status_code == 200
    assert 'aria-current="page">Referrals' in page.text


@pytest.mark.parametrize("part", LISTS)
def test_a_stranger_is_asked_to_sign_in(client: Any, partnership: Partnership, part: str) -> None:
    assert client.get(f"{BASE}{part}").status_code == 303


@pytest.mark.parametrize("part", LISTS)
def test_who_may_only_look_is_offered_nothing_to_press(
    viewer: Any, one_of_each: dict[str, Any], part: str
) -> None:
    main = viewer.get(f"{BASE}{part}").text.split("<main", 1)[1].split("</main>")[0]
    assert 'method="post"' not in main
    assert "btn-primary" not in main


def test_the_first_page_says_who_refers_and_what_is_due(viewer: Any, one_of_each: dict[str, Any]) -> None:
    with connected():
        SiteCount.create(site=one_of_each["sites"], quarter_on=date(2026, 10, 1), referrals=4)
        Site.update(next_visit_on=date(2026, 11, 20)).execute()
    page = viewer.get(BASE).text
    assert "Your one site refers; 1 visit is due." in page
    assert "4 days late" in page
    assert "No deputy" in page
    assert "Lists are a start, not a finished product" in page


def test_a_strategy_is_chosen_given_to_somebody_and_done(editor: Any, partnership: Partnership) -> None:
    with connected():
        person = make_person(partnership.provider, name="Willa Norrington")
        make_member(partnership, person, side="provider")
    answer = editor.post(f"{BASE}/strategies/choose", data={"idea": "RV5"})
    row = Strategy.get()
    assert answer.headers["Location"].endswith(f"/strategies/{row.public_id}/edit")
    form = {"owner": person.public_id, "every_weeks": "6", "status": "active", "seen": "1"}
    assert editor.post(f"{BASE}/strategies/{row.public_id}", data=form).status_code == 303
    editor.post(f"{BASE}/strategies/{row.public_id}/done")
    row = Strategy.get()
    assert (row.title[:15], row.owner_id) == ("Steady teaching", person.id)
    assert (row.last_done_on, row.next_due_on) == (date(2026, 11, 24), date(2027, 1, 5))
    page = editor.get(f"{BASE}/strategies")
    assert "Done today. Next on Jan 5, 2027." in page.text
    editor.post(undo_of(page))
    assert (Strategy.get().last_done_on, Strategy.get().next_due_on) == (None, None)


def test_an_undo_that_comes_late_does_not_undo_what_somebody_did_since(
    editor: Any, partnership: Partnership
) -> None:
    row = make_strategy(partnership)
    editor.post(f"{BASE}/strategies/{row.public_id}/done")
    done = undo_of(editor.get(BASE))
    editor.post(f"{BASE}/revisited")
    looked = undo_of(editor.get(BASE))
    Strategy.update(next_due_on=date(2027, 3, 1), version=Strategy.version + 1).execute()
    ReferralPlan.update(look_again_on=date(2027, 3, 1), version=ReferralPlan.version + 1).execute()
    assert [editor.post(one).status_code for one in (done, looked)] == [409, 409]
    assert (Strategy.get().next_due_on, ReferralPlan.get().look_again_on) == (date(2027, 3, 1),) * 2


def test_done_answers_htmx_with_the_row_alone(editor: Any, partnership: Partnership) -> None:
    row = make_strategy(partnership)
    answer = editor.post(f"{BASE}/strategies/{row.public_id}/done", headers={"HX-Request": "true"})
    assert f'id="strategy-{row.public_id}"' in answer.text
    assert "<h1" not in answer.text
    assert "hx-swap-oob" in answer.text
    assert "data-focus" not in answer.text


def test_the_hands_stay_on_the_row_when_its_button_has_done_its_work(
    editor: Any, partnership: Partnership
) -> None:
    row = make_strategy(partnership, every_weeks=None)
    answer = editor.post(f"{BASE}/strategies/{row.public_id}/done", headers={"HX-Request": "true"})
    assert "Done today<" not in answer.text
    assert re.search(r'<a id="edit-[^"]*" data-focus', answer.text)


def test_a_strategy_of_ones_own_and_one_for_a_stranger(editor: Any, partnership: Partnership) -> None:
    outsider = make_person(make_organization())
    form = {"title": "Speak at rounds", "side": "payer", "status": "planned"}
    refused = editor.post(f"{BASE}/strategies", data=form | {"owner": outsider.public_id})
    assert refused.status_code == 422
    assert "Choose somebody who works on" in refused.text
    assert editor.post(f"{BASE}/strategies", data=form).status_code == 303
    assert Strategy.get().side == "payer"


def test_the_plan_was_looked_at_today_and_not_after_all(editor: Any, partnership: Partnership) -> None:
    editor.post(f"{BASE}/revisited")
    page = editor.get(BASE)
    assert "Again by May 24, 2027." in page.text
    editor.post(undo_of(page))
    assert ReferralPlan.get().revisited_on is None


def test_champions_material_and_trainings_are_entered_and_changed(editor: Any, site: Site) -> None:
    for part, data, model in (
        ("champions", CHAMPION | {"site": site.public_id}, Champion),
        ("material", SHEET, Material),
        ("training", TRAINING, Training),
    ):
        assert editor.post(f"{BASE}/{part}", data={}).status_code == 422
        assert editor.post(f"{BASE}/{part}", data=data).status_code == 303
        row = model.get()
        edit = editor.get(f"{BASE}/{part}/{row.public_id}/edit")
        assert edit.status_code == 200
        assert editor.post(f"{BASE}/{part}/{row.public_id}", data={"seen": "1"}).status_code == 422
        saved = editor.post(f"{BASE}/{part}/{row.public_id}", data=data | {"seen": "1"})
        assert saved.status_code == 303
        editor.post(f"{BASE}/{part}/{row.public_id}/remove")
        assert model.get().removed
        editor.post(f"{BASE}/{part}/{row.public_id}/restore")
        assert not model.get().removed


def test_a_sheet_is_not_approved_before_the_plan_was_asked(editor: Any, partnership: Partnership) -> None:
    days = {"asked_plan_on": "2026-05-02", "approved_by_plan_on": "2026-05-01"}
    answer = editor.post(f"{BASE}/material", data=SHEET | days)
    assert answer.status_code == 422
    assert "on or after the one on which the plan was asked" in answer.text


def test_material_goes_to_several_sites_at_once(editor: Any, partnership: Partnership, site: Site) -> None:
    material, other = make_material(partnership), make_site(partnership)
    address = f"{BASE}/material/{material.public_id}/sent"
    assert editor.post(address, data={"sent_on": "2026-11-20"}).status_code == 422
    both = {"sent_sites": [site.public_id, other.public_id], "sent_on": "2026-11-20"}
    assert editor.post(address, data=both).status_code == 303
    assert MaterialSent.select().count() == 2
    page = editor.get(f"{BASE}/material/{material.public_id}/edit").text
    assert "2 sites have it now." in page
    assert "Sites that got it" not in page


def test_a_training_is_held_repeated_and_taken_back(editor: Any, partnership: Partnership) -> None:
    row = make_training(partnership, repeat_months=6)
    address = f"{BASE}/training/{row.public_id}"
    assert editor.post(f"{address}/held", data={"held_on": "2026-11-25"}).status_code == 422
    assert (
        editor.post(f"{address}/held", data={"held_on": "2026-11-20", "people_count": "9"}).status_code == 303
    )
    page = editor.get(f"{BASE}/training")
    assert "Marked as held. The next one is planned." in page.text
    assert "9 people" in page.text
    again = editor.post(f"{address}/held", data={"held_on": "2026-11-20"})
    assert again.status_code == 422
    assert "marked as held already" in again.text
    editor.post(undo_of(page))
    assert Training.get_by_id(row.id).held_on is None


def test_a_list_is_filtered_by_htmx_and_by_a_plain_form_alike(editor: Any, partnership: Partnership) -> None:
    make_site(partnership, name="Alder", tie="strong")
    make_site(partnership, name="Birch", tie="weak")
    plain = editor.get(f"{BASE}/sites?tie=weak")
    part = editor.get(f"{BASE}/sites?tie=weak", headers={"HX-Request": "true"})
    for answer in (plain, part):
        assert "Birch" in answer.text
        assert "Alder" not in answer.text
    assert "<h1" not in part.text
    assert "<h1" in plain.text


def test_nothing_is_reached_through_the_address_of_another_partnership(
    editor: Any, one_of_each: dict[str, Any]
) -> None:
    make_partnership(key="other")
    elsewhere = "/partnerships/other/referrals"
    for kind, row in one_of_each.items():
        assert editor.get(f"{elsewhere}/{kind}/{row.public_id}/edit").status_code == 404
        assert editor.post(f"{elsewhere}/{kind}/{row.public_id}", data={}).status_code == 404
        assert editor.post(f"{elsewhere}/{kind}/{row.public_id}/remove").status_code == 404
    site, training = one_of_each["sites"].public_id, one_of_each["training"].public_id
    strategy, material = one_of_each["strategies"].public_id, one_of_each["material"].public_id
    assert editor.get(f"{elsewhere}/sites/{site}").status_code == 404
    for address in (
        f"sites/{site}/counts",
        f"sites/{site}/contacts",
        f"strategies/{strategy}/done",
        f"strategies/{strategy}/undone",
        f"material/{material}/sent",
        f"training/{training}/held",
        f"training/{training}/take-back",
    ):
        assert editor.post(f"{elsewhere}/{address}").status_code == 404
    stolen = VISIT | {"site": site, "follow_up_on": "2027-01-01"}
    assert editor.post(f"{elsewhere}/activities", data=stolen).status_code == 422
    assert editor.post(f"{elsewhere}/champions", data=CHAMPION | {"site": site}).status_code == 422


@pytest.mark.parametrize("part", LISTS)
def test_a_long_list_asks_no_more_than_a_short_one(
    editor: Any, one_of_each: dict[str, Any], part: str
) -> None:
    def statements() -> int:
        with count_statements() as counter:
            page = editor.get(f"{BASE}{part}")
            assert page.status_code == 200
            assert len(page.data) < 60_000
        return counter.count

    few = statements()
    with connected():
        partnership = one_of_each["sites"].partnership
        for _ in range(60):
            site = make_site(partnership)
            make_activity(partnership, site=site, topics=["OE1"])
            make_champion(partnership, site=site)
            make_material(partnership)
            make_training(partnership)
            SiteCount.create(site=site, quarter_on=date(2026, 10, 1), referrals=2)
    assert statements() == few <= (16 if not part else 8)


def test_a_page_about_one_site_asks_few_questions(editor: Any, one_of_each: dict[str, Any]) -> None:
    with count_statements() as counter:
        editor.get(f"{BASE}/sites/{one_of_each['sites'].public_id}")
    assert counter.count <= 16
