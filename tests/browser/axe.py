"""axe-core on the page that is open: what a person with a screen reader or poor sight would stumble over."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import axe_playwright_python
from playwright.sync_api import Page

SCRIPT = (Path(axe_playwright_python.__file__).parent / "axe.min.js").read_text(encoding="utf-8")


def axe(page: Page, within: str | None = None) -> list[str]:
    """Return one readable line for each broken rule and element; an empty list is a good page.

    `within` limits the check to what a selector matches, for instance what a swap brought.
    The script enters over the debugging protocol, so the page's own content policy stays in force.
    """
    if not page.evaluate("() => 'axe' in window"):
        page.evaluate(SCRIPT)
    found: list[dict[str, Any]] = page.evaluate(
        "async (within) => (await axe.run(within || document, {resultTypes: ['violations']})).violations",
        within,
    )
    return [_line(rule, node) for rule in found for node in rule["nodes"]]


def _line(rule: dict[str, Any], node: dict[str, Any]) -> str:
    where = " ".join(str(part) for part in node["target"])
    why = (node.get("failureSummary") or rule["help"]).replace("\n", " ")
    return f"{rule['id']} ({rule['impact']}) at {where}: {why} <{node['html'][:160]}>"
