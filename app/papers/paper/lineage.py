"""The lineage as a document. Pure."""

from __future__ import annotations

from datetime import date

from app.documents.blocks import Block, Copy, Document, Meta, Paragraph, Role, words

from ..rules.parts import Part
from .parts import blocks_of


def lineage_document(
    title: str,
    lede: str,
    parts: tuple[Part, ...],
    *,
    partnership: str,
    between: str,
    draft_id: str,
    made_on: date,
    partner_copy: bool,
) -> Document:
    """Paper M19 [L7 balance]."""
    body: list[Block] = [Paragraph(words(lede), Role.LEAD)] if lede else []
    body += blocks_of(parts)
    copy = Copy.PARTNER if partner_copy else Copy.INTERNAL
    return Document(
        title=title,
        subtitle=between,
        meta=Meta(kind="M19", draft_id=draft_id, partnership=partnership, copy=copy, on=made_on),
        body=tuple(body),
        header=(partnership, "" if partner_copy else "Internal copy"),
        footer="Lineage",
    )
