"""What the two sides promise each other: usual pledges, and those that fit one partnership's own story."""

from __future__ import annotations

from dataclasses import dataclass

from app.examples.reader.records import ExamplePartnership
from app.examples.story.people import PAYER, PROVIDER

# The kinds of meeting at which such a thing comes up.
WORK = ("operations", "core_planning", "design_session")
CARE = ("case_conference",)
FIGURES = ("joint_review", "executive")

# What sets a partnership apart from the others.
FAR_APART, BY_HAND, LASTING = "far_apart", "by_hand", "lasting"


@dataclass(frozen=True, slots=True)
class Pledge:
    """Something one function of one side promises, and where it is talked about."""

    side: str
    function: str
    text: str
    said_at: tuple[str, ...] = WORK


# {month} is the month in which the promise is due, {before} the month before it.
EACH_MONTH = (
    Pledge(PROVIDER, "quality", "Send the numbers of {before}", FIGURES),
    Pledge(PAYER, "informatics", "Send the member list for {month}"),
    Pledge(PROVIDER, "operations", "Visit one referring clinic in {month}"),
    Pledge(PAYER, "case_management", "Brief the case managers on how to introduce the team"),
    Pledge(PROVIDER, "clinical", "Go through the open medicine and equipment requests", CARE),
    Pledge(PAYER, "operations", "Answer the open authorization questions"),
    Pledge(PROVIDER, "finance", "Send the bill for {before} and list what was sent back"),
    Pledge(PAYER, "finance", "Say which bills of {before} are still open, and why"),
    Pledge(PROVIDER, "case_management", "Update the list of community resources", CARE),
    Pledge(PAYER, "clinical", "Speak with one medical group about referring earlier", CARE),
    Pledge(PROVIDER, "operations", "Tell the referrers of {before} what became of their referrals"),
    Pledge(PAYER, "contracting", "Name who approves small changes on the plan's side"),
)
EACH_MONTH_BESIDES = {
    FAR_APART: (
        Pledge(PROVIDER, "operations", "Group the home visits of {month} by road"),
        Pledge(PAYER, "operations", "Ask which suppliers deliver to the far towns in {month}"),
        Pledge(PROVIDER, "clinical", "Choose which follow-up visits of {month} can be by video", CARE),
    ),
    BY_HAND: (
        Pledge(PROVIDER, "quality", "Count the hours that the report of {before} took", FIGURES),
        Pledge(PAYER, "informatics", "Say which figures of {before} the plan can count itself", FIGURES),
        Pledge(PAYER, "quality", "Name one figure in the report of {before} that can go", FIGURES),
    ),
}
NOW_USUAL = (
    Pledge(PROVIDER, "operations", "Send the agenda and the open points for the next meeting"),
    Pledge(PROVIDER, "finance", "Bring the cost model up to date for the next review", FIGURES),
    Pledge(PROVIDER, "quality", "Finish the list of metrics that nobody reads", FIGURES),
    Pledge(PROVIDER, "operations", "Call the two clinics that have sent nobody for a month"),
    Pledge(PROVIDER, "clinical", "Put on one page when to call the team at night", CARE),
    Pledge(PROVIDER, "case_management", "Collect what families ask in the first week", CARE),
    Pledge(PROVIDER, "finance", "List the bills that came back, with the reason"),
    Pledge(PROVIDER, "operations", "Send the plan the new on-call numbers"),
    Pledge(PAYER, "clinical", "Name a clinician to call about refills on weekends", CARE),
    Pledge(PAYER, "operations", "Confirm in writing who signs urgent authorizations after hours"),
    Pledge(PAYER, "informatics", "Send the emergency visits of last quarter, as a count", FIGURES),
    Pledge(PAYER, "operations", "Say who answers while a case manager is away"),
    Pledge(PAYER, "finance", "Say when the open bills of last quarter will be paid"),
    Pledge(PAYER, "clinical", "Introduce the team to two medical groups that have not referred yet", CARE),
    Pledge(PAYER, "contracting", "Ask counsel whether email counts as notice"),
    Pledge(PAYER, "case_management", "Add the team's number to the members' care plans", CARE),
)
NOW_BESIDES = {
    FAR_APART: (
        Pledge(PROVIDER, "operations", "Plan the routes so that two visits share each long drive"),
        Pledge(PROVIDER, "clinical", "Name the follow-up visits that can move to video", CARE),
        Pledge(PAYER, "operations", "Find an equipment supplier that delivers to the far towns"),
        Pledge(PAYER, "clinical", "Say in writing which visits may be by video", CARE),
    ),
    BY_HAND: (
        Pledge(PROVIDER, "quality", "List the figures that are still copied by hand", FIGURES),
        Pledge(PROVIDER, "finance", "Work out what the monthly report costs in hours", FIGURES),
        Pledge(PAYER, "informatics", "Send one file layout for all monthly figures", FIGURES),
        Pledge(PAYER, "quality", "Say which figures the plan can count from its own claims", FIGURES),
    ),
    LASTING: (
        Pledge(PROVIDER, "operations", "Write down which pilot steps are now routine, and who keeps them"),
        Pledge(PROVIDER, "quality", "Cut the report to the measures that both sides use", FIGURES),
        Pledge(PAYER, "contracting", "Confirm the day of the yearly rate review in writing", FIGURES),
        Pledge(PAYER, "informatics", "Set up the monthly extract so that nobody has to ask for it", FIGURES),
    ),
}


def traits(example: ExamplePartnership, *, lasting: bool) -> tuple[str, ...]:
    """What sets a partnership apart: long roads, figures counted by hand, a program that goes on."""
    facts = {
        FAR_APART: example.setting == "rural",
        BY_HAND: any(concern.area == "data" for concern in example.concerns),
        LASTING: lasting,
    }
    return tuple(trait for trait, true in facts.items() if true)
