"""What people type about a partnership."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from app.catalogue import catalogue
from app.people.models import Organization, Person
from app.web.formdata import LONG, FormData, Submitted

from .models import Partnership
from .queries import lead_choices, stage_name
from .rules import SETTINGS, Stage, product_line_words
from .service import PartnershipFacts, Party


@dataclass(frozen=True, slots=True)
class NewPartnership:
    """A partnership to begin with."""

    facts: PartnershipFacts
    provider: Party
    payer: Party
    stage: str
    since: date


def line_options() -> list[tuple[str, str]]:
    """The product lines the catalogue knows."""
    return [(line, product_line_words(line)) for line in catalogue().product_lines]


def stage_options() -> list[tuple[str, str]]:
    """Every stage in its usual order."""
    return [(stage.value, stage_name(stage)) for stage in Stage]


def setting_options() -> list[tuple[str, str]]:
    """The kinds of area."""
    return [(key, text.capitalize()) for key, text in SETTINGS.items()]


def read_new(submitted: Submitted, today: date) -> tuple[NewPartnership | None, FormData]:
    """What was typed about a partnership to begin with."""
    form = FormData(submitted)
    payer = _party(form, "payer", "Choose the health plan, or enter the name of a new one.")
    provider = _party(form, "provider", "Choose your organization, or enter its name.")
    facts = _facts(form, name_missing="")
    stage = form.choice("stage", list(Stage), "Choose where you are.")
    since = form.day("stage_since", "Enter the day the stage began; about right is enough.")
    if since is not None and since > today:
        form.fail("stage_since", "A stage begins on a day that has come. Enter today or an earlier day.")
    if not form.ok or since is None:
        return None, form
    return NewPartnership(facts, provider, payer, stage, since), form


def read_facts(submitted: Submitted) -> tuple[PartnershipFacts | None, FormData]:
    """What was typed about a partnership that is known already."""
    form = FormData(submitted)
    facts = _facts(form, name_missing="Enter a name for the partnership.")
    return (facts if form.ok else None), form


def _facts(form: FormData, name_missing: str) -> PartnershipFacts:
    name = form.text("name", name_missing)
    lines = form.choices("product_lines", catalogue().product_lines)
    setting = form.choice("setting", SETTINGS)
    area = form.text("service_area", limit=LONG)
    lead = form.choice("lead", [str(user_id) for user_id, _name in lead_choices()])
    return PartnershipFacts(name, tuple(lines), setting, area, int(lead) if lead else None)


def _party(form: FormData, side: str, missing: str) -> Party:
    """One of the list, or a new name; the name wins when somebody fills in both."""
    name, chosen = form.text(f"{side}_name"), form.text(side)
    if name:
        return Party(None, name)
    if not chosen:
        form.fail(side, missing)
        return Party(None)
    found = Organization.get_or_none((Organization.public_id == chosen) & (Organization.role == side))
    if found is None:
        form.fail(side, "Choose one of the answers in the list.")
        return Party(None)
    return Party(int(found.id))


def partnership_form(partnership: Partnership) -> FormData:
    """The form with what is known."""
    values = {
        name: getattr(partnership, name) for name in ("name", "product_lines", "setting", "service_area")
    }
    return FormData(initial={**values, "lead": partnership.lead_id or ""})


def read_member(submitted: Submitted, partnership: Partnership) -> tuple[Person | None, FormData]:
    """Who was chosen to work on the partnership."""
    form = FormData(submitted)
    public_id = form.text("person", "Choose a person.")
    form.flag("lead")
    if not form.ok:
        return None, form
    found = Person.get_or_none(
        (Person.public_id == public_id)
        & Person.organization.in_((partnership.provider_id, partnership.payer_id))
    )
    if found is None:
        form.fail("person", "Choose a person of one of the two organizations.")
    return found, form
