"""Pages: the contract of a partnership, its terms on the left and the draft on the right."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from flask import Response, request, url_for

from app.accounts.rules import Verb
from app.accounts.service import may, require
from app.core.calendar import parse_day
from app.core.errors import NotFound, RuleViolation
from app.dates.queries import approval_path, moved_by, moved_words
from app.documents.preview import gap_anchor
from app.partnerships.models import Partnership
from app.partnerships.queries import get_by_key
from app.terms.queries import TermSheet, definitions, library, term_sheet, term_sheets
from app.terms.service import Overtaken, set_terms
from app.terms.values import TermDefinition
from app.web.filters import counted, full_day
from app.web.formdata import FormData
from app.web.request import actor, house, now, today
from app.web.responses import leave, left, page, partial, see_other, toast

from .. import queries
from ..forms import SheetForm, lay_out, read_sheet
from ..rules import END, SIGNED, START, Group, first_day, order_problem, settled_words
from ..service import amend
from .blueprint import bp

if TYPE_CHECKING:
    from app.documents.library import Kind


MOVED, SHOWN_MOVES = "moved dates", 8
FURTHEST_YEARS = 15


@dataclass(frozen=True, slots=True)
class Place:
    """What the address says: which partnership, which kind of document, which terms, as of which day."""

    partnership: Partnership
    kind: Kind
    group: Group
    on: date
    sheet: TermSheet

    @property
    def address(self) -> dict[str, str]:
        """The same place in another link."""
        return {
            "key": self.partnership.key,
            "kind": self.kind.id,
            "group": self.group.id,
            "on": self.on.isoformat(),
        }

    @property
    def values(self) -> dict[str, Any]:
        """What holds on that day, with what the partnership itself says."""
        return {**queries.known_facts(self.partnership, self.sheet.unknown), **self.sheet.values}


@bp.get("/partnerships/<key>/contract")
def index(key: str) -> Response:
    """The terms of one group, and the articles in which they print."""
    return _page(_place(key))


@bp.post("/partnerships/<key>/contract")
def update(key: str) -> Response:
    """Save one group; the buttons beside a table only change how many rows the form has."""
    place = _place(key)
    require(actor(), Verb.EDIT, place.partnership.id)
    form = read_sheet(request.form, queries.fields_of(place.kind, place.group))
    settled = FormData(request.form)
    with_whom, settled_on = settled.text("settled_with"), settled.day("settled_on")
    if settled_on is not None and settled_on > today():
        settled.fail("settled_on", "Nobody can have settled it on a day that is still to come.")
    _check_days(form, place.values)
    if request.form.get("add") or request.form.get("drop"):
        form.errors.clear()
        form.cells.clear()
        return _page(place, form, settled=settled)
    if form.errors or not settled.ok or form.effective_on is None:
        return _page(place, form, 422, settled)
    if request.form.get("then") == "amend":
        return _amend(place, form, settled_words(with_whom, settled_on))
    before = _terms_on(place.partnership, form.effective_on)
    try:
        saved = set_terms(
            place.partnership,
            form.changes,
            effective_on=form.effective_on,
            actor=actor(),
            now=now(),
            seen={key: form.seen[key] for key in form.changes},
            seen_on=place.on,
            settled_with=with_whom,
            settled_on=settled_on,
        )
    except Overtaken as overtaken:
        return _overtaken(place, form, overtaken, settled)
    if saved.changed:
        held = (
            f"{counted(len(saved.changed), 'term holds', 'terms hold')} from {full_day(form.effective_on)}."
        )
        toast(f"{held} {_moved(place.partnership, form.effective_on, before)}".strip())
    else:
        toast("Nothing had changed.")
    return _after_saving(place, form.effective_on)


def _check_days(form: SheetForm, stored: dict[str, Any]) -> None:
    """A first day decades away is a typing error, and an agreement ends after it begins."""
    values = form.overlaid(stored)
    problem = order_problem(values)
    if problem and {START, END} & set(form.changes):
        form.errors.setdefault(END if END in form.read else START, problem)
    if form.effective_on is not None and abs(form.effective_on.year - today().year) > FURTHEST_YEARS:
        form.errors["effective_on"] = f"This lies more than {FURTHEST_YEARS} years away. Check the year."


def _after_saving(place: Place, effective_on: date) -> Response:
    """The same group again, or the next one where the person goes on."""
    after = {**place.address, "on": max(place.on, effective_on).isoformat()}
    if request.form.get("then") == "next":
        groups = queries.groups_of(place.kind)
        after["group"] = groups[(groups.index(place.group) + 1) % len(groups)].id
    return see_other("drafts.index", **after)


def _terms_on(partnership: Partnership, effective_on: date) -> dict[str, Any]:
    """What holds today, or on the first day of a change to come."""
    return term_sheet(partnership.id, max(effective_on, today())).values


def _moved(partnership: Partnership, effective_on: date, before: dict[str, Any]) -> str:
    """Which key dates moved with a save, in a sentence; all of them stand on the next page."""
    day = max(effective_on, today())
    moves = moved_by(partnership.id, before, _terms_on(partnership, effective_on), day, house())
    if len(moves) > 1:
        rest = len(moves) - SHOWN_MOVES
        lines = [f"{one.sentence}." for one in moves[:SHOWN_MOVES]]
        leave(MOVED, [*lines, f"And {rest} more."] if rest > 0 else lines)
    return moved_words(moves)


def _amend(place: Place, form: SheetForm, because: str) -> Response:
    """Put what was changed into the amendment that is being written, in place of the sheet itself."""
    if not form.changes:
        toast("Nothing had changed.")
        return see_other("drafts.index", **place.address)
    begins = form.effective_on if form.effective_on and form.effective_on > today() else None
    amendment = amend(
        place.partnership, form.changes, begins=begins, because=because, actor=actor(), now=now()
    )
    toast(f"{counted(len(form.changes), 'term is', 'terms are')} in amendment {amendment.number}.")
    return see_other("drafts.amendment", key=place.partnership.key, public_id=amendment.public_id)


@bp.post("/partnerships/<key>/contract/preview")
def preview(key: str) -> Response:
    """The draft from what is typed, without saving anything."""
    place = _place(key)
    require(actor(), Verb.EDIT, place.partnership.id)
    form = read_sheet(request.form, queries.fields_of(place.kind, place.group))
    return partial(
        "drafts/_preview.html", **_draft(place, form.overlaid(place.values)), place=place, oob=True
    )


@bp.get("/partnerships/<key>/contract/draft")
def show(key: str) -> Response:
    """The whole draft to read and to print."""
    place = _place(key)
    document = queries.draft_document(place.partnership, place.kind, place.values, as_of=place.on)
    html = queries.preview(document, None, place.kind, _address(place))
    may_edit = may(actor(), Verb.EDIT, place.partnership.id) and place.kind.id != queries.AMENDMENT
    return page("drafts/show.html", place=place, html=html, set_aside=library().set_aside, may_edit=may_edit)


# --- what the page needs


def _place(key: str) -> Place:
    partnership = get_by_key(key)
    require(actor(), Verb.SEE, partnership.id)
    sent = request.values
    try:
        kind = queries.get_kind(sent.get("kind") or queries.first_kind(partnership.stage))
    except RuleViolation as unknown:
        raise NotFound(unknown.message) from unknown
    groups = queries.groups_of(kind)
    group = next((one for one in groups if one.id == sent.get("group")), groups[0])
    on = _day(sent.get("on"))
    sheets = term_sheets(partnership.id)
    sheet = sheets(on or today())
    if on is None:
        has_terms = bool(sheet.since or sheet.later)
        start = sheet.values.get("S03.start_date")
        on = first_day(partnership.stage, start, today(), has_terms)
        sheet = sheets(on)
    return Place(partnership, kind, group, on, sheet)


def _day(text: str | None) -> date | None:
    try:
        return parse_day(text.strip()) if text and text.strip() else None
    except ValueError:
        raise NotFound("This address names a day that does not exist.") from None


def _address(place: Place) -> str:
    return url_for("drafts.index", key=place.partnership.key, kind=place.kind.id, on=place.on.isoformat())


def _draft(place: Place, values: dict[str, Any]) -> dict[str, Any]:
    """Preview and state from these values."""
    document = queries.draft_document(place.partnership, place.kind, values, as_of=place.on)
    return {
        "html": queries.preview(document, place.group, place.kind, _address(place)),
        "state": queries.draft_state(
            place.kind,
            place.group,
            values,
            (point.key for point in document.open_points),
            approval_path(place.partnership.id, place.on, house()),
            queries.carrying_of(place.partnership.id),
        ),
        "fields": queries.terms_of(place.kind),
        "group_of": queries.group_of,
        "anchor": gap_anchor,
    }


def _page(
    place: Place, form: SheetForm | None = None, status: int = 200, settled: FormData | None = None
) -> Response:
    values = form.overlaid(place.values) if form is not None else place.values
    draft = _draft(place, values)
    terms = queries.fields_of(place.kind, place.group)
    signed = queries.is_signed(place.partnership.id)
    sections = lay_out(
        terms,
        definitions(),
        library().titles,
        queries.with_kind(place.kind, values),
        place.sheet,
        form,
        frozenset(gap.home for gap in draft["state"].here),
        place.kind.picks,
    )
    return page(
        "drafts/index.html",
        status,
        **draft,
        place=place,
        form=form,
        problems=_problems(terms, form, settled),
        sections=sections,
        kinds=queries.kinds_with_words(),
        groups=queries.groups_of(place.kind),
        effective_on=form.effective_typed if form is not None else place.on.isoformat(),
        may_edit=may(actor(), Verb.EDIT, place.partnership.id),
        measure_names=definitions()["S03.pilot_measures"].choices.values(),
        set_aside=library().set_aside,
        settled=settled or FormData(),
        signed=signed,
        amendable=signed or place.partnership.stage in SIGNED,
        amendment=queries.find_open(place.partnership.id),
        moved=left(MOVED),
        oob=False,
    )


def _problems(
    terms: Sequence[TermDefinition], form: SheetForm | None, settled: FormData | None
) -> list[tuple[str, str]]:
    """What is wrong, each with the place to which its line leads."""
    labels = {term.home: term.label for term in terms} | {"effective_on": "Holds from"}
    errors = form.errors if form is not None else {}
    return [
        *((gap_anchor(key), f"{labels[key]}: {sentence}") for key, sentence in errors.items()),
        *((f"f-{name}", sentence) for name, sentence in (settled.errors if settled else {}).items()),
    ]


def _overtaken(place: Place, form: SheetForm, overtaken: Overtaken, settled: FormData) -> Response:
    """Both values at the field; saving again puts one's own in the place of the other."""
    for key, saved in overtaken.saved.items():
        form.errors[key] = f"Somebody saved “{saved}” meanwhile. Save again to put yours in its place."
        form.seen[key] = place.sheet.fingerprints.get(key, "")
    return _page(place, form, 409, settled)
