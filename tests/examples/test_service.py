"""Loading and removing examples: whole or not at all, twice the same, and nothing real is touched."""

from __future__ import annotations

import csv
import re
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest

from app.accounts.models import User
from app.actions.models import Action
from app.actions.queries import my_actions
from app.core.actor import Actor, Role
from app.core.calendar import month_end, zone
from app.core.errors import RuleViolation
from app.core.history import History
from app.costs.models import CostSet
from app.costs.rules import encounter_cost, from_kept, read_inputs
from app.drafts.models import Amendment
from app.drafts.queries import changed_terms
from app.endings.models import Ending
from app.endings.queries import ending_view
from app.examples.service import loading, storing
from app.mail.models import OutboxMail
from app.meetings.models import AgendaTopic, Attendance, Meeting
from app.metrics.models import Assumption, DataMonth
from app.milestones.models import Milestone
from app.partnerships.models import Membership, Partnership, StageChange
from app.partnerships.queries import list_partnership_keys, members
from app.people.models import Organization, Person
from app.relationship.models import Concern, Pulse
from app.reviews.queries import reviews_due
from app.terms.queries import terms_in_force
from app.triggers.models import ChangeEvent
from tests import factories
from tests.conftest import NOW
from tests.counting import count_statements
from tests.examples.folders import bundled_copy, make_folder
from tests.examples.loaded import TODAY, by_key, counts, load

KEYS = ("a_healthy", "b_drifting", "c_graceful_end")
DATA = Path(__file__).parent / "data"
# totals.csv in the files' own unit; the table keeps amounts in cents.
AMOUNTS = (
    "encounter_cost", "variable_admin_cost", "intake_cost", "fixed_overhead", "total_cost",
    "case_rate_revenue", "assessment_revenue", "supplement_revenue", "total_revenue", "margin",
)  # fmt: skip


def totals() -> list[dict[str, str]]:
    with (DATA / "totals.csv").open(encoding="utf-8", newline="") as opened:
        return list(csv.DictReader(opened))


def stored_total(partnership: Partnership, column: str) -> Decimal:
    name = f"{column}_cents" if column in AMOUNTS else column
    cells = [getattr(row, name) for row in DataMonth.select().where(DataMonth.partnership == partnership)]
    total = sum((Decimal(cell) for cell in cells if cell is not None), Decimal(0))
    return total / 100 if column in AMOUNTS else total


def test_the_stored_months_add_up_to_the_totals_of_each_example(database: str) -> None:
    load()
    for row in totals():
        partnership = by_key(row["scenario"])
        for column, text in row.items():
            if column != "scenario":
                assert stored_total(partnership, column) == Decimal(text), (row["scenario"], column)


def test_meetings_and_promises_are_as_many_as_the_totals_say(database: str) -> None:
    load()
    for row in totals():
        partnership = by_key(row["scenario"])
        months = DataMonth.select(DataMonth.month_on).where(DataMonth.partnership == partnership)
        first = min(one.month_on for one in months)
        last = month_end(max(one.month_on for one in months))
        meetings = Meeting.select().where(
            (Meeting.partnership == partnership) & Meeting.on.between(first, last)
        )
        assert meetings.count() == int(row["meetings_planned"])
        assert meetings.where(Meeting.status == "held").count() == int(row["meetings_held"])
        promises = Action.select().where(
            (Action.partnership == partnership) & Action.due_on.between(first, last)
        )
        assert promises.count() == int(row["actions_due"])
        assert promises.where(Action.done_on <= Action.due_on).count() == int(row["actions_on_time"])


def test_loading_twice_changes_nothing(database: str) -> None:
    first = load()
    before = counts()
    second = load()
    assert first.loaded == KEYS
    assert first.already_there == ()
    assert second.loaded == ()
    assert second.already_there == KEYS
    assert second.sentence == "The examples are already there. Nothing changed."
    assert counts() == before


def test_what_somebody_changed_in_an_example_stays_when_it_is_loaded_again(database: str) -> None:
    load()
    Partnership.update(name="Our trial").where(Partnership.key == "a_healthy").execute()
    Partnership.delete().where(Partnership.key == "b_drifting").execute()
    report = load()
    assert report.loaded == ("b_drifting",)
    assert report.sentence == (
        "One example partnership is here: Kestrel Bay / Ordway. "
        "Already there: Tallow Ridge / Sunmere and Juniper Flats / Norvane."
    )
    assert by_key("a_healthy").name == "Our trial"
    assert Person.select().where(Person.example).count() == 44


def test_the_sentence_names_what_came(database: str) -> None:
    assert load().sentence == (
        "Three example partnerships are here: Tallow Ridge / Sunmere, Kestrel Bay / Ordway and "
        "Juniper Flats / Norvane."
    )


def test_everything_is_marked_as_an_example_and_nobody_of_it_signs_in(database: str) -> None:
    load()
    assert all(row.example for row in list_partnership_keys())
    assert not Organization.select().where(~Organization.example).exists()
    assert not Person.select().where(~Person.example | Person.user.is_null(False)).exists()
    assert not Person.select().where(~Person.email.endswith(".example")).exists()
    assert not OutboxMail.select().exists()
    assert not User.select().exists()


def test_the_one_who_loads_them_leads_them(database: str) -> None:
    user = factories.make_user()
    load(actor=Actor(user.id, user.name, Role.EDITOR))
    assert {one.lead_id for one in Partnership.select()} == {user.id}


def test_the_history_says_once_per_partnership_who_loaded_it(database: str) -> None:
    load()
    rows = History.select().where(History.partnership_id.is_null(False))
    assert sorted(row.after["key"] for row in rows) == list(KEYS)
    assert {(row.verb, row.entity, row.actor_name) for row in rows} == {("create", "partnership", "Evenkeel")}


def test_people_sit_on_their_side_with_a_deputy_and_one_lead(database: str) -> None:
    load()
    for key in KEYS:
        partnership = by_key(key)
        people = members(partnership.id)
        for side, organization in (("provider", partnership.provider_id), ("payer", partnership.payer_id)):
            of_side = [one for one in people if one.side == side]
            assert len([one for one in of_side if one.lead]) == 1
            rows = Person.select().where(Person.id.in_([one.person_id for one in of_side]))
            assert {row.organization_id for row in rows} == {organization}
            assert all(row.deputy is not None and row.deputy.organization_id == organization for row in rows)
    left = Person.get(Person.left_on == date(2024, 11, 15))
    assert not Membership.get(Membership.person == left).lead


def test_terms_hold_from_their_days(database: str) -> None:
    load()
    drifting = by_key("b_drifting")
    before = terms_in_force(drifting.id, date(2025, 5, 31))
    after = terms_in_force(drifting.id, date(2025, 6, 1))
    assert (before["S21.rate_home"], after["S21.rate_home"]) == (98000, 106000)
    assert (before.get("S22.assessment_fee"), after["S22.assessment_fee"]) == (None, 24000)
    assert after["S24.amount"] == 1500000
    assert after["S04.setting_type"] == "rural"
    assert after["S10.capacity"] == 36
    assert after["S20.ed_target_per_100"] == Decimal(12)
    assert after["S27.reporting_hours_cap"] == Decimal(14)
    assert after["S03.end_date"] == date(2026, 2, 28)
    ended = terms_in_force(by_key("c_graceful_end").id, date(2025, 6, 1))
    assert ended["S36.recontact_date"] == date(2025, 10, 1)


def test_stages_events_worries_and_costs_are_there(database: str) -> None:
    load()
    ended = by_key("c_graceful_end")
    assert (ended.stage, ended.stage_since, ended.notice_given_on) == (
        "ended", date(2024, 11, 25), date(2024, 11, 25),
    )  # fmt: skip
    moves = list(StageChange.select().where(StageChange.partnership == ended).order_by(StageChange.id))
    assert [(one.from_stage, one.to_stage) for one in moves] == [
        ("", "exploring"),
        ("exploring", "planning"),
        ("planning", "contracting"),
        ("contracting", "pilot"),
        ("pilot", "ended"),
    ]
    assert ChangeEvent.select().count() == _lines("events.csv")
    # The story adds one that is still to be spoken of.
    assert Concern.select().count() == _lines("concerns.csv") + 1
    assert Pulse.select().count() == _lines("pulse.csv")
    raw = from_kept(CostSet.get(CostSet.partnership == by_key("b_drifting")).inputs)
    inputs = read_inputs(raw)
    assert raw["encounter_types"]["Nurse, home visit"]["drive_minutes"] == "80"
    assert inputs.variable_admin_hours * inputs.hourly_cost["admin"] == 48
    assert encounter_cost(inputs, inputs.encounter_types["Nurse, home visit"]) == Fraction("193.60")
    assumed = {
        row.fact: row.value
        for row in Assumption.select().where(Assumption.partnership == by_key("b_drifting"))
    }
    assert assumed == {"contacts": Decimal(6), "drive": Decimal(80)}
    assert Milestone.select().where(Milestone.title == "").count() == 0
    assert AgendaTopic.select().where(AgendaTopic.kind == "decision").exists()
    assert not Meeting.select().where(Meeting.id.not_in(Attendance.select(Attendance.meeting))).exists()


def _lines(file: str) -> int:
    text = (loading.BUNDLED_FOLDER / file).read_text(encoding="utf-8")
    return len([line for line in text.splitlines() if line.strip()]) - 1


def test_shifted_examples_are_alive_today(database: str) -> None:
    load(shift=True)
    newest = max(row.month_on for row in DataMonth.select(DataMonth.month_on))
    assert newest == date(2026, 10, 1)
    soon = Meeting.on.between(TODAY, TODAY + timedelta(days=14))
    for key in ("a_healthy", "b_drifting"):
        partnership = by_key(key)
        assert Meeting.select().where(
            (Meeting.partnership == partnership) & (Meeting.status == "planned") & soon
        ).exists()  # fmt: skip
        open_ones = Action.select().where((Action.partnership == partnership) & (Action.status == "open"))
        assert open_ones.where(Action.due_on < TODAY).exists()
        assert open_ones.where(Action.due_on.between(TODAY, TODAY + timedelta(days=14))).exists()
    assert any(row.due_on and row.due_on < TODAY for row in my_actions(None, 50))
    assert all(row.created_at <= NOW for row in Action.select())


def test_every_review_that_fell_due_was_held_and_one_is_ahead(database: str) -> None:
    load(shift=True)
    assert [(one.key, one.due_on) for one in reviews_due(TODAY, 45)] == [("b_drifting", date(2027, 1, 1))]


def test_a_broken_folder_is_refused_with_every_fault_and_nothing_is_stored(
    database: str, tmp_path: Path
) -> None:
    folder = bundled_copy(tmp_path / "broken")
    _replace(folder / "b_drifting.csv", ",2024-05,", ",2024-13,")
    _replace(folder / "events.csv", "TE01", "TE99")
    (folder / "pulse.csv").unlink()
    before = counts()
    with pytest.raises(RuleViolation) as refusal:
        load(folder)
    lines = refusal.value.message.split("\n")
    assert any(line.startswith("b_drifting.csv, line 4, calendar_month: ") for line in lines)
    assert any(line.startswith("events.csv, line ") and "“TE99”" in line for line in lines)
    assert "pulse.csv: the file is missing." in lines
    assert counts() == before


def _replace(path: Path, old: str, new: str) -> None:
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")


def test_a_folder_that_is_not_there_is_refused(database: str, tmp_path: Path) -> None:
    with pytest.raises(RuleViolation, match="there is no such folder"):
        load(tmp_path / "nowhere")


def test_when_the_last_partnership_fails_none_is_stored(
    database: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = storing.cost_set

    def fails_at_the_third(example: Any) -> dict[str, Any]:
        if example.key == KEYS[2]:
            raise OSError("The disk is full.")
        return real(example)

    monkeypatch.setattr(storing, "cost_set", fails_at_the_third)
    before = counts()
    with pytest.raises(OSError, match="disk is full"):
        load()
    assert counts() == before


def test_the_key_of_a_real_partnership_is_refused(database: str) -> None:
    real = factories.make_partnership(key="b_drifting")
    before = counts()
    with pytest.raises(RuleViolation, match="real partnership with the short name b_drifting"):
        load()
    assert counts() == before
    assert by_key("b_drifting").id == real.id


def test_two_people_who_load_at_the_same_moment_get_one_set(
    database: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    load()
    before = counts()
    monkeypatch.setattr(loading, "_already_there", _blind_twice(loading._already_there))
    report = load()
    assert report.already_there == KEYS
    assert counts() == before


def _blind_twice(real: Any) -> Any:
    """The first two looks come before the other one is done."""
    looks = [1, 2]

    def look(examples: Any) -> set[str]:
        if looks:
            looks.pop()
            return set()
        found: set[str] = real(examples)
        return found

    return look


def test_the_folder_of_another_hospice_loads(database: str, tmp_path: Path) -> None:
    report = load(make_folder(tmp_path / "other"), shift=True)
    assert report.loaded == ("other-0", "other-1")
    assert DataMonth.select().count() == 35
    assert max(row.month_on for row in DataMonth.select()) == date(2026, 10, 1)
    (pulse,) = Pulse.select()
    assert pulse.provider_mean is None
    assert terms_in_force(by_key("other-0").id, TODAY)["S21.rate_home"] == 91050
    assert "screening_cost" not in CostSet.get(CostSet.partnership == by_key("other-0")).inputs


def test_an_organization_of_two_examples_is_one_with_one_set_of_people(database: str, tmp_path: Path) -> None:
    load(make_folder(tmp_path / "other", months=(5, 6, 7)))
    assert sorted(one.name for one in Organization.select()) == ["Alder Point Hospice", "Marrow Lake Plan"]
    people = [(one.organization_id, one.name) for one in Person.select()]
    assert len(people) == len(set(people))
    assert Membership.select().count() > len(people)


def test_a_load_asks_the_database_a_fixed_number_of_times(database: str) -> None:
    with count_statements() as counter:
        load()
    # Some 80 store what the story holds, the others are the first look of the rules at it.
    assert counter.count <= 3 * 130, counter.count


def test_days_in_what_an_example_says_of_its_changes_are_said_as_people_say_them(database: str) -> None:
    load()
    said = [words for one in ChangeEvent.select() for words in (one.text, one.answer)]
    assert (
        "Leads to renegotiating on March 15, 2025; amendment signed May 28, 2025, in force June 1, 2025"
        in said
    )
    assert "Nurse practitioner of the team leaves; successor in post December 2, 2024" in said
    assert not [words for words in said if re.search(r"\d{4}-\d{2}-\d{2}", words)]


def test_one_example_has_its_whole_ending_and_the_others_have_none(database: str) -> None:
    load()
    ended = by_key("c_graceful_end")
    assert [one.partnership_id for one in Ending.select()] == [ended.id]
    view = ending_view(ended, date(2025, 4, 2))
    assert view.ending is not None
    days = {one.step.value: one.on for one in view.steps}
    assert view.ending.given_on == date(2024, 11, 25)
    assert days["last_enrollment"] is not None and f"{days['last_enrollment']:%Y-%m}" == "2024-12"
    assert days["last_service"] == date(2025, 3, 31)
    assert view.standing.again_on == date(2025, 10, 1)
    assert view.ending.to_hand_on == view.standing.handed_on == 20
    assert {f"{one.week_on:%Y-%m}" for one in view.weeks} <= {"2024-12", "2025-01", "2025-02", "2025-03"}
    assert all(one.answer and one.who for one in view.answers) and len(view.answers) == 6
    assert {one.side for one in view.lessons} == {"provider", "payer"}


def test_terms_that_changed_later_came_by_a_signed_amendment(database: str) -> None:
    load()
    drifting = by_key("b_drifting")
    amendments = list(Amendment.select().where(Amendment.partnership == drifting))
    assert [one.number for one in amendments] == list(range(1, len(amendments) + 1)) != []
    for one in amendments:
        assert one.status == "signed" and one.signed_on < one.effective_on < one.recheck_on
        changes = changed_terms(one)
        in_force = terms_in_force(drifting.id, one.effective_on)
        assert changes and {row.key: row.value for row in changes} == {
            row.key: in_force[row.key] for row in changes
        }
        assert any(row.was != row.becomes for row in changes)


def test_promises_are_dated_when_they_were_made(database: str) -> None:
    load()
    made = [row.created_at for row in Action.select(Action.created_at)]
    assert min(made).year == 2023
    assert isinstance(made[0], datetime)
    assert {moment.astimezone(zone("America/Los_Angeles")).time() for moment in made} == {time(12)}
