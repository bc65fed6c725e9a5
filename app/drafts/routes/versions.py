"""Pages: the versions of a contract, their files, and what became of them."""

from __future__ import annotations

from datetime import date

from flask import Response, request, url_for

from app.accounts.rules import Verb
from app.accounts.service import may
from app.core.calendar import parse_day
from app.core.errors import NotFound, RuleViolation
from app.core.files import read_file
from app.documents.formats import WORD_TYPE
from app.partnerships.models import Partnership
from app.web.filters import full_day
from app.web.formdata import FormData
from app.web.request import actor, list_offset, now, today
from app.web.responses import file_to_save, page, see_other, toast

from .. import queries
from ..forms import read_step, read_wish, signature_form
from ..models import DraftVersion
from ..rules import NEXT, SIGNED, STATUS_WORDS, Status
from ..service import make_version, note_step, take_back_step
from .blueprint import bp, opened


@bp.get("/partnerships/<key>/contract/versions")
def versions(key: str) -> Response:
    """Every version with what became of it, and the signed papers."""
    return versions_page(opened(key, Verb.SEE))


def versions_page(partnership: Partnership, form: FormData | None = None, status: int = 200) -> Response:
    """The list; `form` is a signed paper that could not be filed."""
    offset = list_offset()
    found = queries.list_versions(partnership.id, offset)
    return page(
        "drafts/versions.html",
        status,
        partnership=partnership,
        rows=found[: queries.VERSIONS_PAGE],
        more=len(found) > queries.VERSIONS_PAGE,
        offset=offset,
        signed=queries.list_signed(partnership.id),
        form=form or signature_form(today(), None),
        can_edit=may(actor(), Verb.EDIT, partnership.id),
    )


@bp.get("/partnerships/<key>/contract/versions/new")
def new_version(key: str) -> Response:
    """Choose what the Word files are to hold."""
    partnership = opened(key)
    kind, on = _wanted(partnership)
    if kind == queries.AMENDMENT:
        return see_other("drafts.amendments", key=key)
    form = FormData(initial={"extent": "whole", "sections": [], "exhibits": [], "section": ""})
    return _new_page(partnership, kind, on, form)


@bp.post("/partnerships/<key>/contract/versions/new")
def create_version(key: str) -> Response:
    """Make the Word files and keep them as a version."""
    partnership = opened(key)
    kind, on = _wanted(partnership)
    sections = [ident for ident, _title in queries.sections_of(kind)]
    exhibits = [one.kind for one in queries.exhibits_for(kind)]
    wish, form = read_wish(request.form, kind, on, sections, exhibits)
    if wish is None:
        return _new_page(partnership, kind, on, form, 422)
    try:
        draft = make_version(partnership, wish, actor=actor(), now=now(), today=today())
    except RuleViolation as refused:
        form.fail("extent", refused.message)
        return _new_page(partnership, kind, on, form, 422)
    toast(f"Version {draft.number} is kept. Save its files from here.")
    return see_other("drafts.version", key=key, public_id=draft.public_id)


def _wanted(partnership: Partnership) -> tuple[str, date]:
    """The kind of document and the day of the terms, from the address or the form."""
    kind = queries.get_kind(request.values.get("kind") or queries.first_kind(partnership.stage)).id
    typed = request.values.get("on") or ""
    try:
        return kind, parse_day(typed.strip()) if typed.strip() else today()
    except ValueError:
        raise NotFound("This address names a day that does not exist.") from None


def _new_page(partnership: Partnership, kind: str, on: date, form: FormData, status: int = 200) -> Response:
    return page(
        "drafts/version_form.html",
        status,
        partnership=partnership,
        kind=kind,
        title=queries.title_of(kind),
        on=on,
        form=form,
        sections=queries.sections_of(kind),
        exhibits=queries.exhibits_for(kind),
        number=queries.next_number(partnership.id, kind),
    )


def version_of(partnership: Partnership, public_id: str) -> DraftVersion:
    """The version, if it is one of this partnership."""
    draft = queries.get_version(public_id)
    if draft.partnership_id != partnership.id:
        raise NotFound("There is no version of a draft at this address.")
    return draft


@bp.get("/partnerships/<key>/contract/versions/<public_id>")
def version(key: str, public_id: str) -> Response:
    """One version: its files, what became of it, and its terms as they were."""
    partnership = opened(key, Verb.SEE)
    return _version_page(partnership, version_of(partnership, public_id))


def _version_page(
    partnership: Partnership, draft: DraftVersion, form: FormData | None = None, status: int = 200
) -> Response:
    held = Status(draft.status)
    return page(
        "drafts/version.html",
        status,
        partnership=partnership,
        draft=draft,
        title=queries.title_of(draft.kind, draft.section),
        status_words=STATUS_WORDS[held],
        amendment=draft.amendment,
        files=queries.files_of(draft.id),
        steps=queries.steps_of(draft.id),
        left_out=queries.left_out_of(draft),
        begins=held == Status.SIGNED and queries.is_agreement(draft) and partnership.stage not in SIGNED,
        terms=queries.shown_terms(draft.terms),
        choices=[(one.value, STATUS_WORDS[one]) for one in NEXT[held]],
        form=form or FormData(initial={"on": today().isoformat(), "status": ""}),
        can_edit=may(actor(), Verb.EDIT, partnership.id),
    )


@bp.get("/partnerships/<key>/contract/versions/<public_id>/files/<int:file_id>")
def version_file(key: str, public_id: str, file_id: int) -> Response:
    """A Word file exactly as it was made."""
    partnership = opened(key, Verb.SEE)
    found = queries.get_file(version_of(partnership, public_id).id, file_id)
    return file_to_save(read_file(found.sha256), WORD_TYPE, found.name)


@bp.post("/partnerships/<key>/contract/versions/<public_id>/steps")
def note_version(key: str, public_id: str) -> Response:
    """Note that it was sent, came back, or was agreed."""
    partnership = opened(key)
    draft = version_of(partnership, public_id)
    read, form = read_step(request.form, Status(draft.status), today())
    if read is None:
        return _version_page(partnership, draft, form, 422)
    status, on = read
    facts = {name: str(form.values[name]).strip() for name in ("people", "note")}
    try:
        step = note_step(draft, status, on=on, actor=actor(), now=now(), **facts)
    except RuleViolation as refused:
        form.fail("on", refused.message)
        return _version_page(partnership, draft, form, 422)
    undo = url_for("drafts.unnote_version", key=key, public_id=public_id, step_id=step.id)
    toast(f"{STATUS_WORDS[status]} on {full_day(on)}.", undo=undo)
    return see_other("drafts.version", key=key, public_id=public_id)


@bp.post("/partnerships/<key>/contract/versions/<public_id>/steps/<int:step_id>/undo")
def unnote_version(key: str, public_id: str, step_id: int) -> Response:
    """Take the last step back."""
    partnership = opened(key)
    status = take_back_step(version_of(partnership, public_id), step_id, actor=actor(), now=now())
    toast(f"Taken back. The version stands as before: {STATUS_WORDS[status].lower()}.")
    return see_other("drafts.version", key=key, public_id=public_id)
