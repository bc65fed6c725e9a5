"""Every address is written as the library writes it; only later."""

from __future__ import annotations

from typing import Any

import pytest
from flask import Flask
from werkzeug.routing import IntegerConverter, Map, Rule

from app.web.addresses import LateRule


def values_of(rule: Rule) -> dict[str, Any]:
    parts = {name: rule._converters[name] for name in rule.arguments}
    return {name: 7 if isinstance(one, IntegerConverter) else "Zo\u00eb & co" for name, one in parts.items()}


def test_every_address_is_written_as_the_library_writes_it(app: Flask) -> None:
    plain = Map(
        [Rule(str(rule), endpoint=str(number)) for number, rule in enumerate(app.url_map.iter_rules())]
    )
    usual = {str(rule): rule for rule in plain.iter_rules()}
    for rule in app.url_map.iter_rules():
        assert isinstance(rule, LateRule)
        for more in ({}, {"next": "/a?b=1", "page": 2}):
            values = {**values_of(rule), **more}
            assert rule.build(values) == usual[str(rule)].build(values), rule


def test_a_start_compiles_no_address(monkeypatch: pytest.MonkeyPatch) -> None:
    compiled: list[str] = []

    def noted(rule: Rule, append_unknown: bool = True) -> Any:
        compiled.append(rule.rule)
        return usual(rule, append_unknown)

    usual = Rule._compile_builder
    monkeypatch.setattr(Rule, "_compile_builder", noted)
    rules = Map([LateRule("/a/<int:b>", endpoint="a"), LateRule("/c", endpoint="c")])
    rules.update()
    assert compiled == []
    there = rules.bind("localhost")
    assert there.build("a", {"b": 3}) == there.build("a", {"b": 3}) == "/a/3"
    assert compiled == ["/a/<int:b>"]
