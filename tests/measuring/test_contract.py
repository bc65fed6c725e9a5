"""The metrics plan beside the metrics that the contract names."""

from __future__ import annotations

from app.measuring.rules import beside_contract, for_contract, from_contract


def test_the_contract_and_the_plan_are_compared_by_name() -> None:
    rows = [{"metric": "Talks  HELD"}, {"metric": "Stay"}, {"metric": ""}]
    found = beside_contract(rows, {"Talks held": "quarterly", "Visits": "monthly"})
    assert (found.only_contract, found.only_plan, found.rhythms) == (("Stay",), ("Visits",), ())


def test_two_rhythms_of_one_metric_are_named() -> None:
    rows = [
        {"metric": "Stay", "frequency": "every 6 months"},
        {"metric": "Talks", "frequency": "now and then"},
    ]
    found = beside_contract(rows, {"stay": "monthly", "Talks": "monthly"})
    assert found.rhythms == ("stay: every 6 months in the contract, every month in the plan",)
    assert found.differs and not beside_contract(rows[1:], {"Talks": "monthly"}).differs


def test_words_of_the_contract_become_choices_and_back() -> None:
    row = {
        "metric": "Stay",
        "gathers": "the Provider",
        "reports": "both parties",
        "frequency": "every 3 months",
    }
    found = from_contract(row)
    assert (found["gathers"], found["reports"], found["analyzes"]) == ("provider", "both", "")
    assert found["frequency"] == "quarterly"
    metric = {**found, "shared_with": ["provider", "payer", "referrers"]}
    back = for_contract(metric, "x1")
    assert back["gathers"] == "the Provider" and back["shared_with"] == "both parties and referring clinics"
