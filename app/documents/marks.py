"""The names that terms and clauses carry inside a Word file.

Each place has two marks: the tag of a content control, and a bookmark. Word keeps both; LibreOffice
keeps only bookmarks. Writer and reader both take the names from here.
"""

from __future__ import annotations

import re
from zlib import crc32

OWN_FROM, OWN_THROUGH = 50, 99  # sections that a house adds: S50 to S99
TAG_LENGTH = 64
BOOKMARK_LENGTH = 40
CLAUSE_PREFIX = "cl_"
ARTICLE_PREFIX = "ar_"
TERM_PREFIX = "tm_"

# Names of the custom properties that say which draft a file is.
PROPERTY_DRAFT = "EvenkeelDraft"
PROPERTY_VERSION = "EvenkeelVersion"
PROPERTY_KIND = "EvenkeelKind"
PROPERTY_COPY = "EvenkeelCopy"


def is_added(section: str) -> bool:
    """Whether a section, by its id, was added by the house: its file alone says what its terms are."""
    return int(section[1:]) >= OWN_FROM


def tag(key: str) -> str:
    """The tag of a content control; a long key ends in a checksum so that it stays unique."""
    return _fit(key, TAG_LENGTH)


def clause_bookmark(clause_id: str) -> str:
    """The bookmark of a clause heading."""
    return _bookmark(CLAUSE_PREFIX, clause_id)


def article_bookmark(section: str) -> str:
    """The bookmark of an article heading."""
    return _bookmark(ARTICLE_PREFIX, section)


def term_bookmark(key: str, occurrence: int = 1) -> str:
    """The bookmark of a term; the second place of the same term ends in "__2"."""
    suffix = "" if occurrence == 1 else f"__{occurrence}"
    return _bookmark(TERM_PREFIX, key, BOOKMARK_LENGTH - len(suffix)) + suffix


def control_id(name: str, taken: set[int]) -> int:
    """A positive number for a content control, the same on each writing, unique within the file."""
    number = crc32(name.encode()) % 0x7FFFFFFE + 1
    while number in taken:
        number = number % 0x7FFFFFFE + 1
    taken.add(number)
    return number


def _bookmark(prefix: str, key: str, length: int = BOOKMARK_LENGTH) -> str:
    return _fit(prefix + re.sub(r"\W", "_", key, flags=re.ASCII), length, key)


def _fit(name: str, length: int, source: str | None = None) -> str:
    if len(name) <= length:
        return name
    return f"{name[: length - 9]}_{crc32((source or name).encode()):08x}"
