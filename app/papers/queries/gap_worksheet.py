"""Everything a gap analysis worksheet is made of, read with a fixed number of statements."""

from __future__ import annotations

from datetime import date

from app.assessments import queries as readiness
from app.assessments.models import Assessment
from app.assessments.queries import ItemLine, Picture
from app.assessments.rules import INSTEAD_WORDS, RATING_WORDS, WHY_WORDS, Instead, Rating, Since, Who, Why
from app.partnerships.models import Partnership

from ..rules.gap_worksheet import CannotFill, Group, Line, Moved, Resource, WorksheetFacts


def empty_worksheet(partnership: Partnership, on: date) -> WorksheetFacts:
    """A sheet to fill by hand, with nothing of ours in it."""
    return WorksheetFacts(
        partnership=partnership.name,
        provider=partnership.provider.name,
        payer=partnership.payer.name,
        on=on,
        groups=tuple(
            Group(group.name, tuple(Line(item.label, "") for item in group.items))
            for group in readiness.method().groups
        ),
        empty=True,
    )


def worksheet_facts(partnership: Partnership, assessment: Assessment) -> WorksheetFacts:
    """The worksheet of one assessment beside the one before it."""
    shown = readiness.picture(assessment)
    names = {Who.PROVIDER: partnership.provider.name, Who.PAYER: partnership.payer.name}
    sides = dict(readiness.sides_in_words(partnership))
    return WorksheetFacts(
        partnership=partnership.name,
        provider=names[Who.PROVIDER],
        payer=names[Who.PAYER],
        on=assessment.finished_on or assessment.asked_on,
        is_open=assessment.finished_on is None,
        assessed=tuple(sides.get(side, side) for side in assessment.sides),
        assessed_by=assessment.assessed_by,
        why=WHY_WORDS[Why(assessment.why)],
        because=tuple(line for line in assessment.because.split("\n") if line),
        groups=tuple(
            Group(group.name, tuple(_line(one, names) for one in shown.items_of(group)))
            for group in readiness.method().groups
        ),
        fillers=_fillers(shown, names),
        cannot=_cannot(shown),
        last_on=shown.last.finished_on if shown.last else None,
        moved=_moved(shown),
        resources=resources_of(partnership),
        purpose=readiness.method().directory.purpose,
        open_points=_open_points(shown),
    )


def _rating(rating: str) -> str:
    return RATING_WORDS[Rating(rating)] if rating else "Not rated"


def _who(who: Who | None, names: dict[Who, str]) -> str:
    return {Who.TOGETHER: "Both together", Who.NEITHER: "Neither"}.get(who, names.get(who, "")) if who else ""


def _line(one: ItemLine, names: dict[Who, str]) -> Line:
    row = one.row
    if row is None:
        return Line(one.item.label, _rating(""))
    if not row.is_lacking:
        return Line(one.item.label, _rating(row.rating), row.evidence)
    return Line(
        label=one.item.label,
        rating=_rating(row.rating),
        evidence=row.evidence,
        strategy=readiness.method().strategies.get(row.strategy, ""),
        first_step=row.first_step,
        who=_who(row.who, names),
        people=row.people,
        due_on=row.due_on,
        is_gap=row.is_gap,
    )


def _fillers(shown: Picture, names: dict[Who, str]) -> tuple[tuple[str, tuple[str, ...]], ...]:
    words = {
        Who.PROVIDER: f"{names[Who.PROVIDER]} can",
        Who.PAYER: f"{names[Who.PAYER]} can",
        Who.TOGETHER: "Both together can",
        Who.NEITHER: "Neither can",
        None: "Nobody named yet",
    }
    gaps = [(line.row.who if line.row else None, line.item.label) for line in shown.gaps]
    found = ((text, tuple(label for who, label in gaps if who is key)) for key, text in words.items())
    return tuple((text, labels) for text, labels in found if labels)


def _cannot(shown: Picture) -> tuple[CannotFill, ...]:
    return tuple(
        CannotFill(
            line.item.label,
            INSTEAD_WORDS[Instead(line.row.instead)] if line.row.instead else "Not decided yet",
            line.row.instead_note,
        )
        for line in shown.lacking
        if line.row and line.row.who is Who.NEITHER
    )


def _moved(shown: Picture) -> tuple[Moved, ...]:
    if shown.last is None:
        return ()
    lines = (line for group in readiness.method().groups for line in shown.items_of(group))
    return tuple(
        Moved(line.item.label, _rating(line.last.rating), _rating(line.row.rating), _since(line.since))
        for line in lines
        if line.row and line.last and line.row.rating and line.row.rating != line.last.rating
    )


def _since(since: Since) -> str:
    return since.value or "Not compared"


def resources_of(partnership: Partnership) -> tuple[Resource, ...]:
    """The directory of connecting resources, with both sides by name."""
    names = {"provider": partnership.provider.name, "payer": partnership.payer.name, "both": "Both"}
    return tuple(
        Resource(
            one.resource,
            one.need_words,
            names.get(one.known_by, ""),
            "; ".join(
                part for part in (one.who_can_use, one.area, one.how_to_refer, one.contact_office) if part
            ),
            one.funding_until,
            one.checked_on,
        )
        for one in readiness.all_resources(partnership.get_id())
    )


def _open_points(shown: Picture) -> tuple[str, ...]:
    found = [
        f"{line.item.label}. Still open: {', '.join(line.row.still_open)}."
        for line in shown.with_open_points
        if line.row
    ]
    if shown.to_rate:
        found.append(f"Not rated yet: {'; '.join(item.label for item in shown.to_rate)}.")
    return tuple(found)
