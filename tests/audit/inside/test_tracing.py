"""What is counted at the dispatcher, and what is left as it was."""

from __future__ import annotations

import ast
import asyncio
import gc
import sys
import types
import warnings
import weakref
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest
from django.dispatch import Signal

from bench.audit.inside.tracing import awaiting, queries, seam, session
from bench.audit.inside.tracing.patches import Patches
from bench.audit.inside.tracing.record import Names, receivers_json, self_ns, tree_json
from bench.audit.inside.tracing.seam import watched_dispatch
from bench.audit.inside.tracing.tree import Tree

paid = Signal()


@pytest.fixture
def tree() -> Iterator[Tree]:
    tree = Tree()
    with watched_dispatch(tree):
        yield tree
    paid.receivers.clear()


def calls(tree: Tree) -> dict[str, int]:
    return {line["receiver"].rpartition(".")[2]: line["calls"] for line in receivers_json(tree, Names())}


def test_a_receiver_may_send_its_own_signal_without_end(tree: Tree) -> None:
    def receiver(sender: Any, left: int, **named: Any) -> None:
        if left:
            paid.send(sender, left=left - 1)

    paid.connect(receiver)
    paid.send(None, left=100)

    (line,) = receivers_json(tree, Names())
    ((branch,), left_out, _) = tree_json(tree.root, Names())
    ((_, outermost),) = tree.root.children()
    assert (line["calls"], branch["calls"], branch["levels"], branch["children"]) == (101, 101, 101, [])
    assert line["total_ns"] == branch["total_ns"] == round(outermost.seconds * 1e9)
    assert abs(line["self_ns"] - line["total_ns"]) <= 101  # rounded at each level
    assert left_out == 0
    assert tree.node() is tree.root


def test_what_a_receiver_causes_in_itself_counts_once(tree: Tree) -> None:
    """Also where it causes itself for another sender: over the senders, the summable figures add up."""

    def receiver(sender: Any, **named: Any) -> None:
        tree.node().queries += 1
        if sender == "outer":
            paid.send("middle")
        elif sender == "middle":
            paid.send("inner")
        elif named.get("left"):
            paid.send(sender, left=named["left"] - 1)

    paid.connect(receiver)
    paid.send("alone", left=2)
    paid.send("outer")
    of = {line["sender"]: line for line in receivers_json(tree, Names())}
    (alone, outer) = [node for _, node in tree.root.children()]

    assert (of["'alone'"]["calls"], of["'alone'"]["queries"]) == (3, 3)
    assert of["'alone'"]["total_ns"] == of["'alone'"]["summable_ns"] == round(alone.seconds * 1e9)
    assert [of[f"'{name}'"]["queries"] for name in ("outer", "middle", "inner")] == [3, 2, 1]
    assert sum(line["summable_queries"] for line in of.values()) == 6
    assert sum(line["summable_ns"] for line in of.values()) == round(alone.seconds * 1e9) + round(
        outer.seconds * 1e9
    )


def test_nothing_is_called_between_reading_a_counter_and_writing_it() -> None:
    """A thread may be switched at a call, and would then write what another has counted away."""
    for file in (Path(seam.__file__), Path(awaiting.__file__), Path(queries.__file__)):
        added = [node for node in ast.walk(ast.parse(file.read_text())) if isinstance(node, ast.AugAssign)]
        assert added
        for node in added:
            assert not [part for part in ast.walk(node.value) if isinstance(part, ast.Call)], ast.unparse(
                node
            )


def test_nothing_is_kept_alive(tree: Tree) -> None:
    class Sender:
        def receive(self, **named: Any) -> None:
            pass

    class Own:
        signal = Signal(use_caching=True)

    def receiver(**named: Any) -> None:
        pass

    sender = Sender()
    paid.connect(receiver, sender=Sender)
    Own.signal.connect(sender.receive, sender=sender)
    paid.send(Sender)
    Own.signal.send(sender)
    references = [weakref.ref(each) for each in (receiver, sender, Sender, Own.signal, Own)]
    del receiver, sender, Sender, Own
    paid.receivers.clear()
    gc.collect()

    assert [reference() for reference in references] == [None] * 5
    assert calls(tree) == {"receiver": 1, "receive": 1}


def test_what_the_dispatcher_gets_are_lists(tree: Tree) -> None:
    def receiver(**named: Any) -> None:
        pass

    async def asynchronous(**named: Any) -> None:
        pass

    paid.connect(receiver)
    paid.connect(asynchronous)
    assert paid._live_receivers(None) == ([receiver], [asynchronous])
    assert all(isinstance(found, list) for found in paid._live_receivers(None))


def test_what_each_sender_is_counted_as(tree: Tree) -> None:
    """A class and a string for themselves, others by their class; however often, and whatever its id was."""

    class Sender:
        pass

    paid.connect(lambda **named: None, weak=False)
    for _ in range(2):
        for sender in (
            Sender,
            Sender(),
            Sender(),
            "a",
            "".join("a"),
            b"a",
            ("a",),
            (1, 2),
            1,
            1.0,
            True,
            None,
        ):
            paid.send(sender)
    counted = {(site.sender or "").rpartition(".")[2]: site.sends for site, _ in tree.root.children()}
    assert counted == {
        "Sender": 2,
        "Sender()": 4,
        "'a'": 4,
        "b'a'": 2,
        "tuple()": 4,
        "1": 2,
        "0": 2,
        "bool()": 2,
        "": 2,
    }


def test_a_coroutine_that_is_cancelled_or_left_is_so_without_a_word_of_ours(tree: Tree) -> None:
    async def asynchronous(**named: Any) -> None:
        pass

    paid.connect(asynchronous)
    with warnings.catch_warnings(record=True) as cancelled:
        warnings.simplefilter("always")
        for end in (lambda one: one.close(), lambda one: one.throw(asyncio.CancelledError)):
            (receiver,) = paid._live_receivers(None)[1]  # type: ignore[misc]  # the stubs lack the pair
            with suppress(asyncio.CancelledError):
                end(receiver(signal=paid))
        gc.collect()
    (receiver,) = paid._live_receivers(None)[1]  # type: ignore[misc]  # as above
    with pytest.warns(RuntimeWarning, match="asynchronous' was never awaited") as left:
        receiver(signal=paid)
    assert (cancelled, len(left)) == ([], 1)
    assert calls(tree) == {"asynchronous": 3}


def test_nothing_is_asked_of_an_odd_sender(tree: Tree) -> None:
    class Odd:
        __module__ = "shop"

        def __getattribute__(self, name: str) -> object:
            raise AssertionError(name)

        def __eq__(self, other: object) -> bool:
            raise AssertionError

        __hash__ = object.__hash__

    tree.site(tree.root, paid, Odd())
    (site,) = tree.root.sites_by_name.values()
    assert site.sender == f"shop.{Odd.__qualname__}()"


def test_an_exception_that_is_kept_does_not_keep_the_count_open(tree: Tree) -> None:
    def failing(**named: Any) -> None:
        raise ValueError

    paid.connect(failing)
    with pytest.raises(ValueError) as caught:  # noqa: PT011  it has no text
        paid.send(None)
    assert tree.node() is tree.root
    assert [frame.name for frame in caught.traceback[-2:]] == ["send", "failing"]


def test_asynchronous_receivers_beside_each_other_are_told_apart(tree: Tree) -> None:
    nested = Signal()

    def inner(**named: Any) -> str:
        return "inner"

    async def first(**named: Any) -> int:
        await asyncio.sleep(0)
        nested.send("first")
        return 1

    async def second(**named: Any) -> int:
        await asyncio.sleep(0)
        nested.send("second")
        return 2

    nested.connect(inner)
    paid.connect(first)
    paid.connect(second)
    assert asyncio.run(paid.asend(None)) == [(first, 1), (second, 2)]

    below = {
        branch["receiver"].rpartition(".")[2]: [child["sender"] for child in branch["children"]]
        for branch in tree_json(tree.root, Names())[0]
    }
    assert below == {"first": ["'first'"], "second": ["'second'"]}


def test_own_time_is_without_children_and_never_negative(tree: Tree) -> None:
    other = Signal()
    other.connect(lambda **named: None, weak=False)
    paid.connect(lambda **named: other.send(None), weak=False)
    paid.send(None)
    ((_, outer),) = tree.root.children()
    ((_, inner),) = outer.children()
    assert self_ns(outer) == round(outer.seconds * 1e9) - round(inner.seconds * 1e9)
    outer.seconds = 0.0
    assert self_ns(outer) == 0


def test_django_is_as_it_was_unless_the_project_has_wrapped_it_too() -> None:
    before = dict(vars(Signal))
    with watched_dispatch(Tree()):
        assert dict(vars(Signal)) != before
    assert dict(vars(Signal)) == before


def test_what_the_project_has_put_around_ours_stays() -> None:
    class Thing:
        def act(self) -> str:
            return "own"

    patches = Patches({(Thing, "act"): lambda before: lambda self: f"counted {before(self)}"})
    with patches:
        ours = Thing.act
        Thing.act = lambda self: f"wrapped {ours(self)}"  # type: ignore[method-assign]
        assert list(patches.covered()) == [(Thing, "act")]
    assert Thing().act() == "wrapped counted own"


class Untouchable(types.ModuleType):
    """Such as importlib.util.LazyLoader makes, which imports at the first question."""

    def __getattribute__(self, name: str) -> object:
        raise AssertionError(name)


class Shop:
    paid = Signal()
    stored = Signal()


@pytest.mark.parametrize("name", ["paid", "Shop.paid", f"{__name__}.Shop.paid"])
def test_a_signal_is_found_by_its_name_and_no_module_is_asked(
    name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "shop_untouchable", Untouchable("shop_untouchable"))
    times = {name: {"value": 0.0} for name in ("dispatch_ns", "receiver_call_ns", "query_ns")}
    monkeypatch.setattr(session, "measure", lambda senders, receivers: times)
    traced = session.Session(only=[name])

    def receiver(**named: Any) -> None:
        pass

    traced.start()
    for signal in (Shop.paid, Shop.stored):
        signal.connect(receiver)
        signal.send(None)
        signal.disconnect(receiver)
    traced.stop()
    record = traced.record([], 0)
    assert [one["signal"] for one in record["receivers"]] == [f"{__name__}.Shop.paid"]
    assert record["notes"] == []


def test_a_loop_that_outlives_its_send_takes_nobody_elses_place(tree: Tree) -> None:
    """As of a generator of the project's own that sends and is never finished."""
    other = Signal()

    def receiver(**named: Any) -> None:
        pass

    paid.connect(receiver)
    other.connect(receiver)
    left, running = (iter(signal._live_receivers(None)[0]) for signal in (paid, other))
    next(left)
    next(running)
    inner = tree.node()
    left.close()  # type: ignore[attr-defined]  # it is a generator
    assert tree.node() is inner


def test_a_failure_counts_for_the_receiver_that_has_failed(tree: Tree) -> None:
    def fine(**named: Any) -> None:
        pass

    def failing(**named: Any) -> None:
        raise ValueError

    paid.connect(fine)
    paid.connect(failing)
    with suppress(ValueError):
        paid.send(None)
    paid.send_robust(None)
    counted = {line["receiver"].rpartition(".")[2]: line for line in receivers_json(tree, Names())}
    assert {name: (line["calls"], line["exceptions"]) for name, line in counted.items()} == {
        "fine": (2, 0),
        "failing": (2, 2),
    }
