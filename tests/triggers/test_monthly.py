"""Windows, grace, edges and gaps: exactly as the catalogue says; an evaluator without thrift agrees."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as some

from app.catalogue import catalogue
from app.catalogue.triggers import MonthlyRule
from app.core.calendar import add_months
from app.triggers.rules import Firing, Month, What, evaluate, value_words

START = date(2024, 1, 1)


@pytest.mark.parametrize(
    ("value", "unit", "said"),
    [
        (Fraction(-14200), "dollars", "−$14,200"),
        (Fraction(-28402, 2) - Fraction(3, 5), "dollars", "−$14,202"),
        (Fraction(500), "dollars", "$500"),
        (Fraction(7, 20), "percent", "35%"),
        (Fraction(2, 3), "percent", "66.7%"),
        (Fraction(13, 2), "", "6.5"),
    ],
)
def test_a_value_is_said_in_the_unit_of_its_rule(value: Fraction, unit: str, said: str) -> None:
    assert value_words(value, unit) == said


def test_a_quotient_of_like_things_is_told_in_percent_and_a_wait_in_days() -> None:
    told = {one.id: one.rule.unit for one in catalogue().metric_triggers if one.rule.unit}
    assert told["TM04"] == "dollars" and told["TM17"] == "percent" and told["TM08"] == "percent"
    assert (told["TM16"], told["TM20"]) == ("days", "days")
    assert not {"TM10", "TM12"} & told.keys()


def rule(
    kind: str = "consecutive",
    n: int = 2,
    grace: int = 0,
    op: str = ">",
    limit: str = "5",
    value: str = "a",
    least: str | None = None,
) -> MonthlyRule:
    minimum = None if least is None else Decimal(least)
    limits = tuple(Decimal(one) for one in limit.split())
    return MonthlyRule(kind, n, grace, value, op, limits, "", minimum, "")


def series(*values: int | None, **more: list[int | None]) -> list[Month]:
    columns = {"a": list(values), **more}
    exact = {
        name: [None if one is None else Fraction(one) for one in column] for name, column in columns.items()
    }
    return [
        Month(place + 1, add_months(START, place), {name: exact[name][place] for name in exact}, {})
        for place in range(len(values))
    ]


def told(wanted: MonthlyRule, months: list[Month]) -> list[tuple[str, int | None]]:
    return [(one.what.value, one.month) for one in evaluate("TM", "Title", wanted, months)]


def test_it_fires_once_in_the_month_that_makes_it_true_and_closes_in_the_first_that_does_not() -> None:
    found = list(evaluate("TM16", "Authorizations slow", rule(), series(6, 6, 7, 5, 6, 6)))
    assert [(one.what, one.month, one.value, one.threshold) for one in found] == [
        (What.FIRES, 2, 6, 5),
        (What.CLOSES, 4, 5, 5),
        (What.FIRES, 6, 6, 5),
    ]
    assert found[0].why == "Authorizations slow: 6, 6 in the latest 2 months"
    assert found[1].why == "Authorizations slow: back to 5"
    assert found[0].when == "2024-02"


def test_a_limit_itself_is_not_beyond_it() -> None:
    assert told(rule(), series(5, 5, 5)) == []
    assert told(rule(op=">="), series(5, 5)) == [("fires", 2)]


def test_months_within_the_grace_are_never_part_of_a_run() -> None:
    assert told(rule(n=3, grace=3), series(9, 9, 9, 9, 9, 9)) == [("fires", 6)]


def test_sums_may_reach_back_into_the_grace_but_not_before_the_first_month() -> None:
    wanted = rule("rolling", n=3, grace=3, value="sum(a) / sum(b)", limit="0.5")
    assert told(wanted, series(9, 9, 9, 9, b=[10, 10, 10, 10])) == [("fires", 4)]
    assert told(rule("rolling", n=3, grace=0, value="sum(a)"), series(9, 9)) == []


def test_too_few_below_the_line_say_nothing() -> None:
    wanted = rule("rolling", n=2, value="sum(a) / sum(b)", limit="0.5", least="6")
    assert told(wanted, series(2, 2, 4, b=[2, 3, 4])) == [("fires", 3)]


def test_a_gap_neither_fires_nor_closes() -> None:
    assert told(rule(), series(6, None, 6, 6)) == [("fires", 4)]
    assert told(rule(), series(6, 6, None, 4, 4)) == [("fires", 2), ("closes", 5)]
    wanted = rule(value="a / b")
    assert told(wanted, series(60, 60, 1, 1, 1, b=[1, 1, 0, 1, 1])) == [("fires", 2), ("closes", 5)]


def test_a_month_that_is_not_there_at_all_is_a_gap() -> None:
    months = series(6, 6, 6, 6)
    assert told(rule(), [months[0], months[2], months[3]]) == [("fires", 4)]


def test_a_value_may_leave_a_range_at_either_end() -> None:
    wanted = rule(n=1, op="outside", limit="3 6")
    found = list(evaluate("TM21", "Stay", wanted, series(3, 6, 7, 4, 2)))
    assert [(one.what, one.month, one.threshold) for one in found] == [
        (What.FIRES, 3, 6),
        (What.CLOSES, 4, 6),
        (What.FIRES, 5, 3),
    ]


# --- an evaluator that looks at every month from the beginning, written from the text of the catalogue


def slow(wanted: MonthlyRule, months: list[Month]) -> list[tuple[str, int]]:
    """No window, no state kept between months: for each month, everything is worked out anew."""
    found: list[tuple[str, int]] = []
    for month in months:
        before = _state(wanted, [one for one in months if one.number < month.number])
        now = _state(wanted, [one for one in months if one.number <= month.number])
        if before != now:
            found.append(("fires" if now else "closes", month.number))
    return found


def _state(wanted: MonthlyRule, months: list[Month]) -> bool:
    """Whether the rule is open after these months."""
    state = False
    for month in months:
        verdict = _verdict(wanted, month, months)
        state = state if verdict is None else verdict
    return state


def _verdict(wanted: MonthlyRule, month: Month, months: list[Month]) -> bool | None:
    if month.number <= wanted.grace:
        return None
    window = [one for one in months if month.number - wanted.n < one.number <= month.number]
    if len(window) < wanted.n or any(one.figures[name] is None for one in window for name in ("a", "b")):
        return None
    if wanted.kind == "rolling":
        below = sum(one.figures["b"] for one in window)
        if below < Fraction(wanted.min_denominator or 0) or below == 0:
            return None
        return _beyond(wanted, Fraction(sum(one.figures["a"] for one in window)) / below)
    if window[0].number <= wanted.grace or any(one.figures["b"] == 0 for one in window):
        return None
    each = [_beyond(wanted, one.figures["a"] / one.figures["b"]) for one in window]
    if all(each):
        return True
    return None if each[-1] else False


def _beyond(wanted: MonthlyRule, value: Fraction) -> bool:
    limits = [Fraction(one) for one in wanted.threshold]
    if wanted.op == "outside":
        return value < limits[0] or value > limits[1]
    return {"<": value < limits[0], ">": value > limits[0], ">=": value >= limits[0]}[wanted.op]


figures = some.one_of(some.none(), some.integers(0, 9))
rows = some.lists(some.tuples(figures, figures), min_size=1, max_size=24)
rules = some.builds(
    rule,
    kind=some.sampled_from(["consecutive", "rolling"]),
    n=some.integers(1, 4),
    grace=some.integers(0, 4),
    op=some.sampled_from(["<", ">", ">="]),
    limit=some.sampled_from(["0", "0.5", "1", "1.5"]),
    value=some.just("sum(a) / sum(b)"),
    least=some.sampled_from([None, "4", "8"]),
)


def month_rows(pairs: list[tuple[int | None, int | None]]) -> list[Month]:
    return series(*(a for a, _b in pairs), b=[b for _a, b in pairs])


@settings(max_examples=1000)
@given(rules, rows)
@example(rule(value="sum(a) / sum(b)"), [(1, 0)])
def test_the_slow_evaluator_agrees(wanted: MonthlyRule, pairs: list[tuple[int | None, int | None]]) -> None:
    assert told(wanted, month_rows(pairs)) == slow(wanted, month_rows(pairs))


@pytest.mark.audit
@settings(max_examples=5000)
@given(rules, rows)
def test_the_slow_evaluator_agrees_on_five_thousand(
    wanted: MonthlyRule, pairs: list[tuple[int | None, int | None]]
) -> None:
    assert told(wanted, month_rows(pairs)) == slow(wanted, month_rows(pairs))


@given(rules, rows, some.randoms())
def test_firing_and_closing_take_turns_whatever_the_order_of_the_months(
    wanted: MonthlyRule, pairs: list[tuple[int | None, int | None]], chance: object
) -> None:
    months = month_rows(pairs)
    found: list[Firing] = list(evaluate("TM", "Title", wanted, months))
    turns = [What.FIRES, What.CLOSES] * len(found)
    assert [one.what for one in found] == turns[: len(found)]
    assert len({one.month for one in found}) == len(found)
    shuffled = months[:]
    chance.shuffle(shuffled)  # type: ignore[attr-defined]
    assert list(evaluate("TM", "Title", wanted, shuffled)) == found


@given(rules, rows)
def test_months_that_come_later_change_nothing_before_them(
    wanted: MonthlyRule, pairs: list[tuple[int | None, int | None]]
) -> None:
    months = month_rows(pairs)
    whole = list(evaluate("TM", "Title", wanted, months))
    for known in range(len(months)):
        part = list(evaluate("TM", "Title", wanted, months[:known]))
        assert part == [one for one in whole if (one.month or 0) <= known]


def test_the_figures_of_a_window_are_called_as_people_call_them() -> None:
    wanted = rule("rolling", n=2, value="sum(ed_visits) / sum(patient_months)", limit="0.1")
    figures = {"ed_visits": Fraction(3), "patient_months": Fraction(20)}
    months = [Month(number, date(2026, number, 1), figures, {}) for number in (1, 2)]
    (found,) = evaluate("TM10", "Emergency visits over target", wanted, months)
    assert found.why == "Emergency visits over target: months 1 to 2, emergency visits 6, patient months 40"
