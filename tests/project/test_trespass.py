"""What belongs to one partnership is not reached through the address of another; typed words stay words."""

from __future__ import annotations

import io
import re
import zipfile
from datetime import date
from html.parser import HTMLParser
from typing import Any

import pytest
from flask import Flask
from peewee import CharField, TextField

from app.accounts.models import User
from app.actions.models import Action
from app.core.actor import SYSTEM
from app.core.batches import Together
from app.core.db import connected
from app.documents.uploads import Upload
from app.drafts.rules import Status
from app.drafts.service import Signature, Wish, amend, file_signed, note_step
from app.drafts.service import make_version as make_draft
from app.endings.models import Ending, EndingAnswer, EndingStep
from app.information.service import LessonFacts, add_lesson
from app.mail.models import OutboxMail
from app.measuring.models import MetricsReport, MetricValue, PlannedMetric
from app.measuring.queries import get_item, start_values
from app.meetings.models import AgendaTopic, Meeting
from app.milestones.models import Milestone
from app.models import MODELS
from app.organization.models import HolidayChange
from app.partnerships.models import Membership, Partnership, StageChange
from app.partnerships.service import move_stage
from app.people.models import Person
from app.relationship.models import Concern
from app.reminders.service import queue_digests
from app.reviews.models import Review
from app.terms.queries import definitions
from app.terms.service import set_terms
from app.terms.values import TermType
from app.triggers.models import ChangeEvent, Signal
from app.triggers.service import look
from tests.conftest import NOW, SignedIn, on_the_stricter
from tests.drafts.made import files, make_version
from tests.examples.loaded import load as load_examples
from tests.factories import (
    THEN,
    make_action,
    make_meeting,
    make_member,
    make_organization,
    make_partnership,
    make_person,
)
from tests.forms import forms_of, visited, way_through
from tests.project.test_access import rules

pytestmark = pytest.mark.long

TODAY = date(2026, 11, 24)


class Side:
    """One of two partnerships, with one of everything."""

    def __init__(self, key: str) -> None:
        self.partnership = make_partnership(key=key)
        self.person = make_person(self.partnership.payer, name=f"Person of {key}")
        make_member(self.partnership, self.person)
        self.meeting = make_meeting(self.partnership)
        self.topic = AgendaTopic.create(meeting=self.meeting, text=f"Topic of {key}")
        self.action = make_action(self.partnership, owner=self.person)
        self.review = Review.create(
            partnership=self.partnership, due_on=TODAY, held_on=TODAY, created_at=THEN
        )
        moved = {"on": TODAY, "reason": "It works.", "today": TODAY}
        StageChange.create(partnership=self.partnership, to_stage="pilot", on=date(2025, 12, 1))
        self.move = move_stage(self.partnership, "sustained", actor=SYSTEM, now=NOW, **moved)


def everything() -> list[object]:
    tables = (
        *(Partnership, Membership, Meeting, AgendaTopic, Action, Review, StageChange, Person),
        *(PlannedMetric, MetricValue),
    )
    return [list(table.select().order_by(table.id).dicts()) for table in tables]


def test_ids_of_one_partnership_open_nothing_in_another(app: Flask, editor: SignedIn) -> None:
    mine, theirs = Side("mine"), Side("theirs")
    measured(theirs)
    before = everything()
    metric = f"/partnerships/mine/metrics/{theirs.metric.public_id}"
    click = Together(SYSTEM, NOW)
    click.about(theirs.metric)
    topic = f"/meetings/{mine.meeting.public_id}/topics/{theirs.topic.id}"
    ending = "/partnerships/mine/ending"
    learned = add_lesson(theirs.partnership, LessonFacts("payer", TODAY, "x"), actor=SYSTEM, now=NOW)
    person = f"/partnerships/mine/people/{theirs.person.public_id}"
    answers = {
        "change a metric": editor.post(f"{metric}/edit", data={"name": "x"}),
        "retire a metric": editor.post(f"{metric}/retire"),
        "take a metric away": editor.post(f"{metric}/remove"),
        "type a value": editor.post(f"{metric}/values/2026-07-01", data={"value": "1", "seen": "1"}),
        "undo a click on a plan": editor.post(f"/partnerships/mine/metrics/undo/{click.keep()}"),
        "undo a click of an end": editor.post(f"{ending}/undo/{click.keep()}"),
        "share a lesson": editor.post(f"{ending}/lessons/{learned.public_id}/share"),
        "take back a review": editor.post(f"/partnerships/mine/reviews/{theirs.review.public_id}/take-back"),
        "undo a move": editor.post(f"/partnerships/mine/stage/{theirs.move.id}/undo"),
        "move a topic": editor.post(f"{topic}/move", data={"to": "up"}),
        "take a topic off": editor.post(f"{topic}/delete"),
        "put a topic back": editor.post(f"{topic}/restore"),
        "name a lead": editor.post(f"{person}/lead"),
        "remove a member": editor.post(f"{person}/remove"),
        "bring a member back": editor.post(f"{person}/restore"),
    }
    assert {what: answer.status_code for what, answer in answers.items() if answer.status_code < 400} == {}
    assert everything() == before


@pytest.mark.parametrize("field", ["owner", "asked_by", "people", "person", "deputy"])
def test_people_of_another_partnership_are_not_put_in(app: Flask, editor: SignedIn, field: str) -> None:
    mine, theirs = Side("mine"), Side("theirs")
    before = everything()
    stranger = theirs.person
    plan = {"kind": "operations", "on": "2026-12-02", "starts_at": "14:00", "minutes": "60", "mode": "video"}
    address, sent = {
        "owner": (
            f"/actions/{mine.action.public_id}",
            {"text": "x", "side": "provider", "owner": stranger.public_id},
        ),
        "asked_by": (
            f"/meetings/{mine.meeting.public_id}/topics",
            {"text": "x", "topic_minutes": "5", "asked_by": stranger.id},
        ),
        "people": (f"/meetings/{mine.meeting.public_id}", {**plan, "people": stranger.id}),
        "person": ("/partnerships/mine/people", {"person": stranger.public_id}),
        "deputy": (f"/people/{mine.person.public_id}", {"name": "x", "deputy": stranger.public_id}),
    }[field]
    assert editor.post(address, data=sent).status_code == 422
    assert everything() == before


# --- typed words stay words

EVIL = "\"'><script>boom()</script><img src=x onerror=boom()>{{ 7*191 }}{% raw %}&lt;"
RAN = re.compile(r"(?<![0-9a-f])1337(?![0-9a-f])")  # 7*191, and no part of an id
FREE = {
    "name", "service_area", "notes", "title", "text", "source_note", "approver", "place", "evidence",
    "answer", "note", "reason", "subject", "why", "words", "recipient_name", "wanted", "dropped_reason",
    "because", "people", "made_by", "added_by", "created_by", "by", "definition", "numerator", "denominator",
    "format", "decision", "peer_source", "peer_period", "peer_differs", "done", "contact", "closed_why",
    "answered_by",
}  # fmt: skip


def _is_free(column: CharField | TextField) -> bool:
    """Whether people type into it: a short column holds one of our own words."""
    return int(getattr(column, "max_length", 255)) >= 80


class Marks(HTMLParser):
    """Collects what a page could be made to run."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        named = dict(attrs)
        inline = [name for name in named if name.startswith("on")]
        link = next(
            (named[name] or "" for name in ("href", "src", "action", "formaction") if named.get(name)), ""
        )
        if (
            inline
            or (tag == "script" and not named.get("src"))
            or re.match(r"\s*(javascript|data):", link, re.I)
        ):
            self.found.append(f"<{tag} {attrs}>"[:200])


def hostile_house() -> Side:
    """A house in which every free text is an attack."""
    side = Side("mine")
    HolidayChange.create(on=date(2026, 12, 24), name="x", kind="added")
    side.step = Milestone.create(
        partnership=side.partnership, stage="pilot", title="x", lead="joint", due_on=TODAY, created_at=THEN
    )
    Concern.create(
        partnership=side.partnership, opened_on=date(2026, 11, 1), raised_by_side="payer", area="effort",
        text="x", sharable=True, created_at=THEN,
    )  # fmt: skip
    ChangeEvent.create(
        partnership=side.partnership, on=date(2026, 11, 20), kind="TE01", text="x", created_at=THEN
    )
    OutboxMail.create(
        dedupe_key="k", kind="digest", recipient="a@b.example", occurrence_on=TODAY, why="x", subject="x",
        text="x", message_id="<1@x>", created_at=NOW, not_before=NOW, status="failed",
    )  # fmt: skip
    ending = Ending.create(partnership=side.partnership, given_on=TODAY, given_by="payer", created_at=THEN)
    EndingStep.create(ending=ending, kind="data", action=side.action, proposed_on=TODAY)
    EndingAnswer.create(partnership=side.partnership, question="RQ-X1")
    texts = {key: EVIL for key, one in definitions().items() if one.type is TermType.TEXT}
    set_terms(side.partnership, texts, effective_on=date(2026, 1, 1), actor=SYSTEM, now=NOW)
    draft_with_everything(side)
    measured_and_watched(side)
    for model in MODELS:
        names = [
            name
            for name, one in model._meta.fields.items()
            if name in FREE and isinstance(one, CharField | TextField) and _is_free(one)
        ]
        if names and model._meta.table_name != "job_run":
            model.update(dict.fromkeys(names, EVIL)).execute()
    make_organization(name=EVIL, role="community")
    return side


def measured_and_watched(side: Side) -> None:
    """A metric with a value and a report, and a signal."""
    quarter = {"period_on": date(2026, 7, 1), "changed_at": THEN}
    measured(side)
    free = ("definition", "numerator", "denominator", "format", "decision")
    free += ("peer_source", "peer_period", "peer_differs")
    PlannedMetric.update({**dict.fromkeys(free, EVIL), "peer_value": 1, "source": "chart"}).execute()
    MetricsReport.create(partnership=side.partnership, months=3, done="x", wanted="x", contact="x", **quarter)
    look(side.partnership, actor=SYSTEM, now=NOW, today=TODAY)
    side.signal = Signal.get(Signal.trigger == "TE01")


def measured(side: Side) -> None:
    """A metric with a value."""
    facts = {**start_values(get_item("PP01")), "collectable": "yes", "created_at": THEN, "changed_at": THEN}
    side.metric = PlannedMetric.create(partnership=side.partnership, item="PP01", **facts)
    quarter = {"period_on": date(2026, 7, 1), "changed_at": THEN}
    MetricValue.create(metric=side.metric, value=70, words="x", note="x", **quarter)


def draft_with_everything(side: Side) -> None:
    """A version that was sent, an amendment and a signed paper."""
    day = date(2026, 1, 2)
    who = {"actor": SYSTEM, "now": NOW}
    side.draft = make_draft(side.partnership, Wish("D2", TODAY), today=TODAY, **who)
    note_step(side.draft, Status.SENT, on=day, people="x", note="x", **who)
    side.amendment = amend(side.partnership, {"S21.rate_home": 1}, **who)
    paper = Upload(b"%PDF-", "<b>.pdf", "application/pdf")
    side.paper = file_signed(side.partnership, "x", Signature(day, day, "x", "x", paper), **who)


def pages(app: Flask, side: Side) -> list[str]:
    found = []
    for rule in rules(app, "GET"):
        with app.test_request_context():
            built = rule.build(parts_of(rule.endpoint, side))
        assert built is not None
        found.append(built[1])
    return found


def parts_of(endpoint: str, side: Side) -> dict[str, Any]:
    """What stands in the address of a page."""
    slice_name, _, view = endpoint.partition(".")
    named = named_by(slice_name, view, side)
    own = "S21" if slice_name == "wording" else "experience_capacity" if "topic" in view else "IP1"
    return {
        "key": "mine",
        "public_id": getattr(named, "public_id", ""),
        "token": "x",
        "filename": "app.css",
        "change": side.move.id,
        "file_id": 1,
        "day": "2026-12-01",
        "month": "2026-10",
        "item": "own",
        "name": "effort",
        "period": "2026-07-01",
        "trigger": "TM16",
        "mail_id": 1,
        "role": "viewer",
        "kind": "action",
        "thing": side.action.public_id,
        "on": side.action.due_on,
        "ident": own,
    }


def named_by(slice_name: str, view: str, side: Side) -> Any:
    """The row that the page of a slice is about."""
    ids = {"papers": side.meeting, "meetings": side.meeting, "actions": side.action, "people": side.person}
    ids |= {"milestones": side.step, "measuring": side.metric, "triggers": side.signal}
    ids |= {"reviews": side.review, "lineage": side.review}
    if slice_name == "accounts":
        return User.get()
    if slice_name == "drafts":
        return side.amendment if "amendment" in view else side.paper if "paper" in view else side.draft
    return side.partnership.payer if "organization" in view or view == "new" else ids.get(slice_name)


def test_whatever_is_typed_is_shown_as_typed_on_every_page(app: Flask, admin: SignedIn) -> None:
    side = hostile_house()
    seen = 0
    for address in pages(app, side):
        answer = admin.get(address)
        if answer.mimetype != "text/html":
            continue
        marks = Marks()
        marks.feed(answer.text)
        assert marks.found == [], address
        assert not RAN.search(answer.text), address
        seen += EVIL.split("{{")[0] not in answer.text and "boom()" in answer.text
    assert seen >= 15  # the attack is really on the pages


@on_the_stricter
def test_whatever_is_typed_into_any_form_is_shown_as_typed_wherever_it_stands(
    app: Flask, admin: SignedIn
) -> None:
    with connected():
        load_examples(shift=True)
    for form in forms_of(app, admin):
        sent = way_through(admin, form)
        if admin.post(form.action, data=sent | dict.fromkeys(form.free, EVIL)).status_code == 422:
            for name in form.free:  # a number among them, or a link
                admin.post(form.action, data=sent | {name: EVIL})
    told = 0
    for address, answer, _page in visited(app, admin):
        assert answer.status_code < 500, address
        if answer.mimetype == "text/html":
            marks = Marks()
            marks.feed(answer.text)
            assert marks.found == [], address
            assert not RAN.search(answer.text), address
            told += "boom()" in answer.text
    assert told >= 60


def test_whatever_is_typed_is_shown_as_typed_when_a_form_comes_back(app: Flask, admin: SignedIn) -> None:
    side = hostile_house()
    for address, name in (
        ("/partnerships", "name"),
        ("/organizations", "name"),
        (f"/organizations/{side.partnership.payer.public_id}/people", "name"),
        ("/actions", "text"),
        ("/partnerships/mine/meetings", "place"),
        (f"/meetings/{side.meeting.public_id}/topics", "text"),
        ("/partnerships/mine/reviews/hold", "note"),
        ("/settings/people", "invite_name"),
        ("/settings/days", "day_name"),
        ("/settings/organization", "house_name"),
        ("/settings/you", "theme"),
        ("/reminders/confirm", "code"),
        ("/sign-in", "email"),
        ("/partnerships/mine/contract", "effective_on"),
    ):
        answer = admin.post(address, data={name: EVIL, "left_on": EVIL})
        marks = Marks()
        marks.feed(answer.text)
        assert (address, answer.status_code, marks.found) == (address, 422, [])
        assert not RAN.search(answer.text)


def test_whatever_is_typed_is_text_in_word_and_in_mail(app: Flask, admin: SignedIn) -> None:
    side = hostile_house()
    agenda = admin.get(f"/meetings/{side.meeting.public_id}/agenda.docx")
    for answer in (agenda, *files(admin, make_version(admin, "mine")).values()):
        assert answer.status_code == 200
        told = answer.headers["Content-Disposition"]
        assert re.fullmatch(r"[\x20-\x7e]+", told)
        assert "<" not in told
        words = zipfile.ZipFile(io.BytesIO(answer.data)).read("word/document.xml").decode()
        assert "<script" not in words
        assert "boom()" in words
        assert not RAN.search(words)
    User.update(password="set").execute()
    queue_digests(now=NOW, settings=app.extensions["evenkeel"].settings)
    mail = OutboxMail.get(OutboxMail.subject.startswith("Evenkeel"))
    marks = Marks()
    marks.feed(mail.html)
    assert marks.found == []
    assert "boom()" in mail.html
    assert not RAN.search(mail.html + mail.text)
