"""The facts of the working papers M10."""

from __future__ import annotations

from datetime import date
from typing import Any

from app.design import queries as design
from app.design.queries import NOTHING
from app.design.rules import Lean, Level, Plausible, Question, Sheet
from app.documents import formats
from app.partnerships.models import Partnership
from app.terms.queries import term_sheet

from ..rules.design import Asked, DesignFacts, Group, ProcessCard, Row

OWNERS = {"provider": "the Provider", "payer": "the Payer", "both": "both together", "other": "somebody else"}
SIGNS = {Level.MAIN: "leads", Level.SHARES: "shares", Level.LIMITED: "limited"}


def design_facts(partnership: Partnership, on: date) -> DesignFacts:
    """What was worked out with this partner, as of a day."""
    answers = design.answers(partnership.id)
    held = {name: one.value for name, one in answers.items()}
    picked = held.get(Sheet.MODELS, {}).get("picked", [])
    strict, loose = design.effects()
    return DesignFacts(
        partnership=partnership.name,
        provider=partnership.provider.name,
        payer=partnership.payer.name,
        models=tuple(label for ident, label in design.models() if ident in picked),
        groups=_groups(held),
        outcomes=_outcomes(partnership.id, on, held.get(Sheet.PLAUSIBLE, {})),
        roles=tuple(
            (row["task"], OWNERS.get(row["owner"], ""), row.get("helper") or "")
            for row in design.roles(partnership.id, on).rows
        ),
        disciplines=tuple(label for _ident, label in design.disciplines()),
        matrix=_matrix(design.matrix(answers).value),
        tiers=_tiers(partnership.id, on),
        cards=tuple(
            ProcessCard(
                one.name, tuple((label, held.get(one.id, {}).get(name, "")) for name, label in one.fields)
            )
            for one in design.cards()
        ),
        criteria=_criteria(partnership.id, on, held.get(Sheet.CRITERIA, NOTHING.value)),
        strict=tuple(one.words for one in strict),
        loose=tuple(one.words for one in loose),
    )


def _groups(held: dict[str, Any]) -> tuple[Group, ...]:
    return tuple(
        Group(
            block.title,
            tuple(Asked(one.id, one.words, _answer(one, held.get(one.id, {}))) for one in block.questions),
        )
        for block in design.blocks()
    )


def _answer(question: Question, held: Any) -> str:
    words = dict(question.choices)
    parts = ["; ".join(words[one] for one in question.chosen(held)), held.get("text", "")]
    return ". ".join(part for part in parts if part)


def _outcomes(partnership_id: int, on: date, weighed: Any) -> tuple[Row, ...]:
    words = {Plausible.YES: "yes", Plausible.PARTLY: "partly", Plausible.DOUBTFUL: "doubtful"}
    found = []
    for one in design.outcome_links(partnership_id, on):
        mine = weighed.get(one["id"], {})
        how = words[Plausible(mine["how"])] if mine.get("how") else ""
        found.append((one["outcome"], formats.joined(one["services"]), how, mine.get("caveat", "")))
    return tuple(found)


def _matrix(matrix: Any) -> tuple[Row, ...]:
    names = [ident for ident, _label in design.disciplines()]
    rows = []
    for task, words in design.shared_names():
        parts = matrix.get(task, {})
        cells = (SIGNS[Level(parts[one])] if parts.get(one) else "" for one in names)
        rows.append((words, *cells))
    return tuple(rows)


def _tiers(partnership_id: int, on: date) -> tuple[Row, ...]:
    rows = term_sheet(partnership_id, on).values.get("S13.tiers") or ()
    return tuple(
        (
            str(row.get("tier", "")),
            formats.joined(row.get("disciplines") or ()),
            str(row.get("contacts") or ""),
            str(row.get("use", "")),
        )
        for row in rows
    )


def _criteria(partnership_id: int, on: date, leans: Any) -> tuple[Row, ...]:
    words = {Lean.STRICTER: "stricter", Lean.KEEP: "as it is", Lean.LOOSER: "looser"}
    found = []
    for one in design.criteria(partnership_id, on):
        mine = leans.get(one.key, {})
        lean = words[Lean(mine["lean"])] if mine.get("lean") else ""
        found.append((one.label, "" if one.shown == "nothing" else one.shown, lean, mine.get("note", "")))
    return tuple(found)
