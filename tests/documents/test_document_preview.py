"""The preview: the same words as the file, with terms and gaps that can be followed."""

from __future__ import annotations

import re

from lxml import etree
from markupsafe import Markup

from app.documents.blocks import Copy, Document, Meta, Picture
from app.documents.preview import gap_anchor, preview_html
from tests.documents.document_samples import draft, full_values


def test_a_term_is_marked() -> None:
    assert "<mark>$940.00</mark>" in preview_html(draft("S21", {"S21.rate_home": 94000}))


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


def test_each_table_that_scrolls_is_a_region_with_a_name_of_its_own() -> None:
    typed = {**full_values(), "S21.base_form": ["by_tier"]}
    for kind in ("D2", "S30"):
        tree = etree.fromstring(
            f"<article>{preview_html(draft(kind, typed))}</article>".replace("<br>", "<br/>")
        )
        regions = tree.xpath('//div[@tabindex="0"]')
        names = [region.get("aria-label") for region in regions]
        assert regions and {region.get("role") for region in regions} == {"region"}
        assert all(re.fullmatch(r"Table: \S.*", name) for name in names)
        assert len(set(names)) == len(names)


def test_a_picture_stands_in_the_preview_with_its_words_and_nothing_that_could_run() -> None:
    picture = Picture(b"\x89PNG", 'Chart: "days" <b>', caption="Days fell & rose.")
    html = preview_html(Document("Report", Meta("M6"), body=(picture,)))
    tree = etree.HTML(f"<article>{html}</article>")
    (image,) = tree.xpath("//figure/img")
    assert image.get("src") == "data:image/png;base64,iVBORw=="
    assert image.get("alt") == picture.alt
    assert tree.xpath("//figure/figcaption")[0].text == picture.caption
