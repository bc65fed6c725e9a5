"""Contracts, written: files from the terms, versions, signatures, amendments."""

from __future__ import annotations

from .amendments import (
    AmendmentFacts,
    Because,
    amend,
    amend_for_review,
    drop_amendment,
    put_back,
    take_out,
    take_up_amendment,
    update_amendment,
)
from .contract import MadeFile, make_contract
from .signing import Signature, file_signed, set_signed_aside, sign_version, would_change
from .versions import Wish, make_amendment_version, make_version, note_step, take_back_step

__all__ = [
    "AmendmentFacts",
    "Because",
    "MadeFile",
    "Signature",
    "Wish",
    "amend",
    "amend_for_review",
    "drop_amendment",
    "file_signed",
    "make_amendment_version",
    "make_contract",
    "make_version",
    "note_step",
    "put_back",
    "set_signed_aside",
    "sign_version",
    "take_back_step",
    "take_out",
    "take_up_amendment",
    "update_amendment",
    "would_change",
]
