"""What is asked about champions, material and training."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date

from app.partnerships.models import Partnership
from app.web.formdata import LONG, FormData, Submitted

from ..models import Champion, Material, Training
from ..queries import method
from ..rules import Audience
from ..service import ChampionFacts, HeldFacts, MaterialFacts, TrainingFacts
from .activities import MOST_HOURS, MOST_PEOPLE, read_site_choice
from .plan import iso

MOST_MONTHS = 60


def read_champion(
    submitted: Submitted, partnership: Partnership, today: date
) -> tuple[ChampionFacts | None, FormData]:
    """Somebody who stands up for the service."""
    form, book = FormData(submitted), method()
    facts = ChampionFacts(
        organization=form.text("organization", "Write where this person works."),
        function=form.text("function", "Write the function, like medical director.", 80),
        side=form.choice("side", [name for name, _ in book.champion_sides], "Choose the side."),
        role=form.choice("role", [name for name, _ in book.champion_roles], "Choose the part."),
        name=form.text("name"),
        site=read_site_choice(form, partnership),
        since=form.day("since"),
        deputy_named=form.flag("deputy_named"),
    )
    if facts.since is not None and facts.since > today:
        form.fail("since", "Enter a day that has come.")
    return (facts if form.ok else None), form


def champion_form(champion: Champion | None = None) -> FormData:
    """The form with what is known."""
    if champion is None:
        return FormData(initial={})
    names = ("organization", "function", "side", "role", "name", "deputy_named")
    known = {name: getattr(champion, name) for name in names}
    site = champion.site.public_id if champion.site else ""
    return FormData(initial={**known, "site": site, "since": iso(champion.since)})


def read_material(submitted: Submitted) -> tuple[MaterialFacts | None, FormData]:
    """A piece of material."""
    form, book = FormData(submitted), method()
    facts = MaterialFacts(
        title=form.text("title", "Write what it is called."),
        kind=form.choice("kind", [name for name, _ in book.material_kinds], "Choose what it is."),
        audience=form.choice(
            "audience", [name for name, _ in book.material_audiences], "Choose whom it is for."
        ),
        language=form.text("language", "Write the language, like Spanish.", 60),
        cobranded=form.flag("cobranded"),
        edition=form.text("edition", limit=40),
        asked_plan_on=form.day("asked_plan_on"),
        approved_by_plan_on=form.day("approved_by_plan_on"),
        check_again_on=form.day("check_again_on"),
    )
    asked, approved = facts.asked_plan_on, facts.approved_by_plan_on
    if asked is not None and approved is not None and approved < asked:
        form.fail("approved_by_plan_on", "Enter a day on or after the one on which the plan was asked.")
    return (facts if form.ok else None), form


def material_form(material: Material | None = None) -> FormData:
    """The form with what is known."""
    if material is None:
        return FormData(initial={"language": "English"})
    names = ("title", "kind", "audience", "language", "cobranded", "edition")
    days = ("asked_plan_on", "approved_by_plan_on", "check_again_on")
    known = {name: getattr(material, name) for name in names}
    return FormData(initial=known | {name: iso(getattr(material, name)) for name in days})


def read_sent(
    submitted: Submitted, possible: Collection[str], today: date
) -> tuple[tuple[list[str], date] | None, FormData]:
    """Which sites got a piece of material, and on which day."""
    form = FormData(submitted)
    chosen = form.choices("sent_sites", possible, "Tick the sites that got it.")
    on = form.day("sent_on", "Enter the day.")
    if on is not None and on > today:
        form.fail("sent_on", "Enter a day that has come.")
    if not form.ok or on is None:
        return None, form
    return (chosen, on), form


def read_training(submitted: Submitted) -> tuple[TrainingFacts | None, FormData]:
    """A training that is planned: a topic of the catalogue, or one's own words."""
    form, book = FormData(submitted), method()
    topic = form.choice("topic", [one.id for one in book.topics])
    own = form.text("own_topic")
    if not topic and not own and form.ok:
        form.fail("topic", "Choose a topic, or write your own below.")
    facts = TrainingFacts(
        topic=own or topic,
        audience=form.choice("audience", list(Audience), "Choose who is taught."),
        planned_on=form.day("planned_on"),
        repeat_months=form.whole("repeat_months", 1, MOST_MONTHS),
        note=form.text("note", limit=LONG),
    )
    return (facts if form.ok else None), form


def training_form(training: Training | None = None) -> FormData:
    """The form with what is known."""
    if training is None:
        return FormData(initial={"audience": Audience.OURS.value})
    of_catalogue = any(one.id == training.topic for one in method().topics)
    return FormData(
        initial={
            "topic": training.topic if of_catalogue else "",
            "own_topic": "" if of_catalogue else training.topic,
            "audience": training.audience,
            "planned_on": iso(training.planned_on),
            "repeat_months": "" if training.repeat_months is None else training.repeat_months,
            "note": training.note,
        }
    )


def read_held(submitted: Submitted, today: date) -> tuple[HeldFacts | None, FormData]:
    """How a training went."""
    form = FormData(submitted)
    held_on = form.day("held_on", "Enter the day on which it was held.")
    if held_on is not None and held_on > today:
        form.fail("held_on", "Enter a day that has come.")
    people = form.whole("people_count", 0, MOST_PEOPLE)
    hours = form.number("hours", 2, MOST_HOURS)
    if not form.ok or held_on is None:
        return None, form
    return HeldFacts(held_on, people, hours), form
