"""Whatever is sent to whichever address: a refusal in plain words, never a failure of ours."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest
from flask import Flask
from werkzeug.routing import IntegerConverter, Rule

from app.core.actor import SYSTEM
from app.core.db import connected
from app.measuring.models import PlannedMetric
from app.measuring.queries import start_values
from app.reminders.service import queue_digests
from app.terms.queries import definitions
from app.terms.service import set_terms
from app.terms.values import TermType, parse
from tests.conftest import NOW, SignedIn, on_the_stricter
from tests.drafts.made import make_version
from tests.examples.loaded import load as load_examples
from tests.factories import make_action, make_meeting, make_member, make_partnership, make_person
from tests.forms import forms_of, visited, way_through
from tests.project.test_access import rules

pytestmark = pytest.mark.long

HUGE = "9" * 30
STRANGE = (
    "\x00",
    "a\x00b",
    HUGE,
    "-" + HUGE,
    "9" * 5000,
    "²",
    "٣",
    "\ud800",
    "%",
    "' or 1=1 --",
    "//[",
    "0001-01-01",
    "9999-12-31",
)
ASKED = (
    "of",
    "page",
    "offset",
    "key",
    "side",
    "show",
    "role",
    "stage",
    "sort",
    "kind",
    "group",
    "on",
    "as_of",
    "copy",
    "section",
    "next",
    "partnership",
    "function",
)
SENT = (
    *ASKED,
    "seen",
    "due_on",
    "held_on",
    "name",
    "email",
    "text",
    "owner",
    "person",
    "lead",
    "payer",
    "provider",
    "deputy",
    "user",
    "to_stage",
    "reason",
    "starts_at",
    "minutes",
    "topic_minutes",
    "asked_by",
    "people",
    "link",
    "code",
    "theme",
    "to",
    "add",
    "drop",
    "effective_on",
    "house_name",
    "time_zone",
    "holidays",
    "approval_days",
    "digest_days",
    "digest_at",
    "day_name",
    "product_lines",
    "setting",
    "service_area",
    "stage_since",
    "password",
    "present",
    "notes",
    "phone",
    "left_on",
    "payer_name",
    *("unit", "direction", "frequency", "purpose", "collectable", "shared_with", "low", "high", "baseline"),
    *("months_before", "starts_on", "hours", "counts_nobody", "value", "count", "out_of", "words", "done"),
    *("wanted", "wanted_by", "contact"),
    "S03.notice_days",
    "S03.notice_days.was",
    "at_home",
)


class Things:
    """One of everything that an address can name."""

    def __init__(self) -> None:
        self.partnership = make_partnership(key="kestrel")
        self.person = make_person(self.partnership.payer)
        make_member(self.partnership, self.person)
        self.meeting = make_meeting(self.partnership)
        self.action = make_action(self.partnership, owner=self.person)
        told = {**start_values(None), "name": "Calls", "created_at": NOW, "changed_at": NOW}
        self.metric = PlannedMetric.create(partnership=self.partnership, **told)

    def ids_of(self, endpoint: str) -> dict[str, str]:
        slice_name, view = endpoint.split(".")
        known = {"actions": self.action, "meetings": self.meeting, "papers": self.meeting}
        known["measuring"] = self.metric
        named = known.get(slice_name, self.person)
        if slice_name == "people" and ("organization" in view or view in ("new", "create")):
            named = self.partnership.payer
        ids = {"key": "kestrel", "public_id": named.public_id, "on": "2026-12-24", "token": "none"}
        return {**ids, "item": "own", "period": "2026-07-01"}


def addresses(app: Flask, method: str, ids: Any, value: str | None = None) -> Iterator[str]:
    for rule in rules(app, method):
        if rule.endpoint == "static":
            continue
        yield from _built(app, rule, ids(rule.endpoint), value)


def _built(app: Flask, rule: Rule, ids: dict[str, str], value: str | None) -> Iterator[str]:
    with app.test_request_context():
        if value is None:
            built = rule.build({name: ids.get(name, 1) for name in rule.arguments})
            assert built is not None
            yield built[1]
            return
        for strange in rule.arguments:
            number = isinstance(rule._converters[strange], IntegerConverter)
            if number and not (value.isascii() and value.isdigit()):
                continue
            shown = {name: ids.get(name, 1) for name in rule.arguments} | {
                strange: int(value[:30]) if number else value
            }
            try:
                built = rule.build(shown)
            except UnicodeEncodeError:
                continue
            if built:
                yield built[1]


def failures(ask: Any, address: str, *, refused: int = 500, **sent: Any) -> list[str]:
    try:
        status = ask(address, **sent).status_code
    except Exception as error:
        return [f"{address[:90]!r} {str(sent)[:120]}: {type(error).__name__}: {str(error)[:100]}"]
    return [f"{address!r} {sent}: {status}"] if status >= 500 or status == refused else []


@pytest.mark.parametrize("method", ["GET", "POST"])
def test_a_strange_address_is_refused(app: Flask, admin: SignedIn, method: str) -> None:
    ids = Things().ids_of
    ask = admin.get if method == "GET" else admin.post
    found = [
        f
        for value in STRANGE
        for address in addresses(app, method, ids, value)
        for f in failures(ask, address)
    ]
    assert found == []


def test_a_strange_question_is_answered(app: Flask, admin: SignedIn) -> None:
    ids = Things().ids_of
    found = []
    for address in addresses(app, "GET", ids):
        for value in STRANGE:
            if value != "\ud800":
                found += failures(admin.get, address, query_string=dict.fromkeys(ASKED, value))
    assert found == []


@on_the_stricter
def test_a_strange_form_is_refused(app: Flask, admin: SignedIn) -> None:
    ids = Things().ids_of
    found = []
    for address in addresses(app, "POST", ids):
        if address == "/sign-out":
            continue
        for value in STRANGE:
            if value != "\ud800":
                found += failures(admin.post, address, data=dict.fromkeys(SENT, value))
    assert found == []


PASTED = ("x" * 5000, "a\x00b", HUGE, "\u202e" + "𝕏" * 200)


@on_the_stricter
def test_every_free_text_of_every_form_takes_what_is_pasted_or_says_why_not(
    app: Flask, admin: SignedIn
) -> None:
    with connected():
        load_examples(shift=True)
    forms, found = forms_of(app, admin), []
    assert len(forms) > 60
    for form in forms:
        sent = way_through(admin, form)
        for name in form.different():
            for value in PASTED:
                # 400 is what the database refuses: a length that nobody looked at.
                found += failures(admin.post, form.action, refused=400, data=sent | {name: value})
    assert found == []
    assert [address for address, answer, _page in visited(app, admin) if answer.status_code >= 500] == []


def test_the_largest_numbers_a_contract_takes_break_no_page(app: Flask, admin: SignedIn) -> None:
    """A slip of the key in one term must not take Today away from everybody."""
    things = Things()
    start, end = date(1990, 1, 1), date(2100, 12, 31)
    for terms in (_largest(start, end), _largest(end, start), _largest(end, end)):
        set_terms(things.partnership, terms, effective_on=start, actor=SYSTEM, now=NOW)
        for page in ("", "partnerships", "partnerships/kestrel", "reminders", "reminders/sheet"):
            assert failures(admin.get, f"/{page}") == []
        for part in ("reviews", "contract", "contract/draft"):
            assert failures(admin.get, f"/partnerships/kestrel/{part}") == []
        make_version(admin, "kestrel")
        queue_digests(now=NOW, settings=app.extensions["evenkeel"].settings)  # nor the mails


def _largest(start: date, end: date) -> dict[str, Any]:
    """The largest value that the form takes for each whole number, with these first and last days."""
    found: dict[str, Any] = {"S03.start_date": start, "S03.end_date": end}
    for key, term in definitions().items():
        raw = {TermType.INTEGER: "999999999", TermType.LIST: "999999999"}.get(term.type)
        if raw is None or (term.type is TermType.LIST and term.item is not TermType.INTEGER):
            continue
        try:
            found[key] = parse(term, raw)
        except ValueError:
            largest = str(int(term.high)) if term.high is not None else raw
            found[key] = parse(term, largest)
    return found
