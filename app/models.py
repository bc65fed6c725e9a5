"""Every table, in creation order: for the migrations and the test that holds both together."""

from __future__ import annotations

from app.accounts.models import EndedVisit, LoginAttempt, OneTimeLink, User
from app.actions.models import Action, ActionComment
from app.assessments.models import Assessment, ConnectingResource, NeedsRating, RightJudgment, Unknown
from app.balance.models import Adjustment, BalanceRating
from app.calendars.models import CalendarEntry, CalendarLink, Invitation, InvitationMail
from app.core.batches import Batch
from app.core.db import BaseModel
from app.core.files import StoredFile
from app.core.history import History
from app.core.jobs import JobRun
from app.costs.models import CostSet, PaymentNote
from app.design.models import DesignAnswer
from app.drafts.models import AmendedTerm, Amendment, DraftFile, DraftStep, DraftVersion, SignedPaper
from app.endings.models import Ending, EndingAnswer, EndingStep, HandOver
from app.information.models import AimsLine, InformationItem, Lesson, TopicAnswer
from app.mail.models import MailAttempt, MailFile, OutboxMail
from app.measuring.models import MetricsReport, MetricValue, PlannedMetric
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
from app.metrics.models import Assumption, DataMonth
from app.milestones.models import Milestone, MilestoneShift, MilestoneWait
from app.organization.models import HolidayChange, House, HouseLook
from app.outreach.models import (
    Activity,
    Champion,
    Material,
    MaterialSent,
    ReferralPlan,
    Site,
    SiteContact,
    SiteCount,
    Strategy,
    TieChange,
    Training,
)
from app.partnerships.models import Membership, Partnership, StageChange
from app.people.models import CultureProfile, Organization, Person
from app.relationship.models import (
    Concern,
    DecisionRequest,
    FitAnswer,
    Pulse,
    PulseAnswers,
    SignSeen,
    Touch,
    TouchRhythm,
    UrgentQuestion,
)
from app.reminders.models import Notice, Preference, RunDay, ThingAnswer
from app.reviews.models import Review, ReviewAnswer, ReviewGuest, ReviewSignal
from app.stages.models import GateAnswer, StageExit
from app.terms.models import Term
from app.triggers.models import ChangeEvent, LeverNote, Look, RuleChoice, Signal
from app.wording.models import SectionWording

MODELS: tuple[type[BaseModel], ...] = (
    History,
    Batch,
    JobRun,
    StoredFile,
    User,
    LoginAttempt,
    EndedVisit,
    OneTimeLink,
    MailFile,
    OutboxMail,
    MailAttempt,
    House,
    HouseLook,
    HolidayChange,
    Organization,
    Person,
    CultureProfile,
    Partnership,
    StageChange,
    Membership,
    Term,
    Action,
    ActionComment,
    Milestone,
    MilestoneWait,
    MilestoneShift,
    GateAnswer,
    StageExit,
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
    InformationItem,
    TopicAnswer,
    AimsLine,
    Lesson,
    Concern,
    Pulse,
    PulseAnswers,
    FitAnswer,
    SignSeen,
    Touch,
    TouchRhythm,
    UrgentQuestion,
    DecisionRequest,
    DataMonth,
    Assumption,
    CostSet,
    PlannedMetric,
    MetricValue,
    MetricsReport,
    PaymentNote,
    ChangeEvent,
    Signal,
    RuleChoice,
    Look,
    Review,
    ReviewGuest,
    ReviewSignal,
    ReviewAnswer,
    LeverNote,
    Ending,
    EndingAnswer,
    EndingStep,
    HandOver,
    BalanceRating,
    Adjustment,
    DesignAnswer,
    Amendment,
    AmendedTerm,
    DraftVersion,
    DraftFile,
    DraftStep,
    SignedPaper,
    Notice,
    Preference,
    RunDay,
    ThingAnswer,
    SectionWording,
    Assessment,
    NeedsRating,
    ConnectingResource,
    RightJudgment,
    Unknown,
    ReferralPlan,
    Strategy,
    Site,
    TieChange,
    SiteContact,
    SiteCount,
    Activity,
    Champion,
    Material,
    MaterialSent,
    Training,
    CalendarLink,
    CalendarEntry,
    Invitation,
    InvitationMail,
)
