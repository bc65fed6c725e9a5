"""Pages: what goes out next, what did not and why, what went; a sheet for paper."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

from flask import Response, request

from app.accounts.queries import get_own
from app.accounts.rules import Verb
from app.accounts.service import may, require
from app.core.errors import RuleViolation
from app.core.jobs import SILENCE, JobRun, last_run
from app.mail.queries import list_ledger, list_unfinished, mail_help, mail_page
from app.mail.rules import MailStatus
from app.mail.service import cancel_mail, send_again
from app.organization.service import prove_mail
from app.web.formdata import FormData
from app.web.request import actor, house, now, page_number, settings, today
from app.web.responses import page, see_other, toast

from .. import queries
from ..forms import read_code, read_reason
from ..service import queue_test_mail
from .blueprint import bp

SHOWN = 12
LISTED = 100  # lines of those that come later


@bp.get("/reminders")
def index() -> Response:
    """What goes out in the next days, what did not go out, and the ledger."""
    require(actor(), Verb.SEE)
    return _page(FormData())


@bp.get("/reminders/sheet")
def sheet() -> Response:
    """What is late or falls due in the next days, for paper; needs no mail."""
    require(actor(), Verb.SEE)
    return page("reminders/sheet.html", groups=queries.sheet(today()), day=today(), last=_last_day())


@bp.post("/reminders/test")
def test() -> Response:
    """Send a test mail to the person who asks."""
    require(actor(), Verb.EDIT)
    person = get_own(actor())
    queue_test_mail(person.email, person.name, actor=actor(), now=now(), today=today(), settings=settings())
    toast(f"A test mail goes to {person.email} {_soon()}.")
    return see_other("reminders.index")


@bp.post("/reminders/confirm")
def confirm() -> Response:
    """The code of the test mail came back: mail arrives."""
    require(actor(), Verb.EDIT)
    code, form = read_code(request.form)
    if code is not None:
        try:
            prove_mail(code, actor=actor(), now=now())
        except RuleViolation as error:
            form.fail("code", error.message)
    if not form.ok:
        return _page(form, 422)
    toast("Mail arrives. The list below is now what will happen.")
    return see_other("reminders.index")


@bp.get("/reminders/mails")
def help_page() -> Response:
    """What “sent” means, and what to do about each way in which mail fails."""
    require(actor(), Verb.SEE)
    return page("reminders/help.html", troubles=mail_help())


@bp.get("/reminders/mails/<int:mail_id>")
def mail(mail_id: int) -> Response:
    """One mail: why, to whom, every try with the server's words, and what it says."""
    require(actor(), Verb.SEE)
    return _mail_page(mail_id, FormData())


def _mail_page(mail_id: int, form: FormData, status: int = 200) -> Response:
    edits = may(actor(), Verb.EDIT)
    shown = mail_page(mail_id, reader_id=actor().id, edits=edits)
    idle = shown.row.status in (MailStatus.PENDING, MailStatus.FAILED)
    return page(
        "reminders/mail.html",
        status,
        form=form,
        shown=shown,
        mail=shown.row,
        going=_going(last_run("tick")),
        can_cancel=edits and idle,
        can_send=edits and idle and shown.row.attempts > 0 and shown.emptied_at is None,
    )


@bp.post("/reminders/mails/<int:mail_id>/again")
def again(mail_id: int) -> Response:
    """Try a mail once more."""
    require(actor(), Verb.EDIT)
    row = send_again(mail_id, actor=actor(), now=now())
    toast(f"The mail to {row.recipient} is tried again {_soon()}.")
    return _back(mail_id)


def _is_silent(tick: JobRun | None) -> bool:
    """Whether nothing has looked for what is due for a while."""
    return tick is None or now() - tick.started_at > SILENCE


def _going(tick: JobRun | None) -> bool:
    """Whether mail goes out by itself: there is a server, and something runs."""
    return settings().smtp is not None and not _is_silent(tick)


def _soon() -> str:
    return "within a minute" if _going(last_run("tick")) else "once mail goes out again"


def _back(mail_id: int) -> Response:
    """Where the button stood: the mail's own page, or the list."""
    if "own_page" in request.form:
        return see_other("reminders.mail", mail_id=mail_id)
    return see_other("reminders.index")


@bp.post("/reminders/mails/<int:mail_id>/cancel")
def cancel(mail_id: int) -> Response:
    """Stop trying, with the reason."""
    require(actor(), Verb.EDIT)
    reason, form = read_reason(request.form)
    if reason is None:
        if "own_page" in request.form:
            return _mail_page(mail_id, form, 422)
        form.values["mail_id"] = mail_id
        return _page(form, 422)
    row = cancel_mail(mail_id, reason, actor=actor(), now=now())
    toast(f"The mail to {row.recipient} is called off.")
    return _back(mail_id)


def _page(form: FormData, status: int = 200) -> Response:
    number = page_number()
    plan = queries.planned_digests(now(), house().time_zone)
    unfinished = list_unfinished()
    ledger, has_more = list_ledger(number)
    planned, tick = queries.together(plan.digests), last_run("tick")
    silent = _is_silent(tick)
    return page(
        "reminders/index.html",
        status=status,
        form=form,
        mail_is_set=settings().smtp is not None,
        going=_going(tick),
        bad=[row for row in unfinished if row.status == MailStatus.FAILED or row.attempts],
        waiting=[row for row in unfinished if row.status != MailStatus.FAILED and not row.attempts],
        failed=MailStatus.FAILED.value,
        total=len(plan.digests),
        plan=planned[:SHOWN],
        rest=planned[SHOWN : SHOWN + LISTED],
        more=_mails(planned[SHOWN:]),
        unlisted=_mails(planned[SHOWN + LISTED :]),
        people=plan.people,
        key_dates=plan.key_dates,
        last=_last_day(),
        ledger=ledger,
        number=number,
        has_more=has_more,
        tick=tick,
        silent=silent,
        can_edit=may(actor(), Verb.EDIT),
    )


def _mails(planned: Sequence[queries.Planned]) -> int:
    """How many mails they are: one for each who gets it."""
    return sum(len(one.names) for one in planned)


def _last_day() -> date:
    return today() + timedelta(days=queries.PLAN_DAYS)
