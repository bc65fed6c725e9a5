"""Whether the words of a section keep to the part of Jinja and Markdown that contracts are written in.

The check reads the parsed template, not its text, so nothing outside the list can hide. Each fault names
its file and line.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any, cast

from jinja2 import TemplateSyntaxError, nodes

from .sandbox import PRINTERS, TermFact
from .sections import Fault, Section, parse_tree, syntax_fault

CALLS = ("ref", "counsel", "exhibit")
ADDED_TYPES = frozenset(
    {"text", "money", "percent", "integer", "number", "date", "boolean", "choice", "list", "table", "options"}
)
_LISTS = frozenset({"list", "multi_choice", "options", "refs"})
_COUNTS = frozenset({"integer", "number"})
_FITS: dict[str, frozenset[str]] = {
    "money": frozenset({"money"}),
    "percent": frozenset({"percent"}),
    "number": _COUNTS,
    "date": frozenset({"date"}),
    **dict.fromkeys(("days", "business_days", "weeks", "months"), _COUNTS),
    "words": frozenset({"choice", "options"}),
    "list": _LISTS,
    "list_or": _LISTS,
    "sentence": frozenset({"text"}),
    "rows": frozenset({"table"}),
    "items": _LISTS,
}
_MARKDOWN = (
    (re.compile(r"^\s*[-*+] "), "Bullets are not used in a contract. Number the items with 1. instead."),
    (re.compile(r"!?\[[^\]]*\]\("), "Links and pictures are not used in a contract."),
    (re.compile(r"</?[A-Za-z][^>]*>"), "HTML is not used in a contract."),
    (re.compile(r"`"), "Code is not used in a contract."),
    (re.compile(r"\[\^"), "Footnotes are not used in a contract."),
    (re.compile(r"^\s*###"), "A section has one title and clause headings, nothing below."),
    (re.compile(r"\{#(?![a-z0-9-]+\}\s*$)"), "Comments are written {## like this ##}."),
    (re.compile(r"\{%-?\s*(raw|endraw)\b"), "This word is not used in a contract: raw."),
)
_HEADING = re.compile(r"^(#{1,2}) (.*)$")
_ID = re.compile(r"\{#([^}]*)\}\s*$")


def read_tree(section: Section) -> nodes.Template | Fault:
    """The parsed words of a section, or the mistake in its braces."""
    try:
        return cast(nodes.Template, parse_tree(section.body))
    except TemplateSyntaxError as error:
        return syntax_fault(section, error)


def check_section(
    section: Section,
    tree: nodes.Template | Fault,
    foreign: Mapping[str, TermFact],
    kinds: Iterable[str],
    words: Iterable[str],
) -> Iterator[Fault]:
    """Every fault of one section that can be seen without the others; `tree` is what `read_tree` gives."""
    yield from _check_lines(section)
    if section.added:
        yield from _check_added(section, kinds)
    for word in section.uses:
        if word not in words:
            yield Fault(section.file, 1, f'The list of words has no "{word}".')
    known = {key: foreign[key] for key in section.borrows if key in foreign}
    for key in section.borrows:
        if key not in known:
            yield Fault(section.file, 1, f'No section has the borrowed term "{key}".')
    if isinstance(tree, Fault):
        yield tree
        return
    yield from _Checker(section, known, frozenset(kinds)).check(tree)


def _check_added(section: Section, kinds: Iterable[str]) -> Iterator[Fault]:
    """A section of the house's own says itself where it stands and what its terms hold."""
    known = set(kinds)
    for kind in section.documents:
        if kind not in known:
            yield Fault(section.file, 1, f'"documents" names {kind}, which is no kind of document.')
    for name, fact in section.terms.items():
        if fact.type not in ADDED_TYPES:
            types = ", ".join(sorted(ADDED_TYPES - {"options"}))
            yield Fault(section.file, 1, f'The term "{name}" has the type {fact.type}. Types are: {types}.')
        if fact.type == "choice" and not fact.choices:
            yield Fault(section.file, 1, f'The term "{name}" needs its choices.')


def references(section: Section, tree: nodes.Template | Fault) -> Iterator[tuple[str, int]]:
    """The clause ids that a section refers to, with their lines."""
    if isinstance(tree, Fault):
        return
    for call in tree.find_all(nodes.Call):
        if isinstance(call.node, nodes.Name) and call.node.name == "ref" and call.args:
            argument = call.args[0]
            if isinstance(argument, nodes.Const):
                yield str(argument.value), section.first_line + call.lineno - 1


def _check_lines(section: Section) -> Iterator[Fault]:
    boxes: list[int] = []
    titles = 0
    prefix = section.id.lower() + "-"
    for number, line in enumerate(section.body.split("\n"), start=section.first_line):
        words = re.sub(r"\{\{.*?\}\}|\{%.*?%\}|\{##.*?##\}", "", line)
        for pattern, sentence in _MARKDOWN:
            if pattern.search(line if "raw" in sentence else words):
                yield Fault(section.file, number, sentence)
        if line.startswith(":::"):
            yield from _check_box(section, number, line, boxes)
        if line.startswith("|") and words.count("|") > 6:
            yield Fault(section.file, number, "A table has at most five columns.")
        if heading := _HEADING.match(line):
            titles += len(heading[1]) == 1
            if len(heading[1]) == 2:
                yield from _check_heading(section, number, heading[2], prefix)
    if titles != 1:
        yield Fault(section.file, section.first_line, "A section has exactly one title, written with one #.")
    yield from (Fault(section.file, line, "This box is not closed with :::.") for line in boxes)


def _check_box(section: Section, number: int, line: str, boxes: list[int]) -> Iterator[Fault]:
    if line.strip() == ":::":
        if not boxes:
            yield Fault(section.file, number, "This closes a box that was never opened.")
        else:
            boxes.pop()
    elif not re.fullmatch(r"::: (guidance|counsel|widths( \d+)+)\s*", line):
        yield Fault(section.file, number, "A box is guidance, counsel, or widths with numbers.")
    else:
        boxes.append(number)


def _check_heading(section: Section, number: int, text: str, prefix: str) -> Iterator[Fault]:
    found = _ID.search(text)
    if found is None:
        yield Fault(section.file, number, "A clause heading needs an id, like {#s21-rate}.")
    elif not re.fullmatch(re.escape(prefix) + r"[a-z0-9]+(-[a-z0-9]+)*", found[1]) or len(found[1]) > 36:
        yield Fault(
            section.file, number, f'A clause id begins with "{prefix}" and has at most 36 characters.'
        )


class _Checker:
    """Walks the parsed template with the names that are known at each place."""

    def __init__(self, section: Section, foreign: Mapping[str, TermFact], kinds: frozenset[str]) -> None:
        self.section, self.foreign, self.kinds = section, foreign, kinds
        self.loops: dict[str, TermFact] = {}
        self.faults: list[Fault] = []

    def check(self, tree: nodes.Template) -> list[Fault]:
        """Every fault of the template."""
        for node in tree.body:
            self._statement(node)
        return self.faults

    def _fault(self, node: nodes.Node, sentence: str) -> None:
        self.faults.append(Fault(self.section.file, self.section.first_line + node.lineno - 1, sentence))

    def _refuse(self, node: nodes.Node) -> None:
        self._fault(node, f"This is not used in a contract: {type(node).__name__.lower()}.")

    def _statement(self, node: nodes.Node) -> None:
        if isinstance(node, nodes.Output):
            for child in node.nodes:
                if not isinstance(child, nodes.TemplateData):
                    self._output(child)
        elif isinstance(node, nodes.If):
            self._condition(node.test)
            for part in [*node.body, *node.elif_, *node.else_]:
                self._statement(part)
        elif isinstance(node, nodes.For):
            self._loop(node)
        else:
            self._refuse(node)

    def _output(self, node: nodes.Node) -> None:
        if isinstance(node, nodes.Call):
            self._call(node)
        elif isinstance(node, nodes.Filter):
            if node.name not in PRINTERS or node.args or node.kwargs or node.node is None:
                self._fault(node, f'There is no such way to print a term: "{node.name}".')
                return
            self._fits(node, node.name, self._term(node.node))
        else:
            self._term(node)

    def _fits(self, node: nodes.Node, name: str, fact: TermFact | None) -> None:
        if fact is not None and fact.type not in _FITS[name]:
            self._fault(
                node, f'"{name}" does not fit the term "{fact.key}", which is of the type {fact.type}.'
            )

    def _call(self, node: nodes.Call) -> None:
        name = node.node.name if isinstance(node.node, nodes.Name) else ""
        arguments = [part.value for part in node.args if isinstance(part, nodes.Const)]
        if (
            name not in CALLS
            or node.kwargs
            or len(node.args) != 1
            or not all(isinstance(a, str) for a in arguments)
        ) or not arguments:
            self._refuse(node)
        elif name == "exhibit" and arguments[0] not in self.kinds:
            self._fault(node, f'There is no exhibit "{arguments[0]}".')

    def _condition(self, node: nodes.Node) -> None:
        if isinstance(node, nodes.Not):
            self._condition(node.node)
        elif isinstance(node, nodes.And | nodes.Or):
            self._condition(node.left)
            self._condition(node.right)
        elif isinstance(node, nodes.Test):
            self._test(node)
        else:
            fact = self._term(node)
            if fact is not None and fact.type != "boolean":
                self._fault(node, f'Only a yes/no term stands bare in a condition, and "{fact.key}" is none.')

    def _test(self, node: nodes.Test) -> None:
        fact = self._term(node.node)
        arguments: list[Any] = [
            part.value if isinstance(part, nodes.Const) else None for part in node.args or []
        ]
        if node.name not in ("settled", "unsettled", "picked") or bool(arguments) != (node.name == "picked"):
            self._fault(node, f'There is no such test: "{node.name}".')
        elif fact is not None:
            for wanted in arguments:
                if wanted not in fact.choices:
                    self._fault(node, f'The term "{fact.key}" has no choice "{wanted}".')

    def _loop(self, node: nodes.For) -> None:
        iterated = node.iter
        if (
            not isinstance(iterated, nodes.Filter)
            or iterated.name not in ("rows", "items")
            or iterated.node is None
        ):
            self._fault(node, "A loop runs over a table with rows, or over a list with items.")
            return
        if node.test or node.else_ or node.recursive or not isinstance(node.target, nodes.Name):
            self._refuse(node)
            return
        words = [part.value for part in iterated.args if isinstance(part, nodes.Const)]
        if (words not in (["and"], ["or"])) if iterated.name == "items" else bool(iterated.args):
            self._fault(node, 'A list is read with items("and") or items("or"), a table with rows.')
        fact = self._term(iterated.node)
        self._fits(node, iterated.name, fact)
        if fact is None:
            return
        before = dict(self.loops)
        self.loops[node.target.name] = fact
        for part in node.body:
            self._statement(part)
        self.loops = before

    def _term(self, node: nodes.Node) -> TermFact | None:
        """What a name stands for; an unknown one is a fault."""
        if isinstance(node, nodes.Name):
            fact = self.loops.get(node.name) or self.section.terms.get(node.name)
            if fact is None:
                self._fault(node, f'This section has no term "{node.name}".')
            return fact
        if isinstance(node, nodes.Getattr) and isinstance(node.node, nodes.Name):
            row = self.loops.get(node.node.name)
            found = row.columns.get(node.attr) if row else self.foreign.get(f"{node.node.name}.{node.attr}")
            if found is None:
                self._fault(
                    node, f'There is no term "{node.node.name}.{node.attr}" here. Name it under "borrows".'
                )
            return found
        self._refuse(node)
        return None
