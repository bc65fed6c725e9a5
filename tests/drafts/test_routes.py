"""The contract page as people use it: with and without scripts, alone and at the same time."""

from __future__ import annotations

import re
from datetime import date
from html import unescape
from typing import Any

import pytest
from flask.testing import FlaskClient

from app.core.actor import SYSTEM
from app.core.history import History
from app.drafts.queries import fields_of, get_kind, groups_of, kinds_with_words
from app.partnerships.models import Partnership
from app.terms.models import Term
from app.terms.queries import term_sheet, terms_in_force
from app.terms.service import set_terms
from app.terms.values import TermType
from tests.conftest import NOW, SignedIn
from tests.drafts.made import files, make_version
from tests.factories import make_organization, make_partnership

START, TODAY, LATER = date(2025, 12, 1), date(2026, 11, 24), date(2027, 1, 1)
MARKUP = "<b>{{ 7*7 }}</b> **bold** <script>alert(1)</script>"
URL = "/partnerships/bay/contract"


@pytest.fixture
def bay(app: Any) -> Partnership:
    return make_partnership(
        key="bay", name="Kestrel Bay / Ordway", payer=make_organization(name="Ordway Plan")
    )


def put(bay: Partnership, on: date = START, **values: Any) -> None:
    changes = {key.replace("__", "."): value for key, value in values.items()}
    set_terms(bay, changes, effective_on=on, actor=SYSTEM, now=NOW)


def form_of(html: str) -> dict[str, Any]:
    """What a browser would send from the page as it stands."""
    sent: dict[str, Any] = {}
    body = html[html.index('<form method="post" action="/partnerships/bay') :].split("</form>")[0]
    for tag in re.findall(r"<input[^>]*>", body):
        name, value = re.search(r'name="([^"]*)"', tag), re.search(r'value="([^"]*)"', tag)
        if name and (not re.search(r'type="(checkbox|radio)"', tag) or " checked" in tag):
            sent.setdefault(name[1], []).append(unescape(value[1] if value else ""))
    for name, text in re.findall(r'<textarea[^>]*name="([^"]*)"[^>]*>\n(.*?)</textarea>', body, re.DOTALL):
        sent[name] = [unescape(text)]
    for name, options in re.findall(r'<select[^>]*name="([^"]*)"[^>]*>(.*?)</select>', body, re.DOTALL):
        chosen = re.search(r'value="([^"]*)" selected', options)
        sent[name] = [chosen[1] if chosen else ""]
    return sent


def opened(browser: SignedIn, group: str, query: str = "") -> dict[str, Any]:
    """The form of one group, ready to change and send."""
    response = browser.get(f"{URL}?group={group}{query}")
    assert response.status_code == 200
    return form_of(response.get_data(as_text=True))


def test_a_form_sent_back_unchanged_changes_nothing(bay: Partnership, editor: SignedIn) -> None:
    from tests.drafts.test_service import examples

    set_terms(bay, examples(), effective_on=START, actor=SYSTEM, now=NOW)
    before = term_sheet(bay.id, TODAY), Term.select().count()
    for group in groups_of(get_kind("D2")):
        response = editor.post(URL, data=opened(editor, group.id))
        assert response.status_code == 303, group.id
    assert (term_sheet(bay.id, TODAY), Term.select().count()) == before


def test_a_term_is_saved_from_the_day_chosen(bay: Partnership, editor: SignedIn) -> None:
    put(bay, START, S21__rate_home=98000)
    form = opened(editor, "money") | {"S21.rate_home": "1,060", "effective_on": "2027-01-01"}
    response = editor.post(URL, data=form)
    assert response.status_code == 303
    assert terms_in_force(bay.id, TODAY)["S21.rate_home"] == 98000
    assert terms_in_force(bay.id, LATER)["S21.rate_home"] == 106000
    page = editor.get(f"{URL}?group=money&on=2026-11-24").get_data(as_text=True)
    assert "From January 1, 2027: $1,060.00." in page


def test_every_kind_of_field_is_saved(bay: Partnership, editor: SignedIn) -> None:
    end = opened(editor, "end") | {
        "S03.start_date": "2025-12-01",
        "S03.is_pilot": "yes",
        "S03.interim_review_months": "3, 6, 12",
        "S03.pilot_measures": ["advance care planning discussed", "FU06", ""],
        "S03.start_form": ["by_site"],
        "S03.notice_days": "90",
        "S36.ways": ["at_term", "pause"],
        "S36.closing_reports": "the final figures\r\nthe final bill",
        "S36.messages.rows": "1",
        "S36.messages.0.told": "Clinics",
        "S36.messages.0.teller": "both",
        "S36.messages.0.when": "in 15 days",
    }
    assert editor.post(URL, data=end).status_code == 303
    who = opened(editor, "who") | {
        "S01.payer_lead.name": "Priya Nair",
        "S01.payer_lead.email": "p@plan.example",
    }
    assert editor.post(URL, data=who).status_code == 303
    held = terms_in_force(bay.id, TODAY)
    assert held["S03.start_date"] == START
    assert held["S03.is_pilot"] is True
    assert held["S03.interim_review_months"] == held["S29.review_months"] == [3, 6, 12]
    assert held["S03.pilot_measures"] == ["PP01", "FU06"]
    assert held["S03.start_form"] == ["by_site"]
    assert held["S36.ways"] == ["at_term", "pause"]
    assert held["S36.closing_reports"] == ["the final figures", "the final bill"]
    assert held["S36.messages"] == [
        {"id": "clinics", "told": "Clinics", "teller": "both", "when": "in 15 days"}
    ]
    assert held["S01.payer_lead"] == {"name": "Priya Nair", "email": "p@plan.example"}


def test_a_field_that_was_not_on_the_page_is_left_alone(bay: Partnership, editor: SignedIn) -> None:
    put(bay, S21__rate_home=98000, S03__notice_days=90)
    response = editor.post(URL, data={"group": "end", "effective_on": "2026-11-24", "S21.rate_home": ""})
    assert response.status_code == 303
    assert terms_in_force(bay.id, TODAY)["S21.rate_home"] == 98000
    assert terms_in_force(bay.id, TODAY)["S03.notice_days"] == 90


def test_a_field_that_was_filled_and_comes_back_empty_is_cleared(bay: Partnership, editor: SignedIn) -> None:
    put(bay, S21__rate_home=98000)
    editor.post(URL, data=opened(editor, "money") | {"S21.rate_home": ""})
    assert "S21.rate_home" not in terms_in_force(bay.id, TODAY)
    assert terms_in_force(bay.id, START)["S21.rate_home"] == 98000


def test_not_known_yet_is_kept_and_a_value_typed_over_it_ends_it(bay: Partnership, editor: SignedIn) -> None:
    editor.post(URL, data=opened(editor, "money") | {"S21.rate_home.unknown": "1", "S21.frequency": "?"})
    assert term_sheet(bay.id, TODAY).unknown == {"S21.rate_home", "S21.frequency"}
    form = opened(editor, "money")
    assert form["S21.rate_home.unknown"] == ["1"]
    assert form["S21.frequency"] == ["?"]
    editor.post(URL, data=form | {"S21.rate_home": "940"})
    assert terms_in_force(bay.id, TODAY)["S21.rate_home"] == 94000
    assert term_sheet(bay.id, TODAY).unknown == {"S21.frequency"}


def test_a_value_and_not_known_yet_together_are_asked_about(bay: Partnership, editor: SignedIn) -> None:
    form = opened(editor, "money") | {"S21.rate_home": "940", "S21.rate_home.unknown": "1"}
    response = editor.post(URL, data=form)
    assert response.status_code == 422
    assert "Enter a value or tick “Not known yet”, not both." in response.get_data(as_text=True)
    assert Term.select().count() == 0


BAD = {
    TermType.MONEY: "nine",
    TermType.INTEGER: "6.5",
    TermType.NUMBER: "many",
    TermType.PERCENT: "most",
    TermType.DATE: "2026-02-30",
    TermType.CHOICE: "zonk",
    TermType.BOOLEAN: "perhaps",
    TermType.MULTI_CHOICE: ["zonk"],
    TermType.OPTIONS: ["zonk"],
    TermType.REFS: ["zonk"],
    TermType.TEXT: "x" * 5001,
    TermType.LIST: "y" * 300,
}


# An answer that is not on the list cannot be shown as chosen.
NOT_TYPED = {TermType.CHOICE, TermType.BOOLEAN, TermType.MULTI_CHOICE, TermType.OPTIONS}


def test_a_mistake_in_any_field_keeps_what_was_typed_and_stores_nothing(
    bay: Partnership, editor: SignedIn
) -> None:
    told = History.select().count()
    kind = get_kind("D2")
    for group in groups_of(kind):
        form = opened(editor, group.id)
        wrong = {}
        for one in fields_of(kind, group):
            if one.type is TermType.TABLE:
                wrong |= {f"{one.home}.rows": "1"}
                wrong |= {f"{one.home}.0.{name}": "x" * 5001 for name in one.columns}
            elif one.type is TermType.CONTACT:
                wrong |= {f"{one.home}.name": "z" * 300}
            else:
                wrong[one.home] = BAD[one.type]
        response = editor.post(URL, data=form | wrong)
        html = response.get_data(as_text=True)
        assert response.status_code == 422
        assert "<title>Error: " in html
        assert f"{len(fields_of(kind, group))} thing" in html, group.id
        assert html.index("error-summary") < html.index("page-head")
        kept = form_of(html)
        lists = {one.home for one in fields_of(kind, group) if one.type in NOT_TYPED}
        lists |= {
            f"{one.home}.0.{name}"
            for one in fields_of(kind, group)
            for name, cell in one.columns.items()
            if cell.type in NOT_TYPED
        }
        for name, value in wrong.items():
            if name not in lists:
                typed = value if isinstance(value, list) else [value]
                assert kept.get(name, [])[: len(typed)] == typed, name
    assert Term.select().count() == 0
    assert History.select().count() == told


def test_the_day_from_which_it_holds_is_asked_for(bay: Partnership, editor: SignedIn) -> None:
    response = editor.post(
        URL, data=opened(editor, "money") | {"S21.rate_home": "940", "effective_on": "soon"}
    )
    assert response.status_code == 422
    assert "Holds from: Enter a date that exists, like 11/24/2026." in response.get_data(as_text=True)
    assert Term.select().count() == 0


def test_a_row_is_added_and_removed_without_saving(bay: Partnership, editor: SignedIn) -> None:
    form = opened(editor, "end") | {
        "S36.messages.0.told": "Clinics",
        "S36.notice_days": "",
        "S03.notice_days": "x",
    }
    more = editor.post(URL, data=form | {"add": "S36.messages"})
    html = more.get_data(as_text=True)
    assert more.status_code == 200
    assert "error-summary" not in html
    sent = form_of(html)
    assert sent["S36.messages.rows"] == ["2"]
    assert sent["S36.messages.0.told"] == ["Clinics"]
    assert sent["S03.notice_days"] == ["x"]
    less = form_of(editor.post(URL, data=sent | {"drop": "S36.messages:0"}).get_data(as_text=True))
    assert less["S36.messages.rows"] == ["1"]
    assert less["S36.messages.0.told"] == [""]
    assert Term.select().count() == 0


def test_a_removed_row_is_gone_after_saving_and_the_others_keep_their_names(
    bay: Partnership, editor: SignedIn
) -> None:
    rows = [{"id": name, "tier": name, "rate": 100} for name in ("high", "mid", "low")]
    put(bay, S21__tier_rates=rows)
    dropped = editor.post(URL, data=opened(editor, "money") | {"drop": "S21.tier_rates:1"})
    editor.post(URL, data=form_of(dropped.get_data(as_text=True)))
    assert [row["id"] for row in terms_in_force(bay.id, TODAY)["S21.tier_rates"]] == ["high", "low"]


def test_a_second_editor_sees_both_values_and_may_choose_again(bay: Partnership, editor: SignedIn) -> None:
    put(bay, S03__notice_days=60)
    mine = opened(editor, "end") | {"S03.notice_days": "30"}
    put(bay, TODAY, S03__notice_days=90)
    response = editor.post(URL, data=mine)
    html = response.get_data(as_text=True)
    assert response.status_code == 409
    assert "Somebody saved “90 days” meanwhile." in html
    assert terms_in_force(bay.id, TODAY)["S03.notice_days"] == 90
    again = form_of(html)
    assert again["S03.notice_days"] == ["30"]
    assert editor.post(URL, data=again).status_code == 303
    assert terms_in_force(bay.id, TODAY)["S03.notice_days"] == 30


def test_the_preview_follows_what_is_typed_and_stores_nothing(bay: Partnership, editor: SignedIn) -> None:
    put(bay, S21__rate_home=98000, S21__base_form=["one_rate"])
    form = opened(editor, "money") | {"S21.rate_home": "1234.50", "S21.partial_min_days": "x"}
    html = editor.post(f"{URL}/preview", data=form, headers={"HX-Request": "true"}).get_data(as_text=True)
    assert html.lstrip().startswith('<article class="doc" id="preview"')
    assert "$1,234.50" in html
    assert 'id="completeness"' in html
    assert 'hx-swap-oob="true"' in html
    assert "<form" not in html
    assert terms_in_force(bay.id, TODAY)["S21.rate_home"] == 98000


def test_markup_typed_into_a_term_stands_in_the_preview_as_typed(bay: Partnership, editor: SignedIn) -> None:
    form = opened(editor, "who") | {
        "S01.payer_name": MARKUP,
        "S02.payer_aims": MARKUP,
        "S01.payer_lead.name": MARKUP,
        "S41.signatories.0.name": MARKUP,
        "S41.signatories.0.side": "payer",
        "S41.signatories.0.title": MARKUP,
    }
    html = editor.post(f"{URL}/preview", data=form).get_data(as_text=True)
    assert "<script>alert" not in html
    assert "<b>{{" not in html
    assert unescape(html).count(MARKUP) >= 5
    editor.post(URL, data=form)
    for address in (f"{URL}?group=who", f"{URL}/draft"):
        saved = editor.get(address).get_data(as_text=True)
        assert "<script>alert" not in saved
        assert MARKUP in unescape(saved)


def test_a_contradiction_is_named_with_the_way_to_its_field(bay: Partnership, editor: SignedIn) -> None:
    put(bay, S03__notice_days=10)
    html = editor.get(f"{URL}?group=money").get_data(as_text=True)
    assert "The notice period of 10 days is shorter than your own approval takes: 15 business days." in html
    assert re.search(r'href="[^"]*group=end[^"]*#t-S03-notice_days"', html)


def test_each_gap_in_the_draft_leads_to_a_field_that_is_there(bay: Partnership, editor: SignedIn) -> None:
    for kind in kinds_with_words():
        anchors: dict[str, str] = {}
        wanted = set()
        for group in groups_of(kind):
            html = editor.get(f"{URL}?kind={kind.id}&group={group.id}").get_data(as_text=True)
            anchors[group.id] = html
            for href in re.findall(r'class="gap" href="([^"]*)"', html):
                address, _, anchor = unescape(href).partition("#")
                found = re.search(r"group=(\w+)", address)
                wanted.add((found[1] if found else group.id, anchor))
        wanted = {(group, anchor) for group, anchor in wanted if "draft_version" not in anchor}
        lost = [(group, anchor) for group, anchor in wanted if f'id="{anchor}"' not in anchors[group]]
        assert lost == [], kind.id


def test_links_between_clauses_lead_only_to_clauses_on_the_page(bay: Partnership, editor: SignedIn) -> None:
    html = editor.get(f"{URL}?group=end").get_data(as_text=True)
    targets = set(re.findall(r'href="#(cl_\w+)"', html))
    assert targets
    assert targets <= set(re.findall(r'id="(cl_\w+)"', html))


def test_saving_and_going_on_opens_the_next_group(bay: Partnership, editor: SignedIn) -> None:
    response = editor.post(URL, data=opened(editor, "who") | {"then": "next"})
    assert "group=whom" in response.headers["Location"]


def test_the_whole_draft_can_be_read(bay: Partnership, viewer: SignedIn) -> None:
    html = viewer.get(f"{URL}/draft?kind=D2").get_data(as_text=True)
    assert "Article 1. Parties and contacts" in html
    assert "Ending with grace" in html
    assert "not legal advice" in html


def test_a_viewer_reads_and_downloads_but_changes_nothing(
    bay: Partnership, viewer: SignedIn, editor: SignedIn
) -> None:
    put(bay, S21__rate_home=98000)
    html = viewer.get(f"{URL}?group=money").get_data(as_text=True)
    assert "$980.00" in html
    assert 'name="S21.rate_home"' not in html
    made = files(viewer, make_version(editor, "bay"))["Pilot services agreement, for Ordway Plan"]
    assert made.status_code == 200
    assert (
        "Kestrel Bay - Ordway, pilot services agreement, version 1, for the partner, 2026-11-24.docx"
        in made.headers["Content-Disposition"]
    )
    assert made.get_data()[:2] == b"PK"
    changes = History.select().count()
    assert viewer.post(URL, data={"effective_on": "2026-11-24"}).status_code == 403
    assert viewer.post(f"{URL}/preview", data={}).status_code == 403
    assert viewer.get(f"{URL}/versions/new").status_code == 403
    assert viewer.post(f"{URL}/versions/new", data={"extent": "whole"}).status_code == 403
    assert History.select().count() == changes


def test_a_stranger_is_asked_to_sign_in(bay: Partnership, client: FlaskClient) -> None:
    for address in (URL, f"{URL}/draft", f"{URL}/versions", f"{URL}/amendments"):
        response = client.get(address)
        assert response.status_code == 303
        assert "/sign-in" in response.headers["Location"]
    assert client.post(URL).status_code == 303


@pytest.mark.parametrize(
    ("address", "status"),
    [
        ("/partnerships/none/contract", 404),
        (f"{URL}?kind=D99", 404),
        (f"{URL}?on=yesterday", 404),
        (f"{URL}?group=none", 200),
        (f"{URL}/versions/new?kind=D99", 422),
        (f"{URL}/versions/new?on=soon", 404),
        (f"{URL}/versions/none", 404),
        (f"{URL}/amendments/none", 404),
        (f"{URL}/signed/none", 404),
    ],
)
def test_an_address_that_names_nothing_is_answered_plainly(
    bay: Partnership, editor: SignedIn, address: str, status: int
) -> None:
    assert editor.get(address).status_code == status
