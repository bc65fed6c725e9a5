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


def words(identifier: str) -> str:
    """A catalogue id as people read it: case_management becomes Case management."""
    text = identifier.replace("_", " ")
    return text[:1].upper() + text[1:]
