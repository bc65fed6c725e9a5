"""The days of an end follow from the notice and the terms; what cannot be is said in a sentence."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.catalogue import catalogue
from app.core.calendar import Span
from app.endings.rules import (
    Bounds,
    ExitFacts,
    Noticed,
    Standing,
    Step,
    Told,
    again_problem,
    count_problem,
    hand_over_problems,
    lede,
    monday,
    notice_problems,
    propose,
    step_problem,
    told_counts,
)

GIVEN = date(2024, 11, 25)
FACTS = ExitFacts(GIVEN, Span(90), date(2025, 9, 30))
BOUNDS = Bounds(date(2024, 12, 10), date(2023, 10, 1), date(2025, 9, 30))


def days(facts: ExitFacts) -> dict[Step, date]:
    return {one.step: one.on for one in propose(facts)}


def whys(facts: ExitFacts) -> dict[Step, str]:
    return {one.step: one.why for one in propose(facts)}


def test_the_steps_are_those_of_the_catalogue_in_its_order() -> None:
    assert [one.step.value for one in propose(FACTS)] == [one.id for one in catalogue().wind_down]


def test_without_further_terms_every_day_says_what_is_assumed() -> None:
    assert days(FACTS) == {
        Step.TELL_TEAM: date(2024, 12, 2),
        Step.TELL_PATIENTS: date(2024, 12, 5),
        Step.TELL_REFERRERS: date(2024, 12, 10),
        Step.LAST_ENROLLMENT: date(2024, 12, 25),
        Step.HANDED_ON: date(2025, 2, 9),
        Step.LESSONS: date(2025, 2, 16),
        Step.LAST_SERVICE: date(2025, 2, 23),
        Step.REPORTS: date(2025, 3, 25),
        Step.LAST_BILL: date(2025, 3, 10),
        Step.LAST_PAYMENT: date(2025, 4, 9),
        Step.DATA: date(2025, 5, 9),
    }
    for step in (Step.REPORTS, Step.LAST_BILL, Step.LAST_PAYMENT):
        assert "so this is assumed" in whys(FACTS)[step]
    assert "ask counsel" in whys(FACTS)[Step.DATA]
    assert whys(FACTS)[Step.LAST_SERVICE].startswith("90 days after the notice of November 25, 2024.")


@pytest.mark.parametrize(
    ("change", "step", "on", "words"),
    [
        ({"notice": Span(3, in_months=True)}, Step.LAST_SERVICE, date(2025, 2, 25), "3 months after"),
        ({"notice": None}, Step.LAST_SERVICE, date(2025, 2, 23), "no notice period is settled"),
        ({"term_end": date(2025, 1, 31)}, Step.LAST_SERVICE, date(2025, 1, 31), "The term ends on this day"),
        ({"notice": Span(30)}, Step.LAST_ENROLLMENT, GIVEN, "30 days before the last day of service"),
        ({"notice": Span(20)}, Step.LAST_ENROLLMENT, GIVEN, "The day of the notice: less than 30 days"),
        (
            {"notice": Span(10), "enrollment_rule": "No later than 20 days after Notice."},
            Step.LAST_ENROLLMENT,
            date(2024, 12, 5),
            "The last day of service; it comes sooner than 20 days after the notice.",
        ),
        (
            {"enrollment_rule": "No later than 1 days after Notice."},
            Step.TELL_TEAM,
            date(2024, 11, 26),
            "By the last day of enrollment, which comes before 7 days after the notice.",
        ),
        (
            {"notice": Span(10), "enrollment_rule": "No later than 5 days after Notice."},
            Step.HANDED_ON,
            date(2024, 11, 30),
            "The last day of enrollment; less than two weeks are left",
        ),
        ({"notice": Span(5)}, Step.LESSONS, GIVEN, "The day of the notice; the last day of service"),
        ({"report_days": 1}, Step.REPORTS, date(2025, 2, 24), "1 day after the last day of service"),
        (
            {"enrollment_rule": "No later than 20 days after the Notice."},
            Step.LAST_ENROLLMENT,
            date(2024, 12, 15),
            "as the agreement says",
        ),
        ({"enrollment_rule": "At once."}, Step.LAST_ENROLLMENT, date(2024, 12, 25), "has a rule of its own"),
        ({"report_days": 45}, Step.REPORTS, date(2025, 4, 9), "as the agreement says"),
        ({"lessons_agreed": True}, Step.LESSONS, date(2025, 2, 16), "asks for this meeting"),
    ],
)
def test_a_day_follows_the_terms_and_says_so(
    change: dict[str, object], step: Step, on: date, words: str
) -> None:
    facts = replace(FACTS, **change)  # type: ignore[arg-type]
    assert days(facts)[step] == on
    assert words in whys(facts)[step]


def test_the_other_days_hang_on_the_last_day_of_service_they_chose() -> None:
    found = days(replace(FACTS, last_service_on=date(2025, 3, 31)))
    assert found[Step.HANDED_ON] == date(2025, 3, 17)
    assert found[Step.LAST_PAYMENT] == date(2025, 5, 15)
    assert found[Step.LAST_SERVICE] == date(2025, 2, 23)  # what would be counted stays to be seen


@given(
    st.dates(date(2000, 1, 1), date(2090, 1, 1)),
    st.integers(0, 400),
    st.integers(0, 400),
    st.one_of(st.none(), st.integers(0, 400)),
)
def test_what_is_proposed_is_never_out_of_order(
    given_on: date, notice: int, rule: int, chosen: int | None
) -> None:
    service = None if chosen is None else given_on + timedelta(days=chosen)
    facts = ExitFacts(given_on, Span(notice), None, service, f"{rule} days after notice")
    found = days(facts)
    found[Step.LAST_SERVICE] = service or found[Step.LAST_SERVICE]
    for step, on in found.items():
        others = {one: day for one, day in found.items() if one is not step}
        assert step_problem(step, on, others, given_on) == "", step


@pytest.mark.parametrize(
    ("typed", "field", "sentence"),
    [
        (Noticed(date(2024, 12, 11), None, None), "given_on", "today or an earlier day"),
        (Noticed(date(2023, 9, 30), None, None), "given_on", "The agreement began October 1, 2023."),
        (Noticed(GIVEN, date(2024, 11, 24), None), "last_service_on", "cannot be earlier"),
    ],
)
def test_a_notice_that_cannot_be_is_told_in_a_sentence(typed: Noticed, field: str, sentence: str) -> None:
    assert sentence in notice_problems(typed, BOUNDS)[field]
    assert notice_problems(Noticed(GIVEN, None, 12), BOUNDS) == {}


def test_notice_after_the_end_of_the_term_is_told_in_a_sentence() -> None:
    ended = replace(BOUNDS, today=date(2025, 12, 1))
    found = notice_problems(Noticed(date(2025, 10, 1), None, None), ended)
    assert found["given_on"].startswith("The term ended September 30, 2025")


def test_more_patients_than_were_in_care_are_not_handed_on() -> None:
    bounds = replace(BOUNDS, most_in_care=22, counted_in="December 2024")
    assert count_problem(22, 0, bounds) == ""
    assert "at most 22 patients in care in December 2024" in count_problem(23, 0, bounds)
    assert count_problem(4, 5, bounds).startswith("5 patients are handed on already.")
    assert count_problem(0, 1, bounds).startswith("1 patient is handed on already.")
    assert count_problem(None, 5, bounds) == ""


@pytest.mark.parametrize(
    ("step", "on", "sentence"),
    [
        (Step.TELL_TEAM, date(2024, 11, 24), "Notice was given November 25, 2024."),
        (Step.LAST_SERVICE, date(2024, 12, 24), "The last day of enrollment is December 25, 2024"),
        (Step.LAST_ENROLLMENT, date(2025, 3, 1), "The day for the last hand-over is February 9, 2025"),
        (Step.LAST_PAYMENT, date(2025, 3, 9), "The day for the last bill is March 10, 2025"),
        (Step.LAST_BILL, date(2025, 5, 1), "The day for the last payment is April 9, 2025"),
        (Step.DATA, date(2025, 2, 22), "The last day of service is February 23, 2025"),
    ],
)
def test_a_day_out_of_order_names_the_day_it_runs_into(step: Step, on: date, sentence: str) -> None:
    others = {one: day for one, day in days(FACTS).items() if one is not step}
    assert step_problem(step, on, others, GIVEN).startswith(sentence)


def test_a_week_counts_from_its_monday_and_only_while_there_is_somebody_to_hand_on() -> None:
    week, today = monday(date(2025, 1, 8)), date(2025, 1, 9)
    assert week == date(2025, 1, 6)
    assert hand_over_problems(week, 3, 9, 12, GIVEN, today) == {}
    assert "Enter at most 2" in hand_over_problems(week, 3, 10, 12, GIVEN, today)["patients"]
    assert "Say first how many" in hand_over_problems(week, 3, 0, None, GIVEN, today)["patients"]
    assert "has begun" in hand_over_problems(week + timedelta(weeks=1), 1, 0, 12, GIVEN, today)["week_on"]
    before = monday(GIVEN) - timedelta(weeks=1)
    assert "Notice was given" in hand_over_problems(before, 1, 0, 12, GIVEN, today)["week_on"]


def test_the_day_to_talk_again_is_after_the_end() -> None:
    assert again_problem(date(2025, 10, 1), date(2025, 3, 31), GIVEN, GIVEN) == ""
    assert "The last day of service" in again_problem(date(2025, 3, 30), date(2025, 3, 31), GIVEN, GIVEN)
    assert "Notice was given" in again_problem(date(2024, 11, 1), None, GIVEN, date(2024, 11, 1))


def test_a_day_that_has_passed_is_none_to_talk_again() -> None:
    assert "Enter today or a later day" in again_problem(date(2025, 10, 1), None, None, date(2025, 10, 2))
    assert again_problem(date(2025, 10, 1), None, None, date(2025, 10, 1)) == ""


WAY = Standing(date(2025, 1, 15), GIVEN, None, date(2025, 3, 31), None, date(2025, 9, 30), 12, 0, 2, 8)


@pytest.mark.parametrize(
    ("facts", "words"),
    [
        (
            WAY,
            "Notice was given November 25, 2024; the last day of service is March 31, 2025; "
            "12 patients to hand on; 2 steps are late.",
        ),
        (
            replace(WAY, handed_on=12, late=0, open=0, today=date(2025, 6, 1)),
            "Notice was given November 25, 2024; the last day of service was March 31, 2025; "
            "all 12 patients are handed on; every step is done.",
        ),
        (
            Standing(date(2025, 1, 15), GIVEN),
            "Notice was given November 25, 2024; the steps are not laid out yet.",
        ),
        (
            Standing(date(2025, 1, 15), last_notice_on=date(2025, 7, 2), term_end=date(2025, 9, 30)),
            "No notice was given. The term ends September 30, 2025, and the last day to give notice before "
            "it is July 2, 2025.",
        ),
        (
            Standing(date(2025, 5, 1), ended_on=date(2025, 4, 1), again_on=date(2025, 10, 1)),
            "Ended April 1, 2025. You may talk again on October 1, 2025.",
        ),
        (
            replace(WAY, today=date(2025, 5, 1), ended_on=date(2025, 4, 1), late=1, open=2),
            "Notice was given November 25, 2024; the last day of service was March 31, 2025; "
            "12 patients to hand on. 2 steps are still open, 1 of them late. No day to talk again is agreed.",
        ),
    ],
)
def test_the_page_opens_with_where_it_stands(facts: Standing, words: str) -> None:
    assert lede(facts) == words


@given(st.integers(0, 60), st.integers(0, 60))
def test_a_copy_for_the_partner_never_lets_a_small_count_be_worked_out(first: int, second: int) -> None:
    whole, handed = max(first, second), min(first, second)
    told = told_counts(whole, handed, 10)
    shown = {
        name: int(words)
        for name, words in (("whole", told.to_hand_on), ("handed", told.handed_on), ("left", told.left))
        if words.isdigit()
    }
    fits = [
        (total, part)
        for total in range(61)
        for part in range(total + 1)
        if all(
            {"whole": total, "handed": part, "left": total - part}[name] == value
            for name, value in shown.items()
        )
        and told_counts(total, part, 10) == told
    ]
    for small in (whole, handed, whole - handed):
        if 0 < small <= 10:
            place = (whole, handed, whole - handed).index(small)
            values = {(total, part, total - part)[place] for total, part in fits}
            assert len(values) > 1, (whole, handed, told)


def test_our_own_copy_tells_every_count() -> None:
    assert told_counts(12, 9, 0).left == "3"
    assert told_counts(8, 8, 10) == Told("under 11", "not shown", "0")
    assert told_counts(30, 27, 10) == Told("30", "not shown", "not shown")
    assert told_counts(30, 15, 10) == Told("30", "15", "15")
