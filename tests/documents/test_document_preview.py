"""The preview: the same words as the file, with terms and gaps that can be followed."""

from __future__ import annotations

import re

from lxml import etree
from markupsafe import Markup

from app.documents.blocks import Copy
from app.documents.preview import gap_anchor, preview_html
from tests.documents.document_samples import draft, full_values


def test_a_term_is_marked_with_its_key() -> None:
    html = preview_html(draft("S21", {"S21.rate_home": 94000}))
    assert '<mark data-term="S21.rate_home">$940.00</mark>' in html


def test_a_gap_leads_to_the_field_where_it_is_filled() -> None:
    html = preview_html(draft("S21", {}))
    assert 'class="gap" href="#t-S21-rate_home"' in html
    assert gap_anchor("S21.rate_home") == "t-S21-rate_home"


def test_a_gap_in_a_row_leads_to_the_table() -> None:
    assert 'href="#t-S13-tiers"' in preview_html(draft("S13", {"S13.tiers": [{"id": "a", "tier": "High"}]}))


def test_numbers_and_references_read_as_in_word() -> None:
    html = preview_html(draft("D2", full_values()))
    assert "<h3>Article 1. Parties and contacts</h3>" in html
    assert re.search(r'<a href="#cl_s21_rate">Section \d+\.2</a>', html)
    assert '<ol type="a"><li>' in html


def test_margin_notes_show_only_when_asked_for_and_never_in_a_partner_copy() -> None:
    assert "doc-note" not in preview_html(draft("S21", {}))
    assert "doc-note" in preview_html(draft("S21", {}), notes=True)
    assert "doc-note" not in preview_html(draft("S21", {}, copy=Copy.PARTNER), notes=True)


def test_the_preview_is_safe_and_well_formed() -> None:
    html = preview_html(
        draft("D2", {**full_values(), "S01.payer_name": '<script>x</script>" onclick="y'}), notes=True
    )
    assert isinstance(html, Markup)
    tree = etree.fromstring(f"<article>{html}</article>".replace("<br>", "<br/>"))
    assert not tree.xpath("//script | //@style | //@onclick")
    ids = tree.xpath("//@id")
    assert len(ids) == len(set(ids))
    targets = [link for link in tree.xpath("//a/@href") if link.startswith("#cl_")]
    assert targets and {link[1:] for link in targets} <= set(ids)
