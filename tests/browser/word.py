"""A Word file as the browser saved it: sound by every check, and its words."""

from __future__ import annotations

import re
import zipfile
from pathlib import Path
from xml.etree import ElementTree

from playwright.sync_api import Page

from app.documents.lint import lint_docx
from tests.ooxml import validate

PARAGRAPH = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}p"


def download(page: Page, link: str | re.Pattern[str], folder: Path) -> Path:
    """Click a link and keep what it sends under the name it proposes."""
    with page.expect_download() as waiting:
        page.get_by_role("link", name=link, exact=True).click()
    path = folder / waiting.value.suggested_filename
    waiting.value.save_as(path)
    return path


def sound_words(path: Path) -> str:
    """The words of a Word file, one line a paragraph, after our own and Microsoft's checks found nothing."""
    assert path.suffix == ".docx"
    assert lint_docx(path.read_bytes()) == ()
    assert validate(path) == []
    with zipfile.ZipFile(path) as archive:
        assert archive.testzip() is None
        tree = ElementTree.fromstring(archive.read("word/document.xml"))
    return "\n".join("".join(paragraph.itertext()) for paragraph in tree.iter(PARAGRAPH))
