"""Each claim's rule on made-up results: what confirms it, what refutes it, what it depends on."""

from __future__ import annotations

import dataclasses
from typing import Any

import pytest

from bench.claims.checking import check
from bench.claims.claim import Claim, ClaimVerdict, Finding, cells
from bench.claims.ledger import ledger
from bench.model import Counters
from tests.claims.made_up import evidence

CONFIRMED, REFUTED, DEPENDS = ClaimVerdict.CONFIRMED, ClaimVerdict.REFUTED, ClaimVerdict.DEPENDS
UNCLEAR, NOT_TESTABLE, NO_DATA = ClaimVerdict.UNCLEAR, ClaimVerdict.NOT_TESTABLE, ClaimVerdict.NO_DATA
OLD_AND_NEW = ("4.2", "5.0")
FINALIZERS = ("6.0", "6.1")


def calls(number: int, *, threads: int = 0) -> Counters:
    return Counters(receiver_calls=number, threads_started=threads)


def queries(number: int) -> Counters:
    return Counters(queries=number)


def statements(**number: int) -> Counters:
    """With the transaction around them."""
    return Counters(
        queries=sum(number.values()) + 2, statements=(("BEGIN", 1), *number.items(), ("COMMIT", 1))
    )


def kept(number: int) -> Counters:
    return Counters(retained_bytes=number)


BOOKS, OVERRIDE = ("books in receivers",), ("books in save()",)
WEAK, STRONG = ("connect and disconnect, weak",), ("connect and disconnect, strong",)
MISSES = {("senderless, miss",): calls(10), ("this sender, miss",): calls(0)}
HITS = {("senderless, hit",): calls(10), ("this sender, hit",): calls(10)}
SIX_OF_TEN = {("this sender, hit",): calls(6), ("this sender, miss",): calls(6)}
TWICE = {
    ("two names",): calls(2), ("two names, dispatch_uid",): calls(1), ("registered again",): calls(1),
    ("reloaded",): calls(1), ("reloaded, strong",): calls(2), ("reloaded, strong, dispatch_uid",): calls(1),
}  # fmt: skip
ENDED = {("receivers=1",): calls(1), ("receivers=10",): calls(10)}
NOBODY_ENDED = {("receivers=1",): calls(0), ("receivers=10",): calls(0)}
REQUESTS = {("built-in receivers",): calls(0), ("10 more, async",): calls(20)}
BY_NAME = {("two names",): calls(2), ("two names, @receiver",): calls(2)}
ONE_BY_NAME = {("two names",): calls(2), ("two names, @receiver",): calls(1)}
SLOW_DELETES = {
    ("no receiver",): statements(DELETE=1), ("post_delete receiver",): statements(SELECT=1, DELETE=6),
}  # fmt: skip

EXPECTED: list[tuple[int, ClaimVerdict, dict[str, Any]]] = [
    (1, CONFIRMED, {"ratios": {BOOKS: 12.0}}),
    (1, REFUTED, {"ratios": {BOOKS: 1.1}}),
    (1, DEPENDS, {"ratios": {(*BOOKS, "rows=10"): 12.0}}),
    (1, UNCLEAR, {"ratios": {BOOKS: 10.0}}),
    (2, REFUTED, {"counts": ENDED}),
    (2, CONFIRMED, {"counts": {("receivers=1",): calls(1, threads=1), ("receivers=10",): calls(0)}}),
    (3, CONFIRMED, {"counts": ENDED}),
    (3, REFUTED, {"counts": NOBODY_ENDED}),
    (3, DEPENDS, {"counts": ENDED | {("send to async",): calls(0)}}),
    (4, CONFIRMED, {"counts": MISSES, "ratios": {("senderless, miss",): 30.0, ("this sender, miss",): 1.1}}),
    (4, REFUTED, {"counts": MISSES | {("senderless, miss",): calls(0)}}),
    (5, CONFIRMED, {"ratios": {("list(), nothing sent",): 0.85}}),
    (5, REFUTED, {"ratios": {("list(), nothing sent",): 0.99}}),
    (5, DEPENDS, {"ratios": {("4.2",): 0.85, ("5.0",): 0.7}, "djangos": OLD_AND_NEW}),
    (5, UNCLEAR, {"ratios": {("list(), nothing sent",): 0.90}}),
    (6, CONFIRMED, {}),
    (6, REFUTED, {"ratios": {("another model's",): 1.2, ("list(), another model's",): 1.3}}),
    (6, DEPENDS, {"ratios": {("list(), another model's",): 1.3}}),
    (7, CONFIRMED, {"times": {("list()",): 1000.0}}),
    (7, REFUTED, {"ratios": {("list(), nothing sent",): 0.8}}),
    (7, DEPENDS, {"times": {("list()",): 1000.0}, "ratios": {("list(), nothing sent",): 0.8}}),
    (8, REFUTED, {"counts": BY_NAME}),
    (8, CONFIRMED, {"counts": ONE_BY_NAME, "ratios": {("@receiver",): 0.8}}),
    (8, DEPENDS, {"counts": BY_NAME, "ratios": {("@receiver",): 0.8}}),
    (9, REFUTED, {"counts": {("save()",): queries(10), BOOKS: queries(20)}}),
    (9, CONFIRMED, {"counts": {("save()",): queries(10), BOOKS: queries(10)}}),
    (10, REFUTED, {"counts": {(): queries(10)}}),
    (10, CONFIRMED, {"counts": {(): queries(10), ("1 post_save receiver",): queries(5)}}),
    (11, DEPENDS, {"counts": MISSES | HITS}),
    (11, CONFIRMED, {"counts": MISSES | HITS | SIX_OF_TEN}),
    (11, REFUTED, {"counts": {(): calls(10)}}),
    (12, DEPENDS, {"counts": TWICE}),
    (12, REFUTED, {"counts": {(): calls(1)}}),
    (13, CONFIRMED, {"times": {("no receivers",): 100.0}}),
    (13, REFUTED, {}),
    (13, DEPENDS, {"times": {("no receivers",): 100.0, ("send to async",): 30.0}}),
    (14, REFUTED, {"counts": {(): calls(10)}}),
    (14, CONFIRMED, {"counts": {(): calls(10, threads=1)}}),
    (14, DEPENDS, {"counts": {(): calls(10), ("asend to sync",): calls(10, threads=1)}}),
    (15, CONFIRMED, {"counts": ENDED | REQUESTS}),
    (15, REFUTED, {"counts": {(): calls(0)}}),
    (15, DEPENDS, {"counts": REQUESTS | NOBODY_ENDED}),
    (16, REFUTED, {"versions": {("send",): 1.25}, "djangos": OLD_AND_NEW}),
    (16, CONFIRMED, {"versions": {(): 2.2}, "djangos": OLD_AND_NEW}),
    (16, DEPENDS, {"versions": {("send",): 2.2}, "djangos": OLD_AND_NEW}),
    (16, REFUTED, {"versions": {("4.2",): 1.0, ("5.2",): 1.2}, "djangos": ("3.2", "4.2", "5.2")}),
    (16, NO_DATA, {"djangos": ("5.0", "5.2")}),
    (17, CONFIRMED, {"versions": {(): 1.19}, "djangos": OLD_AND_NEW}),
    (17, REFUTED, {"versions": {(): 1.9}, "djangos": OLD_AND_NEW}),
    (17, DEPENDS, {"versions": {(): 1.9, ("receivers=1",): 1.2}, "djangos": OLD_AND_NEW}),
    (17, UNCLEAR, {"versions": {(): 1.25}, "djangos": OLD_AND_NEW}),
    (18, DEPENDS, {"counts": {(): kept(0), (*WEAK, "6.0"): kept(2560)}, "djangos": FINALIZERS}),
    (18, REFUTED, {"counts": {(): kept(0)}, "djangos": FINALIZERS}),
    (18, NO_DATA, {"counts": {(): kept(0)}, "djangos": ("5.2",)}),
    (19, REFUTED, {"counts": {(): kept(0), WEAK: kept(2560)}, "djangos": ("3.2", "6.1")}),
    (19, CONFIRMED, {"counts": {(): kept(0)}}),
    (19, NO_DATA, {"counts": {(): kept(0)}, "djangos": FINALIZERS}),
    (20, CONFIRMED, {"ratios": {("commit=autocommit",): 1 / 14, ("commit=atomic",): 1 / 1.2}}),
    (20, REFUTED, {"ratios": {(): 1 / 8}}),
    (20, DEPENDS, {"ratios": {(): 1 / 14}}),
    (21, CONFIRMED, {"ratios": {("stored rows, update()",): 0.01}}),
    (21, REFUTED, {"ratios": {("stored rows, update()",): 0.2}}),
    (22, DEPENDS, {"times": {BOOKS: 1.6}}),
    (22, REFUTED, {"times": {(): 1.0}, "spread": 1.01}),
    (22, CONFIRMED, {"times": {BOOKS: 1.6}, "ratios": {("disconnect and reconnect",): 0.5}}),
    (23, CONFIRMED, {"counts": SLOW_DELETES, "ratios": {("post_delete receiver",): 20.0}}),
    (23, REFUTED, {"counts": {(): statements(DELETE=1)}, "ratios": {("post_delete receiver",): 20.0}}),
    (23, DEPENDS, {"counts": SLOW_DELETES, "ratios": {("rows=600",): 20.0}}),
    (24, CONFIRMED, {"ratios": {(): 1.4}}),
    (24, NOT_TESTABLE, {"ratios": {(): 1.1}}),
    (24, UNCLEAR, {"ratios": {(): 1.19}}),
]  # fmt: skip


def claim(number: int) -> Claim:
    return next(each for each in ledger() if each.number == number)


def found(number: int, **figures: Any) -> Finding:
    return check(claim(number), evidence(claim(number), **figures), "signalbench run").finding


def test_there_are_twenty_four_and_each_can_come_out_in_two_ways_at_least() -> None:
    assert [each.number for each in ledger()] == list(range(1, 25))
    for each in ledger():
        assert len({verdict for number, verdict, _ in EXPECTED if number == each.number} - {NO_DATA}) >= 2


@pytest.mark.parametrize(
    ("number", "verdict", "figures"), EXPECTED, ids=[f"{n}-{v.value}" for n, v, _ in EXPECTED]
)
def test_its_rule_turns_figures_into_a_verdict(
    number: int, verdict: ClaimVerdict, figures: dict[str, Any]
) -> None:
    finding = found(number, **figures)
    assert finding.verdict is verdict, finding
    assert bool(finding.figure) is (verdict is not NO_DATA)
    if verdict not in (CONFIRMED, REFUTED):
        assert finding.reason


@pytest.mark.parametrize("number", [1, 6, 16, 21, 24])
def test_wide_intervals_settle_nothing(number: int) -> None:
    """The same ratios that settle these claims when they are sharp."""
    wide = found(number, djangos=OLD_AND_NEW, spread=50.0)
    assert wide.verdict is UNCLEAR
    assert "measure longer" in wide.reason


def test_what_it_depends_on_is_told_with_a_figure_for_either_side() -> None:
    finding = found(1, ratios={(*BOOKS, "rows=10"): 12.0})
    assert finding.reason == (
        "on the rows: holds for rows 10, commit autocommit; does not for rows 100, commit autocommit"
    )
    assert finding.figure.startswith("receivers take 12× (12–12) the time of an overridden save() (rows 10")
    assert "; receivers take 1.00× (0.96–1.04)" in finding.figure


def test_a_figure_that_decides_nothing_is_told_beside_the_others() -> None:
    to_nobody = dataclasses.replace(
        claim(16), cells=(*claim(16).cells, cells("receivers", "send", receivers=[0]))
    )
    ratios = {("send",): 1.25, ("send", "receivers=0"): 2.5}
    measured = evidence(to_nobody, versions=ratios, djangos=OLD_AND_NEW)
    finding = check(claim(16), measured, "signalbench run").finding
    assert finding.verdict is REFUTED
    assert found(16, versions=ratios, djangos=OLD_AND_NEW).reason == ""
    assert finding.reason.startswith("To nobody it takes 2.50× (")


def test_statements_that_begin_and_end_a_transaction_are_not_counted() -> None:
    finding = found(23, counts=SLOW_DELETES, ratios={("post_delete receiver",): 20.0})
    assert finding.figure.startswith("a post_delete receiver makes 7 statements of 1, and ")


def test_statements_that_were_not_counted_by_kind_are_no_data() -> None:
    finding = found(23, counts={(): queries(3)}, ratios={("post_delete receiver",): 20.0})
    assert finding.verdict is NO_DATA


def test_where_a_django_decides_it_is_named() -> None:
    reason = found(5, ratios={("4.2",): 0.85, ("5.0",): 0.7}, djangos=OLD_AND_NEW).reason
    assert reason == "on the Django: holds for rows 120 in 4.2; does not for rows 120 in 5.0"
