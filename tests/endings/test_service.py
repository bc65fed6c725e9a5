"""Notice lays out the way from it as promises; what is taken back comes back whole."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest

from app.actions.models import Action, ActionComment
from app.actions.service import add_comment
from app.core.actor import SYSTEM
from app.core.errors import Conflict, NotFound, RuleViolation
from app.endings.models import Ending, EndingStep, HandOver
from app.endings.queries import ending_view, open_ending, steps_of
from app.endings.rules import Step
from app.endings.service import (
    Done,
    Filled,
    Reply,
    Seen,
    StepFacts,
    answer_questions,
    correct_notice,
    count_week,
    fill_letter,
    go_on,
    save_step,
    set_talk_again,
    undo,
)
from app.partnerships.models import Partnership
from app.partnerships.service import move_stage, undo_stage
from app.terms.queries import terms_in_force
from app.terms.service import set_terms
from app.triggers.queries import firings
from tests.conftest import NOW
from tests.endings.made import GIVEN, NOTICE, TODAY, lead_of, month, noticed, signed
from tests.factories import make_partnership

LATER = NOW + timedelta(hours=1)
BY = {"actor": SYSTEM, "now": NOW}
THEN = {**BY, "today": TODAY}


@pytest.fixture
def partnership(database: str) -> Partnership:
    """In its pilot, with terms and people."""
    return signed()


def days(partnership: Partnership) -> dict[Step, date | None]:
    ending = open_ending(partnership.id)
    assert ending is not None
    return {one.step: one.on for one in steps_of(ending.id)}


def again(partnership: Partnership) -> Partnership:
    return Partnership.get_by_id(partnership.id)


def take_back(partnership: Partnership, done: Done | Filled) -> int:
    return undo(partnership, done.batch_id, **BY).left


def move(partnership: Partnership, step: Step, on: date, **more: object) -> Done:
    facts = StepFacts(on, lead_of(partnership).id, **more)  # type: ignore[arg-type]
    return save_step(partnership, step, facts, seen=Seen(), **THEN)


def test_notice_puts_every_step_on_the_list_of_promises_with_its_owner(partnership: Partnership) -> None:
    noticed(partnership)
    assert again(partnership).notice_given_on == GIVEN
    view = ending_view(partnership, TODAY)
    assert len(view.steps) == 11
    owners = {one.step: one.owner for one in view.steps}
    assert owners[Step.LAST_PAYMENT] == "Priya Nair"
    assert owners[Step.LAST_BILL] == owners[Step.TELL_TEAM] == "Ana Ruiz"
    assert days(partnership)[Step.LAST_ENROLLMENT] == date(2026, 12, 10)  # 20 days, as the terms say
    assert days(partnership)[Step.LAST_SERVICE] == date(2027, 2, 18)
    assert {one.source_note for one in Action.select()} == {"wind-down calendar"}
    assert view.lede.endswith("12 patients to hand on.")


def test_notice_given_in_error_is_undone_without_a_trace_on_any_list(partnership: Partnership) -> None:
    done = noticed(partnership)
    assert take_back(partnership, done) == 0
    assert again(partnership).notice_given_on is None
    assert (Ending.select().count(), EndingStep.select().count(), Action.select().count()) == (0, 0, 0)


def test_what_others_did_with_a_notice_outlives_the_undo_of_it(partnership: Partnership) -> None:
    done = noticed(partnership)
    count_week(partnership, TODAY, 3, actor=SYSTEM, now=LATER, today=TODAY)
    with pytest.raises(RuleViolation, match="Somebody worked with this notice since"):
        take_back(partnership, done)
    assert HandOver.get().patients == 3
    assert again(partnership).notice_given_on == GIVEN
    assert len(days(partnership)) == 11


def test_a_notice_that_somebody_corrected_is_not_undone(partnership: Partnership) -> None:
    done = noticed(partnership)
    correct_notice(partnership, replace(NOTICE, note="Theirs."), seen=1, actor=SYSTEM, now=LATER, today=TODAY)
    with pytest.raises(RuleViolation, match="Somebody worked with this notice since"):
        take_back(partnership, done)
    assert len(days(partnership)) == 11


def test_a_step_that_somebody_commented_stays_when_the_notice_is_undone(partnership: Partnership) -> None:
    done = noticed(partnership)
    action = Action.select().order_by(Action.id).first()
    add_comment(action, "The team heard it on Monday.", actor=SYSTEM, now=LATER)
    assert take_back(partnership, done) == 1
    assert Ending.select().count() == 0
    assert [one.id for one in Action.select()] == [action.id]
    assert ActionComment.get().text == "The team heard it on Monday."


def test_going_on_is_not_undone_beside_another_notice(partnership: Partnership) -> None:
    noticed(partnership)
    went_on = go_on(partnership, "They raised the rate.", seen=1, **THEN)
    noticed(partnership)
    with pytest.raises(RuleViolation, match="Another notice is recorded by now"):
        take_back(partnership, went_on)
    assert Ending.select().where(Ending.went_on_on.is_null()).count() == 1


def begun_anew(partnership: Partnership) -> int:
    """Ended, and explored again with the same partner; the number of the last move."""
    on = {"on": TODAY, "today": TODAY, **BY}
    move_stage(again(partnership), "ended", reason="The term is over.", **on)
    return int(move_stage(again(partnership), "exploring", reason="We talk again.", **on).id)


def test_an_end_is_over_once_they_begin_anew(partnership: Partnership) -> None:
    noticed(partnership)
    moved = begun_anew(partnership)
    view = ending_view(again(partnership), TODAY)
    assert (view.ending, view.steps, view.standing.given_on) == (None, (), None)
    assert [one.given_on for one in view.past] == [GIVEN]
    undo_stage(again(partnership), moved, **BY)
    assert open_ending(partnership.id) is not None


def test_a_second_notice_after_a_new_beginning_is_an_end_of_its_own(partnership: Partnership) -> None:
    noticed(partnership)
    begun_anew(partnership)
    Partnership.update(stage="pilot").execute()
    noticed(again(partnership), replace(NOTICE, given_on=TODAY))
    view = ending_view(again(partnership), TODAY)
    assert view.ending is not None
    assert (view.ending.given_on, [one.given_on for one in view.past]) == (TODAY, [GIVEN])


def test_notice_is_noted_once_and_only_of_an_agreement(partnership: Partnership) -> None:
    noticed(partnership)
    with pytest.raises(RuleViolation, match="recorded already"):
        noticed(partnership)
    with pytest.raises(RuleViolation, match="No agreement is signed"):
        noticed(make_partnership(stage="planning"))


def test_more_patients_than_the_month_of_the_last_enrollment_knows_are_refused(
    partnership: Partnership,
) -> None:
    month(partnership, date(2026, 7, 1), 20, 18)
    long_ago = replace(NOTICE, given_on=date(2026, 7, 1), to_hand_on=21)
    with pytest.raises(RuleViolation, match="at most 20 patients in care in July 2026"):
        noticed(partnership, long_ago)
    noticed(partnership, replace(long_ago, to_hand_on=20))


def test_another_last_day_of_service_moves_what_hangs_on_it_and_leaves_own_days(
    partnership: Partnership,
) -> None:
    noticed(partnership)
    move(partnership, Step.LESSONS, date(2027, 2, 1), why="Both leads can come.")
    done = move(partnership, Step.LAST_SERVICE, date(2027, 3, 31), why="To hand everybody on.")
    found = days(partnership)
    assert done.moved == 5
    assert found[Step.HANDED_ON] == date(2027, 3, 17)
    assert found[Step.LAST_PAYMENT] == date(2027, 5, 10)
    assert found[Step.LESSONS] == date(2027, 2, 1)
    step = next(one for one in ending_view(partnership, TODAY).steps if one.step is Step.LAST_SERVICE)
    assert (step.proposed_on, step.why) == (date(2027, 2, 18), "To hand everybody on.")
    assert take_back(partnership, done) == 0
    assert days(partnership)[Step.LAST_PAYMENT] == date(2027, 3, 30)


def test_a_day_that_would_leave_another_step_out_of_order_is_refused(partnership: Partnership) -> None:
    noticed(partnership)
    move(partnership, Step.LAST_BILL, date(2027, 3, 20))
    with pytest.raises(RuleViolation, match="The day for the last bill is March 20, 2027"):
        move(partnership, Step.LAST_SERVICE, date(2027, 3, 31))
    move(partnership, Step.TELL_TEAM, date(2026, 11, 21))
    with pytest.raises(RuleViolation, match="The word to staff and care teams is November 21, 2026"):
        correct_notice(partnership, replace(NOTICE, given_on=TODAY), seen=1, **THEN)


def test_a_day_out_of_order_changes_nothing(partnership: Partnership) -> None:
    noticed(partnership)
    before = days(partnership)
    with pytest.raises(RuleViolation, match="The last day of enrollment is December 10, 2026"):
        move(partnership, Step.LAST_SERVICE, date(2026, 12, 1))
    assert days(partnership) == before


def test_a_step_is_done_on_its_day_and_opened_again(partnership: Partnership) -> None:
    noticed(partnership)
    move(partnership, Step.TELL_TEAM, date(2026, 11, 27), done_on=date(2026, 11, 23))
    assert Action.get(Action.status == "done").done_on == date(2026, 11, 23)
    move(partnership, Step.TELL_TEAM, date(2026, 11, 27))
    assert not Action.select().where(Action.status == "done").exists()
    with pytest.raises(RuleViolation, match="cannot be done yet"):
        move(partnership, Step.TELL_TEAM, date(2026, 11, 27), done_on=date(2026, 11, 25))


def test_who_saves_on_an_old_page_is_told(partnership: Partnership) -> None:
    noticed(partnership)
    facts = StepFacts(date(2026, 11, 26), None)
    save_step(partnership, Step.TELL_TEAM, facts, seen=Seen(1, 1), **THEN)
    with pytest.raises(Conflict):
        save_step(partnership, Step.TELL_TEAM, replace(facts, on=GIVEN), seen=Seen(1, 1), **THEN)
    correct_notice(partnership, replace(NOTICE, note="New."), seen=1, **THEN)
    with pytest.raises(Conflict):
        correct_notice(partnership, replace(NOTICE, note="Newer."), seen=1, **THEN)


def test_another_day_of_notice_moves_the_days_that_were_counted(partnership: Partnership) -> None:
    noticed(partnership)
    done = correct_notice(partnership, replace(NOTICE, given_on=date(2026, 11, 10)), seen=1, **THEN)
    assert done.moved == 11
    assert days(partnership)[Step.LAST_SERVICE] == date(2027, 2, 8)
    assert again(partnership).notice_given_on == date(2026, 11, 10)


def test_weeks_add_up_to_those_to_be_handed_on_and_never_beyond(partnership: Partnership) -> None:
    noticed(partnership)
    count_week(partnership, date(2026, 11, 18), 9, **THEN)
    with pytest.raises(RuleViolation, match="Enter at most 3"):
        count_week(partnership, TODAY, 4, **THEN)
    count_week(partnership, TODAY, 3, **THEN)
    with pytest.raises(RuleViolation, match="has 3 already"):
        count_week(partnership, TODAY, 2, **THEN)
    assert ending_view(partnership, TODAY).standing.handed_on == 12
    gone = count_week(partnership, TODAY, 0, seen=1, **THEN)
    assert HandOver.select().count() == 1
    assert take_back(partnership, gone) == 0
    assert ending_view(partnership, TODAY).standing.handed_on == 12
    with pytest.raises(RuleViolation, match="12 patients are handed on already"):
        correct_notice(partnership, replace(NOTICE, to_hand_on=11), seen=1, **THEN)


def test_going_on_takes_the_notice_back_and_keeps_what_was_done(partnership: Partnership) -> None:
    noticed(partnership)
    move(partnership, Step.TELL_TEAM, date(2026, 11, 27), done_on=TODAY)
    count_week(partnership, TODAY, 1, **THEN)
    done = go_on(partnership, "They raised the rate.", seen=1, **THEN)
    assert again(partnership).notice_given_on is None
    assert [one.status for one in Action.select()].count("dropped") == 10
    view = ending_view(partnership, TODAY)
    assert view.ending is None
    assert [one.because for one in view.past] == ["They raised the rate."]
    assert HandOver.select().count() == 1
    assert take_back(partnership, done) == 0
    assert again(partnership).notice_given_on == GIVEN
    assert not Action.select().where(Action.status == "dropped").exists()
    with pytest.raises(Conflict, match="recorded a notice"):
        go_on(partnership, "After all.", seen=None, **THEN)
    ending = open_ending(partnership.id)
    assert ending is not None
    go_on(partnership, "After all.", seen=ending.version, **THEN)
    noticed(partnership)  # a later notice is another end
    assert Ending.select().count() == 2


def test_answers_are_taken_back_by_one_undo(partnership: Partnership) -> None:
    answer_questions(partnership, [Reply("RQ-X1", "More money.", None, "change_needed", 0)], **BY)
    done = answer_questions(partnership, [Reply("RQ-X1", "", None, "not_known", 1)], **BY)
    assert take_back(partnership, done) == 0
    assert [one.answer for one in ending_view(partnership, TODAY).answers if one.answer] == ["More money."]


def test_the_choice_to_go_on_is_kept_without_a_notice(partnership: Partnership) -> None:
    go_on(partnership, "The plan names a case manager.", **THEN)
    assert ending_view(partnership, TODAY).past[0].given_on is None
    assert Action.select().count() == 0


def test_the_day_to_talk_again_is_the_one_the_reminder_reads(partnership: Partnership) -> None:
    noticed(partnership)
    with pytest.raises(RuleViolation, match="The last day of service is February 18, 2027"):
        set_talk_again(partnership, date(2027, 2, 1), seen="", **THEN)
    done = set_talk_again(partnership, date(2027, 10, 1), seen="", **THEN)
    assert terms_in_force(partnership.id, TODAY)["S36.recontact_date"] == date(2027, 10, 1)
    with pytest.raises(Conflict):
        set_talk_again(partnership, date(2027, 11, 1), seen="", **THEN)
    day = date(2027, 10, 2)
    fired = [one.on for one in firings(again(partnership), day, today=day) if one.trigger == "TD13"]
    assert fired == [date(2027, 10, 1)]
    assert take_back(partnership, done) == 0
    assert "S36.recontact_date" not in terms_in_force(partnership.id, TODAY)


def test_the_letter_is_filled_with_what_is_known_and_nothing_else(partnership: Partnership) -> None:
    noticed(partnership)
    done = fill_letter(partnership, **THEN)
    terms = terms_in_force(partnership.id, TODAY)
    assert (done.filled, done.others) == (6, 0)
    assert terms["S40.notice_date"] == GIVEN
    assert terms["S40.last_service"] == date(2027, 2, 18)
    assert terms["S40.reason_kind"] == "payment_too_low"
    assert terms["S40.contact_for_wind_down"]["name"] == "Ana Ruiz"
    assert "S40.thanks" not in terms and "S40.door_open" not in terms
    assert fill_letter(partnership, **THEN).filled == 0
    assert take_back(partnership, done) == 0
    assert "S40.notice_date" not in terms_in_force(partnership.id, TODAY)


def test_what_people_typed_into_the_letter_stays(partnership: Partnership) -> None:
    noticed(partnership)
    typed = {"S40.last_service": date(2027, 1, 31), "S40.contact_for_wind_down": {"name": "Our own desk"}}
    set_terms(partnership, typed, effective_on=TODAY, **BY)
    done = fill_letter(partnership, **THEN)
    terms = terms_in_force(partnership.id, TODAY)
    assert (done.filled, done.others) == (4, 2)
    assert terms["S40.last_service"] == date(2027, 1, 31)
    assert terms["S40.contact_for_wind_down"] == {"name": "Our own desk"}


def test_an_undo_of_one_partnership_does_nothing_in_another(partnership: Partnership) -> None:
    done = noticed(partnership)
    other = signed("other")
    with pytest.raises(NotFound):
        undo(other, done.batch_id, **BY)
    assert again(partnership).notice_given_on == GIVEN
