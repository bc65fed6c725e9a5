"""What a typed text may hold, how texts compare, and how a number reads. Pure."""

from __future__ import annotations

import re
import unicodedata
from decimal import Decimal

# Control characters break a Word file, two private code points mark places while a text is parsed, and
# direction overrides make a sum read other than it is stored.
UNPRINTABLE = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ue000\ue001\ufffe\uffff\ud800-\udfff\u202a-\u202e\u2066-\u2069]"
)
# A count up to ten reads as a word.
COUNT_WORDS = ("one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")
_INVISIBLE = "\u200b\u200e\u200f\u2060\ufeff"


def trimmed(text: str) -> str:
    """The text without space at its ends, also such as nobody sees; line ends as one sign."""
    return text.replace("\r\n", "\n").replace("\r", "\n").strip().strip(_INVISIBLE).strip()


def number(value: Decimal | int) -> str:
    """1,060 or 6.5: no zeros that say nothing."""
    if isinstance(value, int):
        return f"{value:,}"
    text = f"{value:,f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def count_words(count: int, none: str = "no") -> str:
    """one ... ten, then figures; `none` is what stands for zero."""
    if count == 0:
        return none
    return COUNT_WORDS[count - 1] if 0 < count <= len(COUNT_WORDS) else f"{count:,}"


def folded(text: str) -> str:
    """The text as a search compares it: no capitals, no accents, on both databases alike."""
    if text.isascii():
        return text.lower()
    parts = unicodedata.normalize("NFKD", text.casefold())
    return "".join(sign for sign in parts if not unicodedata.combining(sign))
