"""Makes the Word files of a contract as a person does: choose, make, save."""

from __future__ import annotations

import re
from typing import Any

from tests.conftest import SignedIn


def make_version(browser: SignedIn, key: str, **fields: Any) -> str:
    """The address of the version that was made."""
    sent = {"extent": "whole", "kind": "D2", "on": "2026-11-24", **fields}
    answer = browser.post(f"/partnerships/{key}/contract/versions/new", data=sent)
    assert answer.status_code == 303, answer.text
    return str(answer.headers["Location"])


def files(browser: SignedIn, address: str) -> dict[str, Any]:
    """The answers to the links of a version's files, by the words of the link."""
    html = browser.get(address).text
    links = re.findall(r'<a href="([^"]*/files/\d+)">([^<]*)</a>', html)
    return {words.strip(): browser.get(link) for link, words in links}
