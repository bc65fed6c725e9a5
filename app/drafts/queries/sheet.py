"""What the contract page and the files show: kinds of documents, their terms, and the draft itself."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from markupsafe import Markup, escape

from app.core.errors import RuleViolation
from app.costs.queries import carrying_payments
from app.dates.rules import Approvals
from app.partnerships.models import Partnership
from app.partnerships.rules import Stage
from app.terms.queries import Edition, definitions, edition, library
from app.terms.values import TermDefinition, TermType, is_settled

from ..rules import (
    FIRST_KIND,
    GROUPS,
    Carrying,
    Completeness,
    Contradiction,
    Group,
    completeness,
    contradictions,
    group_of,
)

if TYPE_CHECKING:
    from app.documents.blocks import Document
    from app.documents.library import Kind

_LINK = re.compile(r'<a href="#(cl_\w+)">(.*?)</a>')
_GAP = re.compile(r'(<a class="gap" href=")#t-(S\d\d)-(\w+)"')


# --- kinds


def kinds_with_words() -> tuple[Kind, ...]:
    """The kinds of documents of which at least one section is written, besides names and signatures."""
    written = set(library().sections)
    return tuple(kind for kind in library().kinds.values() if (set(kind.sections) & written) - {"S01", "S41"})


def get_kind(kind: str) -> Kind:
    """The kind called D2. Raises RuleViolation with the kinds there are."""
    offered = {one.id: one for one in kinds_with_words()}
    if kind in offered:
        return offered[kind]
    names = ", ".join(f"{one.id} {one.title}" for one in offered.values())
    known = library().kinds.get(kind)
    problem = (
        f"No words are written yet for {kind} {known.title}."
        if known
        else f"There is no contract kind {kind}."
    )
    raise RuleViolation(f"{problem} The kinds are: {names}.")


def first_kind(stage: str) -> str:
    """The kind a page begins with in a stage."""
    wanted = FIRST_KIND.get(stage, "D2")
    offered = [kind.id for kind in kinds_with_words()]
    return wanted if wanted in offered else offered[0]


# --- terms of a kind


def terms_of(kind: Kind) -> Mapping[str, TermDefinition]:
    """Every term that a kind of document can hold, in the order of the groups; a shared one once.

    Terms of sections whose words are not written yet are among them: other pages count on them.
    """
    return _terms_of(kind.id, edition())


@lru_cache(maxsize=32)
def _terms_of(kind_id: str, _edition: Edition) -> Mapping[str, TermDefinition]:
    kind = library().kinds[kind_id]
    known, words = definitions(), library()
    borrowed = {
        key for ident in kind.sections if ident in words.sections for key in words.sections[ident].borrows
    }
    wanted = [key for key, one in known.items() if one.section in kind.sections or key in borrowed]
    found: dict[str, TermDefinition] = {}
    for group in GROUPS:
        for key in wanted:
            one = known[known[key].home] if known[key].home in wanted else known[key]
            if group_of(one.section) is group and not one.computed:
                required = one.required or known[key].required or one.key in kind.required
                before = found.get(one.home)
                found[one.home] = replace(one, required=required or (before is not None and before.required))
    return found


def printed_terms(kind: Kind) -> dict[str, TermDefinition]:
    """Those terms of a kind that the words written so far can print.

    A term that only other sections state is borrowed: it is needed where a clause prints it, not by itself.
    """
    words = library().sections
    printed = {ident for ident in kind.sections if ident in words}
    known = definitions()
    borrowed = {known[key].home for ident in printed for key in words[ident].borrows if key in known}
    shared = {one.home for one in known.values() if one.section in printed}
    found = {}
    for key, one in terms_of(kind).items():
        if key in shared:
            found[key] = one
        elif key in borrowed:
            found[key] = replace(one, required=False, required_if="")
    return found


def groups_of(kind: Kind) -> tuple[Group, ...]:
    """The groups in which a kind has terms."""
    held = {group_of(one.section).id for one in terms_of(kind).values()}
    return tuple(group for group in GROUPS if group.id in held)


def fields_of(kind: Kind, group: Group) -> tuple[TermDefinition, ...]:
    """The terms of one group of a kind."""
    return tuple(one for one in terms_of(kind).values() if group_of(one.section) is group)


# --- values


def known_facts(partnership: Partnership, unknown: Collection[str] = ()) -> dict[str, Any]:
    """What the partnership itself says of its terms, where the term sheet says nothing."""
    facts: dict[str, Any] = {
        "S01.payer_name": partnership.payer.name,
        "S01.provider_name": partnership.provider.name,
        "S04.setting_type": partnership.setting,
        "S05.lines": [
            line for line in partnership.product_lines or () if line in definitions()["S05.lines"].choices
        ],
    }
    return {key: value for key, value in facts.items() if value and key not in unknown}


def with_kind(kind: Kind, values: Mapping[str, Any]) -> dict[str, Any]:
    """The values with what the kind of document settles by itself."""
    return {**values, **{key: list(picked) for key, picked in kind.picks.items()}}


# --- the draft


def draft_document(
    partnership: Partnership,
    kind: Kind,
    values: Mapping[str, Any],
    *,
    as_of: date,
    partner_copy: bool = False,
    section: str = "",
    sections: Sequence[str] | None = None,
    exhibits: Sequence[str] = (),
    letter: str = "",
    version: str = "",
    draft_id: str = "",
) -> Document:
    """The draft from these values; of one section alone when it is named.

    `sections` takes the place of the kind's own list; `exhibits` and `letter` are as `assemble` has them.
    A draft without a version is a look at the terms of a day, and is named by that day.
    """
    from app.documents.assembly import assemble
    from app.documents.blocks import Copy

    named = version or as_of.isoformat()
    printed = {"S41.draft_version": named, **_in_words(with_kind(kind, values))}
    return assemble(
        library(),
        section or kind.id,
        printed,
        copy=Copy.PARTNER if partner_copy else Copy.INTERNAL,
        draft_id=draft_id or partnership.public_id,
        version=named,
        partnership=partnership.name,
        on=as_of,
        sections=sections,
        exhibits=exhibits,
        letter=letter,
    )


def _in_words(values: Mapping[str, Any]) -> dict[str, Any]:
    """Ids of the catalogue print by their names."""
    known = definitions()
    return {
        key: [{"id": entry, "label": known[key].choices.get(entry, entry)} for entry in value]
        if key in known and known[key].type is TermType.REFS
        else value
        for key, value in values.items()
    }


def preview(document: Document, group: Group | None, kind: Kind, address: str) -> Markup:
    """The draft as HTML: whole, or the articles of one group with the numbers they have in the whole.

    A gap whose field stands in another group leads there: `address` is the page, to which `group` is added.
    """
    from app.documents.preview import preview_html

    shown = document
    if group is not None:
        articles = tuple(one for one in document.articles() if group_of(one.section) is group)
        shown = replace(document, body=articles, cover=())
    html = str(preview_html(shown))
    here = set(re.findall(r'<h4 id="(cl_\w+)"', html))
    html = _LINK.sub(lambda found: found[0] if found[1] in here else found[2], html)
    homes = {key: group_of(one.section) for key, one in terms_of(kind).items()}

    def lead(found: re.Match[str]) -> str:
        home = homes.get(f"{found[2]}.{found[3]}")
        if home is None or home is group:
            return found[0]
        return f'{found[1]}{escape(address)}&amp;group={home.id}#t-{found[2]}-{found[3]}"'

    return Markup(_GAP.sub(lead, html))  # noqa: S704 - the engine has escaped every typed word


# --- how far it is


def carrying_of(partnership_id: int) -> Carrying | None:
    """What would carry the cost of care as it was entered; None while nobody has entered it."""
    found = carrying_payments(partnership_id)
    return None if found is None else Carrying(*found)


def open_terms(values: Mapping[str, Any]) -> tuple[str, ...]:
    """The labels of the terms that the first agreement needs and that are still open."""
    kind = get_kind(first_kind(Stage.CONTRACTING.value))
    found = completeness(printed_terms(kind).values(), with_kind(kind, values))
    return tuple(one.label for one in found.gaps)


@dataclass(frozen=True, slots=True)
class GroupState:
    """A group with its number of gaps."""

    group: Group
    gaps: int


@dataclass(frozen=True, slots=True)
class DraftState:
    """How far a draft is, in words and by group; `here` are the gaps of the group that is shown."""

    completeness: Completeness
    contradictions: tuple[Contradiction, ...]
    groups: tuple[GroupState, ...]
    here: tuple[TermDefinition, ...]


def draft_state(
    kind: Kind,
    group: Group,
    values: Mapping[str, Any],
    open_keys: Iterable[str],
    said: Approvals,
    carrying: Carrying | None = None,
) -> DraftState:
    """What is settled, what is open and what does not fit, counted as the draft's own cover counts it."""
    full = with_kind(kind, values)
    terms = printed_terms(kind)
    stated = set(kind.sections) & set(library().sections)
    lent = {key for key, one in terms.items() if one.section not in stated and is_settled(full.get(key))}
    how_far = completeness(terms.values(), full, lent | set(open_keys))
    return DraftState(
        completeness=how_far,
        contradictions=tuple(one for one in contradictions(full, said, carrying) if one.key in terms),
        groups=tuple(
            GroupState(one, sum(group_of(gap.section) is one for gap in how_far.gaps))
            for one in groups_of(kind)
        ),
        here=tuple(gap for gap in how_far.gaps if group_of(gap.section) is group),
    )
