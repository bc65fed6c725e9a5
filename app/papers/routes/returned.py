"""Pages: minutes that came back from the partner are read, and answered row by row."""

from __future__ import annotations

from contextlib import closing

from flask import Response, request, url_for

from app.accounts.rules import Verb
from app.accounts.service import require
from app.core.errors import RuleViolation
from app.documents.reader import MOST_BYTES
from app.meetings import queries as meetings
from app.meetings import service as meeting_service
from app.meetings.queries import MeetingRow
from app.web.formdata import FormData
from app.web.request import actor, now, today
from app.web.responses import page, see_other, toast

from .. import forms
from ..rules.returned import same_person
from ..service.returned import read_back
from .blueprint import bp
from .minutes import owners_of
from .shown import meeting_to_change


@bp.get("/meetings/<public_id>/returned")
def returned(public_id: str) -> Response:
    """Upload a file, and the rows that wait for an answer."""
    meeting = meetings.get_meeting(public_id)
    require(actor(), Verb.EDIT, meeting.partnership_id)
    return _page(meeting, FormData())


@bp.post("/meetings/<public_id>/returned")
def upload(public_id: str) -> Response:
    """Read a returned file; what differs waits on this page, nothing changes by itself."""
    meeting = meeting_to_change(public_id)
    form = FormData(request.form)
    sent = request.files.get("file")
    if sent is None or not sent.filename:
        form.fail("file", "Choose the Word file that came back.")
        return _page(meeting, form, status=422)
    with closing(sent):
        data = sent.read(MOST_BYTES + 1)
    try:
        count = read_back(meeting, data, sent.filename, actor=actor(), now=now())
    except RuleViolation as error:
        form.fail("file", error.message)
        return _page(meeting, form, status=422)
    found = "1 row differs" if count == 1 else f"{count} rows differ"
    toast(
        f"{found} from what we have. Look at each." if count else "Everything in that file is here already."
    )
    return see_other("papers.returned", public_id=public_id)


@bp.post("/meetings/<public_id>/returned/<int:proposal_id>/take")
def take(public_id: str, proposal_id: int) -> Response:
    """A row counts, in the words somebody may have mended first."""
    meeting = meeting_to_change(public_id)
    form = FormData(request.form)
    owners = owners_of(meeting.partnership_id)
    decision = forms.read_decision(form, ())
    action = forms.read_action(form, (), owners)
    if decision is None and action is None:
        form.fail(f"text-{proposal_id}", "Write what was agreed, or refuse the row.")
    if not form.ok:
        return _page(meeting, form, failed=proposal_id, status=422)
    if action is not None:
        new = meeting_service.take_action(public_id, proposal_id, action.facts, actor=actor(), now=now())
        words = "The action is on the list." if new else "The action we had is changed."
    else:
        assert decision is not None  # noqa: S101 - looked at above
        new = meeting_service.take_decision(
            public_id, proposal_id, decision.text, decision.decided_by, actor=actor(), now=now()
        )
        words = "The decision is in the minutes." if new else "The decision we had is changed."
    back = url_for("papers.answer_again", public_id=public_id, proposal_id=proposal_id)
    toast(words, undo=back if new else None)
    return see_other("papers.returned", public_id=public_id)


@bp.post("/meetings/<public_id>/returned/<int:proposal_id>/refuse")
def refuse(public_id: str, proposal_id: int) -> Response:
    """A row does not count, with a way back."""
    meeting_to_change(public_id)
    meeting_service.refuse_proposal(public_id, proposal_id, actor=actor(), now=now())
    undo = url_for("papers.answer_again", public_id=public_id, proposal_id=proposal_id)
    toast("That row is left out.", undo=undo)
    return see_other("papers.returned", public_id=public_id)


@bp.post("/meetings/<public_id>/returned/<int:proposal_id>/again")
def answer_again(public_id: str, proposal_id: int) -> Response:
    """Take the answer back."""
    meeting_to_change(public_id)
    meeting_service.reopen_proposal(public_id, proposal_id, today=today(), actor=actor(), now=now())
    toast("The row waits for an answer again.")
    return see_other("papers.returned", public_id=public_id)


def _page(meeting: MeetingRow, form: FormData, failed: int = 0, status: int = 200) -> Response:
    owners = owners_of(meeting.partnership_id)
    rows = []
    for one in meetings.open_proposals(meeting.id):
        owner = next((two.key for two in owners if same_person(one.who, two.name)), "")
        rows.append((one, form if one.id == failed else forms.proposal_form(one, owner)))
    return page(
        "papers/returned.html",
        status,
        partnership={"key": meeting.key, "name": meeting.partnership_name},
        meeting=meeting,
        form=form,
        rows=rows,
        owners=[(one.key, one.words) for one in owners],
    )
