"""Pages: the minutes of a meeting, written on the page and saved as typed; finished ones as they print."""

from __future__ import annotations

from dataclasses import replace

from flask import Response, request, url_for

from app.accounts.rules import Verb
from app.accounts.service import may, require
from app.core.errors import Conflict
from app.documents.formats import WORD_TYPE
from app.mail.queries import mails_about
from app.meetings import queries as meetings
from app.meetings import service as meeting_service
from app.meetings.queries import MeetingRow, TopicRow
from app.meetings.rules import Status
from app.partnerships.queries import people_here
from app.web.formdata import LONG, FormData
from app.web.request import actor, now, today
from app.web.responses import file_to_save, page, partial, see_other, toast, wants_partial

from .. import forms
from ..forms import Owner
from ..paper.minutes import foot
from ..queries.head import Head, head_of, kind_of, place_of
from ..queries.minutes import minutes_facts
from ..rules.minutes import compose_minutes
from ..service.minutes import make_minutes
from ..service.writing import Clash, MinutesWords, save_line, save_minutes
from .blueprint import bp
from .shown import meeting_to_change


@bp.get("/meetings/<public_id>/minutes")
def minutes(public_id: str) -> Response:
    """The minutes: to write while they are open, as a document when they are finished."""
    meeting = meetings.get_meeting(public_id)
    require(actor(), Verb.SEE, meeting.partnership_id)
    head = head_of(meeting)
    writing = may(actor(), Verb.EDIT, meeting.partnership_id) and meeting.status != Status.CANCELLED
    if writing and not head.minutes.finished:
        return writing_page(meeting, head=head)
    return finished_page(meeting, head)


@bp.get("/meetings/<public_id>/minutes.docx")
def minutes_word(public_id: str) -> Response:
    """The same in Word: for ourselves, or for the partner."""
    meeting = meetings.get_meeting(public_id)
    require(actor(), Verb.SEE, meeting.partnership_id)
    made = make_minutes(meeting, made_on=today(), partner_copy=request.args.get("copy") == "partner")
    return file_to_save(made.data, WORD_TYPE, made.filename)


@bp.post("/meetings/<public_id>/minutes")
def save(public_id: str) -> Response:
    """Save the whole form: notes, who came, concerns, a new decision, a new action."""
    meeting = meeting_to_change(public_id)
    lines, people = meetings.topics_of(meeting.id), meetings.present(meeting.id)
    form = FormData(request.form)
    words = forms.read_minutes(form, lines, people, owners_of(meeting.partnership_id))
    if not form.ok:
        return writing_page(meeting, form, status=422)
    clashes = save_minutes(public_id, _chosen(words, lines), actor=actor(), now=now())
    if clashes:
        return writing_page(meeting, form, clashes=clashes, status=409)
    _drop(public_id)
    toast(_said(words))
    return see_other("papers.minutes", public_id=public_id, anchor=_anchor())


@bp.post("/meetings/<public_id>/minutes/lines/<int:topic_id>")
def autosave(public_id: str, topic_id: int) -> Response:
    """Save one line as it is typed; the answer goes beside the text and never over it."""
    meeting = meeting_to_change(public_id)
    line = meetings.get_topic(meeting.id, topic_id)
    form = FormData(request.form)
    words = forms.read_line(form, line)
    if not form.ok:
        return _beside(meeting, line.id, form=form, status=422)
    try:
        save_line(public_id, words, actor=actor(), now=now())
    except Conflict as error:
        clash = Clash(f"notes-{topic_id}", error.mine.get("notes", ""), error.theirs.get("notes", ""))
        return _beside(meeting, line.id, clash=clash, status=409)
    return _beside(meeting, line.id)


@bp.post("/meetings/<public_id>/minutes/attendance")
def attendance(public_id: str) -> Response:
    """Note who came as soon as it is chosen."""
    meeting = meeting_to_change(public_id)
    form = FormData(request.form)
    people = meetings.present(meeting.id)
    came = {p.person_id: answer for p in people if (answer := forms.read_came(form, p.person_id)) is not None}
    if form.ok:
        meeting_service.save_attendance(public_id, came, actor=actor(), now=now())
    return _beside(meeting, 0, form=form, status=200 if form.ok else 422)


@bp.post("/meetings/<public_id>/minutes/decisions/<decision_id>/restore")
def restore_decision(public_id: str, decision_id: str) -> Response:
    """Put a decision back that was taken out."""
    meeting_to_change(public_id)
    meeting_service.remove_decision(public_id, decision_id, back=True, actor=actor(), now=now())
    toast("The decision is in the minutes again.")
    return see_other("papers.minutes", public_id=public_id, anchor="h-dec")


@bp.post("/meetings/<public_id>/minutes/actions/<action_id>/restore")
def restore_action(public_id: str, action_id: str) -> Response:
    """Put an action back that was taken out."""
    meeting_to_change(public_id)
    meeting_service.remove_action(public_id, action_id, back=True, today=today(), actor=actor(), now=now())
    toast("The action is in the minutes again.")
    return see_other("papers.minutes", public_id=public_id, anchor="h-act")


@bp.post("/meetings/<public_id>/minutes/reopen")
def reopen(public_id: str) -> Response:
    """Open the latest minutes again."""
    meeting_to_change(public_id)
    meeting_service.reopen_minutes(public_id, actor=actor(), now=now())
    toast("The minutes are open. What you change becomes another version when you finish them.")
    return see_other("papers.minutes", public_id=public_id)


def owners_of(partnership_id: int) -> tuple[Owner, ...]:
    """Everybody on either side who can take an action."""
    return tuple(
        Owner(one.public_id, one.person_id, one.side, one.name, one.words)
        for one in people_here(partnership_id)
    )


def writing_page(
    meeting: MeetingRow,
    form: FormData | None = None,
    clashes: tuple[Clash, ...] = (),
    head: Head | None = None,
    status: int = 200,
) -> Response:
    """The page on which minutes are written."""
    head = head or head_of(meeting)
    lines, people = meetings.topics_of(meeting.id), meetings.present(meeting.id)
    stored = forms.minutes_form(lines, people, head.minutes.concerns_note, head.minutes.version)
    shown = form or stored
    if clashes:  # all else is saved; what was seen is what is stored now, so that saving again is meant
        seen = {key: value for key, value in stored.values.items() if key.startswith("seen-")}
        shown.values.update({**seen, **dict.fromkeys(forms.NEW_ROWS, "")})
    return page(
        "papers/minutes.html",
        status,
        partnership={"key": meeting.key, "name": meeting.partnership_name},
        meeting=meeting,
        head=head,
        lines=lines,
        people=people,
        form=shown,
        clashes={one.field: one for one in clashes},
        decisions=meetings.decisions_of(meeting.id),
        promised=meetings.promised_in(meeting.id),
        proposals=meetings.open_proposals(meeting.id),
        owners=[(one.key, one.words) for one in owners_of(meeting.partnership_id)],
        privacy_note=minutes_privacy(meeting),
        today=today(),
        may_finish=meeting.on <= today(),
    )


def minutes_privacy(meeting: MeetingRow) -> str:
    """What the kind of meeting says about what may be recorded."""
    kind = kind_of(meeting.kind)
    return kind.privacy_note if kind else ""


def finished_page(meeting: MeetingRow, head: Head) -> Response:
    """Minutes as they print, with who has them and what came of them."""
    people = meetings.present(meeting.id)
    view = compose_minutes(minutes_facts(meeting, head=head, people=people))
    mails = mails_about("minutes", f"{meeting.public_id}:")
    may_edit = may(actor(), Verb.EDIT, meeting.partnership_id)
    return page(
        "papers/minutes_done.html",
        partnership={"key": meeting.key, "name": meeting.partnership_name},
        meeting=meeting,
        minutes=head.minutes,
        view=view,
        foot=foot(view),
        mails=mails,
        promised=meetings.promised_in(meeting.id),
        proposals=meetings.open_proposals(meeting.id) if may_edit else (),
        may_edit=may_edit,
        may_reopen=may_edit and head.minutes.finished and meetings.is_latest(place_of(meeting, head)),
        today=today(),
    )


def _beside(
    meeting: MeetingRow,
    topic_id: int,
    form: FormData | None = None,
    clash: Clash | None = None,
    status: int = 200,
) -> Response:
    if not wants_partial():
        return see_other("papers.minutes", public_id=meeting.public_id)
    line = meetings.get_topic(meeting.id, topic_id) if topic_id else None
    return partial(
        "papers/_saved.html", status, meeting=meeting, line=line, form=form, clash=clash, saved_at=now()
    )


def _chosen(words: MinutesWords, lines: tuple[TopicRow, ...]) -> MinutesWords:
    """What somebody chose of two versions of a line: their own, the other one, or both under each other.

    What they chose from is the version they looked at: a third one since then is shown again.
    """
    mine, theirs, both = (request.form.get(name, 0, int) for name in ("mine", "theirs", "both"))
    stored = {line.id: line.notes for line in lines}
    kept = []
    for line in words.lines:
        looked = FormData(request.form).whole(f"looked-{line.topic_id}") or line.seen
        if line.topic_id == both:
            joined = "\n".join(text for text in (stored[both], line.notes) if text)
            kept.append(replace(line, notes=joined[:LONG], seen=looked))
        elif line.topic_id != theirs:
            kept.append(replace(line, seen=looked) if line.topic_id == mine else line)
    return replace(words, lines=tuple(kept))


def _drop(public_id: str) -> None:
    """Take the decision or action out whose button was pressed; the rest of the form is saved already."""
    decision, action = request.form.get("drop_decision", ""), request.form.get("drop_action", "")
    if decision:
        meeting_service.remove_decision(public_id, decision, actor=actor(), now=now())
        undo = url_for("papers.restore_decision", public_id=public_id, decision_id=decision)
        toast("The decision is taken out.", undo=undo)
    if action:
        meeting_service.remove_action(public_id, action, today=today(), actor=actor(), now=now())
        undo = url_for("papers.restore_action", public_id=public_id, action_id=action)
        toast("The action is taken out and dropped.", undo=undo)


def _said(words: MinutesWords) -> str:
    if words.action is not None:
        return "Saved. The action is on the list."
    return "Saved. The decision is noted." if words.decision is not None else "The minutes are saved."


def _anchor() -> str | None:
    """Where on the page somebody was: the part whose button was pressed."""
    for name, anchor in (("add_action", "h-act"), ("add_decision", "h-dec")):
        if request.form.get(name):
            return anchor
    return None
