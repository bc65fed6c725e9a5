"""What is written about referral and outreach, and what follows from it."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from app.core.actor import Actor
from app.core.errors import Conflict, NotFound, RuleViolation
from app.core.history import History
from app.outreach import queries, service
from app.outreach.models import ReferralPlan, Site, SiteCount, Strategy, TieChange, Training
from app.outreach.service import ActivityFacts, HeldFacts, SiteFacts
from app.partnerships.models import Partnership
from tests.conftest import NOW
from tests.factories import make_partnership
from tests.outreach.conftest import TODAY, make_material, make_site, make_strategy, make_training


def test_a_strategy_of_the_catalogue_is_taken_once(partnership: Partnership, dana: Actor) -> None:
    first = service.choose_strategy(partnership, "RV5", actor=dana, now=NOW)
    again = service.choose_strategy(partnership, "RV5", actor=dana, now=NOW)
    assert (first.id, first.side) == (again.id, "provider")
    with pytest.raises(NotFound):
        service.choose_strategy(partnership, "RX9", actor=dana, now=NOW)


def test_done_today_sets_the_next_day_and_can_be_taken_back(partnership: Partnership, dana: Actor) -> None:
    row = make_strategy(partnership, status="planned", next_due_on=date(2026, 11, 1))
    done = service.mark_done(row, on=TODAY, actor=dana, now=NOW)
    assert (done.status, done.last_done_on, done.next_due_on) == ("active", TODAY, date(2026, 12, 22))
    back = service.take_back_done(done, None, date(2026, 11, 1), "planned", actor=dana, now=NOW)
    assert (back.status, back.last_done_on, back.next_due_on) == ("planned", None, date(2026, 11, 1))


def test_a_dropped_strategy_is_not_done_by_a_slip(partnership: Partnership, dana: Actor) -> None:
    with pytest.raises(RuleViolation):
        service.mark_done(make_strategy(partnership, status="dropped"), on=TODAY, actor=dana, now=NOW)


def test_looking_at_the_plan_sets_the_day_to_look_again(partnership: Partnership, dana: Actor) -> None:
    assert service.revisit_plan(partnership, on=TODAY, actor=dana, now=NOW) == date(2027, 5, 24)
    service.revisit_plan(partnership, on=date(2027, 5, 20), actor=dana, now=NOW)
    service.take_back_revisit(partnership, TODAY, date(2027, 5, 24), actor=dana, now=NOW)
    row = ReferralPlan.get()
    assert (row.revisited_on, row.look_again_on) == (TODAY, date(2027, 5, 24))


def test_a_stronger_tie_is_kept_with_its_day(partnership: Partnership, dana: Actor) -> None:
    facts = SiteFacts("Larkspur Clinic", tie="weak", next_visit_on=date(2026, 12, 1))
    row = service.create_site(partnership, facts, on=date(2026, 1, 5), actor=dana, now=NOW)
    stronger = SiteFacts("Larkspur Clinic", tie="strong", next_visit_on=date(2026, 12, 1))
    service.update_site(row, stronger, on=TODAY, actor=dana, now=NOW, seen=1)
    assert queries.tie_history(row.id) == ((TODAY, "Strong"), (date(2026, 1, 5), "Weak"))
    service.update_site(Site.get(), stronger, on=date(2026, 12, 1), actor=dana, now=NOW)
    assert TieChange.select().count() == 2


def test_two_people_who_edit_one_site_lose_nothing(partnership: Partnership, dana: Actor) -> None:
    row = make_site(partnership, name="Larkspur Clinic")
    service.update_site(
        row, SiteFacts("Larkspur", next_visit_on=TODAY), on=TODAY, actor=dana, now=NOW, seen=1
    )
    late = SiteFacts("Larkspur Heart Clinic", next_visit_on=TODAY)
    with pytest.raises(Conflict) as caught:
        service.update_site(row, late, on=TODAY, actor=dana, now=NOW, seen=1)
    assert (caught.value.mine["name"], caught.value.theirs["name"]) == ("Larkspur Heart Clinic", "Larkspur")


def test_a_site_without_a_next_date_needs_a_reason(partnership: Partnership, dana: Actor) -> None:
    with pytest.raises(RuleViolation):
        service.create_site(partnership, SiteFacts("Larkspur"), on=TODAY, actor=dana, now=NOW)
    reasoned = SiteFacts("Larkspur", no_visit_reason="They move in spring.")
    assert service.create_site(partnership, reasoned, on=TODAY, actor=dana, now=NOW).next_visit_on is None


def test_a_visit_moves_the_dates_of_its_site_and_keeps_what_was_heard(
    partnership: Partnership, site: Site, dana: Actor
) -> None:
    facts = ActivityFacts(
        date(2026, 11, 20),
        "visit",
        site=site.id,
        hours=Decimal("2.5"),
        follow_up_on=date(2027, 1, 15),
        barriers=("outside-organization-unknown",),
        answers={"OQ2": "One number to call."},
    )
    row = service.log_activity(partnership, facts, actor=dana, now=NOW)
    seen = Site.get_by_id(site.id)
    assert (seen.last_visit_on, seen.next_visit_on) == (date(2026, 11, 20), date(2027, 1, 15))
    assert seen.barriers == ["outside-organization-unknown"]
    service.remove_entry("activities", row.public_id, partnership.id, actor=dana, now=NOW)
    assert Site.get_by_id(site.id).last_visit_on is None
    service.restore_entry("activities", row.public_id, partnership.id, actor=dana, now=NOW)
    assert Site.get_by_id(site.id).last_visit_on == date(2026, 11, 20)


def test_an_older_visit_entered_late_leaves_the_next_date_alone(
    partnership: Partnership, site: Site, dana: Actor
) -> None:
    newer = ActivityFacts(date(2026, 11, 20), "visit", site=site.id, follow_up_on=date(2027, 1, 15))
    older = ActivityFacts(date(2026, 9, 1), "visit", site=site.id, follow_up_on=date(2026, 10, 1))
    for facts in (newer, older):
        service.log_activity(partnership, facts, actor=dana, now=NOW)
    seen = Site.get_by_id(site.id)
    assert (seen.last_visit_on, seen.next_visit_on) == (date(2026, 11, 20), date(2027, 1, 15))


def test_a_word_mended_in_the_log_leaves_what_was_changed_at_the_site_since(
    partnership: Partnership, site: Site, dana: Actor
) -> None:
    facts = ActivityFacts(
        date(2026, 11, 20), "visit", site=site.id, follow_up_on=date(2027, 1, 15), barriers=("OB1",)
    )
    row = service.log_activity(partnership, facts, actor=dana, now=NOW)
    Site.update(next_visit_on=date(2027, 2, 1), barriers=[]).execute()
    row = service.update_activity(row, replace(facts, note="Spoke with the nurse."), actor=dana, now=NOW)
    seen = Site.get_by_id(site.id)
    assert (seen.next_visit_on, seen.barriers) == (date(2027, 2, 1), [])
    service.update_activity(row, replace(facts, follow_up_on=date(2027, 1, 20)), actor=dana, now=NOW)
    assert Site.get_by_id(site.id).next_visit_on == date(2027, 1, 20)


def test_a_call_is_no_visit(partnership: Partnership, site: Site, dana: Actor) -> None:
    facts = ActivityFacts(TODAY, "call", site=site.id, follow_up_on=date(2027, 1, 15))
    service.log_activity(partnership, facts, actor=dana, now=NOW)
    assert Site.get_by_id(site.id).last_visit_on is None


def test_a_visit_that_moves_to_another_site_leaves_the_first_one(
    partnership: Partnership, site: Site, dana: Actor
) -> None:
    other = make_site(partnership)
    facts = ActivityFacts(TODAY, "visit", site=site.id, follow_up_on=date(2027, 1, 15))
    row = service.log_activity(partnership, facts, actor=dana, now=NOW)
    moved = ActivityFacts(TODAY, "visit", site=other.id, follow_up_on=date(2027, 1, 15))
    service.update_activity(row, moved, actor=dana, now=NOW)
    assert Site.get_by_id(site.id).last_visit_on is None
    assert Site.get_by_id(other.id).last_visit_on == TODAY


def test_a_visit_without_a_next_date_needs_a_reason(
    partnership: Partnership, site: Site, dana: Actor
) -> None:
    with pytest.raises(RuleViolation):
        service.log_activity(partnership, ActivityFacts(TODAY, "visit", site=site.id), actor=dana, now=NOW)


def test_a_count_belongs_to_its_quarter_and_can_be_unknown_again(site: Site, dana: Actor) -> None:
    service.set_count(site, date(2026, 8, 15), 7, actor=dana, now=NOW)
    service.set_count(site, date(2026, 9, 30), 8, actor=dana, now=NOW)
    assert queries.quarters_of(site.id) == ((date(2026, 7, 1), 8),)
    service.set_count(site, date(2026, 7, 1), None, actor=dana, now=NOW)
    assert SiteCount.select().count() == 0


def test_a_training_that_repeats_is_planned_anew_and_taken_back(
    partnership: Partnership, dana: Actor
) -> None:
    row = make_training(partnership, repeat_months=6)
    held = HeldFacts(date(2026, 11, 20), 9, Decimal(2))
    service.hold_training(row, held, actor=dana, now=NOW, today=TODAY)
    assert [one.planned_on for one in queries.list_trainings(partnership.id)] == [
        date(2027, 5, 20),
        date(2026, 11, 20),
    ]
    service.take_back_held(Training.get_by_id(row.id), actor=dana, now=NOW)
    (left,) = queries.list_trainings(partnership.id)
    assert (left.held_on, left.people_count) == (None, None)


def test_a_training_is_held_once_and_not_ahead_of_its_day(partnership: Partnership, dana: Actor) -> None:
    row = make_training(partnership)
    with pytest.raises(RuleViolation):
        service.hold_training(row, HeldFacts(date(2026, 12, 1)), actor=dana, now=NOW, today=TODAY)
    row = service.hold_training(row, HeldFacts(TODAY), actor=dana, now=NOW, today=TODAY)
    with pytest.raises(RuleViolation):
        service.hold_training(row, HeldFacts(TODAY), actor=dana, now=NOW, today=TODAY)


def test_material_is_given_once_to_a_site_and_never_to_a_site_of_others(
    partnership: Partnership, site: Site, dana: Actor
) -> None:
    material = make_material(partnership)
    for expected in (1, 0):
        count = service.send_material(material, [site.public_id], on=TODAY, actor=dana, now=NOW)
        assert count == expected
    elsewhere = make_site(make_partnership())
    with pytest.raises(NotFound):
        service.send_material(material, [elsewhere.public_id], on=TODAY, actor=dana, now=NOW)


def test_every_change_is_in_the_history_of_the_partnership(partnership: Partnership, dana: Actor) -> None:
    row = service.choose_strategy(partnership, "RP1", actor=dana, now=NOW)
    service.mark_done(row, on=TODAY, actor=dana, now=NOW)
    told = History.select().where(History.entity == Strategy._meta.table_name).order_by(History.id)
    assert [(one.verb, one.partnership_id) for one in told] == [
        ("create", partnership.id),
        ("change", partnership.id),
    ]


def test_nothing_of_another_partnership_can_be_taken_out(partnership: Partnership, dana: Actor) -> None:
    elsewhere = make_site(make_partnership())
    with pytest.raises(NotFound):
        service.remove_entry("sites", elsewhere.public_id, partnership.id, actor=dana, now=NOW)
    with pytest.raises(NotFound):
        service.remove_entry("people", elsewhere.public_id, partnership.id, actor=dana, now=NOW)
