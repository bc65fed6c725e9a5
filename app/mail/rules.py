"""When a mail is tried again, what a failure means in words, and what may stand in a mail's head. Pure."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum


class MailStatus(StrEnum):
    """Where a mail stands. Pending and sending are unsent; the others are final."""

    PENDING = "pending"
    SENDING = "sending"
    SENT = "sent"
    FAILED = "failed"
    CANCELLED = "cancelled"


UNSENT = (MailStatus.PENDING, MailStatus.SENDING)


class Verdict(StrEnum):
    """What a try came to."""

    SENT = "sent"
    LATER = "later"  # unreachable, or the server asked us to wait
    REFUSED = "refused"  # the server will never take this message


class Step(StrEnum):
    """What the server was told when it answered."""

    SENDER = "sender"  # MAIL FROM
    RECIPIENT = "recipient"  # RCPT TO
    MESSAGE = "message"  # DATA


class Trouble(StrEnum):
    """Why a try failed, as far as we can tell; the server's own words stand beside it."""

    ADDRESS = "address"
    NOBODY = "nobody"
    FULL = "full"
    TOO_LARGE = "too_large"
    CONTENT = "content"
    REFUSED = "refused"
    DELAYED = "delayed"
    SENDER = "sender"
    RELAY = "relay"
    SIGN_IN = "sign_in"
    NO_ENCRYPTION = "no_encryption"
    CERTIFICATE = "certificate"
    ENCRYPTION = "encryption"
    UNKNOWN_HOST = "unknown_host"
    CLOSED = "closed"
    TIMEOUT = "timeout"
    HUNG_UP = "hung_up"


RETRY_AFTER = timedelta(hours=1)
GIVE_UP_AFTER = timedelta(days=7)
LEASE = timedelta(minutes=10)  # longer than BATCH x the timeout of one message
BATCH = 5
# Codes about our own sign-in at the server, not about one message: they heal when the setting is mended.
OUR_SIGN_IN = frozenset({530, 534, 535, 538})
# The same for all our mails, whoever gets them: one mended setting heals them, so none of them is given up.
OUR_SETTING = frozenset({Trouble.SENDER, Trouble.RELAY, Trouble.SIGN_IN})
UNREACHABLE = frozenset(
    {
        Trouble.NO_ENCRYPTION,
        Trouble.CERTIFICATE,
        Trouble.ENCRYPTION,
        Trouble.UNKNOWN_HOST,
        Trouble.CLOSED,
        Trouble.TIMEOUT,
        Trouble.HUNG_UP,
    }
)
SHOWN_ATTEMPTS = 50  # of one mail; older ones are forgotten
DIGESTS = frozenset({"digest"})  # kinds that a person can change or stop for themselves
PROOF = "test"  # its text holds the code by which mail is proven
PREFERENCES = "/reminders/preferences"
MAX_ADDRESS = 254
_ADDRESS = re.compile(r"[^\s@<>(),;:\\\"\[\]\x00-\x1f\x7f]+@[^\s@<>(),;:\\\"\[\]\x00-\x1f\x7f]+\.?[^\s@.]+")
_NOT_PRINTABLE = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff]+")


@dataclass(frozen=True, slots=True)
class NextStep:
    """What becomes of a mail after a try."""

    status: MailStatus
    not_before: datetime | None = None


# RFC 3463: what the second and third number of an enhanced code say, whatever the first.
_DETAIL = {
    "1.1": Trouble.NOBODY,
    "1.2": Trouble.NOBODY,
    "1.3": Trouble.NOBODY,
    "1.6": Trouble.NOBODY,
    "1.10": Trouble.NOBODY,
    "2.1": Trouble.NOBODY,
    "2.2": Trouble.FULL,
    "2.3": Trouble.TOO_LARGE,
    "3.4": Trouble.TOO_LARGE,
    "1.7": Trouble.SENDER,
    "1.8": Trouble.SENDER,
}
_ENHANCED = re.compile(r"(?:\d{3}[ -])?[45]\.(\d{1,3}\.\d{1,3})\b")


def trouble_of(code: int, words: str, step: Step) -> Trouble:
    """Why the server did not take a message: by its code, the finer one in its words, and the step."""
    if code in OUR_SIGN_IN:
        return Trouble.SIGN_IN
    detail = _ENHANCED.match(words)
    known = _DETAIL.get(detail[1]) if detail else None
    if known is not None:
        return known
    if code < 500:
        return Trouble.DELAYED
    if code == 552:
        return Trouble.FULL if step is Step.RECIPIENT else Trouble.TOO_LARGE
    if step is Step.SENDER:
        return Trouble.SENDER
    if "relay" in words.lower():
        return Trouble.RELAY
    if step is Step.RECIPIENT:
        return Trouble.NOBODY if code in (550, 551, 553) and detail is None else Trouble.REFUSED
    return Trouble.CONTENT


def verdict_of(code: int, trouble: Trouble) -> Verdict:
    """As `judge`; what one mended setting heals for all mails is tried again."""
    return Verdict.LATER if trouble in OUR_SETTING else judge(code)


_ADVICE = {
    Trouble.ADDRESS: (
        "No mail can go to this address. Mend it where the person is kept; the next mail goes there."
    ),
    Trouble.NOBODY: (
        "The mail server knows nobody at this address. Look for a slip in it, or ask the person. "
        "A mended address counts for the next mail."
    ),
    Trouble.FULL: "The person’s mailbox is full. Tell them by phone; once there is room, send again.",
    Trouble.TOO_LARGE: (
        "The mail is larger than the server takes. Hand the file over another way, then call this mail off."
    ),
    Trouble.CONTENT: (
        "The mail server read the mail and will not have it, often because it takes it for advertising. "
        "Show its words to whoever runs the mail server."
    ),
    Trouble.REFUSED: (
        "The mail server will not take this mail. Its words say why; show them to whoever runs that server."
    ),
    Trouble.DELAYED: "The mail server asked us to wait. There is nothing to do unless this lasts for a day.",
    Trouble.SENDER: (
        "The mail server will not let us send in this name. Whoever runs Evenkeel sets EVENKEEL_MAIL_FROM "
        "to an address that the sign-in at the mail server may use."
    ),
    Trouble.RELAY: (
        "The mail server carries no mail for us. Whoever runs Evenkeel puts a user name and a password into "
        "EVENKEEL_SMTP_URL, or asks the mail server’s people to let this computer send."
    ),
    Trouble.SIGN_IN: (
        "The mail server does not accept our sign-in. Whoever runs Evenkeel checks the user name and the "
        "password in EVENKEEL_SMTP_URL, and whether the mail server wants a password made for programs."
    ),
    Trouble.NO_ENCRYPTION: (
        "The mail server offers no encryption, so nothing was handed over. Whoever runs Evenkeel tries "
        "smtps:// with port 465 in EVENKEEL_SMTP_URL, or ?tls=no for a mail server on this same computer."
    ),
    Trouble.ENCRYPTION: (
        "No encrypted talk with the mail server came about. Whoever runs Evenkeel checks EVENKEEL_SMTP_URL: "
        "smtps:// goes with port 465, smtp:// with port 587."
    ),
    Trouble.UNKNOWN_HOST: (
        "The name of the mail server is not known here. Whoever runs Evenkeel checks the name in "
        "EVENKEEL_SMTP_URL, and whether this computer reaches the network."
    ),
    Trouble.CLOSED: (
        "Nothing answers where the mail server should be. Whoever runs Evenkeel checks name and port in "
        "EVENKEEL_SMTP_URL, and whether a firewall stands between."
    ),
    Trouble.TIMEOUT: (
        "The mail server took too long. There is nothing to do unless this lasts for a day; then whoever "
        "runs Evenkeel checks the name and the port in EVENKEEL_SMTP_URL."
    ),
    Trouble.HUNG_UP: (
        "The mail server ended the talk in the middle. There is nothing to do unless this lasts for a day; "
        "it may have taken the mail all the same, and then the person gets it twice."
    ),
}
TROUBLE_WORDS = {
    Trouble.ADDRESS: "Not an address",
    Trouble.NOBODY: "Nobody at this address",
    Trouble.FULL: "Mailbox full",
    Trouble.TOO_LARGE: "Too large",
    Trouble.CONTENT: "Refused after reading",
    Trouble.REFUSED: "Refused",
    Trouble.DELAYED: "The server asks us to wait",
    Trouble.SENDER: "Sender not allowed",
    Trouble.RELAY: "No mail carried for us",
    Trouble.SIGN_IN: "Sign-in refused",
    Trouble.NO_ENCRYPTION: "No encryption offered",
    Trouble.CERTIFICATE: "Certificate not good",
    Trouble.ENCRYPTION: "Encryption failed",
    Trouble.UNKNOWN_HOST: "Name of the server unknown",
    Trouble.CLOSED: "Nothing answers",
    Trouble.TIMEOUT: "No answer in time",
    Trouble.HUNG_UP: "Cut off in the middle",
}
_OTHER_NAME = (
    "is for another name. Whoever runs Evenkeel puts the name that stands in it into EVENKEEL_SMTP_URL."
)
_NOT_TRUSTED = (
    "is not trusted by this computer. Whoever runs Evenkeel makes its issuer known here, "
    "or the server gets another."
)
_CERTIFICATE = (
    ("expired", "has run out. Whoever runs the mail server renews it."),
    ("not yet valid", "holds only from a later day. Check the clock of this computer."),
    ("match", _OTHER_NAME),
    ("", _NOT_TRUSTED),
)


def advice(trouble: Trouble, words: str = "") -> str:
    """What the failure means and who does what about it; `words` are those noted at the try."""
    if trouble is not Trouble.CERTIFICATE:
        return _ADVICE[trouble]
    low = words.lower()
    return "The mail server’s certificate " + next(rest for sign, rest in _CERTIFICATE if sign in low)


def is_tried_again(trouble: Trouble) -> bool:
    """Whether we try again by ourselves."""
    return not after_refusal(trouble)


def result_word(status: MailStatus, trouble: Trouble | None, attempts: int) -> str:
    """Where a mail stands, in one or two words."""
    if status is MailStatus.FAILED:
        return "Refused" if trouble is None or after_refusal(trouble) else "Given up"
    if status in UNSENT and attempts and trouble is not None:
        return "Unreachable" if trouble in UNREACHABLE else "Delayed"
    return {
        MailStatus.PENDING: "Waiting",
        MailStatus.SENDING: "Being sent",
        MailStatus.SENT: "Sent",
        MailStatus.CANCELLED: "Called off",
    }[status]


def after_refusal(trouble: Trouble) -> bool:
    """Whether the server, or we, said no to this one message, in place of keeping us waiting for a week."""
    return trouble not in UNREACHABLE | OUR_SETTING | {Trouble.DELAYED}


def reads_text(kind: str, *, mine: bool, edits: bool) -> bool:
    """Whether a person may read what a mail says: one's own, or all for those who edit.

    Nobody reads the code of a test mail on a page: it would prove nothing.
    """
    return kind != PROOF and (mine or edits)


def judge(code: int) -> Verdict:
    """What a reply code of the server means for this message."""
    if 200 <= code < 300:
        return Verdict.SENT
    return Verdict.REFUSED if 500 <= code < 600 and code not in OUR_SIGN_IN else Verdict.LATER


def after_try(verdict: Verdict, *, now: datetime, first_try: datetime) -> NextStep:
    """Sent, refused, or again in an hour for seven days: a week without a mail server heals by itself."""
    if verdict is Verdict.SENT:
        return NextStep(MailStatus.SENT)
    if verdict is Verdict.REFUSED or now + RETRY_AFTER > first_try + GIVE_UP_AFTER:
        return NextStep(MailStatus.FAILED)
    return NextStep(MailStatus.PENDING, now + RETRY_AFTER)


def gives_up_at(first_try: datetime) -> datetime:
    """When we stop trying a mail that the server keeps delaying."""
    return first_try + GIVE_UP_AFTER


def is_address(text: str) -> bool:
    """Whether this is one plain address: nothing in it can end a line or name a second recipient."""
    local, at, domain = text.rpartition("@")
    return bool(
        at
        and local
        and domain
        and len(text) <= MAX_ADDRESS
        and _ADDRESS.fullmatch(text)
        and ".." not in domain
    )


def header_text(text: str, limit: int = 300) -> str:
    """One printable line: a line break typed into a name cannot begin a header of its own.

    Neither can one that is written as an encoded word (`=?utf-8?q?=0A?=`), which the mail library would read.
    """
    return " ".join(_NOT_PRINTABLE.sub(" ", text).replace("=?", "= ?").split())[:limit]


def dedupe_key(kind: str, thing: str, on: date, recipient: str) -> str:
    """The name under which a mail exists at most once."""
    return f"{kind}:{thing}:{on.isoformat()}:{recipient}"


def again_key(key: str, times: int) -> str:
    """The name of the next mail when `times` earlier ones of the same name were cancelled or are done."""
    return key if times == 0 else f"{key}:{times + 1}"


def domain_of(address: str | None) -> str:
    """The right-hand side of our Message-IDs."""
    domain = (address or "").rpartition("@")[2].strip(" >").lower()
    return domain if re.fullmatch(r"[a-z0-9.-]+", domain) else "evenkeel.local"
