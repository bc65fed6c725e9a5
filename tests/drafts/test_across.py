"""Contracts side by side: where they differ, what is asked for twice, and what reports take altogether."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from app.core.actor import SYSTEM
from app.drafts.queries import across, differences_from_others
from app.drafts.rules import Asked, Line, asked_metrics, hours_a_month, reporting_words
from app.partnerships.models import Partnership
from app.terms.service import set_terms
from tests.conftest import NOW, SignedIn
from tests.counting import count_statements
from tests.factories import make_partnership

START, TODAY = date(2025, 1, 1), date(2026, 11, 24)
TALKS = {"metric": "Planning talks", "gathers": "the Provider", "analyzes": "x", "reports": "x"}


def contract(key: str, **terms: Any) -> Partnership:
    made = make_partnership(key=key, name=f"Bay / {key.title()}")
    values = {name.replace("_", ".", 1): value for name, value in terms.items()}
    set_terms(made, values, effective_on=START, actor=SYSTEM, now=NOW)
    return made


def test_a_metric_of_two_contracts_is_gathered_once_and_its_rhythms_are_compared() -> None:
    sheets = [
        {"S27.metrics": [{**TALKS, "frequency": "every month"}, {"metric": "Stay", "frequency": "yearly"}]},
        {"S27.metrics": [{"metric": "planning talks ", "frequency": "every 3 months"}]},
        {},
    ]
    first, second = asked_metrics(sheets)
    assert first == Asked("Planning talks", ("every month", "every 3 months", None))
    assert (first.times, first.conflict, second.times, second.conflict) == (2, True, 1, False)
    assert reporting_words(*hours_a_month(sheets), (first, second)) == (
        "Reports take 0 hours a month together; 3 contracts do not say. "
        "1 metric is asked for by more than one contract: gather once; 1 of them in different rhythms."
    )
    known = [{"S27.hours_estimate": Decimal(8)}, {"S27.hours_estimate": Decimal("6.5")}]
    assert hours_a_month(known) == (Decimal("14.5"), 0)
    assert reporting_words(*hours_a_month(known), ()) == (
        "Reports take 14.5 hours a month together. No metric is asked for twice."
    )


def test_a_term_that_one_contract_leaves_open_is_no_difference() -> None:
    assert not Line("Ages", ("Adults", None)).differs
    assert not Line("Ages", ("Adults", "Adults")).differs
    assert Line("Ages", ("Adults", None, "All ages")).differs


def test_the_page_shows_what_differs_and_leaves_out_what_ended(app: Any, editor: SignedIn) -> None:
    assert "No contract has terms yet." in editor.get("/contracts").text
    contract("ordway", S07_decision_days=3, S28_report_due_days=30)
    contract("sunmere", S07_decision_days=5, S28_report_due_days=30)
    gone = contract("norvane", S07_decision_days=9)
    Partnership.update(stage="ended").where(Partnership.id == gone.id).execute()
    page = editor.get("/contracts").text
    assert page.count(">differs<") == 1
    assert "3 business days" in page and "5 business days" in page and "9 business days" not in page
    assert 'href="/contracts"' in editor.get("/partnerships").text
    only = editor.get("/contracts?with=ordway").text
    assert "3 business days" in only and "5 business days" not in only


def test_a_contract_tells_where_it_differs_from_the_others(app: Any) -> None:
    mine = contract("ordway", S07_decision_days=3)
    contract("sunmere", S07_decision_days=5)
    assert differences_from_others(mine, TODAY) == (
        ("Time to decide", "3 business days", "5 business days (Bay / Sunmere)"),
    )
    lone = make_partnership(key="lone", name="Lone")
    assert differences_from_others(lone, TODAY) == ()


def test_six_contracts_cost_as_many_statements_as_one(app: Any) -> None:
    contract("ordway", S07_decision_days=3)
    with count_statements() as one:
        across(TODAY)
    for number in range(7):
        contract(f"plan-{number}", S07_decision_days=number + 1)
    with count_statements() as more:
        found = across(TODAY)
    assert (one.count, len(found.shown), len(found.offered)) == (more.count, 6, 8)


@pytest.mark.parametrize("address", ["/contracts?with=", "/contracts?with=nobody", "/contracts?with=%00"])
def test_an_odd_address_shows_a_page_all_the_same(app: Any, editor: SignedIn, address: str) -> None:
    contract("ordway", S07_decision_days=3)
    assert editor.get(address).status_code == 200


def test_what_contracts_cost_and_bring_stands_below_and_in_one_sentence(app: Any, editor: SignedIn) -> None:
    for key in ("ordway", "sunmere"):
        contract(key, S07_decision_days=3, S21_rate_home=90000)
        editor.post(f"/partnerships/{key}/costs/begin", data={})
    page = editor.get("/contracts").text
    assert "2 contracts with 60 patients" in page
    assert page.count("$900.00") == 2


def test_a_contract_beyond_the_sixth_tells_its_differences_as_well(app: Any) -> None:
    for number in range(7):
        contract(f"plan-{number}", S07_decision_days=3)
    last = contract("zulu", S07_decision_days=9)
    assert len(differences_from_others(last, TODAY)) == 1


def test_names_that_are_gone_show_the_contracts_there_are(app: Any, editor: SignedIn) -> None:
    contract("ordway", S07_decision_days=3)
    page = editor.get("/contracts?with=nobody").text
    assert "No contract has terms yet" not in page and "3 business days" in page


def test_only_partnerships_with_terms_are_read_and_fifty_at_most(app: Any) -> None:
    for number in range(52):
        contract(f"plan-{number:02d}", S07_decision_days=3)
    make_partnership(key="bare", name="Bay / Bare")
    with count_statements() as counter:
        found = across(TODAY)
    assert len(found.offered) == 50
    listed = [one for one in counter.statements if "exists" in one.casefold()]
    assert len(listed) == 1 and "limit" in listed[0].casefold()


def test_a_contract_beyond_the_fiftieth_is_shown_when_it_is_asked_for(app: Any, editor: SignedIn) -> None:
    for number in range(51):
        contract(f"plan-{number:02d}", S07_decision_days=3)
    last = contract("zulu", S07_decision_days=9)
    found = across(TODAY, ("zulu", "plan-01"))
    assert [one.key for one in found.shown] == ["plan-01", "zulu"]
    assert len(found.offered) == 50 and last.id in {one.id for one in found.offered}
    page = editor.get("/contracts?with=zulu").text
    assert "9 business days" in page and "3 business days" not in page


def test_a_contract_tells_its_differences_also_from_those_beyond_the_fiftieth(app: Any) -> None:
    mine = contract("ordway", S07_decision_days=3)
    for number in range(51):
        contract(f"plan-{number:02d}", S07_decision_days=3)
    contract("zulu", S07_decision_days=9)
    assert differences_from_others(mine, TODAY) == (
        ("Time to decide", "3 business days", "9 business days (Bay / Zulu)"),
    )


def test_invented_costs_are_named_beside_the_sum(app: Any, editor: SignedIn) -> None:
    for key in ("ordway", "sunmere"):
        contract(key, S07_decision_days=3)
        editor.post(f"/partnerships/{key}/costs/begin", data={})
    page = editor.get("/contracts").text
    assert page.count(">invented numbers<") == 2
