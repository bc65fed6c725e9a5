"""partnerships.yaml: the header of each partnership, read from the text itself.

The values are taken as they are written, not as YAML would turn them: 134.0 becomes 13400 cents
without ever being a float, and every fault knows its line.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any, TypeVar

import yaml

from app.examples.reader import values
from app.examples.reader.problems import Problems
from app.examples.reader.records import ExampleTerms
from app.examples.reader.values import WrongValue, quoted

FILE = "partnerships.yaml"
DEEPEST = 8
LONGEST_NAME = 200
MOST_MONTHS = 600
MOST_NOTICE_DAYS = 3650
SLUG = re.compile(r"[a-z0-9]+(?:[_-][a-z0-9]+)*")
LONGEST_KEY = 60
# Other files, commands and pages have these names: a partnership of that name would hide them.
TAKEN_KEYS = ("events", "concerns", "pulse", "partnerships", "all", "new")
ENCOUNTER_COLUMNS = ("rn_visits", "sw_visits", "physician_videos", "phone_contacts", "chaplain_contacts")
TERM_NAMES = ("case_rate", "assessment_fee", "supplement_per_outlier_month")
UNKNOWN = "tag:yaml.org,2002:null"

Value = TypeVar("Value")


def _name(text: str) -> str:
    if len(text) > LONGEST_NAME:
        raise WrongValue(f"the name is longer than {LONGEST_NAME} characters.")
    return values.words(text)


def _key(text: str) -> str:
    if SLUG.fullmatch(text) is None or len(text) > LONGEST_KEY:
        raise WrongValue(f"{quoted(text)} is not a short name like north_valley (a-z, 0-9, _ or -).")
    if text in TAKEN_KEYS:
        raise WrongValue(f"{quoted(text)} is taken: another file or command has this name.")
    return text


def _months(text: str) -> int:
    number = values.whole(text)
    if number > MOST_MONTHS:
        raise WrongValue(f"{number} months are more than the {MOST_MONTHS} that Evenkeel keeps.")
    return number


def _notice_days(text: str) -> int:
    number = values.whole(text)
    if number > MOST_NOTICE_DAYS:
        raise WrongValue(f"{number:,} days of notice are more than ten years.")
    return number


# Header keys of one value: how each is read, whether "null" is an answer, whether it may be left out.
PLAIN_KEYS: dict[str, tuple[Callable[[str], object], bool, bool]] = {
    "key": (_key, False, False),
    "name": (_name, False, False),
    "provider": (_name, False, False),
    "payer": (_name, False, False),
    "product_line": (_name, False, False),
    "pilot_start": (values.day, False, False),
    "pilot_end": (values.day, False, False),
    "term_end": (values.day, False, False),
    "notice_days": (_notice_days, False, False),
    "months": (_months, False, False),
    "setting": (_name, True, False),
    "drive_minutes": (values.whole, True, False),
    "drive_miles": (values.exact, True, False),
    "variable_admin_ppm": (values.cents, True, False),
    "assessment_cost": (values.cents, True, False),
    "screening_cost": (values.cents, True, False),
    "startup_once": (values.cents, True, False),
    "startup_support": (values.cents, True, False),
    "loss_tolerance": (values.cents, True, False),
    "planned_encounters_ppm": (values.exact, True, False),
    "ed_target_per_100": (values.exact, True, False),
    "admission_target_per_100": (values.exact, True, False),
    "reporting_hours_cap": (values.exact, True, False),
    "capacity": (values.whole, True, False),
    "notice_month": (values.whole, True, True),
    "notice_date": (values.day, True, True),
    "recontact_date": (values.day, True, True),
}
GROUP_KEYS = ("terms_from", "terms", "unit_cost")


@dataclass(frozen=True, slots=True)
class Header:
    """One entry of partnerships.yaml: its line, its plain values, its terms and unit costs.

    A value with a fault is absent from `plain`; the fault is already reported.
    """

    line: int
    plain: dict[str, Any]
    terms: tuple[ExampleTerms, ...]
    unit_cost_cents: dict[str, int]


def read_headers(text: str, problems: Problems, warnings: list[str]) -> list[Header]:
    """Every partnership of the file; faults go to `problems`."""
    root = _compose(text, problems)
    if root is None:
        return []
    if not isinstance(root, yaml.SequenceNode) or not root.value:
        problems.add(
            FILE, _line(root), "", "the file must be a list of partnerships, each beginning with “- key:”."
        )
        return []
    headers = []
    for node in root.value:
        if isinstance(node, yaml.MappingNode):
            headers.append(_HeaderReader(node, problems, warnings).read())
        else:
            problems.add(
                FILE, _line(node), "", "a partnership must be a group of keys such as name and payer."
            )
    return _without_repeated_keys(headers, problems)


def _without_repeated_keys(headers: list[Header], problems: Problems) -> list[Header]:
    first_line: dict[str, int] = {}
    kept = []
    for header in headers:
        key = header.plain.get("key")
        if key and first_line.setdefault(key, header.line) != header.line:
            problems.add(FILE, header.line, "key", f"{quoted(key)} already stands at line {first_line[key]}.")
        else:
            kept.append(header)
    return kept


def _compose(text: str, problems: Problems) -> yaml.Node | None:
    """The node tree; refused before it is built when it is too deep or refers to itself."""
    try:
        depth = 0
        for event in yaml.parse(text, Loader=yaml.CSafeLoader):
            if isinstance(event, yaml.AliasEvent):
                problems.add(FILE, _line(event), "", "the file must not use YAML anchors and aliases.")
                return None
            depth += isinstance(event, yaml.CollectionStartEvent) - isinstance(event, yaml.CollectionEndEvent)
            if depth > DEEPEST:
                problems.add(FILE, _line(event), "", "the file is nested too deeply.")
                return None
        return yaml.compose(text, Loader=yaml.CSafeLoader) or yaml.ScalarNode(UNKNOWN, "")
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        line = mark.line + 1 if mark is not None else 0
        problems.add(FILE, line, "", "this is not YAML. Check the dashes, colons, quotes and indents.")
        return None


def _line(node: yaml.Node | yaml.Event) -> int:
    return node.start_mark.line + 1 if node.start_mark is not None else 0


class _HeaderReader:
    """Reads one mapping node."""

    def __init__(self, node: yaml.MappingNode, problems: Problems, warnings: list[str]) -> None:
        self.node = node
        self.problems = problems
        self.warnings = warnings
        self.nodes = self._by_key(node)

    def read(self) -> Header:
        plain: dict[str, Any] = {}
        for key, (read, may_be_unknown, may_be_absent) in PLAIN_KEYS.items():
            found, value = self._plain(key, read, may_be_unknown, may_be_absent)
            if found:
                plain[key] = value
        for key in self.nodes:
            if key not in PLAIN_KEYS and key not in GROUP_KEYS:
                self.warnings.append(f"{FILE}, line {_line(self.nodes[key])}: {quoted(key)} is not read.")
        self._check_order(plain)
        return Header(_line(self.node), plain, self._terms(plain.get("pilot_start")), self._unit_costs())

    def _by_key(self, node: yaml.MappingNode) -> dict[str, yaml.Node]:
        nodes: dict[str, yaml.Node] = {}
        for key_node, value_node in node.value:
            key = key_node.value if isinstance(key_node, yaml.ScalarNode) else "a key"
            if key in nodes:
                self._fault(key_node, str(key), "this key stands twice in the same partnership.")
            nodes[str(key)] = value_node
        return nodes

    def _plain(
        self, key: str, read: Callable[[str], object], may_be_unknown: bool, may_be_absent: bool
    ) -> tuple[bool, object]:
        node = self.nodes.get(key)
        if node is None:
            if not may_be_absent:
                self._fault(self.node, key, "this key is missing.")
            return may_be_absent, None
        if node.tag == UNKNOWN and may_be_unknown:
            return True, None
        value = self._value(node, key, read)
        return value is not None, value

    def _value(self, node: yaml.Node, key: str, read: Callable[[str], Value]) -> Value | None:
        if not isinstance(node, yaml.ScalarNode):
            self._fault(node, key, "there must be one value here.")
            return None
        try:
            return read(node.value.strip())
        except WrongValue as error:
            self._fault(node, key, str(error))
            return None

    def _check_order(self, plain: dict[str, Any]) -> None:
        start, pilot_end, term_end = (plain.get(key) for key in ("pilot_start", "pilot_end", "term_end"))
        for key, end in (("pilot_end", pilot_end), ("term_end", term_end)):
            if start and end and end < start:
                self._fault(self.nodes[key], key, f"{end} is before the pilot starts on {start}.")
        notice_month, months = plain.get("notice_month"), plain.get("months")
        if notice_month is not None and months is not None and not 1 <= notice_month <= months:
            self._fault(self.nodes["notice_month"], "notice_month", f"there is no data month {notice_month}.")

    def _terms(self, pilot_start: date | None) -> tuple[ExampleTerms, ...]:
        days = self._days_of_terms(pilot_start)
        node = self.nodes.get("terms")
        if not isinstance(node, yaml.MappingNode):
            self._fault(node or self.node, "terms", "the terms are missing; case_rate is the least.")
            return ()
        named = self._by_key(node)
        if "case_rate" not in named:
            self._fault(node, "terms", "case_rate is missing.")
        for name in named:
            if name not in TERM_NAMES:
                self.warnings.append(
                    f"{FILE}, line {_line(named[name])}: the term {quoted(name)} is not read."
                )
        amounts = {name: self._amounts(named[name], name, days) for name in TERM_NAMES if name in named}
        if days is None or "case_rate" not in amounts or not all(amounts.values()):
            return ()
        return tuple(
            ExampleTerms(day, *(amounts[name][n] if name in amounts else 0 for name in TERM_NAMES))
            for n, day in enumerate(days)
        )

    def _days_of_terms(self, pilot_start: date | None) -> list[date] | None:
        node = self.nodes.get("terms_from")
        if node is None or node.tag == UNKNOWN:
            return [pilot_start] if pilot_start else None
        items = node.value if isinstance(node, yaml.SequenceNode) else [node]
        read = [self._value(item, "terms_from", values.day) for item in items]
        days = [day for day in read if day is not None]
        if not items or len(days) < len(items):
            return None
        if sorted(set(days)) != days:
            self._fault(node, "terms_from", "the dates must rise from one to the next.")
            return None
        return days

    def _amounts(self, node: yaml.Node, name: str, days: list[date] | None) -> list[int]:
        """One amount for each date; a single value holds from the start."""
        if not isinstance(node, yaml.SequenceNode):
            amount = self._value(node, name, values.cents)
            return [] if amount is None else [amount] * len(days or [amount])
        read = [self._value(item, name, values.cents) for item in node.value]
        amounts = [amount for amount in read if amount is not None]
        if days is not None and len(node.value) != len(days):
            count = f"{len(node.value)} amount{'s' * (len(node.value) != 1)}"
            self._fault(node, name, f"{count} for {len(days)} dates in terms_from; each date needs one.")
            return []
        return amounts if len(amounts) == len(read) else []

    def _unit_costs(self) -> dict[str, int]:
        node = self.nodes.get("unit_cost")
        if not isinstance(node, yaml.MappingNode):
            self._fault(node or self.node, "unit_cost", "the unit costs are missing.")
            return {}
        costs = {}
        named = self._by_key(node)
        for name in ENCOUNTER_COLUMNS:
            if name not in named:
                self._fault(node, "unit_cost", f"{name} is missing.")
        for name, value in named.items():
            amount = self._value(value, f"unit_cost {name}", values.cents)
            if amount is not None:
                costs[name] = amount
        return costs

    def _fault(self, node: yaml.Node, column: str, text: str) -> None:
        self.problems.add(FILE, _line(node), column, text)
