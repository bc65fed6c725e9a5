"""The accessibility check itself, on a page that is wrong and one that is right."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest
from playwright.sync_api import Page

from tests.browser.axe import axe

POLICY = "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'"
GOOD = '<!doctype html><html lang="en"><title>Good</title><main><h1>Good</h1><p>Words.</p></main></html>'
BAD = GOOD.replace("<p>Words.</p>", '<input name="nobody-knows">')


class _Pages(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        if self.path == "/favicon.ico":
            self.send_response(204)
            self.end_headers()
            return
        body = (BAD if self.path == "/bad" else GOOD).encode()
        self.send_response(200)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.send_header("Content-Security-Policy", POLICY)
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: object) -> None:
        """Say nothing."""


@pytest.fixture
def address() -> Iterator[str]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), _Pages)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()
    thread.join()


def test_axe_names_the_rule_and_the_element_of_a_field_without_a_label(page: Page, address: str) -> None:
    page.goto(f"{address}/bad")
    found = axe(page)
    assert len(found) == 1
    assert found[0].startswith("label (critical) at input")


def test_axe_finds_nothing_on_a_page_that_is_right_under_the_strict_policy(page: Page, address: str) -> None:
    page.goto(f"{address}/good")
    assert axe(page) == []
