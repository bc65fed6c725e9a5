"""The packet of a review as a document. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from app.documents.blocks import Block, Copy, Document, Meta, Paragraph, Picture, Role, words

from ..rules.parts import Part
from .parts import blocks_of

GROUPS_ONLY = "Figures about groups. No patient can be seen in it."


def packet_document(
    title: str,
    parts: Sequence[Part],
    pictures: Sequence[Picture],
    *,
    partnership: str,
    between: str,
    draft_id: str,
    made_on: date,
    partner_copy: bool,
) -> Document:
    """Paper M3 [L7 balance] [L5 negotiation] [T5 sustainability]."""
    body: list[Block] = [Paragraph(words(GROUPS_ONLY), Role.NOTICE), *blocks_of(parts, pictures)]
    return Document(
        title=title,
        subtitle=between,
        meta=Meta(
            kind="M3",
            draft_id=draft_id,
            partnership=partnership,
            copy=Copy.PARTNER if partner_copy else Copy.INTERNAL,
            on=made_on,
        ),
        body=tuple(body),
        header=(partnership, "" if partner_copy else "Internal copy"),
        footer="Review packet",
    )
