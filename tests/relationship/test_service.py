"""Concerns, pulse, fit, contacts and logs, written and read again."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from app.actions.models import Action
from app.actions.service import ActionFacts
from app.core.actor import Actor
from app.core.errors import Conflict, NotFound, RuleViolation
from app.core.history import History
from app.people.models import CultureProfile, Organization
from app.people.queries import culture_of
from app.people.service import (
    Approver,
    CultureFacts,
    delete_organization,
    restore_organization,
    save_culture,
)
from app.relationship import queries, service
from app.relationship.models import Pulse, PulseAnswers, UrgentQuestion
from app.relationship.rules import Rhythm
from tests.conftest import NOW
from tests.factories import make_member, make_organization, make_partnership, make_person

TODAY = date(2026, 11, 24)
FACTS = service.ConcernFacts(date(2026, 9, 5), "provider", "effort", "Added tasks are unpaid")


def concern(dana: Actor, **changes: object):
    facts = service.ConcernFacts(**{**{n: getattr(FACTS, n) for n in FACTS.__dataclass_fields__}, **changes})
    partnership = make_partnership()
    return service.create_concern(partnership, facts, actor=dana, now=NOW)


# --- concerns


def test_a_concern_is_private_until_somebody_says_otherwise(database: str, dana: Actor) -> None:
    made = concern(dana)
    assert not made.sharable and made.told_how == "not_yet"
    assert queries.concerns(made.partnership_id, sharable_only=True) == ()


def test_a_settled_concern_leaves_the_open_ones_and_comes_back_with_undo(database: str, dana: Actor) -> None:
    made = concern(dana)
    settled = service.settle_concern(made, on=TODAY, resolution="A higher rate.", actor=dana, now=NOW)
    assert queries.concern_page(made.partnership_id, settled=False) == ()
    (row,) = queries.concern_page(made.partnership_id, settled=True)
    assert (row.days_open(TODAY), row.resolution) == (80, "A higher rate.")
    service.reopen_concern(settled, actor=dana, now=NOW)
    assert len(queries.concern_page(made.partnership_id, settled=False)) == 1


def test_a_concern_is_not_settled_before_it_was_raised(database: str, dana: Actor) -> None:
    with pytest.raises(RuleViolation):
        service.settle_concern(concern(dana), on=date(2026, 9, 4), resolution="x", actor=dana, now=NOW)


def test_two_who_edit_one_concern_lose_nothing(database: str, dana: Actor) -> None:
    made = concern(dana)
    service.prepare_talk(made, service.GuideFacts(asks="Pay for it"), actor=dana, now=NOW, seen=1)
    with pytest.raises(Conflict) as both:
        service.prepare_talk(made, service.GuideFacts(asks="Drop it"), actor=dana, now=NOW, seen=1)
    assert (both.value.mine["asks"], both.value.theirs["asks"]) == ("Drop it", "Pay for it")


def test_a_promise_from_a_private_concern_does_not_tell_it(database: str, dana: Actor) -> None:
    service.promise_from_concern(concern(dana), ActionFacts("Count the hours"), actor=dana, now=NOW)
    shared = concern(dana, sharable=True)
    service.promise_from_concern(shared, ActionFacts("Show the hours"), actor=dana, now=NOW)
    found = [(one.source, one.source_note) for one in Action.select().order_by(Action.id)]
    assert found == [("concern", ""), ("concern", "Added tasks are unpaid")]


def test_the_overview_of_concerns_holds_open_ones_first_then_the_last_settled(
    database: str, dana: Actor
) -> None:
    made = concern(dana)
    for number in range(1, 4):
        one = service.create_concern(made.partnership, FACTS, actor=dana, now=NOW)
        service.settle_concern(one, on=date(2026, 10, number), resolution="x", actor=dana, now=NOW)
    found = queries.concern_overview(made.partnership_id, settled=2)
    assert [row.resolved_on for row in found] == [None, date(2026, 10, 3), date(2026, 10, 2)]


# --- pulse


def enter(partnership, side: str, answers: dict[str, int], on: date = TODAY) -> PulseAnswers:
    return service.enter_sheet(partnership, service.SheetFacts(on, side, answers, "The calls", ""), now=NOW)


def test_sheets_of_one_side_give_one_mean_and_leave_the_other_side_alone(database: str) -> None:
    partnership = make_partnership()
    enter(partnership, "provider", {"PU1": 5, "PU2": 4})
    enter(partnership, "provider", {"PU1": 2})
    (pulse,) = queries.pulses(partnership.id)
    assert (pulse.provider_mean, pulse.payer_mean) == (Decimal("3.666667"), None)
    (day,) = queries.pulse_days(partnership.id)
    assert day.sheets == {"payer": 0, "provider": 2} and day.keep == (("provider", "The calls"),) * 2


def test_a_sheet_taken_back_counts_no_more_and_counts_again_when_put_back(database: str) -> None:
    partnership = make_partnership()
    enter(partnership, "payer", {"PU1": 5})
    sheet = enter(partnership, "payer", {"PU1": 1})
    pulse = Pulse.get()
    service.take_back_sheet(pulse, "payer", now=NOW)
    assert queries.pulses(partnership.id)[0].payer_mean == 5
    service.put_back_sheet(Pulse.get(), sheet.id, now=NOW)
    assert queries.pulses(partnership.id)[0].payer_mean == 3
    with pytest.raises(NotFound):
        service.take_back_sheet(Pulse.get(), "provider", now=NOW)


def test_a_day_whose_sheets_are_all_taken_back_is_no_pulse(database: str) -> None:
    partnership = make_partnership()
    enter(partnership, "payer", {"PU1": 5})
    service.take_back_sheet(Pulse.get(), "payer", now=NOW)
    assert queries.pulses(partnership.id) == ()


def test_a_mean_that_came_without_sheets_is_not_written_over(database: str) -> None:
    partnership = make_partnership()
    Pulse.create(partnership=partnership, on=TODAY, provider_mean=Decimal("3.1"))
    with pytest.raises(RuleViolation):
        enter(partnership, "provider", {"PU1": 5})
    enter(partnership, "payer", {"PU1": 4})
    (pulse,) = queries.pulses(partnership.id)
    assert (pulse.provider_mean, pulse.payer_mean) == (Decimal("3.1"), 4)


def test_nobody_can_read_in_the_history_whose_sheet_it_was(database: str) -> None:
    enter(make_partnership(), "provider", {"PU1": 1})
    names = {row.actor_name for row in History.select().where(History.entity.startswith("pulse"))}
    assert names == {"A pulse sheet"}


# --- fit and signs


def test_asking_again_keeps_the_earlier_answer_and_the_same_day_is_corrected(
    database: str, dana: Actor
) -> None:
    partnership = make_partnership()
    for day, score in ((date(2025, 9, 30), 4), (TODAY, 3), (TODAY, 2)):
        service.save_fit(partnership, {"PFA5": service.FitFacts(score)}, on=day, actor=dana, now=NOW)
    assert [(one.on, one.score) for one in queries.fit_answers(partnership.id)] == [
        (TODAY, 2),
        (date(2025, 9, 30), 4),
    ]
    assert queries.fit_view(partnership.id).changes == (("Can we reach someone fast?", 4, 2),)


def test_the_questions_have_stable_names_in_both_directions() -> None:
    ids = [one.id for one in queries.fit_questions()]
    assert ids == [f"PFA{n}" for n in range(1, 7)] + [f"PFB{n}" for n in range(1, 7)]


def test_a_sign_that_was_removed_is_not_seen_until_it_is_back(database: str, dana: Actor) -> None:
    partnership = make_partnership()
    sign = service.note_sign(partnership, "WS9", on=TODAY, note="", actor=dana, now=NOW)
    assert queries.signs_seen(partnership.id)[0].warning
    service.remove_sign(sign, actor=dana, now=NOW)
    assert queries.signs_seen(partnership.id) == ()
    service.restore_sign(queries.get_sign(sign.public_id, partnership.id), actor=dana, now=NOW)
    assert queries.signs_seen(partnership.id)[0].words == "Issues left lying, resentment"


# --- contacts


def test_a_touch_restarts_the_rhythm_and_its_removal_takes_that_back(database: str, dana: Actor) -> None:
    partnership = make_partnership()
    person = make_person(partnership.payer)
    make_member(partnership, person)
    rhythm = Rhythm(14, 28)
    assert queries.contacts(partnership.id, rhythm)[0].last_on is None
    for day in (date(2026, 9, 28), date(2026, 11, 20)):
        touch = service.note_touch(partnership, person.id, on=day, how="phone", note="", actor=dana, now=NOW)
    (row,) = queries.contacts(partnership.id, rhythm)
    assert (row.last_on, row.silence(TODAY), row.speak_by) == (date(2026, 11, 20), "none", date(2026, 12, 4))
    service.remove_touch(touch, actor=dana, now=NOW)
    (row,) = queries.contacts(partnership.id, rhythm)
    assert (row.silent_days(TODAY), row.silence(TODAY)) == (57, "red")
    assert row.after(date(2026, 11, 23)).silence(TODAY) == "none"


def test_a_rhythm_of_ones_own_goes_before_that_of_the_stage(database: str, dana: Actor) -> None:
    partnership = make_partnership()
    person = make_person(partnership.payer)
    make_member(partnership, person)
    service.set_rhythm(
        partnership, person.id, key_contact=True, rhythm=Rhythm(90, 120), actor=dana, now=NOW, seen=0
    )
    assert queries.contacts(partnership.id, Rhythm(14, 28))[0].rhythm == Rhythm(90, 120)
    with pytest.raises(Conflict):
        service.set_rhythm(
            partnership, person.id, key_contact=False, rhythm=None, actor=dana, now=NOW, seen=0
        )
    service.set_rhythm(partnership, person.id, key_contact=False, rhythm=None, actor=dana, now=NOW, seen=1)
    assert queries.contacts(partnership.id, Rhythm(14, 28))[0].rhythm is None


# --- the two logs


def question(
    partnership, dana: Actor, asked: date, answered: date | None, **values: object
) -> UrgentQuestion:
    facts = {"asked_by_side": "provider", "kind": "medicine", **values}
    return service.create_question(
        partnership,
        service.QuestionFacts(asked, answered_on=answered, **facts),
        actor=dana,
        now=NOW,
    )


def test_reply_days_are_the_mean_of_what_was_asked_of_the_plan_in_the_month(
    database: str, dana: Actor
) -> None:
    partnership = make_partnership()
    question(partnership, dana, date(2026, 10, 5), date(2026, 10, 6))
    question(partnership, dana, date(2026, 10, 30), date(2026, 11, 3))  # over a weekend, into November
    question(partnership, dana, date(2026, 10, 8), None)
    question(partnership, dana, date(2026, 10, 8), date(2026, 10, 20), asked_by_side="payer")
    gone = question(partnership, dana, date(2026, 10, 8), date(2026, 10, 28))
    service.remove_question(gone, actor=dana, now=NOW)
    assert queries.reply_days_mean(partnership.id, date(2026, 10, 17)) == Decimal("1.5")
    assert queries.reply_days_mean(partnership.id, date(2026, 10, 17), side="provider") == Decimal("7")
    assert queries.reply_days_mean(partnership.id, date(2026, 9, 1)) is None


def test_a_holiday_of_the_house_does_not_count_as_a_day_of_waiting(database: str, dana: Actor) -> None:
    partnership = make_partnership()
    question(partnership, dana, date(2026, 11, 25), date(2026, 11, 27))  # Thanksgiving between them
    (row,) = queries.question_page(partnership.id)
    assert row.days == 1


def decide(partnership, dana: Actor, asked: date, decided: date | None, side: str = "payer"):
    facts = service.DecisionFacts(asked, "Rate", side, decided_on=decided, decision="Yes" if decided else "")
    return service.create_decision(partnership, facts, actor=dana, now=NOW)


def test_a_request_is_expected_after_what_the_side_says(database: str, dana: Actor) -> None:
    partnership = make_partnership()
    assert decide(partnership, dana, date(2026, 10, 5), None).expected_on is None
    save_culture(partnership.payer, CultureFacts(usual_days_to_decide=42), actor=dana, now=NOW)
    assert decide(partnership, dana, date(2026, 10, 5), None).expected_on == date(2026, 11, 16)
    assert decide(partnership, dana, date(2026, 10, 5), None, "provider").expected_on is None


def test_days_to_decide_are_measured_over_all_partnerships(database: str, dana: Actor) -> None:
    plan = make_organization()
    one, other = make_partnership(payer=plan), make_partnership(payer=plan)
    decide(one, dana, date(2026, 1, 1), date(2026, 3, 5))
    decide(other, dana, date(2026, 3, 1), date(2026, 5, 10))
    assert queries.measured_days_to_decide(plan.id) is None
    decide(one, dana, date(2026, 5, 1), date(2026, 7, 14))
    decide(one, dana, date(2026, 5, 1), date(2026, 5, 2), side="provider")
    assert queries.measured_days_to_decide(plan.id) == 70


# --- culture


def test_a_profile_is_saved_once_per_organization_and_locks_against_a_second_hand(
    database: str, dana: Actor
) -> None:
    plan = make_organization(kind="regional_plan")
    facts = CultureFacts(size="large", approvers=(Approver("Finance committee", "added pay", 21),))
    save_culture(plan, facts, actor=dana, now=NOW, seen=0)
    row = culture_of(plan.id)
    assert (row.kind_words, row.approvers[0].words) == (
        "Regional plan, large",
        "Finance committee (added pay, 3 weeks)",
    )
    with pytest.raises(Conflict):
        save_culture(plan, CultureFacts(size="small"), actor=dana, now=NOW, seen=0)
    save_culture(plan, CultureFacts(size="small"), actor=dana, now=NOW, seen=1)
    assert CultureProfile.select().count() == 1 and culture_of(plan.id).size == "small"


def test_a_profile_goes_with_its_organization_and_comes_back_with_it(database: str, dana: Actor) -> None:
    plan = make_organization()
    save_culture(plan, CultureFacts(pressures_now="An audit"), actor=dana, now=NOW)
    delete_organization(plan, actor=dana, now=NOW)
    assert CultureProfile.select().count() == 0
    restore_organization(plan.public_id, actor=dana, now=NOW)
    assert culture_of(Organization.get().id).pressures_now == "An audit"
