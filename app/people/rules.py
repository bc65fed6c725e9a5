"""What may be said of organizations and people. Pure."""

from __future__ import annotations

from enum import StrEnum


class OrganizationRole(StrEnum):
    """What an organization is to us."""

    PAYER = "payer"
    PROVIDER = "provider"
    REFERRER = "referrer"
    COMMUNITY = "community"


ROLE_WORDS = {
    OrganizationRole.PAYER: "Health plan",
    OrganizationRole.PROVIDER: "Hospice or palliative care provider",
    OrganizationRole.REFERRER: "Referring organization",
    OrganizationRole.COMMUNITY: "Community organization",
}


class Size(StrEnum):
    """How large an organization is [L8 culture]."""

    SMALL = "small"
    MEDIUM = "medium"
    LARGE = "large"
    NATIONAL = "national"


class DecisionProcess(StrEnum):
    """Through how many hands a decision goes [L8 culture]."""

    ONE_PERSON = "one_person"
    SMALL_GROUP = "small_group"
    SEVERAL_STEPS = "several_steps"
    COMMITTEE_CHAIN = "committee_chain"


DECISION_WORDS = {
    DecisionProcess.ONE_PERSON: "One person",
    DecisionProcess.SMALL_GROUP: "A small group",
    DecisionProcess.SEVERAL_STEPS: "Several steps, one after the other",
    DecisionProcess.COMMITTEE_CHAIN: "A chain of committees",
}


def words(identifier: str) -> str:
    """A catalogue id as people read it: case_management becomes Case management."""
    text = identifier.replace("_", " ")
    return text[:1].upper() + text[1:]
