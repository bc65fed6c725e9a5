"""The list with its filters, the editor in the row, one promise from near, several at once, the mirror."""

from __future__ import annotations

import gzip
import re
from datetime import date

import pytest

from app.actions.models import Action
from app.core.actor import SYSTEM
from app.core.batches import Together
from app.core.db import connected
from app.partnerships.models import Partnership
from tests.conftest import SignedIn
from tests.counting import count_statements
from tests.factories import make_action, make_member, make_partnership, make_person

HTMX = {"HX-Request": "true"}


@pytest.fixture
def partnership(database: str) -> Partnership:
    return make_partnership(key="kestrel-bay", name="Kestrel Bay / Ordway")


def sent(action: Action, **typed: str) -> dict[str, str]:
    """The fields of the editor in the row."""
    fields = {"text": action.text, "side": action.side, "due_on": "2026-11-20", **typed}
    return {**{f"{name}-{action.public_id}": value for name, value in fields.items()}, "seen": "1"}


# --- the list


def test_the_list_opens_on_mine_for_who_has_any_and_else_on_all(
    editor: SignedIn, partnership: Partnership
) -> None:
    make_action(partnership, text="Somebody else's")
    assert "Somebody else" in editor.get("/actions").text
    me = make_person(partnership.provider, user=editor.user)
    make_action(partnership, text="My own", owner=me)
    html = editor.get("/actions").text
    assert "My own" in html and "Somebody else" not in html
    assert "Somebody else" in editor.get("/actions?who=anyone").text
    assert "Somebody else" in editor.get("/actions?key=kestrel-bay").text
    assert "Somebody else" in editor.get("/actions?q=somebody").text


def test_the_list_stands_under_headings_with_counts(editor: SignedIn, partnership: Partnership) -> None:
    make_action(partnership)
    make_action(partnership, due_on=date(2026, 11, 27))
    make_action(partnership, due_on=None)
    html = editor.get("/actions").text
    assert re.findall(r'<h2 id="g-(\w+)">', html) == ["overdue", "week", "undated"]
    assert "3 open, 1 overdue" in html and "1 overdue, 1 due this week." in html


def test_filtering_swaps_the_list_alone(editor: SignedIn, partnership: Partnership) -> None:
    make_action(partnership, text="Call the clinic", waiting_for="Grace", waiting_since=date(2026, 11, 1))
    make_action(partnership, text="Send the log")
    answer = editor.get("/actions?q=CLINIC&who=anyone&show=waiting&key=", headers=HTMX)
    assert answer.text.lstrip().startswith('<div id="list">') and "</html>" not in answer.text
    assert "Call the clinic" in answer.text and "Send the log" not in answer.text
    assert "waiting for Grace" in answer.text and "1 waiting with “CLINIC”" in answer.text
    nothing = editor.get("/actions?q=zebra").text
    assert "Nothing here has these words" in nothing


def test_the_filter_form_works_as_a_plain_form(editor: SignedIn, partnership: Partnership) -> None:
    owner = make_person(partnership.provider, name="Marisol Reyes")
    make_action(partnership, text="Hers", owner=owner)
    make_action(partnership, text="Nobody's")
    html = editor.get(f"/actions?q=&key=&who={owner.public_id}&show=open").text
    assert "Hers" in html and "Nobody" not in html.split('id="list"')[1].replace("Nobody yet", "")
    assert re.search(rf'value="{owner.public_id}" selected', html)
    assert editor.get("/actions?who=no-such-person").status_code == 404
    assert editor.get("/actions?show=nonsense&who=anyone").status_code == 200


@pytest.mark.parametrize("count", [1, 60, 300])
@pytest.mark.parametrize(
    "query",
    ["", "?who=anyone", "?key=kestrel-bay", "?show=overdue", "?show=done", "?q=promise", "?who=payer"],
)
def test_no_filter_needs_more_than_eight_statements(
    editor: SignedIn, partnership: Partnership, count: int, query: str
) -> None:
    rows = [
        {
            "public_id": f"{number:032d}",
            "partnership": partnership.id,
            "text": f"Promise {number}",
            "folded": f"promise {number}",
            "side": "payer" if number % 2 else "provider",
            "due_on": date(2026, 11, 1 + number % 28),
            "created_at": editor.user.created_at,
        }
        for number in range(count)
    ]
    for start in range(0, count, 100):
        Action.insert_many(rows[start : start + 100]).execute()
    with count_statements() as counter:
        assert editor.get(f"/actions{query}").status_code == 200
    assert counter.count <= 8


def test_fifty_rows_are_a_small_page(editor: SignedIn, partnership: Partnership) -> None:
    owner = make_person(partnership.provider, name="Marisol Reyes")
    for number in range(60):
        make_action(
            partnership,
            text=f"Send the numbers of month {number} to the plan",
            owner=owner,
            source="meeting" if number % 2 else "manual",
            source_note="Operations meeting, Nov 3" if number % 2 else "",
            moved_times=int(number % 5 == 0),
            first_due_on=date(2026, 10, 30),
        )
    body = editor.get("/actions").data
    assert len(body) <= 60_000, len(body)
    assert len(gzip.compress(body, 6)) <= 8_000


# --- the editor in the row


def test_the_row_opens_its_editor_and_brings_the_row_back(editor: SignedIn, partnership: Partnership) -> None:
    action = make_action(partnership)
    address = f"/actions/{action.public_id}"
    opened = editor.get(f"{address}/edit?at_home=1", headers=HTMX)
    assert opened.text.lstrip().startswith(f'<li class="item item-edit" id="action-{action.id}"')
    assert "Send the visit log" in opened.text and len(opened.data) <= 4_000
    row = editor.get(f"{address}?at_home=1", headers=HTMX).text
    assert row.lstrip().startswith("<li") and "data-focus" in row and "Kestrel Bay / Ordway" not in row


def test_the_editor_saves_into_its_row(editor: SignedIn, partnership: Partnership) -> None:
    action = make_action(partnership)
    typed = sent(action, text="Send both logs", waiting_for="Grace", repeats="months-3", due_on="2026-12-01")
    answer = editor.post(f"/actions/{action.public_id}", data=typed, headers=HTMX)
    assert answer.status_code == 200 and "data-focus" in answer.text
    assert "waiting for Grace" in answer.text and "every quarter" in answer.text
    with connected():
        saved = Action.get_by_id(action.id)
        assert (saved.text, saved.repeats, saved.repeats_every, saved.moved_times) == (
            "Send both logs", "months", 3, 1,
        )  # fmt: skip
        assert (saved.first_due_on, saved.private) == (date(2026, 11, 20), False)
    late = editor.post(
        f"/actions/{action.public_id}", data=sent(action, text="Mine", due_on="2026-12-01"), headers=HTMX
    )
    assert late.status_code == 409


def test_the_editor_comes_back_with_what_was_typed(editor: SignedIn, partnership: Partnership) -> None:
    action = make_action(partnership)
    answer = editor.post(
        f"/actions/{action.public_id}", data=sent(action, text="", due_on="soon"), headers=HTMX
    )
    assert answer.status_code == 422 and 'class="item item-edit"' in answer.text
    assert "Write what needs doing." in answer.text and 'value="soon"' in answer.text


def test_a_private_promise_stays_private_in_the_row(editor: SignedIn, partnership: Partnership) -> None:
    action = make_action(partnership, private=True)
    editor.post(f"/actions/{action.public_id}", data=sent(action, text="New words"), headers=HTMX)
    with connected():
        assert Action.get_by_id(action.id).private


def test_a_new_date_lies_ahead_unless_it_is_the_old_one_or_the_promise_is_kept(
    editor: SignedIn, partnership: Partnership
) -> None:
    action = make_action(partnership)
    data = {"text": "x", "side": "provider", "due_on": "2026-11-19"}
    refused = editor.post(f"/actions/{action.public_id}", data=data)
    assert refused.status_code == 422 and "Enter a date from today on." in refused.text
    assert (
        editor.post(f"/actions/{action.public_id}", data={**data, "due_on": "2026-11-20"}).status_code == 303
    )
    kept = make_action(partnership, status="done", done_on=date(2026, 11, 20))
    assert editor.post(f"/actions/{kept.public_id}", data=data).status_code == 303
    new = {**data, "partnership": "kestrel-bay"}
    assert "Enter a date from today on." in editor.post("/actions", data=new).text
    without = editor.post("/actions", data={**new, "due_on": "", "repeats": "weeks-1"})
    assert "it repeats from there" in without.text


def test_an_owner_who_left_stays_the_owner_until_somebody_else_is_chosen(
    editor: SignedIn, partnership: Partnership
) -> None:
    gone = make_person(partnership.payer, name="Gone Away", left_on=date(2026, 11, 1))
    action = make_action(partnership, owner=gone)
    assert "Gone Away" in editor.get(f"/actions/{action.public_id}/edit").text
    data = {"text": "New", "side": "payer", "due_on": "2026-11-20", "owner": gone.public_id}
    assert editor.post(f"/actions/{action.public_id}", data=data).status_code == 303
    with connected():
        assert Action.get_by_id(action.id).owner_id == gone.id


# --- from near


def test_a_late_promise_tells_its_way_and_takes_comments(editor: SignedIn, partnership: Partnership) -> None:
    action = make_action(partnership, moved_times=2, first_due_on=date(2026, 10, 30))
    address = f"/actions/{action.public_id}"
    html = editor.get(address).text
    assert "Was due Friday, November 20, 4 days ago." in html
    assert "Moved twice, first promised for Oct 30, 25 days ago." in html
    assert editor.post(f"{address}/comments", data={"comment": ""}).status_code == 422
    html = editor.post(
        f"{address}/comments", data={"comment": "Grace <i>asked</i>"}, follow_redirects=True
    ).text
    assert "Grace &lt;i&gt;asked&lt;/i&gt;" in html
    (off,) = re.findall(rf'action="({address}/comments/\w+/delete)"', html)
    html = editor.post(off, follow_redirects=True).text
    assert "The comment is off." in html and "asked&lt;" not in html
    assert "asked&lt;" in editor.post(off.replace("delete", "restore"), follow_redirects=True).text


def test_done_tells_when_the_next_one_is_due(editor: SignedIn, partnership: Partnership) -> None:
    action = make_action(partnership, repeats="weeks", repeats_from=date(2026, 11, 20), series="s")
    editor.post(f"/actions/{action.public_id}/complete", data={"next": f"/actions/{action.public_id}"})
    html = editor.get(f"/actions/{action.public_id}").text
    assert "The next one is due Nov 27." in html and "The others of this rhythm" in html
    editor.post(f"/actions/{action.public_id}/reopen")
    with connected():
        assert Action.select().count() == 1


def test_a_comment_is_reached_only_beside_its_own_promise(editor: SignedIn, partnership: Partnership) -> None:
    first, second = make_action(partnership), make_action(make_partnership())
    editor.post(f"/actions/{first.public_id}/comments", data={"comment": "Here"})
    html = editor.get(f"/actions/{first.public_id}").text
    (number,) = re.findall(r"comments/(\w+)/delete", html)
    assert editor.post(f"/actions/{second.public_id}/comments/{number}/delete").status_code == 404
    assert "Here" in editor.get(f"/actions/{first.public_id}").text


# --- several at once


def test_several_are_ticked_looked_at_changed_and_taken_back_without_javascript(
    editor: SignedIn, partnership: Partnership
) -> None:
    person = make_person(partnership.payer, name="Priya Nair")
    make_member(partnership, person)
    actions = [make_action(partnership, text=f"Promise {number}") for number in range(3)]
    assert "Promise 2" in editor.get("/actions/several?key=kestrel-bay").text
    chosen = [one.public_id for one in actions[:2]]
    query = {"action": chosen, "due_on": "2026-12-08", "owner": person.public_id, "key": "kestrel-bay"}
    html = editor.get("/actions/several/check", query_string=query).text
    assert "Change 2 actions" in html and "Nov 20" in html and "Dec 8" in html and "Priya Nair" in html
    with connected():
        assert {one.due_on for one in Action.select()} == {date(2026, 11, 20)}
    answer = editor.post("/actions/several?key=kestrel-bay", data=query)
    assert answer.location == "/actions?key=kestrel-bay"
    html = editor.get(answer.location).text
    assert "2 actions are changed." in html
    (undo,) = re.findall(r"/actions/several/\w+/undo", html)
    answer = editor.post(undo, data={"next": "/actions?key=kestrel-bay"})
    assert answer.location == "/actions?key=kestrel-bay"  # the list somebody had chosen stays
    assert "2 actions are as before." in editor.get(answer.location).text
    with connected():
        assert {one.due_on for one in Action.select()} == {date(2026, 11, 20)}
    assert editor.post(undo).status_code == 404


def test_the_undo_of_several_takes_back_nothing_else(editor: SignedIn, partnership: Partnership) -> None:
    with connected():
        together = Together(SYSTEM, editor.user.created_at)
        together.change(partnership, name="Another name")
        kept = together.keep()
    assert editor.post(f"/actions/several/{kept}/undo").status_code == 404
    assert editor.post(f"/people/handover/{kept}/undo").status_code == 404
    with connected():
        assert Partnership.get_by_id(partnership.id).name == "Another name"


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ({"action": []}, "Tick the actions you want to change."),
        ({"due_on": ""}, "Enter a new date, choose a new owner, or both."),
        ({"due_on": "2026-11-01"}, "Enter a date from today on."),
        ({"owner": "stranger"}, "Choose somebody who works on every partnership"),
        ({"action": ["gone"]}, "Some of these are no longer open."),
    ],
)
def test_a_mistake_among_several_changes_none(
    editor: SignedIn, partnership: Partnership, typed: dict[str, object], sentence: str
) -> None:
    action = make_action(partnership)
    query = {"action": [action.public_id], "due_on": "2026-12-08", "owner": "", **typed}
    for answer in (
        editor.get("/actions/several/check", query_string=query),
        editor.post("/actions/several", data=query),
    ):
        assert answer.status_code == 422 and sentence in answer.text
    with connected():
        assert Action.get_by_id(action.id).due_on == date(2026, 11, 20)


def test_somebody_of_another_partnership_becomes_no_owner(editor: SignedIn, partnership: Partnership) -> None:
    stranger = make_person(make_partnership().payer)
    action = make_action(partnership)
    data = {"action": [action.public_id], "due_on": "", "owner": stranger.public_id}
    assert editor.post("/actions/several", data=data).status_code == 422


def test_who_may_only_look_sees_the_story_and_changes_nothing(
    viewer: SignedIn, partnership: Partnership
) -> None:
    action = make_action(partnership)
    html = viewer.get(f"/actions/{action.public_id}").text
    assert "Send the visit log" in html and "Add comment" not in html and "Mark done" not in html
    assert "Change several" not in viewer.get("/actions").text
    assert viewer.get(f"/actions/{action.public_id}/edit", headers=HTMX).status_code == 403
    assert viewer.get("/actions/several").status_code == 403
    for address in (
        f"{action.public_id}/comments",
        "several",
        "several/x/undo",
        f"{action.public_id}/comments/x/delete",
    ):
        assert viewer.post(f"/actions/{address}", data={"comment": "x"}).status_code == 403


# --- the mirror


def test_the_mirror_stands_on_its_page_for_both_sides(viewer: SignedIn, partnership: Partnership) -> None:
    for _ in range(5):
        make_action(partnership, status="done", done_on=date(2026, 11, 19))
        make_action(partnership, side="payer")
    make_action(partnership, private=True)
    address = "/partnerships/kestrel-bay/follow-through"
    with count_statements() as counter:
        html = viewer.get(f"{address}?months=6").text
    assert counter.count <= 5
    assert "Kestrel Bay Hospice kept 5 of 5 promises on time" in html and "0 of 5" in html
    assert "1 action is only for us and not counted here." in html
    assert viewer.get(f"{address}?months=99").status_code == 200
    assert viewer.get("/partnerships/nobody/follow-through").status_code == 404
