"""Assessments in sequence, gaps that become promises and rows of the agreement, and the way back."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from app.actions.models import Action, ActionComment
from app.actions.rules import Status
from app.actions.service import complete_action
from app.assessments import queries
from app.assessments.models import Assessment, NeedsRating, RightJudgment, Unknown
from app.assessments.rules import Answer, Judged, Open, Who
from app.assessments.service import (
    Overtaken,
    ResourceFacts,
    UnknownFacts,
    as_last_time,
    ask_again,
    copy_from,
    create_resource,
    finish,
    judge,
    reopen,
    save_unknowns,
    take_back,
    take_starters,
)
from app.core.actor import SYSTEM
from app.core.batches import Batch, Together, get_batch
from app.core.batches import take_back as take_batch_back
from app.core.errors import Conflict, NotFound, RuleViolation
from app.partnerships.models import Partnership
from app.people.models import Person
from app.terms.queries import terms_in_force
from app.terms.service import set_terms
from tests.assessments.conftest import LATER, NOW, TODAY, Home
from tests.factories import make_partnership

WHO = {"actor": SYSTEM, "now": NOW}
GAPS = "S33.gap_table"


def gaps_of(home: Home, day: date = TODAY) -> list[dict[str, object]]:
    return list(terms_in_force(home.partnership.id, day).get(GAPS) or ())


def the_action() -> Action:
    return Action.get(Action.source == "gap")


def test_a_change_asks_again_and_a_second_one_adds_its_reason(home: Home) -> None:
    home.finished(date(2025, 10, 14), NA44="in_place")
    first = ask_again(home.partnership, because="The director left.", today=TODAY, **WHO)
    second = ask_again(home.partnership, because="New tasks came.", today=TODAY, **WHO)
    assert (first.is_new, second.is_new) == (True, False)
    row = queries.open_assessment(home.partnership.id)
    assert row is not None and row.id == first.assessment.id == second.assessment.id
    assert (row.why, row.because) == ("event", "The director left.\nNew tasks came.")
    assert row.sides == ["provider", "payer"]
    assert queries.last_assessed_on(home.partnership.id) == date(2025, 10, 14)


def test_the_undo_of_asking_takes_the_assessment_away_while_nothing_is_answered(home: Home) -> None:
    asked = ask_again(home.partnership, because="New tasks.", today=TODAY, **WHO)
    take_back(home.partnership, asked.batch, **WHO)
    assert queries.open_assessment(home.partnership.id) is None
    asked = ask_again(home.partnership, because="New tasks.", today=TODAY, **WHO)
    home.rate(asked.assessment, NA01=Answer("gap"))
    assert take_back(home.partnership, asked.batch, actor=SYSTEM, now=LATER).left == 1
    assert queries.open_assessment(home.partnership.id) is not None


def test_a_caller_keeps_one_undo_for_the_wish_and_more(home: Home) -> None:
    together = Together(SYSTEM, NOW)
    asked = ask_again(home.partnership, because="New tasks.", today=TODAY, together=together, **WHO)
    assert asked.batch == ""
    take_batch_back(get_batch(together.keep()), {"assessment": Assessment}, **WHO)
    assert queries.open_assessment(home.partnership.id) is None


def test_a_new_assessment_begins_without_ratings_and_shows_those_of_last_time(home: Home) -> None:
    home.finished(date(2025, 10, 14), NA42="in_place", NA44="gap")
    row = home.asked()
    shown = queries.picture(row)
    assert shown.now.to_rate == 47 and not shown.rows
    assert shown.last_rows["NA44"].rating == "gap"
    count, batch = as_last_time(row, queries.method().groups[-1], today=TODAY, **WHO)
    assert count == 2
    assert queries.picture(Assessment.get_by_id(row.id)).now.rated == 2
    take_back(home.partnership, batch, **WHO)
    assert queries.picture(Assessment.get_by_id(row.id)).now.rated == 0
    with pytest.raises(RuleViolation, match="nothing of last time"):
        as_last_time(row, queries.method().groups[0], today=TODAY, **WHO)


def test_a_gap_becomes_one_promise_which_follows_until_somebody_changes_it(home: Home) -> None:
    row = home.asked()
    saved = home.rate(row, NA44=home.together())
    action = the_action()
    assert saved.filled.made == 1
    assert (action.text, action.side) == ("Ordway names a stand-in until March", "joint")
    assert (action.owner_id, action.due_on) == (home.ours.id, date(2026, 12, 1))
    home.rate(row, NA44=home.together(due_on=date(2026, 12, 15)), seen=1)
    assert the_action().due_on == date(2026, 12, 15)
    Action.update(due_on=date(2027, 2, 1)).execute()  # by hand
    saved = home.rate(row, NA44=home.together(due_on=date(2026, 12, 20), first_step="Call Howard"), seen=2)
    assert (the_action().due_on, the_action().text) == (date(2027, 2, 1), "Call Howard")
    assert saved.filled.followed == 1 and Action.select().count() == 1


def test_a_gap_that_was_none_lets_its_untouched_promise_go_and_the_undo_brings_it_back(home: Home) -> None:
    row = home.asked()
    home.rate(row, NA44=home.together())
    saved = home.rate(row, NA44=home.together(rating="in_place"), seen=1)
    assert saved.filled.dropped == 1 and the_action().status == Status.DROPPED
    take_back(home.partnership, saved.batch, **WHO)
    assert the_action().status == Status.OPEN
    assert NeedsRating.get().rating == "gap"


def test_a_promise_somebody_changed_stays_when_the_gap_goes(home: Home) -> None:
    row = home.asked()
    home.rate(row, NA44=home.together())
    Action.update(text="Howard has it in hand").execute()
    assert home.rate(row, NA44=Answer("in_place"), seen=1).filled.dropped == 0
    assert the_action().status == Status.OPEN


def test_a_promise_that_was_kept_does_not_come_back_by_saving_again(home: Home) -> None:
    row = home.asked()
    home.rate(row, NA44=home.together())
    complete_action(the_action(), on=TODAY, **WHO)
    home.rate(row, NA44=home.together(evidence="Since September."), seen=1)
    assert Action.select().count() == 1


def test_a_gap_of_last_time_keeps_its_open_promise_in_the_next_assessment(home: Home) -> None:
    row = home.asked(today=date(2025, 10, 1))
    home.rate(row, NA44=home.together(), today=date(2025, 10, 1))
    finish(Assessment.get_by_id(row.id), date(2025, 10, 14), today=TODAY, **WHO)
    again = home.asked()
    home.rate(again, NA44=home.together(due_on=date(2026, 12, 24)))
    assert Action.select().count() == 1 and the_action().due_on == date(2026, 12, 24)


@pytest.mark.parametrize(
    ("now", "by_hand", "dropped"),
    [
        ("in_place", False, True),
        ("not_applicable", False, True),
        ("in_place", True, False),
        ("not_known", False, False),
        ("gap", False, False),
    ],
)
def test_a_gap_closed_in_the_next_assessment_lets_its_untouched_promise_go(
    home: Home, now: str, by_hand: bool, dropped: bool
) -> None:
    row = home.asked(today=date(2025, 10, 1))
    home.rate(row, NA44=home.together(), today=date(2025, 10, 1))
    finish(Assessment.get_by_id(row.id), date(2025, 10, 14), today=TODAY, **WHO)
    if by_hand:
        Action.update(text="Howard has it in hand").execute()
    saved = home.rate(home.asked(), NA44=Answer(now))
    assert saved.filled.dropped == dropped
    assert the_action().status == (Status.DROPPED if dropped else Status.OPEN)
    take_back(home.partnership, saved.batch, **WHO)
    assert the_action().status == Status.OPEN


def test_a_ticked_gap_goes_into_the_agreement_once_all_is_said_and_leaves_it_again(home: Home) -> None:
    row = home.asked()
    own = {"id": "night", "item": "Help at night", "strategy": "hire_new_staff", "filler": "provider"}
    set_terms(home.partnership, {GAPS: [own]}, effective_on=date(2026, 1, 1), **WHO)
    home.rate(row, NA44=home.together(in_agreement=True, due_on=None))
    assert gaps_of(home) == [own]
    saved = home.rate(row, NA44=home.together(in_agreement=True), seen=1)
    added = {
        **{"id": "na44", "item": "Named person for quick answers", "strategy": "make_connections"},
        **{"filler": "both", "date": date(2026, 12, 1)},
    }
    assert saved.filled.in_terms and gaps_of(home) == [own, added]
    assert queries.in_agreement(home.partnership.id, TODAY) == {"NA44"}
    taken = home.rate(row, NA44=home.together(), seen=2)
    assert gaps_of(home) == [own]
    take_back(home.partnership, taken.batch, **WHO)
    assert gaps_of(home) == [own, added]


def test_a_signed_agreement_is_left_to_its_amendments(home: Home) -> None:
    row = home.asked()
    saved = home.rate(row, NA44=home.together(in_agreement=True))
    Partnership.update(stage="pilot").execute()
    signed = Partnership.get()
    assert home.rate(row, NA44=home.together(), seen=1).filled.in_terms is False
    assert len(gaps_of(home)) == 1
    with pytest.raises(RuleViolation, match="amendment"):
        take_back(signed, saved.batch, **WHO)


def test_what_somebody_rated_meanwhile_is_not_written_over(home: Home) -> None:
    row = home.asked()
    home.rate(row, NA44=Answer("gap"), NA45=Answer("partly"))
    with pytest.raises(Overtaken) as clash:
        home.rate(row, NA43=Answer("in_place"), NA44=Answer("in_place"), NA45=Answer("partly"))
    assert clash.value.items == ("NA44",)
    assert {one.item: one.rating for one in NeedsRating.select()} == {"NA44": "gap", "NA45": "partly"}
    assert home.rate(row, NA45=Answer("partly")).changed == 0


def test_a_promise_on_which_something_hangs_stays_when_its_gap_is_undone(home: Home) -> None:
    saved = home.rate(home.asked(), NA44=home.together())
    ActionComment.create(action=the_action(), text="Talked to Howard.", created_at=NOW)
    done = take_back(home.partnership, saved.batch, **WHO)
    assert done.left == 1 and ActionComment.select().count() == 1
    assert NeedsRating.select().count() == 0


def test_finishing_wants_a_rating_and_a_day_that_can_be(home: Home) -> None:
    row = home.asked(today=date(2026, 11, 10))
    with pytest.raises(RuleViolation, match="at least one"):
        finish(row, TODAY, today=TODAY, **WHO)
    home.rate(row, NA01=Answer("gap"))
    for day in (date(2026, 11, 9), date(2026, 11, 25)):
        with pytest.raises(RuleViolation, match="until today"):
            finish(row, day, today=TODAY, **WHO)
    finish(row, TODAY, today=TODAY, **WHO)
    with pytest.raises(RuleViolation, match="finished"):
        home.rate(row, NA01=Answer("partly"), seen=1)
    assert queries.last_assessed_on(home.partnership.id) == TODAY


def test_only_the_newest_assessment_opens_again_and_only_while_none_is_open(home: Home) -> None:
    old = home.finished(date(2024, 10, 1), NA01="gap")
    new = home.finished(date(2025, 10, 1), NA01="partly")
    with pytest.raises(RuleViolation, match="newest"):
        reopen(old, **WHO)
    assert reopen(new, **WHO).finished_on is None
    with pytest.raises(RuleViolation, match="open by now"):
        reopen(old, **WHO)
    assert queries.last_assessed_on(home.partnership.id) == date(2024, 10, 1)


def test_assessments_follow_each_other_by_day_also_when_an_old_one_is_entered_late(home: Home) -> None:
    new = home.finished(date(2025, 10, 1), NA01="partly")
    old = home.finished(date(2024, 10, 1), NA01="gap")
    assert queries.newest_finished(home.partnership.id) == new
    assert [one.public_id for one in queries.list_assessments(home.partnership.id)] == [
        new.public_id, old.public_id,
    ]  # fmt: skip
    assert queries.picture(new).last == old and queries.picture(old).last is None
    assert queries.rechecked_on(old) == {"NA01": date(2025, 10, 1)} and queries.rechecked_on(new) == {}
    again = home.asked()
    assert queries.picture(again).last == new
    assert queries.list_assessments(home.partnership.id)[0].public_id == again.public_id


def test_a_person_who_left_is_open_again_in_the_gap_that_names_them(home: Home) -> None:
    row = home.asked()
    home.rate(row, NA44=home.together())
    assert queries.ratings_of(row)["NA44"].still_open == ()
    Person.update(left_on=TODAY).where(Person.id == home.theirs.id).execute()
    found = queries.ratings_of(row)["NA44"]
    assert found.still_open == (Open.THEIR_PERSON,) and found.people == ("Ruben Ashby", "Howard Teller")
    assert found.answer == home.together(), "what was said stays"


def test_an_undo_of_another_partnership_is_not_found(home: Home) -> None:
    saved = home.rate(home.asked(), NA44=home.together())
    with pytest.raises(NotFound):
        take_back(make_partnership(), saved.batch, **WHO)
    stray = Batch.create(at=NOW, changes=[["user", 1, {}, {}]])
    with pytest.raises(NotFound):
        take_back(home.partnership, str(stray.public_id), **WHO)


def test_who_fills_a_gap_alone_is_promised_on_that_side(home: Home) -> None:
    alone = replace(home.together(first_step=""), filler="partner_can_fill", filler_side="payer")
    home.rate(home.asked(), NA44=alone)
    action = the_action()
    assert (action.side, action.owner_id) == ("payer", home.theirs.id)
    assert action.text == "Introduce people and programs: Named person for quick answers"
    assert queries.ratings_of(queries.open_assessment(home.partnership.id))["NA44"].who is Who.PAYER


def test_a_directory_begins_with_usual_rows_and_copies_only_what_it_lacks(home: Home) -> None:
    other = make_partnership(key="other")
    create_resource(other, ResourceFacts("ihss", area="Mesa County"), **WHO)
    create_resource(other, ResourceFacts("Meals at home", need_met="food"), **WHO)
    count, batch = take_starters(home.partnership, ["IHSS", "Faith groups", "Unheard of"], **WHO)
    assert count == 2
    assert copy_from(home.partnership, other, **WHO)[0] == 1
    assert copy_from(home.partnership, other, **WHO)[0] == 0
    take_back(home.partnership, batch, **WHO)
    rows = queries.all_resources(home.partnership.id)
    assert [(one.resource, one.need_words) for one in rows] == [("Meals at home", "Food")]


def test_guesses_and_truths_are_kept_in_the_catalogues_order(home: Home) -> None:
    facts = {"team_roles": UnknownFacts("Nurse leads", TODAY), "outreach_effort": UnknownFacts()}
    seen = {"team_roles": 0, "outreach_effort": 0}
    count, batch = save_unknowns(home.partnership, facts, seen=seen, **WHO)
    assert (count, Unknown.select().count()) == (1, 1)
    rows = queries.unknowns(home.partnership.id)
    assert [one.item for one in rows] == list(queries.method().unknowns)
    assert rows[3].label == "Team roles" and rows[3].guess == "Nurse leads"
    with pytest.raises(Conflict):
        save_unknowns(home.partnership, {"team_roles": UnknownFacts("Other")}, seen={"team_roles": 0}, **WHO)
    take_back(home.partnership, batch, **WHO)
    assert Unknown.select().count() == 0


def test_a_judgement_has_its_day_and_can_be_taken_back(home: Home) -> None:
    for state, seen in (("watch", 0), ("good", 1)):
        judged = {"patients": Judged(state, "Criteria turn a third away.")}
        _count, batch = judge(home.partnership, judged, seen={"patients": seen}, today=TODAY, **WHO)
    assert RightJudgment.get().judged_on == TODAY
    take_back(home.partnership, batch, **WHO)
    looked = queries.three_questions(home.partnership.id, TODAY)
    assert [(one.question.value, one.state) for one in looked] == [
        ("patients", "watch"),
        ("time", ""),
        ("supports", ""),
    ]
