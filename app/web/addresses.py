"""Addresses of pages: how to write one is worked out when it is first written, not at the start."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from werkzeug.routing import Rule

Builder = Callable[..., tuple[str, str]]


class LateRule(Rule):
    """A rule that compiles its builder at its first use.

    Werkzeug compiles two functions for each of some 340 rules, which is a quarter of a cold start; a visit
    needs a few dozen of them. Should a later Werkzeug call this method no more, the start is slower again
    and nothing else.
    """

    def _compile_builder(self, append_unknown: bool = True) -> Builder:
        compile_now = super()._compile_builder
        compiled: list[Builder] = []

        def build(rule: Rule, /, **values: Any) -> tuple[str, str]:
            if not compiled:
                compiled.append(compile_now(append_unknown))
            return compiled[0](rule, **values)

        return build
