"""Setting up a new installation, and the settings page."""

from __future__ import annotations

from contextlib import closing
from datetime import date, time
from typing import Any

from flask import Blueprint, Response, current_app, make_response, redirect, request, url_for

from app.accounts.queries import (
    CHOICES,
    anyone_active,
    find_link,
    get_own,
    invitation_ends,
    list_accounts,
)
from app.accounts.rules import Purpose, Verb
from app.accounts.security import sign_in
from app.accounts.service import (
    USED_SETUP,
    change_own_details,
    change_own_digest,
    invite_user,
    may,
    personal,
    require,
)
from app.core.calendar import clock_words, local_date
from app.core.errors import NotFound, RuleViolation
from app.core.jobs import last_run
from app.documents.formats import WORD_TYPE
from app.documents.look import MOST_BYTES as LOOK_BYTES
from app.documents.look import REFERENCE, Findings, sample_document
from app.web.formdata import FormData
from app.web.request import actor, house, now, public, signed_in, today
from app.web.request import settings as start_settings
from app.web.responses import file_to_save, page, see_other, toast

from . import forms, service
from .queries import get_house, get_look, list_days, year_from
from .rules import HOLIDAYS, DayKind, zone_choices

bp = Blueprint("organization", __name__)

HOURS = tuple((f"{hour:02d}:00", clock_words(time(hour))) for hour in range(5, 19))


@bp.get("/setup/<token>")
@public
def set_up(token: str) -> Response:
    """The first page anybody sees. Looking at it does not use the link up."""
    if signed_in():
        return make_response(redirect("/", 303))
    _know_link(token)
    values = {"time_zone": house().time_zone, "holidays": "US", "house_name": house().name}
    return _set_up_page(token, FormData(initial=values))


@bp.post("/setup/<token>")
@public
def begin(token: str) -> Response:
    """Name the organization, make the first admin, and sign in."""
    _know_link(token)
    command, form = forms.read_set_up(request.form, house().time_zone)
    if command is None:
        return _set_up_page(token, form, 422)
    user = service.set_up(
        token,
        house_name=command.house_name,
        time_zone=command.time_zone,
        holidays=command.holidays,
        name=command.name,
        email=command.email,
        password=command.password,
        now=now(),
    )
    sign_in(user, stay=False, moment=now())
    return see_other("organization.welcome")


def _know_link(token: str) -> None:
    if find_link(Purpose.SETUP, token) is None or anyone_active():
        raise NotFound(USED_SETUP)


def _set_up_page(token: str, form: FormData, status: int = 200) -> Response:
    zones, holidays = zone_choices(house().time_zone), tuple(HOLIDAYS.items())
    return page("organization/set_up.html", status, form=form, token=token, zones=zones, holidays=holidays)


@bp.get("/welcome")
def welcome() -> Response:
    """How to start: with the examples, or with one's own."""
    require(actor(), Verb.ADMINISTER)
    return page("organization/welcome.html", **_elsewhere())


@bp.get("/settings")
def settings() -> Response:
    """Yours first, then what concerns everyone."""
    return _settings_page()


def _settings_page(status: int = 200, **failed: FormData) -> Response:
    own, row, admin = get_own(actor()), get_house(), may(actor(), Verb.ADMINISTER)
    at = own.digest_at.strftime("%H:%M") if own.digest_at else "08:00"
    sections: dict[str, FormData] = {
        "you": forms.shown({"name": own.name, "theme": own.theme}),
        "digest": forms.shown({"digest_days": own.digest_days, "digest_at": at}),
        "invite": forms.shown({"role": "editor"}),
        "day": forms.shown({}),
    }
    if row is not None:
        names = ("time_zone", "holidays", "approval_days")
        stored = {"house_name": row.name, "seen": row.version, **{name: getattr(row, name) for name in names}}
        sections["organization"] = forms.shown(stored)
        sections["mail"] = forms.shown({"mail_text_months": row.mail_text_months, "seen": row.version})
    sections.update(failed)
    return page(
        "organization/settings.html",
        status,
        form=next(iter(failed.values()), FormData()),
        sections=sections,
        own=own,
        admin=admin,
        accounts=list_accounts() if admin else (),
        days=list_days(*year_from(today())) if admin else (),
        backup=last_run("backup") if admin else None,
        smtp=start_settings().smtp,
        choices=_choices(),
        **_elsewhere(),
    )


def _choices() -> dict[str, Any]:
    return {
        "themes": CHOICES.themes,
        "digest_days": CHOICES.digest_days,
        "hours": HOURS,
        "zones": zone_choices(house().time_zone),
        "holidays": tuple(HOLIDAYS.items()),
        "roles": CHOICES.roles,
        "role_words": dict(CHOICES.roles),
    }


def _elsewhere() -> dict[str, bool]:
    # Higher rooms that this page only points to, where they exist.
    known = current_app.view_functions
    names = {
        "load": "examples.load",
        "remove": "examples.remove",
        "new": "partnerships.new",
        "state": "home.state",
    }
    return {f"can_{key}": endpoint in known for key, endpoint in names.items()}


@bp.post("/settings/you")
@personal
def save_you() -> Response:
    """Name and colors of the person who asks."""
    command, form = forms.read_you(request.form)
    if command is None:
        return _settings_page(422, you=form)
    change_own_details(command.name, command.theme, actor=actor(), now=now())
    toast("Your details are saved.")
    return see_other("organization.settings")


@bp.post("/settings/reminders")
@personal
def save_reminders() -> Response:
    """When the person who asks is reminded."""
    command, form = forms.read_digest(request.form)
    if command is None:
        return _settings_page(422, digest=form)
    change_own_digest(command.days, command.at, actor=actor(), now=now())
    toast("Your reminders are saved.")
    return see_other("organization.settings")


@bp.post("/settings/organization")
def update() -> Response:
    """Our name, zone, holidays and the time our approvals take."""
    require(actor(), Verb.ADMINISTER)
    command, form = forms.read_house(request.form, house().time_zone)
    if command is None:
        return _settings_page(422, organization=form)
    service.change_house(
        command.name,
        command.time_zone,
        command.holidays,
        command.approval_days,
        actor=actor(),
        now=now(),
        seen=command.seen,
    )
    toast("The organization is saved.")
    return see_other("organization.settings", anchor="org")


@bp.post("/settings/mail")
def save_mail() -> Response:
    """For how long the text of mails is kept."""
    require(actor(), Verb.ADMINISTER)
    command, form = forms.read_mail_months(request.form)
    if command is None:
        return _settings_page(422, mail=form)
    months, seen = command
    service.keep_mail_texts(months, actor=actor(), now=now(), seen=seen)
    toast("Saved. Older texts go tonight.")
    return see_other("organization.settings", anchor="mail")


@bp.post("/settings/days")
def add_day() -> Response:
    """Close on a day."""
    require(actor(), Verb.ADMINISTER)
    command, form = forms.read_day(request.form)
    if command is None:
        return _settings_page(422, day=form)
    service.mark_day(command.on, command.name, DayKind.ADDED, actor=actor(), now=now())
    toast(
        f"{command.name} is a day off now.",
        undo=url_for("organization.remove_day", on=command.on.isoformat()),
    )
    return see_other("organization.settings", anchor="days")


@bp.post("/settings/days/<on>/work")
def work_on_day(on: str) -> Response:
    """Work on a public holiday."""
    require(actor(), Verb.ADMINISTER)
    name = FormData(request.form).text("name") or "Holiday"
    service.mark_day(_day(on), name, DayKind.WORKED, actor=actor(), now=now())
    toast(f"{name} is a workday now.", undo=url_for("organization.remove_day", on=on))
    return see_other("organization.settings", anchor="days")


@bp.post("/settings/days/<on>/remove")
def remove_day(on: str) -> Response:
    """The day is again what the public holidays say."""
    require(actor(), Verb.ADMINISTER)
    service.unmark_day(_day(on), actor=actor(), now=now())
    toast("The day is as the public holidays have it.")
    return see_other("organization.settings", anchor="days")


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise NotFound("That day is not in the list.") from None


@bp.post("/settings/people")
def invite() -> Response:
    """An account for a colleague; the link to send is shown once."""
    require(actor(), Verb.ADMINISTER)
    command, form = forms.read_invitation(request.form)
    if command is None:
        return _settings_page(422, invite=form)
    try:
        token = invite_user(command.email, command.name, command.role, actor=actor(), now=now())
    except RuleViolation as refusal:
        form.fail("email", refusal.message)
        return _settings_page(422, invite=form)
    link = f"{start_settings().base_url}{url_for('accounts.invitation', token=token)}"
    ends_on = local_date(invitation_ends(now()), house().time_zone)
    return page("accounts/link.html", name=command.name, link=link, ends_on=ends_on)


# --- how our papers look


@bp.get("/settings/look")
def look() -> Response:
    """Letterhead, logo and the reference file behind every Word file."""
    require(actor(), Verb.ADMINISTER)
    return _look_page()


def _look_page(form: FormData | None = None, findings: Findings | None = None, status: int = 200) -> Response:
    row = get_look()
    return page(
        "organization/look.html",
        status,
        look=row,
        form=form or FormData(initial={"letterhead": row.letterhead if row else ""}),
        findings=findings,
    )


@bp.post("/settings/look/letterhead")
def save_letterhead() -> Response:
    """Save the lines of the letterhead."""
    require(actor(), Verb.ADMINISTER)
    lines, form = forms.read_letterhead(request.form)
    if lines is None:
        return _look_page(form, status=422)
    service.save_letterhead(lines, actor=actor(), now=now())
    toast("The letterhead is saved.")
    return see_other("organization.look")


@bp.post("/settings/look/<part>")
def take_look_file(part: str) -> Response:
    """Keep an uploaded reference file or logo, after it was looked at."""
    require(actor(), Verb.ADMINISTER)
    _known_part(part, ("reference", "logo"))
    form, sent = FormData(initial={"letterhead": ""}), request.files.get("file")
    row = get_look()
    form.values["letterhead"] = row.letterhead if row else ""
    if sent is None or not sent.filename:
        form.fail(part, "Choose a file.")
        return _look_page(form, status=422)
    with closing(sent):
        data, name = sent.read(LOOK_BYTES + 1), sent.filename
    try:
        findings = service.take_look_file(part, data, name, actor=actor(), now=now())
    except RuleViolation as refused:
        form.fail(part, refused.message)
        return _look_page(form, status=422)
    toast("Every Word file looks like this from now on.")
    return see_other("organization.look") if findings is None else _look_page(findings=findings)


def _known_part(part: str, parts: tuple[str, ...]) -> None:
    if part not in parts:
        raise NotFound("The look of papers has no such part.")


@bp.post("/settings/look/<part>/remove")
def drop_look(part: str) -> Response:
    """Ours stands again, with a way back."""
    require(actor(), Verb.ADMINISTER)
    _known_part(part, service.LOOK_PARTS)
    service.drop_look(part, actor=actor(), now=now())
    toast("Taken away.", undo=url_for("organization.restore_look", part=part))
    return see_other("organization.look")


@bp.post("/settings/look/<part>/restore")
def restore_look(part: str) -> Response:
    """Put back what was taken away last."""
    require(actor(), Verb.ADMINISTER)
    _known_part(part, service.LOOK_PARTS)
    service.restore_look(part, actor=actor(), now=now())
    toast("Put back.")
    return see_other("organization.look")


@bp.get("/settings/look/reference.docx")
def our_reference() -> Response:
    """Our reference file, to change its styles in Word and bring it back."""
    require(actor(), Verb.ADMINISTER)
    return file_to_save(REFERENCE.read_bytes(), WORD_TYPE, "Evenkeel reference.docx")


@bp.get("/settings/look/sample.docx")
def sample() -> Response:
    """A letter to look at, in the look of the house."""
    require(actor(), Verb.ADMINISTER)
    from app.documents.writer import write

    return file_to_save(write(sample_document(house().name, today())), WORD_TYPE, "Sample.docx")
