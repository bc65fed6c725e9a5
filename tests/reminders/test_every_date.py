"""Every column with a day is decided about: a kind tells it, or a reason says why none does."""

from __future__ import annotations

from peewee import DateField

from app.models import MODELS
from app.reminders.rules import Kind

# A day that lies ahead and which kind tells it.
TOLD = {
    "Action.due_on": Kind.ACTION,
    "Milestone.due_on": Kind.MILESTONE,
    "Meeting.on": Kind.MEETING,  # and the days for its agenda and its minutes
    "Review.due_on": Kind.REVIEW,  # and the day of its packet
    "Review.planned_on": Kind.REVIEW,
    "Review.next_on": Kind.REVIEW,  # opens the next one
    "Signal.review_on": Kind.REVIEW,
    "Signal.ask_again_on": Kind.WATCH,
    "Adjustment.check_on": Kind.CHECK,
    "DataMonth.month_on": Kind.DATA_MONTH,
    "MetricsReport.period_on": Kind.REPORT,
    "MetricsReport.wanted_by": Kind.PLAN_DATA,
    "Assessment.asked_on": Kind.ASSESSMENT,
    "Assessment.finished_on": Kind.ASSESSMENT,  # a year later
    "Concern.opened_on": Kind.CONCERN,  # once it is open too long
    "Concern.next_step_on": Kind.CONCERN,
    "Touch.on": Kind.CONTACT,  # the rhythm later
    "DecisionRequest.expected_on": Kind.DECISION,
    "InformationItem.wanted_by_on": Kind.INFORMATION,
    "Site.next_visit_on": Kind.OUTREACH,
    "Strategy.next_due_on": Kind.OUTREACH,
    "Activity.follow_up_on": Kind.OUTREACH,
    "Training.planned_on": Kind.TRAINING,
    "Material.check_again_on": Kind.MATERIAL,
    "CommunicationPlan.look_again_on": Kind.LOOK_AGAIN,
    "ReferralPlan.look_again_on": Kind.LOOK_AGAIN,
    "Amendment.recheck_on": Kind.RECHECK,
    "Assumption.check_on": Kind.RECHECK,
    "ConnectingResource.funding_until": Kind.FUNDING,
    "Partnership.notice_given_on": Kind.TALK_AGAIN,  # calls off the other days of the agreement
    "EndingStep.proposed_on": Kind.ACTION,  # a step is a promise with its own day
    "NeedsRating.due_on": Kind.ACTION,  # so is the first step over a gap
    "MinutesProposal.due_on": Kind.ACTION,  # once somebody confirms it
}
# A day that may lie ahead and asks nobody for anything.
QUIET = {
    "Term.effective_on": "terms change by themselves; the days they hold are told as days of the agreement",
    "Amendment.effective_on": "a choice within a draft",
    "SignedPaper.effective_on": "as with the terms",
    "DraftVersion.terms_on": "for which day a paper was made",
    "HolidayChange.on": "our own calendar",
    "MeetingSeries.first_on": "its meetings are told",
    "MeetingSeries.until_on": "the plan of meetings says that a series ends",
    "MeetingSeries.paused_until_on": "it goes on by itself",
    "DensePeriod.starts_on": "begins by itself",
    "DensePeriod.ends_on": "ends by itself",
    "Meeting.planned_on": "the day its rhythm gave; the meeting has its own",
    "PlannedMetric.starts_on": "its report is told",
    "PlannedMetric.retired_on": "ends by itself",
    "Look.again_on": "the rules look by themselves",
    "Action.repeats_from": "the next action is told",
    "Action.first_due_on": "the day that was promised first; the one that holds is told",
    "Preference.away_from": "somebody's own days off",
    "Preference.away_until": "somebody's own days off",
    "ThingAnswer.snoozed_until": "the thing is told again on it",
    "Person.left_on": "asks at once who takes over",
}
# Days on which something happened, and days that name a span or another row's day.
PAST = {
    "Action": "done_on waiting_since",
    "Activity": "on",
    "Adjustment": "on",
    "AgendaTopic": "carried_from_on",
    "Amendment": "signed_on",
    "Assessment": "begun_on",
    "BalanceRating": "rated_on",
    "Champion": "since",
    "CalendarEntry": "on",
    "ChangeEvent": "on",
    "CommunicationPlan": "agreed_on",
    "Concern": "told_on resolved_on",
    "ConnectingResource": "checked_on",
    "DecisionRequest": "asked_on decided_on",
    "DraftStep": "on",
    "Ending": "given_on went_on_on",
    "FitAnswer": "on",
    "HandOver": "week_on",
    "InvitationMail": "on",
    "InformationItem": "asked_on answered_on",
    "Lesson": "on",
    "LeverNote": "noted_on",
    "Look": "looked_on",
    "Material": "asked_plan_on approved_by_plan_on",
    "MaterialSent": "sent_on",
    "MetricValue": "period_on",
    "Milestone": "done_on dropped_on",
    "NeedsRating": "rated_on",
    "Notice": "occurrence_on",
    "OutboxMail": "occurrence_on",
    "ParkedTopic": "parked_on",
    "Partnership": "stage_since",
    "Pulse": "on",
    "ReferralPlan": "revisited_on",
    "Review": "held_on period_from period_until decided_on",
    "RightJudgment": "judged_on",
    "RunDay": "on",
    "SettledQuestion": "settled_on",
    "Signal": "fired_on closed_on withdrawn_on answered_on",
    "SignSeen": "on",
    "SignedPaper": "signed_on",
    "Site": "last_visit_on",
    "SiteCount": "quarter_on",
    "StageChange": "on",
    "Strategy": "last_done_on",
    "Term": "settled_on",
    "ThingAnswer": "occurrence_on",
    "TieChange": "on",
    "TopicAnswer": "told_on",
    "Training": "held_on",
    "Unknown": "guessed_on truth_on",
    "UrgentQuestion": "asked_on answered_on solved_on",
}
# Kinds that hang on terms of the agreement and on no column of their own, or on another kind's day.
OF_TERMS = {Kind.NOTICE, Kind.TERM_END, Kind.DECIDE_BY, Kind.KEY_DATE, Kind.TALK_AGAIN}
OF_ANOTHER = {Kind.AGENDA, Kind.MINUTES, Kind.PACKET}


def test_a_new_column_with_a_day_is_decided_about() -> None:
    past = {f"{model}.{name}" for model, names in PAST.items() for name in names.split()}
    columns = {
        f"{model.__name__}.{name}"
        for model in MODELS
        for name, field in model._meta.fields.items()
        if type(field) is DateField
    }
    assert not columns - TOLD.keys() - QUIET.keys() - past, (
        "Name the kind that tells it, or say why none does."
    )
    assert not TOLD.keys() & QUIET.keys() and not (TOLD.keys() | QUIET.keys()) & past


def test_each_kind_tells_a_column_or_a_term() -> None:
    assert set(TOLD.values()) | OF_TERMS | OF_ANOTHER == set(Kind)
