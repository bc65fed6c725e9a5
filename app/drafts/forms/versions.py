"""What people type about versions, signatures and amendments."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import date, timedelta

from app.core.errors import RuleViolation
from app.documents.uploads import Upload, take_paper
from app.web.formdata import LONG, FormData, Submitted

from ..models import Amendment
from ..queries import ChangedTerm
from ..rules import NEXT, Status, date_problem
from ..service import AmendmentFacts, Because, Signature, Wish

SENT_NEEDS = "Say to whom it went."


def read_wish(
    submitted: Submitted, kind: str, terms_on: date, sections: Collection[str], exhibits: Collection[str]
) -> tuple[Wish | None, FormData]:
    """Which sections and exhibits a version is to have."""
    form = FormData(submitted)
    extent = form.choice("extent", ("whole", "some", "one"), "Choose how much of it you need.")
    some = form.choices("sections", sections) if extent == "some" else []
    if extent == "some" and not some:
        form.fail("sections", "Choose at least one section.")
    one = form.choice("section", sections, "Choose the section.") if extent == "one" else ""
    attached = form.choices("exhibits", exhibits) if extent != "one" else []
    note = form.text("note", limit=LONG)
    if not form.ok:
        return None, form
    return Wish(kind, terms_on, one, tuple(some), tuple(attached), note), form


def read_step(
    submitted: Submitted, status: Status, today: date
) -> tuple[tuple[Status, date] | None, FormData]:
    """What became of a version; `people` and `note` stand in the form's values."""
    form = FormData(submitted)
    picked = form.choice("status", [one.value for one in NEXT[status]], "Choose what happened.")
    on = form.day("on", "Choose the day.")
    form.text("people", missing=SENT_NEEDS if picked == Status.SENT else "")
    form.text("note", limit=LONG)
    if on is not None and on > today:
        form.fail("on", "This day is still to come. Note it when it has happened.")
    if not form.ok or on is None:
        return None, form
    return (Status(picked), on), form


def read_signature(
    submitted: Submitted, upload: tuple[bytes, str] | None, today: date, *, titled: bool = False
) -> tuple[Signature | None, FormData]:
    """When it was signed, from when it holds, and the file; a `titled` paper needs its title and its file."""
    form = FormData(submitted)
    if titled:
        form.text("title", missing="Say what was signed.")
    signed_on = form.day("signed_on", "Choose the day of the last signature.")
    effective_on = form.day("effective_on", "Choose the day from which it holds.")
    people = form.text("people")
    note = form.text("note", limit=LONG)
    problem = date_problem(signed_on, effective_on, today)
    if problem:
        form.fail("signed_on", problem)
    paper = _paper(form, upload, needed=titled)
    if not form.ok or signed_on is None or effective_on is None:
        return None, form
    return Signature(signed_on, effective_on, people, note, paper), form


def _paper(form: FormData, upload: tuple[bytes, str] | None, *, needed: bool) -> Upload | None:
    if upload is None:
        if needed:
            form.fail("file", "Choose the signed file.")
        return None
    try:
        return take_paper(*upload)
    except RuleViolation as error:
        form.fail("file", error.message)
        return None


def signature_form(today: date, effective_on: date | None) -> FormData:
    """The form of a signature as it begins."""
    first = effective_on or today
    return FormData(initial={"signed_on": today.isoformat(), "effective_on": first.isoformat()})


def read_amendment(
    submitted: Submitted, changes: Collection[ChangedTerm], reviews: Mapping[str, int]
) -> tuple[AmendmentFacts | None, FormData]:
    """The day, the reasons and the re-check of an amendment; `reviews` are those that may have decided it."""
    form = FormData(submitted)
    decided_in = form.choice("decided_in", list(reviews))
    effective_on = form.day("effective_on")
    recheck_on = form.day("recheck_on")
    reason = form.text("reason", limit=LONG)
    because = {
        one.id: Because(form.text(f"because-{one.id}"), form.whole(f"seen-{one.id}"))
        for one in changes
        if form.sent(f"because-{one.id}")
    }
    if effective_on and recheck_on and recheck_on <= effective_on:
        form.fail("recheck_on", "Look at it again after it has begun.")
    if effective_on and recheck_on and recheck_on > effective_on + timedelta(days=366 * 5):
        form.fail("recheck_on", "This lies more than five years ahead. Check the year.")
    facts = AmendmentFacts(effective_on, reason, recheck_on, because, reviews.get(decided_in))
    return (facts if form.ok else None), form


def amendment_form(amendment: Amendment, changes: Collection[ChangedTerm]) -> FormData:
    """The form of an amendment with what is stored."""
    days = {name: getattr(amendment, name) for name in ("effective_on", "recheck_on")}
    values = {name: day.isoformat() if day else "" for name, day in days.items()}
    for one in changes:
        values |= {f"because-{one.id}": one.because, f"seen-{one.id}": str(one.version)}
    decided_in = amendment.review.public_id if amendment.review else ""
    known = {"reason": amendment.reason, "seen": amendment.version, "decided_in": decided_in}
    return FormData(initial=values | known)
