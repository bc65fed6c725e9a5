"""The links of a chain: in the order in which one leads to the next, without our secrets for the partner."""

from __future__ import annotations

from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from app.lineage.rules import Kind, Line, Link, Signalled, began, chain_words, closed, for_partner, in_order

MAY, JUNE = date(2026, 5, 1), date(2026, 6, 1)


def fired(trigger: str = "TM05", *, private: bool = False, over: date | None = None) -> Signalled:
    title = f"Signal {trigger}"
    return Signalled(trigger.lower(), trigger, title, "7.9 of 6", "effort", MAY, over, "Back to 6", private)


def test_changes_and_concerns_stand_alone_and_signals_of_a_day_together() -> None:
    links = began([fired("TE08"), fired("TM05"), fired("TM03"), fired("TE18")])
    assert [(one.kind, one.title) for one in in_order(links)] == [
        (Kind.CHANGE, "Signal TE08"),
        (Kind.CONCERN, "Signal TE18"),
        (Kind.SIGNAL, "2 signals fire"),
    ]


def test_what_ended_before_the_review_belongs_to_an_earlier_chain() -> None:
    assert closed([fired(over=MAY)], JUNE) == []
    assert [one.title for one in closed([fired(over=JUNE)], JUNE)] == ["Signal TM05"]


def test_the_words_count_what_is_over() -> None:
    both = [fired("TM05", over=JUNE), fired("TM03")]
    assert (
        chain_words(began(both), both) == "It began on May 1, 2026: 2 signals fire. 1 of 2 signals are over."
    )
    assert chain_words([], []) == "Nothing stands in this chain yet."


def test_the_partner_reads_neither_relationship_nor_cost_and_the_count_fits() -> None:
    links = began([fired("TR01", private=True), fired("TM05"), fired("TM03", private=True)])
    (shown,) = for_partner(links)
    assert (shown.title, [line.text for line in shown.lines]) == ("Signal TM05", ["Signal TM05"])
    assert for_partner(began([fired("TR01", private=True)])) == ()


def test_a_private_promise_is_not_counted_for_the_partner() -> None:
    lines = (Line("Open"), Line("Secret", private=True))
    (shown,) = for_partner([Link(Kind.ACTIONS, MAY, "2 actions, all done", lines=lines)])
    assert (shown.title, [line.text for line in shown.lines]) == ("1 action", ["Open"])


KINDS = st.sampled_from(list(Kind))
LINKS = st.lists(st.builds(Link, KINDS, st.dates(MAY, JUNE), st.just("x")), max_size=12)


@given(LINKS)
def test_any_order_of_reading_gives_the_same_chain(links: list[Link]) -> None:
    ordered = in_order(links)
    assert sorted(ordered, key=lambda one: one.on) == list(ordered)
    assert [(one.on, one.kind) for one in in_order(reversed(links))] == [
        (one.on, one.kind) for one in ordered
    ]
