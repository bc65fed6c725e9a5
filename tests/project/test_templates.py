"""Templates obey the content policy, work without JavaScript, and say what they need."""

from __future__ import annotations

import re
from pathlib import Path

import jinja2
import pytest

TEMPLATES = Path(__file__).resolve().parents[2] / "templates"
# Mails are read by mail programs: the content policy of the pages is not theirs.
FORBIDDEN = {
    "a style attribute": r"\sstyle\s*=",
    "a style element": r"<style\b",
    "a script written into the page": r"<script\b(?![^>]*\bsrc=)[^>]*>",
    "an event attribute": r"\son[a-z]+\s*=",
    "hx-on": r"\shx-on\b",
    "a filter in hx-trigger": r"hx-trigger\s*=\s*\"[^\"]*\[",
    "a script in an attribute": r"=\s*[\"']\s*(javascript|js):",
    "a file from another server": r"\bsrc(set)?\s*=\s*[\"'](https?:)?//",
    "a style sheet from another server": r"<link\b[^>]*href\s*=\s*[\"'](https?:)?//",
}


def pages() -> list[Path]:
    found = sorted(
        path for path in TEMPLATES.rglob("*.html") if path.relative_to(TEMPLATES).parts[0] != "mail"
    )
    assert found, "There are no templates."
    return found


def markup(text: str) -> str:
    """The template as HTML alone: comments and statements gone, expressions replaced by a word."""
    text = re.sub(r"\{#.*?#\}", "", text, flags=re.DOTALL)
    text = re.sub(r"\{%.*?%\}", " ", text, flags=re.DOTALL)
    return re.sub(r"\{\{.*?\}\}", "value", text, flags=re.DOTALL)


def breaches(text: str) -> list[str]:
    html = markup(text)
    return [name for name, pattern in FORBIDDEN.items() if re.search(pattern, html, re.IGNORECASE)]


def forms_without_script(text: str) -> list[str]:
    """Forms that would not work without JavaScript: no method or no action."""
    forms = re.findall(r"<form\b[^>]*>", markup(text))
    return [form for form in forms if not re.search(r"\smethod=", form) or not re.search(r"\saction=", form)]


def test_no_page_holds_inline_style_or_script() -> None:
    found = {str(path.relative_to(TEMPLATES)): breaches(path.read_text(encoding="utf-8")) for path in pages()}
    assert {name: what for name, what in found.items() if what} == {}


@pytest.mark.parametrize(
    ("text", "what"),
    [
        ('<p style="color: red">', "a style attribute"),
        ("<style>p {}</style>", "a style element"),
        ("<script>go()</script>", "a script written into the page"),
        ('<a onclick="go()">', "an event attribute"),
        ('<div hx-on:click="go()">', "hx-on"),
        ("<input hx-trigger=\"keyup[key=='Enter']\">", "a filter in hx-trigger"),
        ("<div hx-vals='js:{a: 1}'>", "a script in an attribute"),
        ('<script src="https://example.org/x.js"></script>', "a file from another server"),
    ],
)
def test_the_check_notices_what_the_content_policy_forbids(text: str, what: str) -> None:
    assert what in breaches(text)


def test_the_check_accepts_what_is_allowed() -> None:
    script = '<script src="{{ static("app.js") }}" defer></script>'
    text = script + '<a href="https://example.org" data-on="x">{# style= #}'
    assert breaches(text) == []


def test_every_form_works_without_javascript() -> None:
    found = {
        str(path.relative_to(TEMPLATES)): forms_without_script(path.read_text(encoding="utf-8"))
        for path in pages()
    }
    assert {name: forms for name, forms in found.items() if forms} == {}


def test_the_form_check_notices_a_form_that_needs_javascript() -> None:
    assert forms_without_script('<form hx-post="/actions">') == ['<form hx-post="/actions">']
    assert forms_without_script('<form method="post" action="{{ url_for(\'a\') if x > 1 }}">') == []


def test_every_fragment_says_on_its_first_line_what_it_needs() -> None:
    silent = [
        str(path.relative_to(TEMPLATES))
        for path in pages()
        if path.name.startswith("_") and not path.read_text(encoding="utf-8").startswith("{#")
    ]
    assert silent == []


def test_every_template_can_be_parsed() -> None:
    environment = jinja2.Environment(autoescape=True, extensions=["jinja2.ext.do", "jinja2.ext.loopcontrols"])
    for path in TEMPLATES.rglob("*"):
        if path.is_file():
            environment.parse(path.read_text(encoding="utf-8"), filename=str(path))
