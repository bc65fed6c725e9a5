"""What people write beside a promise."""

from __future__ import annotations

from datetime import datetime

from app.core.actor import Actor
from app.core.db import write
from app.core.errors import Forbidden
from app.core.history import change, create

from ..models import Action, ActionComment


def add_comment(action: Action, text: str, *, actor: Actor, now: datetime) -> ActionComment:
    """Write something beside a promise; it is ours alone and stands in no paper."""
    with write():
        return create(
            ActionComment,
            actor=actor,
            now=now,
            action=action,
            text=text,
            author=actor.id,
            author_name=actor.name,
            created_at=now,
        )


def remove_comment(comment: ActionComment, *, actor: Actor, now: datetime) -> ActionComment:
    """Take the own comment off; it can be put back. Raises Forbidden for somebody else's."""
    return _shown(comment, actor, now, removed=True)


def restore_comment(comment: ActionComment, *, actor: Actor, now: datetime) -> ActionComment:
    """Undo: the comment stands there again."""
    return _shown(comment, actor, now, removed=False)


def _shown(comment: ActionComment, actor: Actor, now: datetime, *, removed: bool) -> ActionComment:
    with write():
        if comment.author_id != actor.id:
            raise Forbidden(f"Only {comment.author_name} can take this comment off.")
        return change(comment, actor=actor, now=now, removed=removed)
