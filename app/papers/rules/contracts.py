"""One sheet for the staff of all contracts: what is usual, and where a contract differs. Pure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class SheetLine:
    """A term: what most contracts say, which say something else, and which do not say."""

    label: str
    usual: str
    differing: tuple[tuple[str, str], ...]  # what it says there, and the contracts that say it
    silent: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class SheetTopic:
    """Lines that people look up together."""

    title: str
    lines: tuple[SheetLine, ...]


@dataclass(frozen=True, slots=True)
class Calls:
    """Whom to call about a patient of one contract."""

    contract: str
    plan: str
    urgent: str
    stuck: str


@dataclass(frozen=True, slots=True)
class ContractsFacts:
    """Everything for the sheet; `left_out` are contracts that found no room."""

    provider: str
    contracts: tuple[str, ...]
    topics: tuple[SheetTopic, ...]
    calls: tuple[Calls, ...]
    left_out: tuple[str, ...]


def short_names(names: Sequence[str]) -> tuple[str, ...]:
    """The plan alone where all names are of one house, as in “Kestrel Bay / Ordway”; else the names."""
    parts = [name.partition(" / ") for name in names]
    last = [plan for _house, _by, plan in parts]
    alone = all(last) and len({house for house, *_rest in parts}) == 1 and len(set(last)) == len(names)
    return tuple(last) if alone else tuple(names)


def sheet_line(label: str, names: Sequence[str], cells: Sequence[str | None]) -> SheetLine:
    """What is said most often is usual; of two said equally often the first one [T5 examples]."""
    said = Counter(cell for cell in cells if cell is not None)
    usual = said.most_common(1)[0][0] if said else ""
    pairs = list(zip(names, cells, strict=True))
    return SheetLine(
        label=label,
        usual=usual,
        differing=tuple(
            (words, ", ".join(name for name, cell in pairs if cell == words))
            for words in said
            if words != usual
        ),
        silent=tuple(name for name, cell in pairs if cell is None),
    )


def open_together(lines: Sequence[SheetLine]) -> tuple[tuple[str, str], ...]:
    """Which contracts leave which terms open: contracts that leave the same ones stand together."""
    by_contract: dict[str, list[str]] = {}
    for line in lines:
        for name in line.silent:
            by_contract.setdefault(name, []).append(line.label[:1].lower() + line.label[1:])
    found: dict[str, list[str]] = {}
    for name, labels in by_contract.items():
        found.setdefault(", ".join(labels), []).append(name)
    return tuple((", ".join(names), labels) for labels, names in found.items())
