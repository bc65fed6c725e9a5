"""Every table, in creation order: for the migrations and the test that holds both together."""

from __future__ import annotations

from app.accounts.models import EndedVisit, LoginAttempt, OneTimeLink, User
from app.actions.models import Action
from app.core.db import BaseModel
from app.core.history import History
from app.core.jobs import JobRun
from app.costs.models import CostInputs
from app.mail.models import MailFile, OutboxMail
from app.meetings.models import (
    AgendaTopic,
    Attendance,
    CommunicationPlan,
    Decision,
    DensePeriod,
    Meeting,
    MeetingAction,
    MeetingSeries,
    MinutesProposal,
    ParkedTopic,
    SeriesSeat,
    SettledQuestion,
)
from app.metrics.models import DataMonth
from app.milestones.models import Milestone
from app.organization.models import HolidayChange, House
from app.partnerships.models import Membership, Partnership, StageChange
from app.people.models import Organization, Person
from app.relationship.models import Concern, Pulse
from app.reminders.models import Notice
from app.reviews.models import Review
from app.terms.models import Term
from app.triggers.models import ChangeEvent

MODELS: tuple[type[BaseModel], ...] = (
    History,
    JobRun,
    User,
    LoginAttempt,
    EndedVisit,
    OneTimeLink,
    MailFile,
    OutboxMail,
    House,
    HolidayChange,
    Organization,
    Person,
    Partnership,
    StageChange,
    Membership,
    Term,
    Action,
    Milestone,
    MeetingSeries,
    SeriesSeat,
    DensePeriod,
    CommunicationPlan,
    SettledQuestion,
    Meeting,
    Attendance,
    AgendaTopic,
    ParkedTopic,
    Decision,
    MeetingAction,
    MinutesProposal,
    Concern,
    Pulse,
    DataMonth,
    CostInputs,
    ChangeEvent,
    Review,
    Notice,
)
