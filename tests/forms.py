"""The forms of a house, found as a person finds them: by following links from page to page."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from html.parser import HTMLParser
from typing import Any

from flask import Flask
from werkzeug.exceptions import HTTPException
from werkzeug.routing import MapAdapter

FREE = {"", "text", "search", "url", "tel"}  # types of inputs into which anything is typed
USUAL = {"date": "2026-11-24", "time": "14:00", "number": "1", "email": "a@b.example"}
PAGES_OF_A_KIND = 2  # of the same address with other ids: one that is empty and one that is full


@dataclass(slots=True)
class Form:
    """A form that changes something, as the browser would send it."""

    action: str
    values: dict[str, list[str]] = field(default_factory=dict)  # as they stand
    usual: dict[str, str] = field(default_factory=dict)  # what somebody could put where nothing stands
    optional: set[str] = field(default_factory=set)
    free: list[str] = field(default_factory=list)

    def different(self) -> list[str]:
        """The free texts; of those that differ in a number alone the first: rows are read alike."""
        found: dict[str, str] = {}
        for name in self.free:
            found.setdefault(re.sub(r"\d+", "0", name), name)
        return list(found.values())

    def filled(self, way: str) -> dict[str, Any]:
        """What is sent: `all` fields filled, only those that are `asked` for, or as it `stands`."""
        sent: dict[str, Any] = dict(self.values)
        for name, usual in self.usual.items():
            skipped = way == "stands" or (way == "asked" and name in self.optional)
            if not any(sent.get(name, [])) and not skipped:
                sent[name] = [usual]
        return sent


class Page(HTMLParser):
    """Collects the links and the forms of a page."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.links: list[tuple[str, bool]] = []
        self.forms: list[Form] = []
        self._form: Form | None = None
        self._select = self._area = ""
        self._optional = False
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        at = {name: value or "" for name, value in attrs}
        for name in ("href", "hx-get"):
            if at.get(name, "").startswith("/"):
                self.links.append((at[name].partition("#")[0], name == "hx-get"))
        if tag == "form" and at.get("method", "").lower() == "post":
            self._form = Form(at.get("action", ""))
            self.forms.append(self._form)
        if self._form is None:
            return
        if tag == "label":
            self._optional = False
        elif tag == "span" and at.get("class") == "optional":
            self._optional = True
        elif tag in ("input", "select", "textarea"):
            self._control(tag, at)
        elif tag == "option" and self._select:
            self._option(at)

    def _control(self, tag: str, at: dict[str, str]) -> None:
        form, name, kind = self._form, at.get("name", ""), at.get("type", "")
        assert form is not None
        if self._optional and name:
            form.optional.add(name)
        self._select = name if tag == "select" else ""
        self._area = name if tag == "textarea" else ""
        if not name or tag == "select" or kind in ("submit", "button", "file"):
            return
        if kind in ("checkbox", "radio"):
            form.values.setdefault(name, [])
            form.usual.setdefault(name, at.get("value", ""))
            if "checked" in at:
                form.values[name].append(at.get("value", ""))
            return
        form.values[name] = [at.get("value", "")]
        if tag == "textarea" or kind in FREE:
            form.free.append(name)
            form.usual[name] = "Mine"
        elif kind != "hidden":
            form.usual[name] = USUAL.get(kind, "x")

    def _option(self, at: dict[str, str]) -> None:
        assert self._form is not None
        values = self._form.values.setdefault(self._select, [])
        if "selected" in at:
            values.append(at.get("value", ""))
        if at.get("value"):
            self._form.usual.setdefault(self._select, at["value"])

    def handle_data(self, data: str) -> None:
        if self._area and self._form is not None:
            self._form.values[self._area][0] += data.removeprefix("\n")

    def handle_endtag(self, tag: str) -> None:
        if tag == "form":
            self._form = None
        elif tag == "textarea":
            self._area = ""
        elif tag == "select":
            self._select = ""


def visited(app: Flask, browser: Any, start: str = "/") -> Iterator[tuple[str, Any, Page]]:
    """Every kind of page and paper that links lead to: its address, the answer, and what stands on it."""
    known = app.url_map.bind("localhost")
    ahead, seen, kinds = [(start, False)], {start}, Counter[str]()
    while ahead:
        address, part = ahead.pop(0)
        kind = _kind(known, address, "GET")
        if not kind or kind == "static" or kinds[kind] == PAGES_OF_A_KIND:
            continue
        kinds[kind] += 1
        answer = browser.get(address, headers={"HX-Request": "true"} if part else {})
        page = Page(answer.text if answer.mimetype == "text/html" else "")
        ahead += [one for one in page.links if one[0] not in seen]
        seen |= {one[0] for one in page.links}
        yield address, answer, page


def _kind(known: MapAdapter, address: str, method: str) -> str:
    try:
        endpoint, _ = known.match(address.partition("?")[0], method)
    except HTTPException:
        return ""
    return str(endpoint)


def forms_of(app: Flask, browser: Any) -> list[Form]:
    """Of each form with a free text the first that links lead to."""
    known, found = app.url_map.bind("localhost"), dict[str, Form]()
    for address, _answer, page in visited(app, browser):
        for form in page.forms:
            form.action = form.action or address
            if form.free:
                found.setdefault(_kind(known, form.action, "POST"), form)
    return list(found.values())


def way_through(browser: Any, form: Form) -> dict[str, Any]:
    """What is sent so that the form is taken, as far as that can be told from the form alone."""
    for way in ("all", "asked", "stands"):
        sent = form.filled(way)
        if browser.post(form.action, data=sent).status_code in (204, 303):
            break
    return sent
