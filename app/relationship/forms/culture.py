"""What people type about the way an organization works."""

from __future__ import annotations

from app.catalogue import catalogue
from app.people.models import CultureProfile
from app.people.rules import DECISION_WORDS, DecisionProcess, Size
from app.people.service import Approver, CultureFacts
from app.web.formdata import LONG, FormData, Submitted

SIZE_OPTIONS = [(size.value, size.value.capitalize()) for size in Size]
DECISION_OPTIONS = [(process.value, text) for process, text in DECISION_WORDS.items()]
RISK_OPTIONS = [
    ("1", "1, avoids it"),
    ("2", "2"),
    ("3", "3, takes some"),
    ("4", "4"),
    ("5", "5, seeks it"),
]
MOST_DAYS = 730
SPARE_ROWS, MOST_ROWS = 2, 12
NOTES = (
    "structure_note",
    "fixed_calendars",
    "preferred_note",
    "past_innovations",
    "priorities_now",
    "pressures_now",
)


def mode_options() -> list[tuple[str, str]]:
    """The ways of talking that the catalogue knows."""
    return [(mode.id, mode.id.replace("_", " ").capitalize()) for mode in catalogue().meeting_modes]


def read_culture(submitted: Submitted) -> tuple[CultureFacts | None, FormData]:
    """How an organization works and decides; a row of approvers without a function is left out."""
    form = FormData(submitted)
    notes = {name: form.text(name, limit=LONG) for name in NOTES}
    risk = form.choice("comfort_with_risk", [key for key, _words in RISK_OPTIONS])
    facts = CultureFacts(
        size=form.choice("size", list(Size)),
        decision_process=form.choice("decision_process", list(DecisionProcess)),
        approvers=_approvers(form),
        usual_days_to_decide=form.whole("usual_days_to_decide", 0, MOST_DAYS),
        preferred_modes=tuple(form.choices("preferred_modes", [key for key, _words in mode_options()])),
        comfort_with_risk=int(risk) if risk else None,
        **notes,
    )
    return (facts if form.ok else None), form


def _approvers(form: FormData) -> tuple[Approver, ...]:
    found = []
    sent = [row for row in range(MOST_ROWS) if form.sent(f"approver_function_{row}")]
    for row in sent:
        function = form.text(f"approver_function_{row}", limit=120)
        topic = form.text(f"approver_topic_{row}")
        days = form.whole(f"approver_days_{row}", 0, MOST_DAYS)
        if function:
            found.append(Approver(function, topic, days))
        elif topic or days is not None:
            form.fail(
                f"approver_function_{row}", "Enter who approves this, by function. Clear the row to drop it."
            )
    form.values["approver_rows"] = max(len(sent), SPARE_ROWS)
    return tuple(found)


def culture_form(profile: CultureProfile | None) -> FormData:
    """The form with what is known, and two spare rows for approvers."""
    if profile is None:
        return FormData(initial={"approver_rows": SPARE_ROWS})
    names = (*NOTES, "size", "decision_process", "usual_days_to_decide", "preferred_modes")
    values = {name: getattr(profile, name) for name in names}
    values["comfort_with_risk"] = str(profile.comfort_with_risk or "")
    for row, one in enumerate(profile.approvers):
        values[f"approver_function_{row}"] = one["function"]
        values[f"approver_topic_{row}"] = one.get("topic", "")
        values[f"approver_days_{row}"] = one.get("days_needed")
    values["approver_rows"] = min(len(profile.approvers) + SPARE_ROWS, MOST_ROWS)
    return FormData(initial=values)
