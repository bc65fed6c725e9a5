"""The catalogue that ships with the program, and what happens when somebody breaks it."""

from __future__ import annotations

from decimal import Decimal

import pytest

from app.catalogue import CatalogueError, catalogue, read_catalogue
from app.catalogue.loading import CATALOGUE_FILE
from app.catalogue.triggers import DateRule, MetricTrigger, RelationshipTrigger

TEXT = CATALOGUE_FILE.read_text(encoding="utf-8")


def broken(old: str, new: str, *, count: int = 1) -> tuple[str, ...]:
    """The faults of the catalogue after one change to its text."""
    assert old in TEXT, f"the catalogue no longer holds {old!r}"
    with pytest.raises(CatalogueError) as caught:
        read_catalogue(TEXT.replace(old, new, count))
    return caught.value.faults


def test_the_shipped_catalogue_has_no_fault_and_is_read_once() -> None:
    assert catalogue() is catalogue()


def test_the_catalogue_holds_the_whole_method() -> None:
    book = catalogue()
    assert [stage.id for stage in book.stages] == [
        "exploring",
        "planning",
        "contracting",
        "pilot",
        "sustained",
        "renegotiating",
        "ended",
    ]
    assert len(book.milestones) == 60
    assert [trigger.id for trigger in book.metric_triggers] == [f"TM{n:02d}" for n in range(1, 27)]
    assert [trigger.id for trigger in book.date_rules] == [f"TD{n:02d}" for n in range(1, 14)]
    assert [trigger.id for trigger in book.event_triggers] == [f"TE{n:02d}" for n in range(1, 19)]
    assert [trigger.id for trigger in book.relationship_triggers] == [f"TR{n:02d}" for n in range(1, 9)]
    assert len(book.lessons) == 9


def test_plain_lists_are_found_where_the_catalogue_keeps_them() -> None:
    book = catalogue()
    assert "medi_cal_managed_care" in book.product_lines
    assert "hospice" in book.organization_kinds
    assert book.sides == ("payer", "provider")
    assert book.balance_sides == ("effort", "payment", "outcomes", "relationship", "context")
    assert "operations" in book.functions
    assert [service.id for service in book.services if service.group == "required"] == [
        f"SV{n}" for n in range(1, 8)
    ]
    assert "data" in book.concern_areas
    assert "sufficiency" in book.review_kinds


def test_thresholds_are_exact_decimals() -> None:
    rule = catalogue().trigger("TM02")
    assert isinstance(rule, MetricTrigger)
    assert rule.rule.threshold == (Decimal("0.65"),)
    assert rule.rule.min_denominator == 6
    outside = catalogue().trigger("TM21")
    assert isinstance(outside, MetricTrigger)
    assert outside.rule.threshold == (Decimal("0.6"), Decimal("1.5"))


def test_a_date_rule_keeps_its_offsets_by_phase() -> None:
    yearly = catalogue().trigger("TD07")
    assert isinstance(yearly, DateRule)
    assert yearly.offsets_months == ()
    assert dict(yearly.offsets_months_by_phase) == {"pilot": 6, "sustained": 12}
    repeating = catalogue().trigger("TD05")
    assert isinstance(repeating, DateRule)
    assert dict(repeating.every_months) == {"first_year": 3, "later": 12}


def test_relationship_rules_over_months_and_others_are_told_apart() -> None:
    monthly = catalogue().trigger("TR01")
    assert isinstance(monthly, RelationshipTrigger)
    assert monthly.monthly is not None
    assert monthly.monthly.threshold == (Decimal("0.7"),)
    pulse = catalogue().trigger("TR04")
    assert isinstance(pulse, RelationshipTrigger)
    assert pulse.monthly is None
    assert pulse.settings["mean_under"] == Decimal("2.5")


def test_meetings_thin_out_after_the_first_year_of_the_pilot() -> None:
    operations = catalogue().meeting_kind("operations")
    assert operations.weeks_between("pilot") == 2
    assert operations.weeks_between("pilot", after_first_year=True) == 4
    assert operations.weeks_between("sustained", after_first_year=True) == 8
    assert operations.weeks_between("exploring") is None
    assert operations.weeks_between("ended") is None


def test_every_meeting_kind_has_an_aim_and_leaves_a_few_minutes_for_topics_by_hand() -> None:
    for kind in catalogue().meeting_kinds:
        assert kind.aim.endswith(".")
        assert 0 < sum(topic.minutes for topic in kind.topics) <= kind.length_minutes - 5, kind.id


def test_all_opens_the_questions_of_an_ordinary_review() -> None:
    book = catalogue()
    opened = {question.id for question in book.questions_for(("all",))}
    assert {"RQ-E1", "RQ-P7", "RQ-O6", "RQ-R2", "RQ-M1", "RQ-N1"} <= opened
    assert not opened & {"RQ-T1", "RQ-X1"}
    assert [question.id for question in book.questions_for(("RQ-X1", "RQ-E1"))] == ["RQ-X1", "RQ-E1"]


def test_an_unknown_id_is_a_key_error() -> None:
    for find in (catalogue().stage, catalogue().trigger, catalogue().lever, catalogue().milestone):
        with pytest.raises(KeyError):
            find("nothing")
    with pytest.raises(KeyError):
        catalogue().section("outreach", "nothing")


def test_the_raw_catalogue_cannot_be_changed() -> None:
    levels = catalogue().section("conventions")
    with pytest.raises(TypeError):
        levels["privacy"] = "changed"  # type: ignore[index]
    assert isinstance(catalogue().section("service_design", "settings"), tuple)


@pytest.mark.parametrize(
    ("old", "new", "fault"),
    [
        (
            "may_go_to: [planning, ended]",
            "may_go_to: [plannning, ended]",
            "stages[0].may_go_to: “plannning” is not a stage.",
        ),
        (
            "{id: EX02, stage: exploring",
            "{id: EX01, stage: exploring",
            "milestones[1].id: “EX01” stands twice in this list.",
        ),
        (
            "{id: EX02, stage: exploring",
            "{id: EX02, stage: dreaming",
            "milestones[1].stage: “dreaming” is not a stage.",
        ),
        (
            'offset_weeks: 1, evidence: "Meet',
            'offset_weeks: soon, evidence: "Meet',
            "milestones[0].offset_weeks: this must be a whole number.",
        ),
        (
            "focus: [RQ-P1, RQ-P2, RQ-E4]",
            "focus: [RQ-P1, RQ-P99, RQ-E4]",
            "triggers TM01.focus: “RQ-P99” is not a review question.",
        ),
        (
            "levers: [LP1, LP2, LP3, LP9]",
            "levers: [LP1, LP2, LX, LP9]",
            "triggers TM01.levers: “LX” is not a lever.",
        ),
        ("- id: TM02\n", "- id: TD01\n", "triggers.date[0].id: “TD01” stands twice under triggers."),
        (
            "src: [L7 exit, L8 time]",
            "src: [L7 exit, L9 time]",
            "stages[6].src: “L9 time” is not a source tag.",
        ),
        (
            "impact_src: [L2 impact]",
            "impact_src: [L2 impulse]",
            "eligibility.impact_src: “L2 impulse” is not a source tag.",
        ),
        (
            "participants: [operations, clinical, case_management]",
            "participants: [operations, clinics]",
            "communication_plan.meeting_kinds[2].participants: “clinics” is not a function.",
        ),
        (
            "length_minutes: 60",
            "length_minutes: 45",
            "communication_plan.meeting_kinds[2].agenda: the topics take 50 minutes, the meeting has 45.",
        ),
        (
            'op: "<", threshold: 0.70}',
            'op: "<<", threshold: 0.70}',
            "triggers TM01.rule.op: “<<” is not a comparison.",
        ),
        (
            'op: "<", threshold: 0.70}',
            'op: "<", threshold: many}',
            "triggers.metric[0].rule.threshold: this must be a number.",
        ),
        (
            'op: "<", threshold_field: "-loss_tolerance"}',
            'op: "<", threshold: -500}',
            "triggers TM04.rule.unit: a limit in dollars is a term or stands with the costs, "
            "so it needs a threshold_field.",
        ),
        (
            "direction: neutral, frequency: monthly",
            "direction: sideways, frequency: monthly",
            "metrics.items[0].direction: “sideways” is not a direction.",
        ),
        ("    name: Exploring\n", "    name: ''\n", "stages[0].name: there is no text here."),
        (
            "choices_from: service_design.delivery_models",
            "choices_from: service_design.deliveries",
            "information_requests.profile_topics[4].fields[0].choices_from: "
            "“service_design.deliveries” is not a list of this catalogue.",
        ),
        (
            "chaplain: limited, physician: shares}",
            "chaplain: limited, doctor: shares}",
            "service_design.shared_tasks.matrix.plan_of_care: “doctor” is not a discipline.",
        ),
        (
            "strategies: [train_existing_staff]\n",
            "strategies: [train_everyone]\n",
            "needs_assessment.checklist[0].strategies: “train_everyone” is not a strategy.",
        ),
    ],
)
def test_a_planted_fault_is_named_with_its_place(old: str, new: str, fault: str) -> None:
    assert broken(old, new) == (fault,)


def test_all_faults_are_listed_together() -> None:
    text = TEXT.replace("LP1, LP2, LP3, LP9", "LX1, LX2").replace("src: [L7 exit, L8 time]", "src: [nowhere]")
    with pytest.raises(CatalogueError) as caught:
        read_catalogue(text)
    assert len(caught.value.faults) == 3
    assert all(fault in caught.value.message for fault in caught.value.faults)


def test_a_file_that_is_not_yaml_is_refused_in_one_sentence() -> None:
    with pytest.raises(CatalogueError) as caught:
        read_catalogue("stages: [")
    assert len(caught.value.faults) == 1
    with pytest.raises(CatalogueError):
        read_catalogue("just words")
