"""Pages: what a signature lets hold, and papers that were signed."""

from __future__ import annotations

from contextlib import closing
from datetime import date

from flask import Response, request, url_for

from app.accounts.rules import Verb
from app.core.calendar import parse_day
from app.core.errors import NotFound
from app.core.files import read_file
from app.dates.queries import approval_path
from app.documents.uploads import MOST_BYTES
from app.partnerships.models import Partnership
from app.terms.queries import definitions, library, stored_in_words
from app.web.filters import counted, full_day
from app.web.formdata import FormData
from app.web.request import actor, house, now, today
from app.web.responses import file_to_save, page, see_other, toast

from .. import queries
from ..forms import read_signature, signature_form
from ..models import DraftVersion, SignedPaper
from ..rules import SIGNED, Difference, Status
from ..service import file_signed, set_signed_aside, sign_version, would_change
from .blueprint import bp, opened
from .versions import version_of, versions_page


@bp.get("/partnerships/<key>/contract/versions/<public_id>/sign")
def sign(key: str, public_id: str) -> Response:
    """Before signing is noted: which terms will hold from when."""
    partnership = opened(key)
    draft = version_of(partnership, public_id)
    return _page(partnership, draft, signature_form(today(), _first_day(draft)))


@bp.post("/partnerships/<key>/contract/versions/<public_id>/sign")
def save_signature(key: str, public_id: str) -> Response:
    """The version is signed: its terms hold from the day chosen."""
    partnership = opened(key)
    draft = version_of(partnership, public_id)
    signature, form = read_signature(request.form, _upload(), today())
    if signature is None or request.form.get("then") == "look":
        return _page(partnership, draft, form, 422 if signature is None else 200)
    count = sign_version(draft, signature, actor=actor(), now=now())
    words = f"{counted(count, 'term holds', 'terms hold')} from {full_day(signature.effective_on)}"
    toast(f"Signed. {words if count else 'The term sheet said the same already'}.")
    return see_other("drafts.version", key=key, public_id=public_id)


def _first_day(draft: DraftVersion) -> date | None:
    """The day that the paper itself names; in a contract that is running, today."""
    if draft.amendment is not None:
        return draft.amendment.effective_on
    start = queries.typed_terms(draft.terms).get("S03.start_date")
    if not isinstance(start, date) or (start < today() and draft.partnership.stage in SIGNED):
        return None
    return start


def _page(partnership: Partnership, draft: DraftVersion, form: FormData, status: int = 200) -> Response:
    if draft.status == Status.SIGNED:
        raise NotFound("This version was signed already.")
    try:
        effective_on = parse_day(str(form.values.get("effective_on") or ""))
    except ValueError:
        effective_on = today()
    return page(
        "drafts/sign.html",
        status,
        partnership=partnership,
        draft=draft,
        title=queries.title_of(draft.kind, draft.section),
        effective_on=effective_on,
        changes=[_in_words(one) for one in would_change(draft, effective_on)],
        misfits=queries.misfits_of(draft, approval_path(partnership.id, effective_on, house())),
        form=form,
    )


def _in_words(one: Difference) -> tuple[str, str, str, str]:
    known = definitions()[one.key]
    section = library().titles.get(known.section, known.section)
    before = stored_in_words(known, one.before, False)
    return known.label, section, before, stored_in_words(known, one.after, one.unknown)


def _upload() -> tuple[bytes, str] | None:
    """The file that came with the form, read as far as it may be long."""
    sent = request.files.get("file")
    if sent is None or not sent.filename:
        return None
    with closing(sent):
        return sent.read(MOST_BYTES + 1), sent.filename


@bp.post("/partnerships/<key>/contract/signed")
def file_paper(key: str) -> Response:
    """File a paper that was signed elsewhere."""
    partnership = opened(key)
    signature, form = read_signature(request.form, _upload(), today(), titled=True)
    if signature is None:
        return versions_page(partnership, form, 422)
    title = str(form.values["title"]).strip()
    paper = file_signed(partnership, title, signature, actor=actor(), now=now())
    undo = url_for("drafts.remove_paper", key=key, public_id=paper.public_id)
    toast(f"{title} is filed.", undo=undo)
    return see_other("drafts.versions", anchor="signed", key=key)


@bp.get("/partnerships/<key>/contract/signed/<public_id>")
def signed_paper(key: str, public_id: str) -> Response:
    """A signed paper to save; a browser never opens it in our name."""
    found = _paper(opened(key, Verb.SEE), public_id)
    return file_to_save(read_file(found.sha256), found.mimetype, found.name)


@bp.post("/partnerships/<key>/contract/signed/<public_id>/remove")
def remove_paper(key: str, public_id: str) -> Response:
    """Take a signed paper off the page."""
    set_signed_aside(_paper(opened(key), public_id), removed=True, actor=actor(), now=now())
    undo = url_for("drafts.restore_paper", key=key, public_id=public_id)
    toast("Taken off the page; the file is kept.", undo=undo)
    return see_other("drafts.versions", anchor="signed", key=key)


@bp.post("/partnerships/<key>/contract/signed/<public_id>/restore")
def restore_paper(key: str, public_id: str) -> Response:
    """Put a signed paper back."""
    set_signed_aside(_paper(opened(key), public_id), removed=False, actor=actor(), now=now())
    toast("Back on the page.")
    return see_other("drafts.versions", anchor="signed", key=key)


def _paper(partnership: Partnership, public_id: str) -> SignedPaper:
    found = queries.get_signed(public_id)
    if found.partnership_id != partnership.id:
        raise NotFound("There is no signed paper at this address.")
    return found
