"""The report of sends in this very process."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import nullcontext
from types import SimpleNamespace
from typing import Any

import pytest
from django.db.backends.utils import CursorWrapper
from django.dispatch import Signal

from bench import units
from bench.audit.inside.tracing.record import LONGEST
from bench.audit.inside.tracing.session import Session
from bench.audit.trace_record import read_trace
from bench.audit.trace_report import trace_report

paid = Signal()


@pytest.fixture
def session() -> Iterator[Session]:
    session = Session()
    session.start()
    yield session
    paid.receivers.clear()


def test_the_headline_has_all_receivers_and_a_note_names_what_the_tree_leaves_out(session: Session) -> None:
    paid.connect(lambda **named: None, weak=False)
    for number in range(LONGEST + 7):
        paid.send(number)
    session.stop()
    trace = read_trace(session.record(["sends"], 0))

    assert len(trace.tree) == LONGEST
    assert trace.in_receivers_ns == sum(one.total_ns for one in trace.receivers)
    assert trace.in_receivers_ns > sum(one.total_ns for one in trace.tree)
    assert f"{units.time(trace.in_receivers_ns)} of that time" in trace_report(trace).replace("\n", " ")
    (note,) = trace.notes
    assert note.startswith("branches left out of the tree of nested sends: 7, ")


def test_what_a_receiver_causes_for_another_sender_is_in_its_total_once(session: Session) -> None:
    def receiver(sender: Any, **named: Any) -> None:
        if sender == "outer":
            paid.send("inner")

    paid.connect(receiver)
    paid.send("outer")
    session.stop()
    trace = read_trace(session.record(["sends"], 0))

    (total,) = [one.total_ns for one in trace.receivers if one.sender == "'outer'"]
    words = trace_report(trace).split()
    assert "2 senders)" in " ".join(words)
    first = words.index("Receiver") + 1
    assert words[first] == "2"
    assert " ".join(words[first + 1 :]).startswith(f"{units.time(total)} ")


def test_what_tracing_took_is_that_of_sends_calls_and_queries(session: Session) -> None:
    for _ in range(3):
        paid.connect(lambda **named: None, weak=False)
    for _ in range(5):
        paid.send(None)
    queries = _queries_made(7)
    session.stop()
    overhead = session.record(["sends"], 0)["overhead"]

    each = [overhead[name]["value"] for name in ("dispatch_ns", "receiver_call_ns", "query_ns")]
    assert all(each)
    assert overhead["counted_ns"] == round(5 * each[0] + 15 * each[1] + queries * each[2])


def test_each_kind_of_sender_and_receiver_has_its_own_figure(session: Session) -> None:
    class Sender:
        def receive(self, **named: Any) -> None:
            pass

    sender = Sender()
    paid.connect(sender.receive)
    paid.connect(lambda **named: None, weak=False)
    for each in (Sender, "sender", sender, sender):
        paid.send(each)
    session.stop()
    overhead = session.record(["sends"], 0)["overhead"]

    of = overhead["senders"]
    assert of.keys() == {"class", "string", "instance"}
    assert overhead["receivers"].keys() == {"method", "function"}
    added = sum(of[kind]["value"] * count for kind, count in {"class": 1, "string": 1, "instance": 2}.items())
    assert overhead["dispatch_ns"]["value"] == round(added / 4, 1)


def test_a_misspelt_signal_is_told_with_the_one_that_was_meant() -> None:
    session = Session(["post_sav"])
    session.start()
    session.stop()
    (note,) = session.record(["sends"], 0)["notes"]
    assert note == "no signal 'post_sav' in this project. Did you mean 'post_save'?"


def _queries_made(count: int) -> int:
    """Of a cursor that Django wraps, without a database."""
    database = SimpleNamespace(execute_wrappers=[], validate_no_broken_transaction=lambda: None)
    database.wrap_database_errors = nullcontext()
    cursor = CursorWrapper(SimpleNamespace(execute=lambda sql: None), database)
    for _ in range(count):
        cursor.execute("SELECT 1")
    return count
