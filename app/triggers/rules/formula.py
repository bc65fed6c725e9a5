"""Formulas of the catalogue worked out exactly, on one month or on a window of months. Pure.

A formula is written in names, numbers, + - * / and `sum(name)`. Nothing is rounded, and what cannot be
known, since a number is missing or would be divided by zero, is not assessable.
"""

from __future__ import annotations

import ast
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import lru_cache

Numbers = Mapping[str, Fraction | None]
OPERATORS: dict[type[ast.operator], Callable[[Fraction, Fraction], Fraction]] = {
    ast.Add: lambda left, right: left + right,
    ast.Sub: lambda left, right: left - right,
    ast.Mult: lambda left, right: left * right,
}
SUM = "sum"


class NotAssessable(Exception):
    """A number is missing, or something would be divided by zero."""


class FormulaFault(ValueError):
    """The text is no formula; the message says where."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a formula came to, and what stood below its line (none where it divides nothing)."""

    value: Fraction
    denominator: Fraction | None


@lru_cache(maxsize=256)
def read_formula(text: str) -> ast.expr:
    """The formula as a tree. Raises FormulaFault with a plain sentence."""
    try:
        tree = ast.parse(text.strip(), mode="eval").body
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        raise FormulaFault(f"“{text}” is no formula.") from None
    for node in ast.walk(tree):
        _check(node, text)
    return tree


def _check(node: ast.AST, text: str) -> None:
    known = isinstance(node, ast.Name | ast.operator | ast.UnaryOp | ast.USub | ast.BinOp | ast.expr_context)
    if isinstance(node, ast.Constant):
        known = isinstance(node.value, int | float) and not isinstance(node.value, bool)
    if isinstance(node, ast.Call):
        plain = isinstance(node.func, ast.Name) and node.func.id == SUM and not node.keywords
        known = plain and len(node.args) == 1 and isinstance(node.args[0], ast.Name)
    if isinstance(node, ast.operator):
        known = isinstance(node, ast.Div) or type(node) in OPERATORS
    if isinstance(node, ast.UnaryOp):
        known = isinstance(node.op, ast.USub)
    if not known:
        raise FormulaFault(f"“{text}” holds more than names, numbers, + - * / and sum.")


@lru_cache(maxsize=256)
def names_in(text: str) -> frozenset[str]:
    """Every number that a formula asks for."""
    return frozenset(
        node.id for node in ast.walk(read_formula(text)) if isinstance(node, ast.Name) and node.id != SUM
    )


def work_out(text: str, months: Sequence[Numbers], fields: Numbers) -> Outcome:
    """The formula over a window: a name that the months have is summed over them, others come from `fields`.

    Raises NotAssessable, and FormulaFault for a text that is no formula.
    """
    tree = read_formula(text)

    def number(name: str) -> Fraction:
        given = [month[name] for month in months] if months and name in months[0] else [fields.get(name)]
        known = [one for one in given if one is not None]
        if len(known) < len(given):
            raise NotAssessable(name)
        return sum(known, Fraction(0))

    def value(node: ast.expr) -> Fraction:
        if isinstance(node, ast.Constant):
            return Fraction(repr(node.value))
        if isinstance(node, ast.Name):
            return number(node.id)
        if isinstance(node, ast.Call):
            return value(node.args[0])
        if isinstance(node, ast.UnaryOp):
            return -value(node.operand)
        assert isinstance(node, ast.BinOp)  # noqa: S101 - read_formula lets nothing else pass
        left, right = value(node.left), value(node.right)
        if not isinstance(node.op, ast.Div):
            return OPERATORS[type(node.op)](left, right)
        if not right:
            raise NotAssessable("zero")
        return left / right

    if not (isinstance(tree, ast.BinOp) and isinstance(tree.op, ast.Div)):
        return Outcome(value(tree), None)
    above, below = value(tree.left), value(tree.right)
    if not below:
        raise NotAssessable("zero")
    return Outcome(above / below, below)
