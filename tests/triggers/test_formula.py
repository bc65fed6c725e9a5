"""A formula of the catalogue is worked out exactly, and what cannot be known is not assessable."""

from __future__ import annotations

from fractions import Fraction

import pytest

from app.catalogue import catalogue
from app.metrics.rules import COLUMNS
from app.triggers.queries.terms import FIELDS
from app.triggers.rules import FormulaFault, NotAssessable, names_in, read_formula, work_out


def months(**columns: list[int | None]) -> list[dict[str, Fraction | None]]:
    rows = zip(*columns.values(), strict=True)
    return [
        {name: None if value is None else Fraction(value) for name, value in zip(columns, row, strict=True)}
        for row in rows
    ]


def test_every_formula_of_the_catalogue_asks_only_for_what_there_is() -> None:
    known = {name.removesuffix("_cents") for name in COLUMNS} | {*FIELDS, "loss_tolerance"}
    book = catalogue()
    rules = [one.rule for one in book.metric_triggers]
    rules += [one.monthly for one in book.relationship_triggers if one.monthly]
    for rule in rules:
        for text in (rule.value, rule.threshold_field):
            if text:
                assert names_in(text) <= known, text


def test_sums_go_over_the_window_before_anything_is_divided() -> None:
    found = work_out("100 * sum(seen) / sum(days)", months(seen=[1, 3], days=[10, 30]), {})
    assert (found.value, found.denominator) == (10, 40)
    assert work_out("a / b", months(a=[1, 1], b=[1, 3]), {}).value == Fraction(1, 2)


def test_a_decimal_is_exact() -> None:
    assert work_out("target * 1.15", [], {"target": Fraction(25)}).value == Fraction("28.75")
    assert work_out("-tolerance", [], {"tolerance": Fraction(60_000)}).value == -60_000
    assert work_out("a - (b - c)", months(a=[9], b=[4], c=[1]), {}).value == 6


@pytest.mark.parametrize(
    ("text", "rows"),
    [
        ("a / b", {"a": [1], "b": [0]}),
        ("a / b", {"a": [1], "b": [None]}),
        ("sum(a)", {"a": [1, None]}),
        ("a / nowhere", {"a": [1]}),
    ],
)
def test_a_gap_and_a_zero_below_the_line_are_not_assessable(
    text: str, rows: dict[str, list[int | None]]
) -> None:
    with pytest.raises(NotAssessable):
        work_out(text, months(**rows), {})


NO_FORMULA = (
    "",
    "a +",
    "a ** 2",
    "__import__('os')",
    "a.b",
    "sum(a, b)",
    "sum(1)",
    "max(a)",
    "a if b else c",
    "'x'",
    "True",
)


@pytest.mark.parametrize("text", NO_FORMULA)
def test_what_is_no_formula_is_refused_and_never_run(text: str) -> None:
    with pytest.raises(FormulaFault, match=r"is no formula|holds more than names"):
        read_formula(text)
