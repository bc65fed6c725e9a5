"""The contract files as plain YAML and text, for tests that must not depend on the engine."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path
from typing import Any

import yaml

HOME = Path(__file__).parents[2] / "contract_templates"
FILES = sorted((HOME / "sections").glob("*.md"))


@cache
def data(name: str) -> dict[str, Any]:
    """One of the YAML files."""
    return yaml.safe_load((HOME / name).read_text(encoding="utf-8"))


@cache
def section(path: Path) -> tuple[dict[str, Any], str]:
    """Front matter and body."""
    _, front, body = path.read_text(encoding="utf-8").split("---\n", 2)
    return yaml.safe_load(front), body


def clause_text(body: str) -> str:
    """What both sides read: no margin notes, no places for counsel, no box marks."""
    body = re.sub(r"^::: (guidance|counsel)\n.*?^:::$", "", body, flags=re.MULTILINE | re.DOTALL)
    return re.sub(r"^:::.*$", "", body, flags=re.MULTILINE)


def notes(body: str) -> list[str]:
    """The margin notes."""
    return [text.strip() for text in re.findall(r"^::: guidance\n(.*?)^:::$", body, re.MULTILINE | re.DOTALL)]


def choice_words(front: dict[str, Any]) -> list[str]:
    """All words of choices; they print inside sentences."""
    return [words for term in front["terms"].values() for words in (term.get("choices") or {}).values()]


def spoken(front: dict[str, Any], body: str) -> list[str]:
    """The sentences, with the longest words of a choice in its place and one word for each other value."""

    def value(match: re.Match[str]) -> str:
        name = match[1].split("|")[0].strip()
        words = (front["terms"].get(name) or {}).get("choices") or {}
        return max(words.values(), key=len) if words and "| words" in match[1] else "Value"

    text = re.sub(r"\{\{ ?ref\([^)]*\) ?\}\}", "Section 1.1", clause_text(body))
    text = re.sub(r"\{%.*?%\}", "", re.sub(r"\{\{(.*?)\}\}", value, text)).replace("**", "")
    lines = [re.sub(r"^1\. ", "", line).strip() for line in text.splitlines()]
    lines = [line for line in lines if line and not line.startswith(("#", "|"))]
    return [part for line in lines for part in re.split(r"(?<=[.!?:;])\s+(?=[A-Z\"])", line)]


def clause_ids() -> list[str]:
    """Every clause id of the library, the two of the list of words included."""
    ids = [ident for path in FILES for ident in re.findall(r"\{#([^}]+)\}", section(path)[1])]
    return [*ids, data("words.yaml")["placement"]["clause"], data("words.yaml")["count"]["clause"]]


def refs(text: str) -> list[str]:
    """The clauses to which a text refers."""
    return re.findall(r'ref\("([^"]+)"\)', text)


def each_term() -> list[tuple[str, str, dict[str, Any]]]:
    """Every term of terms.yaml."""
    terms = data("terms.yaml")
    return [(ident, name, fact) for ident, group in terms.items() for name, fact in group.items()]


def front_of(ident: str) -> dict[str, Any] | None:
    """The front matter of a section, if its words are written."""
    return next((section(path)[0] for path in FILES if path.name.startswith(ident + "-")), None)


def options_of(group: dict[str, Any]) -> dict[str, str]:
    """Every option of a group with its label."""
    return {**group["of"], **(group.get("add") or {})}
