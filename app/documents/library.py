"""The library of contract sections: words, terms, kinds of documents, and the list of defined words."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from .checks import check_section, read_tree, references
from .sandbox import TermFact
from .sections import Fault, LibraryError, Section, read_section, read_words, read_yaml, term_fact

LAST = "S41"  # general terms and signatures close a document
DRAFT_SENTENCE = (
    "This is a draft for discussion. It is not legal advice. Each party's own counsel decides what it signs."
)


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of document: its title and its sections in order."""

    id: str
    title: str
    form: str = "agreement"
    stages: tuple[str, ...] = ()
    sections: tuple[str, ...] = ()
    plain: frozenset[str] = frozenset()
    picks: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    required: tuple[str, ...] = ()
    pointer: tuple[str, str] | None = None
    words_line: str = ""


@dataclass(frozen=True, slots=True)
class Word:
    """A defined word: what it means, or the clause that states it."""

    word: str
    means: str
    uses: tuple[str, ...] = ()
    always: bool = False


@dataclass(frozen=True, slots=True)
class WordList:
    """The list *Words used* and the rules for counting days."""

    words: Mapping[str, Word]
    clause: str = "s02-words"
    heading: str = "Words used"
    lead: str = "In this Agreement:"
    alone: str = "In this section:"
    elsewhere: str = ""
    widths: tuple[float, ...] = (26, 74)
    columns: tuple[str, str] = ("Word", "Meaning")
    count_clause: str = "s02-count"
    count_heading: str = "How to count"
    count_uses: tuple[str, ...] = ()
    rules: tuple[str, ...] = ()

    def closure(self, used: set[str]) -> tuple[Word, ...]:
        """The words used, those that their meanings use, and those always printed, from A to Z."""
        found: set[str] = set()
        waiting = [*used, *self.count_uses, *(name for name, word in self.words.items() if word.always)]
        while waiting:
            name = waiting.pop()
            if name in self.words and name not in found:
                found.add(name)
                waiting += self.words[name].uses
        return tuple(self.words[name] for name in sorted(found, key=str.casefold))


@dataclass(frozen=True)
class Library:
    """Everything that a contract is put together from.

    `set_aside` says what is wrong with files of the house's own that are not used.
    """

    sections: Mapping[str, Section]
    kinds: Mapping[str, Kind]
    titles: Mapping[str, str]
    terms: Mapping[str, TermFact]
    words: WordList
    draft_sentence: str = DRAFT_SENTENCE
    folder: Path = Path()
    facts: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    set_aside: tuple[Fault, ...] = ()

    @staticmethod
    def load(
        folder: Path | str, override: Path | str | None = None, *, without: Collection[str] = ()
    ) -> Library:
        """Read the library; a section in `override` takes the place of ours, save those named in `without`.

        Raises LibraryError with each fault, its file and its line.
        """
        library = _read(Path(folder), _own_sections(override, without))
        faults = tuple(library.faults())
        if faults:
            raise LibraryError(faults)
        return library

    @staticmethod
    def load_usable(folder: Path | str, override: Path | str) -> Library:
        """The same, but a section of `override` that cannot be used is set aside and ours stands."""
        without: set[str] = set()
        faults: list[Fault] = []
        while True:
            try:
                return replace(Library.load(folder, override, without=without), set_aside=tuple(faults))
            except LibraryError as error:
                theirs = {path.name for path in _own_sections(override, without).values()}
                blamed = _blamed(error.faults, theirs)
                if not blamed:
                    raise  # nothing of theirs is left: ours are at fault
                faults += error.faults
                without |= blamed

    def faults(self, only: str = "") -> Iterator[Fault]:
        """Everything that keeps the library from being used; with `only`, as far as this file is at fault.

        To read the words of all sections takes half a second: whoever edits one does not wait for the others.
        """
        referred: dict[str, tuple[tuple[str, int], ...]] = {}
        for section in self.sections.values():
            if only in ("", section.file):
                tree = read_tree(section)
                yield from check_section(section, tree, self.terms, self.kinds, self.words.words)
                referred[section.id] = tuple(references(section, tree))
        yield from self._clause_faults(referred)
        for kind in self.kinds.values():
            for ident in kind.sections:
                if ident not in self.titles:
                    yield Fault(
                        "documents.yaml", 1, f"{kind.id} names the section {ident}, which has no title."
                    )

    def check(self, source: str, file: str) -> tuple[Fault, ...]:
        """What is wrong with a section that somebody wants to save in place of ours; empty if nothing."""
        try:
            self.with_section(source, file)
        except LibraryError as error:
            return error.faults
        return ()

    def with_section(self, source: str, file: str) -> Library:
        """The library with this section in it. Raises LibraryError with what is wrong in the section."""
        section = _read_one(source, file, self.facts)
        changed = replace(
            self,
            sections=dict(sorted({**self.sections, section.id: section}.items())),
            terms={**self.terms, **{f"{section.id}.{name}": fact for name, fact in section.terms.items()}},
            titles={**self.titles, section.id: section.title},
            facts={**self.facts, **({section.id: section.facts} if section.added else {})},
        )
        faults = tuple(fault for fault in changed.faults(only=file) if fault.file == file)
        if faults:
            raise LibraryError(faults)
        return replace(changed, kinds=_with_added(changed.kinds, changed.sections.values()))

    def clause_section(self, clause: str) -> str | None:
        """The section to which a clause id belongs."""
        found = re.match(r"s(\d\d)-", clause)
        return f"S{found[1]}" if found and f"S{found[1]}" in self.titles else None

    def default_picks(self) -> dict[str, list[str]]:
        """The options that the ladder prefers, for those who start a draft."""
        return {
            f"{section.id}.{rung['for']}": list(rung["preferred"])
            for section in self.sections.values()
            for rung in section.ladder
            if rung.get("for") in section.options and isinstance(rung.get("preferred"), list)
        }

    def _clause_faults(self, referred: Mapping[str, tuple[tuple[str, int], ...]]) -> Iterator[Fault]:
        known: dict[str, str] = {self.words.clause: "words.yaml", self.words.count_clause: "words.yaml"}
        for section in self.sections.values():
            for ident in set(section.clause_ids):  # one file may hold a clause twice, under two options
                if ident in known:
                    yield Fault(section.file, section.first_line, f'The clause id "{ident}" is used twice.')
                known[ident] = section.file
        for name, found in referred.items():
            for ident, line in found:
                home = self.clause_section(ident)
                if ident not in known and (home is None or home in self.sections):
                    yield Fault(self.sections[name].file, line, f'There is no clause "{ident}".')


def _read(folder: Path, own: Mapping[str, Path]) -> Library:
    papers = read_yaml(folder / "documents.yaml")
    facts = read_yaml(folder / "terms.yaml")
    files = {**_section_files(folder), **own}
    sections = {}
    for ident in sorted(files):
        sections[ident] = _read_one(read_words(files[ident]), files[ident].name, facts)
    terms = {
        f"{ident}.{name}": term_fact(str(ident), str(name), fact or {}, {})
        for ident, group in facts.items()
        for name, fact in (group or {}).items()
    }
    for section in sections.values():
        terms |= {f"{section.id}.{name}": fact for name, fact in section.terms.items()}
    titles = {str(ident): _title(data) for ident, data in (papers.get("sections") or {}).items()}
    kinds = {str(ident): _kind(str(ident), data) for ident, data in (papers.get("kinds") or {}).items()}
    return Library(
        sections=dict(sorted(sections.items())),
        kinds=_with_added(kinds, sections.values()),
        titles={**titles, **{section.id: section.title for section in sections.values()}},
        terms=terms,
        words=_words(read_yaml(folder / "words.yaml")),
        draft_sentence=str((papers.get("cover") or {}).get("sentence") or DRAFT_SENTENCE).strip(),
        folder=folder,
        facts={**facts, **{one.id: one.facts for one in sections.values() if one.added}},
    )


def _with_added(kinds: Mapping[str, Kind], sections: Iterable[Section]) -> dict[str, Kind]:
    """The kinds with the sections that the house added to them, in front of the signatures."""
    found = dict(kinds)
    for section in sections:
        for kind in section.documents if section.added else ():
            known = found.get(kind)
            if known is not None and section.id not in known.sections:
                at = known.sections.index(LAST) if LAST in known.sections else len(known.sections)
                chain = (*known.sections[:at], section.id, *known.sections[at:])
                found[kind] = replace(known, sections=chain)
    return found


def _read_one(source: str, file: str, facts: Mapping[str, Any]) -> Section:
    ident = file[:3]
    try:
        section = read_section(source, file, facts.get(ident) or {})
    except (AttributeError, KeyError, TypeError, ValueError) as error:
        sentence = "The block between the two lines --- does not have the form of the other sections."
        raise LibraryError((Fault(file, 1, sentence),)) from error
    if section.id != ident:
        raise LibraryError((Fault(file, 1, f'The id is "{section.id}", but the file is named {ident}.'),))
    return section


def _section_files(folder: Path) -> dict[str, Path]:
    """The files of sections by section id."""
    return {path.name[:3]: path for path in sorted((folder / "sections").glob("S[0-9][0-9]-*.md"))}


def _own_sections(override: Path | str | None, without: Collection[str]) -> dict[str, Path]:
    """The house's own sections by id."""
    found = _section_files(Path(override)) if override else {}
    return {ident: path for ident, path in found.items() if path.name not in without}


def _blamed(faults: Collection[Fault], theirs: Collection[str]) -> set[str]:
    """Which of their files to set aside: those with a fault, or whose missing clause made one of ours."""
    named = {fault.file for fault in faults} & set(theirs)
    if not named:
        homes = {home for fault in faults for home in re.findall(r'"(s\d\d)-', fault.sentence)}
        named = {file for file in theirs if file[:3].lower() in homes}
    return named or set(theirs)


def _title(data: Any) -> str:
    return str(data.get("title") if isinstance(data, Mapping) else data)


def _kind(ident: str, data: Mapping[str, Any]) -> Kind:
    pointer = data.get("pointer")
    return Kind(
        id=ident,
        title=str(data.get("title") or ident),
        form=str(data.get("form") or "agreement"),
        stages=tuple(data.get("stages") or ()),
        sections=tuple(data.get("sections") or ()),
        plain=frozenset(data.get("plain") or ()),
        picks={str(key): tuple(value) for key, value in (data.get("picks") or {}).items()},
        required=tuple(data.get("required") or ()),
        pointer=(str(pointer["heading"]), str(pointer["sentence"])) if pointer else None,
        words_line=str(data.get("words_line") or "").strip(),
    )


def _words(data: Mapping[str, Any]) -> WordList:
    place, count = data.get("placement") or {}, data.get("count") or {}
    columns = place.get("columns") or {}
    base = WordList({str(name): _word(str(name), spec) for name, spec in (data.get("words") or {}).items()})
    return replace(
        base,
        clause=str(place.get("clause") or base.clause),
        heading=str(place.get("heading") or base.heading),
        lead=str(place.get("lead") or base.lead),
        alone=str(place.get("alone") or base.alone),
        elsewhere=str(place.get("elsewhere") or "").strip(),
        widths=tuple(place.get("widths") or base.widths),
        columns=(str(columns.get("word") or "Word"), str(columns.get("meaning") or "Meaning")),
        count_clause=str(count.get("clause") or base.count_clause),
        count_heading=str(count.get("heading") or base.count_heading),
        count_uses=tuple(count.get("uses") or ()),
        rules=tuple(str(rule).strip() for rule in count.get("rules") or ()),
    )


def _word(name: str, spec: Any) -> Word:
    if not isinstance(spec, Mapping):
        return Word(name, str(spec).strip())
    means = str(spec.get("means") or "").strip()
    if not means and spec.get("stated_in"):
        means = f'as {{{{ ref("{spec["stated_in"]}") }}}} states'
    return Word(name, means, tuple(spec.get("uses") or ()), bool(spec.get("always")))
