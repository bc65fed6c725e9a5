"""One section of the library: its file, read into terms, options, the fallback ladder and words."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property, lru_cache
from pathlib import Path
from typing import Any

import yaml
from jinja2 import Template, TemplateSyntaxError

from ..core.errors import EvenkeelError
from .blocks import Inline, Numbering
from .formats import is_settled
from .markdown import Parsed, parse_section
from .marks import is_added
from .sandbox import ExhibitSlot, Namespace, Sandbox, Sink, TermFact, TermValue

SECTION_ID = re.compile(r"S\d\d")
_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)  # both are safe; the first is six times as fast
_SANDBOX = Sandbox()


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong in a file of the library, and where."""

    file: str
    line: int
    sentence: str

    def __str__(self) -> str:
        return f"{self.file}, line {self.line}: {self.sentence}"


class LibraryError(EvenkeelError):
    """The contract sections cannot be used as they stand; `faults` says where."""

    def __init__(self, faults: tuple[Fault, ...]) -> None:
        super().__init__(
            "The contract sections cannot be used yet. " + " ".join(str(fault) for fault in faults[:5])
        )
        self.faults = faults


@dataclass(frozen=True, slots=True)
class OptionGroup:
    """Alternatives in one section: which exist, and which may stand together."""

    id: str
    label: str
    pick: str
    of: Mapping[str, str]
    add: Mapping[str, str]
    together: tuple[frozenset[str], ...] = ()

    @property
    def choices(self) -> dict[str, str]:
        """Every option with its label."""
        return {**self.of, **self.add}

    def allowed(self, picked: frozenset[str]) -> bool:
        """Whether these options may stand together. Nothing picked is a gap, and allowed."""
        if not picked <= set(self.choices):
            return False
        main = picked & set(self.of)
        if not main and picked:
            return False
        return self.pick == "any" or len(main) <= 1 or main in self.together


@dataclass(frozen=True)
class Section:
    """A section as its file states it."""

    id: str
    title: str
    purpose: str
    numbering: Numbering
    counsel: bool
    uses: tuple[str, ...]
    borrows: tuple[str, ...]
    terms: Mapping[str, TermFact]
    options: Mapping[str, OptionGroup]
    ladder: tuple[Mapping[str, Any], ...]
    settle_first: tuple[str, ...]
    body: str
    file: str
    first_line: int
    documents: tuple[str, ...] = ()  # of a section of the house's own: the kinds in which it stands
    facts: Mapping[str, Any] = field(default_factory=dict)  # of a section of the house's own: its terms

    @property
    def added(self) -> bool:
        """Whether the house added this section to the library."""
        return is_added(self.id)

    @cached_property
    def template(self) -> Template:
        """The compiled words."""
        return _SANDBOX.from_string(self.body)

    @cached_property
    def clause_ids(self) -> tuple[str, ...]:
        """The ids of all clauses that the file can bring."""
        return tuple(re.findall(r"^## .*\{#([a-z0-9-]+)\}\s*$", self.body, re.MULTILINE))

    def render(
        self, values: Mapping[str, Any], foreign: Mapping[str, TermFact], names: Mapping[str, str]
    ) -> tuple[Parsed, list[Inline | ExhibitSlot]]:
        """The section with these values: its blocks with places to fill, and what belongs there."""
        sink = Sink(names)
        own = {
            name: _value(fact, f"{self.id}.{name}", values, sink, foreign)
            for name, fact in self.terms.items()
        }
        spaces: dict[str, dict[str, TermValue]] = {}
        for key in self.borrows:
            home, name = key.split(".", 1)
            spaces.setdefault(home, {})[name] = _value(foreign[key], key, values, sink, foreign)
        context = {**own, **{home: Namespace(terms) for home, terms in spaces.items()}}
        text = self.template.render(context, ref=sink.ref, counsel=sink.counsel, exhibit=sink.exhibit)
        return parse_section(text), sink.slots


def render_sentence(source: str) -> tuple[str, list[Inline | ExhibitSlot]]:
    """A sentence of a data file that may refer to clauses and exhibits."""
    sink = Sink()
    if "{" not in source:
        return source, sink.slots
    template = _sentence(source)
    return template.render(ref=sink.ref, counsel=sink.counsel, exhibit=sink.exhibit), sink.slots


@lru_cache(maxsize=256)
def _sentence(source: str) -> Template:
    return _SANDBOX.from_string(source)


def parse_tree(source: str) -> Any:
    """The sandbox's own reading of a body, for checks."""
    return _SANDBOX.parse(source)


def _value(
    fact: TermFact,
    own_key: str,
    values: Mapping[str, Any],
    sink: Sink,
    known: Mapping[str, TermFact],
) -> TermValue:
    """One value wherever it appears: a shared term takes the value of its home.

    A term that takes the place of another prints there once it is settled, in its own unit.
    """
    other = known.get(fact.unless)
    if other is not None and is_settled(values.get(other.key)):
        return TermValue(other, values[other.key], sink, stands_in=True)
    raw = values.get(fact.key)
    if raw is None and own_key != fact.key:
        raw = values.get(own_key)
    return TermValue(fact, raw, sink)


# --- reading files


def read_words(path: Path) -> str:
    """The text of a file; LibraryError says so where it is none. A mark of UTF-8 at its start is no text."""
    try:
        data = path.read_bytes()
        return data.decode("utf-8-sig").replace("\r\n", "\n")
    except UnicodeDecodeError as error:
        line = data[: error.start].count(b"\n") + 1
        sentence = "This sign cannot be read. Save the file as UTF-8 text."
        raise LibraryError((Fault(path.name, line, sentence),)) from error
    except OSError as error:
        sentence = f"This file cannot be opened ({error.strerror})."
        raise LibraryError((Fault(path.name, 1, sentence),)) from error


def read_yaml(path: Path) -> Mapping[str, Any]:
    """A data file as a mapping; a mistake in it is named with its line."""
    try:
        data = yaml.load(read_words(path), Loader=_LOADER)  # noqa: S506
    except yaml.YAMLError as error:
        raise LibraryError((_yaml_fault(path.name, error, 0),)) from error
    return data if isinstance(data, Mapping) else {}


def read_section(source: str, file: str, facts: Mapping[str, Any]) -> Section:
    """Read one section file. `facts` is what terms.yaml says about its terms."""
    front, body, first_line = _split(source, file)
    ident = str(front.get("id", ""))
    if not SECTION_ID.fullmatch(ident) or not front.get("title"):
        raise LibraryError((Fault(file, 1, "The file must begin with its id, like S21, and its title."),))
    groups = {str(name): _group(str(name), data or {}) for name, data in (front.get("options") or {}).items()}
    number = str(front.get("number", "article"))
    if number not in {kind.value for kind in Numbering}:
        raise LibraryError((Fault(file, 1, f'"number" is article, letter or plain, not "{number}".'),))
    own = dict(front.get("terms") or {}) if is_added(ident) else {}
    facts = own or facts
    return Section(
        id=ident,
        title=str(front["title"]),
        purpose=str(front.get("purpose") or ""),
        numbering=Numbering(number),
        counsel=bool(front.get("counsel")),
        uses=_texts(front.get("uses")),
        borrows=_texts(front.get("borrows")),
        terms=_terms(ident, front.get("terms") or {}, facts, groups),
        options=groups,
        ladder=tuple(front.get("ladder") or ()),
        settle_first=_texts(front.get("settle_first")),
        body=body,
        file=file,
        first_line=first_line,
        documents=_texts(front.get("documents")),
        facts=own,
    )


def term_fact(section: str, name: str, facts: Mapping[str, Any], front: Mapping[str, Any]) -> TermFact:
    """What both files say about a term: type and need from terms.yaml, words from the section."""
    key = f"{section}.{name}"
    words = {**_choices(facts), **_choices(front)}
    labels = {**(facts.get("columns") or {}), **(front.get("columns") or {})}
    columns = {
        str(column): _column(f"{key}.{column}", (facts.get("columns") or {}).get(column), label)
        for column, label in labels.items()
    }
    return TermFact(
        key=str(facts.get("same_as") or key),
        label=str(front.get("label") or _inside_a_sentence(facts.get("label")) or name.replace("_", " ")),
        type=str(facts.get("type") or "text"),
        required=bool(facts.get("required", False)),
        choices=words,
        columns=columns,
        unit=str(facts.get("unit") or ""),
        unless=str(facts.get("unless") or ""),
    )


def _inside_a_sentence(label: Any) -> str:
    """A form's label as a gap says it: without its capital, unless it begins with an abbreviation."""
    words = str(label or "")
    return words if words[:2].isupper() else words[:1].lower() + words[1:]


def _column(key: str, fact: Any, label: Any) -> TermFact:
    spec = fact if isinstance(fact, Mapping) else {"type": fact} if isinstance(fact, str) else {}
    name = label if isinstance(label, str) else spec.get("label") or key.rsplit(".", 1)[-1].replace("_", " ")
    return TermFact(
        key=key,
        label=str(name),
        type=str(spec.get("type") or "text"),
        choices=_choices(spec),
        may_be_blank=spec.get("required") is False,
    )


def _terms(
    ident: str, front: Mapping[str, Any], facts: Mapping[str, Any], groups: Mapping[str, OptionGroup]
) -> dict[str, TermFact]:
    terms = {
        str(name): term_fact(ident, str(name), facts.get(name) or {}, data or {})
        for name, data in front.items()
    }
    for name, group in groups.items():
        known = terms.get(name) or TermFact(f"{ident}.{name}", group.label)
        label = known.label if name in front else group.label
        terms[name] = replace(known, label=label, type="options", choices=group.choices)
    return terms


def _group(name: str, data: Mapping[str, Any]) -> OptionGroup:
    return OptionGroup(
        id=name,
        label=str(data.get("label") or name.replace("_", " ")),
        pick=str(data.get("pick") or "one"),
        of={str(key): str(label) for key, label in (data.get("of") or {}).items()},
        add={str(key): str(label) for key, label in (data.get("add") or {}).items()},
        together=tuple(frozenset(map(str, pair)) for pair in data.get("together") or ()),
    )


def _split(source: str, file: str) -> tuple[Mapping[str, Any], str, int]:
    """Front matter and body, and the line on which the body begins."""
    parts = re.split(r"^---[ \t]*$\n?", source.replace("\r\n", "\n"), maxsplit=2, flags=re.MULTILINE)
    if len(parts) != 3 or parts[0].strip():
        raise LibraryError((Fault(file, 1, 'The file must begin with a block between two lines "---".'),))
    try:
        front = yaml.load(parts[1], Loader=_LOADER)  # noqa: S506
    except yaml.YAMLError as error:
        raise LibraryError((_yaml_fault(file, error, 1),)) from error
    return front if isinstance(front, Mapping) else {}, parts[2], parts[1].count("\n") + 3


NO_FORM = (
    "This line cannot be read: it lacks the form of the lines around it. "
    "Look for a missing colon, quotation mark or bracket."
)


def _yaml_fault(file: str, error: yaml.YAMLError, offset: int) -> Fault:
    mark = getattr(error, "problem_mark", None)
    line = mark.line + 1 if mark else 1
    return Fault(file, line + offset, NO_FORM)


def syntax_fault(section: Section, error: TemplateSyntaxError) -> Fault:
    """A mistake in the braces, with its line in the file."""
    sentence = f"{error.message}.".replace("..", ".")
    if "end of template" in sentence:
        sentence = "A condition or list begins here and is not ended: {% endif %} or {% endfor %} is missing."
    return Fault(section.file, section.first_line + error.lineno - 1, sentence)


def _choices(data: Mapping[str, Any]) -> dict[str, str]:
    choices = data.get("choices") or {}
    if isinstance(choices, list):
        return {str(key): str(key).replace("_", " ") for key in choices}
    return {
        str(key): str(label.get("label", key) if isinstance(label, Mapping) else label)
        for key, label in choices.items()
    }


def _texts(value: Any) -> tuple[str, ...]:
    return tuple(str(entry) for entry in value or ())
