"""What the contract page decides: gaps, contradictions, groups, names."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from app.dates.rules import approvals
from app.drafts.rules import (
    GROUPS,
    Carrying,
    Exhibit,
    Severity,
    completeness,
    condition_holds,
    condition_words,
    contradictions,
    first_day,
    group_of,
    left_out,
    paper_name,
)
from app.terms.queries import definitions, library
from app.terms.values import TermDefinition, TermType

TODAY = date(2026, 11, 24)
OURS_ALONE = approvals("Ordway", None, None, (), 15)  # nobody noted how long the plan takes


def found(**values: Any) -> list[tuple[str, str]]:
    """Contradictions of a sheet, written S03__notice_days=...; our approval takes 15 business days."""
    sheet = {key.replace("__", "."): value for key, value in values.items()}
    return [(one.key, one.sentence) for one in contradictions(sheet, OURS_ALONE)]


def test_every_section_stands_in_exactly_one_group() -> None:
    held = [section for group in GROUPS for section in group.sections]
    assert sorted(held) == sorted(set(held)) == sorted(library().titles)


def test_people_talk_about_dates_and_endings_together() -> None:
    assert group_of("S03") is group_of("S36")


def test_an_empty_sheet_contradicts_nothing() -> None:
    assert found() == []


@pytest.mark.parametrize(
    ("values", "key", "sentence"),
    [
        (
            {"S03__start_date": date(2026, 1, 1), "S03__end_date": date(2025, 12, 31)},
            "S03.end_date",
            "The last day is not after the first day.",
        ),
        (
            {
                "S03__is_pilot": True,
                "S03__start_date": date(2026, 1, 1),
                "S03__end_date": date(2027, 6, 30),
                "S03__pilot_months": 24,
            },
            "S03.pilot_months",
            "The pilot of 24 months goes on after the last day of the agreement.",
        ),
        (
            {
                "S03__start_date": date(2026, 1, 1),
                "S03__end_date": date(2026, 12, 31),
                "S03__interim_review_months": [3, 18],
            },
            "S03.interim_review_months",
            "The review at month 18 falls after the last day of the agreement.",
        ),
        (
            {"S03__is_pilot": True, "S03__pilot_months": 12, "S03__interim_review_months": [6, 12, 18]},
            "S03.interim_review_months",
            "The review at month 18 lies past the pilot of 12 months.",
        ),
        (
            {
                "S03__is_pilot": True,
                "S03__start_date": date(2026, 1, 1),
                "S03__end_date": date(2027, 6, 30),
                "S03__pilot_months": 12,
                "S03__pilot_ends_on": date(2027, 7, 15),
            },
            "S03.pilot_ends_on",
            "The pilot goes on after the last day of the agreement.",
        ),
        (
            {
                "S03__is_pilot": True,
                "S03__start_date": date(2026, 1, 1),
                "S03__pilot_ends_on": date(2025, 7, 15),
            },
            "S03.pilot_ends_on",
            "The pilot ends before the agreement begins.",
        ),
        (
            {
                "S03__is_pilot": True,
                "S03__start_date": date(2026, 1, 1),
                "S03__end_date": date(2027, 12, 31),
                "S03__pilot_months": 24,
                "S03__pilot_ends_on": date(2026, 10, 31),
                "S03__interim_review_months": [3, 10, 18],
            },
            "S03.interim_review_months",
            "The review at month 18 lies past the last day of the pilot, October 31, 2026.",
        ),
        (
            {"S03__notice_days": 20},
            "S03.notice_days",
            "The notice period of 20 days is shorter than your own approval takes: 15 business days.",
        ),
        (
            {"S21__rate_facility": 78000},
            "S21.rate_home",
            "There is a rate for nursing facilities and none for home.",
        ),
        (
            {"S21__partial_min_days": 14, "S21__frequency": "biweekly"},
            "S21.partial_min_days",
            "Nobody reaches 14 days in a payment period of 2 weeks. Use 13 or fewer.",
        ),
        (
            {"S13__tiers": [{"tier": "High"}], "S21__tier_rates": [{"tier": "HIGH"}, {"tier": "Low"}]},
            "S21.tier_rates",
            "The rates name the tier “Low”, which the tiers of intensity lack.",
        ),
        (
            {"S13__minimum_rule": ["fixed_with_waiver"], "S13__tiers": [{"tier": "High"}]},
            "S13.tiers",
            "The rule asks for a number of contacts, and a tier names none.",
        ),
        (
            {"S13__minimum_rule": ["no_number"], "S30__interim_steps": [{"step": "The number is waived."}]},
            "S30.interim_steps",
            "An interim step waives a number of contacts, and the agreement sets none.",
        ),
        (
            {"S03__renewal": "renews_unless_notice", "S36__ways": ["at_term"]},
            "S36.ways",
            "It renews unless a party gives notice, but notice is not among the ways to end.",
        ),
        (
            {"S21__frequency": "monthly", "S26__frequency": "biweekly"},
            "S26.frequency",
            "The base payment has one rhythm and the bills have another. Let both be the same.",
        ),
        (
            {"S10__volume_form": ["minimum_payment"], "S21__base_form": ["one_rate"]},
            "S21.base_form",
            "The forecast names a minimum payment while volume builds, and the base payment has none.",
        ),
        (
            {"S13__minimum_rule": ["any_discipline"]},
            "S13.minimum_rule",
            "There is a number of contacts for each patient and no waiver: one who cannot be reached "
            "then costs you income.",
        ),
        (
            {"S16__prescriber": "team_np", "S16__backup_prescriber": "team_np"},
            "S16.backup_prescriber",
            "The second prescriber is the first one again, so nobody stands in.",
        ),
        (
            {"S16__shortcuts": ["plan_waives", "none"]},
            "S16.shortcuts",
            "“None” is picked beside something else. Keep one of them.",
        ),
        (
            {"S24__support_form": ["monthly_floor"], "S21__base_form": ["one_rate", "with_ramp_minimum"]},
            "S24.support_form",
            "A monthly floor and a minimum while volume builds both pay for the start. Keep one.",
        ),
    ],
)
def test_what_does_not_fit_is_named(values: dict[str, Any], key: str, sentence: str) -> None:
    assert found(**values) == [(key, sentence)]


@pytest.mark.parametrize(
    "values",
    [
        {"S03__notice_days": 21},
        {"S03__start_date": date(2026, 1, 1), "S03__end_date": date(2026, 1, 2)},
        {"S21__partial_min_days": 13, "S21__frequency": "biweekly"},
        {"S21__partial_min_days": 14, "S21__frequency": "monthly"},
        {"S21__rate_facility": 78000, "S21__rate_home": 0},
        {
            "S13__minimum_rule": ["fixed_with_waiver"],
            "S13__tiers": [{"tier": "High", "contacts": Decimal(8)}],
        },
        {"S03__renewal": "renews_unless_notice", "S36__ways": ["at_term", "on_notice"]},
        {"S03__is_pilot": True, "S03__pilot_months": 12, "S03__interim_review_months": [12]},
        {"S21__frequency": "monthly", "S26__frequency": "monthly"},
        {"S10__volume_form": ["minimum_payment"], "S21__base_form": ["one_rate", "with_ramp_minimum"]},
        {
            "S16__prescriber": "team_np",
            "S16__backup_prescriber": "primary_doctor",
            "S16__shortcuts": ["none"],
        },
        {
            "S03__is_pilot": True,
            "S03__start_date": date(2026, 1, 1),
            "S03__end_date": date(2027, 12, 31),
            "S03__pilot_months": 24,
            "S03__interim_review_months": [23],
        },
        {
            "S03__is_pilot": True,
            "S03__start_date": date(2026, 1, 1),
            "S03__end_date": date(2027, 12, 31),
            "S03__pilot_months": 6,
            "S03__pilot_ends_on": date(2026, 12, 31),
            "S03__interim_review_months": [6, 12],
        },
        {
            "S03__is_pilot": True,
            "S03__pilot_months": 6,
            "S03__pilot_ends_on": date(2026, 12, 31),
            "S03__interim_review_months": [12],
        },
    ],
)
def test_what_just_fits_is_left_alone(values: dict[str, Any]) -> None:
    assert found(**values) == []


def test_the_worked_example_of_every_term_fits_together() -> None:
    sheet = {key: one.example for key, one in definitions().items()}
    assert contradictions(sheet, OURS_ALONE) == ()


@pytest.mark.parametrize(
    "values",
    [
        {
            "S21__base_form": ["one_rate"],
            "S13__tiers": [{"tier": "High"}],
            "S21__tier_rates": [{"tier": "Low"}],
        },
        {
            "S21__partial_month_rule": "prorated_by_day",
            "S21__partial_min_days": 14,
            "S21__frequency": "biweekly",
        },
        {
            "S30__talk_form": ["meet"],
            "S13__minimum_rule": ["no_number"],
            "S30__interim_steps": [{"step": "The number is waived."}],
        },
    ],
)
def test_terms_of_an_option_that_was_not_picked_contradict_nothing(values: dict[str, Any]) -> None:
    assert found(**values) == []


def test_only_what_cannot_be_meant_has_to_be_mended() -> None:
    sheet = {"S03.notice_days": 20, "S21.rate_facility": 78000}
    told = {one.key: one.severity for one in contradictions(sheet, OURS_ALONE)}
    assert told == {"S03.notice_days": Severity.CHECK, "S21.rate_home": Severity.MEND}


def term(name: str, **facts: Any) -> TermDefinition:
    return TermDefinition(f"S99.{name}", name, TermType.TEXT, **facts)


def test_completeness_counts_what_the_draft_needs_now() -> None:
    terms = [
        term("a", required=True),
        term("b", required_if="S99.way = x | y"),
        term("c"),
        term("version", required=True, computed=True),
        term("twin", required=True, target="S99.a"),
    ]
    none = completeness(terms, {})
    assert (none.sentence, [gap.key for gap in none.gaps]) == ("0 of 1 term settled", ["S99.a"])
    some = completeness(terms, {"S99.a": "here", "S99.way": ["y"]})
    assert (some.sentence, some.percent, [gap.key for gap in some.gaps]) == (
        "1 of 2 terms settled",
        50,
        ["S99.b"],
    )


def test_a_term_is_not_asked_for_once_another_takes_its_place() -> None:
    days = term("days", required=True, unless="S99.months")
    assert [gap.key for gap in completeness([days], {}).gaps] == ["S99.days"]
    assert completeness([days], {"S99.months": 3}).gaps == ()


def test_a_notice_in_months_is_measured_against_our_approval_too() -> None:
    short = {"S03.notice_days": 90, "S03.notice_months": 1}
    (one,) = contradictions(short, approvals("Ordway", None, None, (), 25))
    assert (one.key, "of 1 month is shorter" in one.sentence) == ("S03.notice_months", True)
    assert contradictions(short, approvals("Ordway", None, None, (), 20)) == ()


def test_a_notice_is_measured_against_the_approval_path_of_the_plan() -> None:
    said = approvals("Ordway", None, 60, (), 15)  # 60 calendar days there, 21 here
    (one,) = contradictions({"S03.notice_days": 80}, said)
    assert "Ordway takes 60 days to approve one, and you take 15 business days." in one.sentence
    assert contradictions({"S03.notice_days": 81}, said) == ()
    measured = approvals("Ordway", 90, 60, (), 15)
    assert "Ordway takes 90 days" in contradictions({"S03.notice_days": 81}, measured)[0].sentence


def test_what_neither_a_document_nor_an_exhibit_states_is_named() -> None:
    exhibits = [Exhibit("D6", "Payment exhibit", ("S21", "S22")), Exhibit("D7", "Metrics", ("S27",))]
    every = ["S01", "S21", "S27"]
    assert left_out(every, ["S01"], exhibits, []) == (("S21", "Payment exhibit"), ("S27", "Metrics"))
    assert left_out(every, ["S01"], exhibits, ["D6"]) == (("S27", "Metrics"),)
    assert left_out(every, every, exhibits, []) == ()


def test_completeness_counts_what_the_draft_prints_as_open() -> None:
    assert [gap.key for gap in completeness([term("c")], {}, {"S99.c"}).gaps] == ["S99.c"]


def test_a_condition_asks_a_yes_or_one_of_several_choices() -> None:
    assert condition_holds("S03.is_pilot", {"S03.is_pilot": True})
    assert not condition_holds("S03.is_pilot", {"S03.is_pilot": False})
    assert condition_holds("S13.minimum_rule = a | b", {"S13.minimum_rule": ["b", "c"]})
    assert condition_holds("S03.renewal = ends", {"S03.renewal": "ends"})
    assert not condition_holds("S03.renewal = ends", {})


def test_every_condition_of_the_library_is_understood() -> None:
    known = definitions()
    conditions = [one.required_if for one in known.values() if one.required_if]
    assert conditions
    assert [condition for condition in conditions if not condition_words(condition, known)] == []


def test_a_change_of_a_contract_in_force_holds_from_today() -> None:
    assert first_day("pilot", date(2025, 12, 1), TODAY, has_terms=True) == TODAY


def test_the_first_terms_of_a_running_contract_hold_from_its_first_day() -> None:
    assert first_day("pilot", date(2025, 12, 1), TODAY, has_terms=False) == date(2025, 12, 1)
    assert first_day("contracting", date(2027, 2, 1), TODAY, has_terms=True) == TODAY
    assert first_day("contracting", None, TODAY, has_terms=False) == TODAY


def test_a_paper_is_named_after_the_partners_the_kind_the_copy_and_the_day() -> None:
    own = paper_name("Kestrel Bay / Ordway", "Pilot services agreement", False, TODAY)
    assert own == "Kestrel Bay / Ordway, pilot services agreement, internal draft, 2026-11-24"
    theirs = paper_name("A", "SB 1004 agreement", True, TODAY)
    assert theirs == "A, SB 1004 agreement, partner draft, 2026-11-24"


def test_a_rate_and_a_fee_under_cost_are_named() -> None:
    sheet = {"S21.rate_home": 90000, "S22.assessment_fee": 22000}
    found = contradictions(sheet, OURS_ALONE, Carrying(91825, 24000))
    assert [one.sentence for one in found] == [
        "The case rate of $900.00 does not carry the cost of care: with the other payments it would have "
        "to be $918.25.",
        "The assessment fee of $220.00 is less than an assessment costs: $240.00.",
    ]
    assert contradictions(sheet, OURS_ALONE, Carrying(90000, 22000)) == ()
    assert contradictions(sheet, OURS_ALONE, Carrying(None, None)) == ()


def test_a_metric_without_somebody_for_each_task_is_named() -> None:
    whole = {"metric": "Days to a first visit", "gathers": "both", "analyzes": "both", "reports": "both"}
    assert contradictions({"S27.metrics": [whole]}, OURS_ALONE) == ()
    (one,) = contradictions({"S27.metrics": [whole, {**whole, "analyzes": " "}]}, OURS_ALONE)
    assert one.key == "S27.metrics"
    assert "“Days to a first visit”" in one.sentence
