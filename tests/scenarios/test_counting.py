"""Counting sees every receiver call and every statement of its block, and puts back what was there before."""

from __future__ import annotations

import asyncio
import sys
import threading
from concurrent.futures import ThreadPoolExecutor
from types import FrameType

import pytest
from django.db import connection, connections, transaction

from bench.scenarios import event_loop
from bench.scenarios import receiver_kinds as kinds
from bench.scenarios.counting import counting

KINDS = [
    kinds.function,
    kinds.lambda_,
    kinds.partial,
    kinds.bound_method,
    kinds.callable_instance,
    lambda: kinds.function_for(object),
]


@pytest.mark.parametrize("make", KINDS)
def test_each_kind_of_receiver_is_counted(make: kinds.Maker) -> None:
    signal = kinds.new_signal(make(), make(), make(), weak=False)
    with counting() as count:
        signal.send(sender=None)
        signal.send_robust(sender=None)
    assert (count.calls, count.queries) == (6, 0)


def test_a_receiver_that_nobody_asked_to_count_is_not() -> None:
    def uncounted(sender: object, **kwargs: object) -> None:
        pass

    signal = kinds.new_signal(uncounted, counted := kinds.function())
    with counting() as count:
        signal.send(sender=None)
    assert counted
    assert count.calls == 1


def test_calls_in_a_thread_that_the_operation_starts_are_counted() -> None:
    signal = kinds.new_signal(receiver := kinds.function())
    with counting() as count:
        thread = threading.Thread(target=signal.send, kwargs={"sender": receiver})
        thread.start()
        thread.join()
    assert count.calls == 1


def test_calls_in_the_threads_of_a_pool_are_counted_though_they_run_already() -> None:
    signal = kinds.new_signal(receiver := kinds.function())
    with ThreadPoolExecutor(1) as pool:
        pool.submit(int).result()
        with counting() as count:
            pool.submit(signal.send, sender=receiver).result()
        pool.submit(signal.send, sender=receiver).result()
        assert pool.submit(sys.getprofile).result() is None
    assert count.calls == 1


def test_a_thread_that_outlives_the_block_is_not_watched_any_longer() -> None:
    receiver = kinds.function()
    with ThreadPoolExecutor(1) as pool:
        with counting() as count:
            pool.submit(receiver, sender=None).result()
        pool.submit(receiver, sender=None).result()
        assert pool.submit(sys.getprofile).result() is None
    assert count.calls == 1


def test_coroutines_are_counted_when_they_run_wherever_that_is() -> None:
    receiver = kinds.coroutine_function()

    async def both() -> None:
        await receiver(sender=None)
        await asyncio.gather(receiver(sender=None), receiver(sender=None))

    with counting() as count:
        event_loop.run(both())
        with ThreadPoolExecutor(1) as pool:
            pool.submit(asyncio.run, both()).result()
    assert count.calls == 6


def test_nothing_is_counted_after_the_block() -> None:
    receiver = kinds.function()
    with counting() as count:
        receiver(sender=None)
    receiver(sender=None)
    assert count.calls == 1
    with counting() as again:
        receiver(sender=None)
        receiver(sender=None)
    assert (count.calls, again.calls) == (1, 2)


def test_an_operation_that_fails_is_counted_up_to_there_and_the_counting_ends() -> None:
    receiver = kinds.function()
    profile = sys.getprofile()

    def operation() -> None:
        receiver(sender=None)
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError), counting() as count:
        operation()
    receiver(sender=None)
    assert count.calls == 1
    assert sys.getprofile() is profile


def test_profile_functions_found_in_place_are_there_again() -> None:
    def mine(frame: FrameType, event: str, argument: object) -> None:
        pass

    before, before_in_threads = sys.getprofile(), threading.getprofile()
    sys.setprofile(mine)
    threading.setprofile(mine)
    try:
        with counting() as count:
            kinds.function()(sender=None)
        after, after_in_threads = sys.getprofile(), threading.getprofile()
    finally:
        sys.setprofile(before)
        threading.setprofile(before_in_threads)
    assert count.calls == 1
    assert (after, after_in_threads) == (mine, mine)


@pytest.mark.skipif(sys.version_info < (3, 12), reason="sys.monitoring is new in Python 3.12")
def test_a_tool_id_that_is_taken_is_left_to_its_owner() -> None:
    free = [tool for tool in range(6) if sys.monitoring.get_tool(tool) is None]
    *taken, last = free
    for tool in taken:
        sys.monitoring.use_tool_id(tool, "somebody else")
    try:
        with counting() as count:
            assert sys.monitoring.get_tool(last) == "signalbench"
            kinds.function()(sender=None)
        assert sys.monitoring.get_tool(last) is None
        assert {sys.monitoring.get_tool(tool) for tool in taken} == {"somebody else"}
        sys.monitoring.use_tool_id(last, "somebody else")
        taken.append(last)
        with pytest.raises(RuntimeError, match="all six tool ids"), counting():
            pass
    finally:
        for tool in taken:
            sys.monitoring.free_tool_id(tool)
    assert count.calls == 1


def select() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")


@pytest.mark.django_db(transaction=True)
def test_sqlite_reports_every_statement_with_begin_and_commit() -> None:
    select()  # opens the connection
    with counting() as count:
        select()
        with transaction.atomic():
            select()
            with transaction.atomic():
                select()
    select()
    assert count.queries == len(
        ["SELECT", "BEGIN", "SELECT", "SAVEPOINT", "SELECT", "RELEASE SAVEPOINT", "COMMIT"]
    )


@pytest.mark.django_db(transaction=True)
def test_executemany_is_a_statement_for_each_row_on_sqlite() -> None:
    select()
    with counting() as count, connection.cursor() as cursor:
        cursor.executemany("UPDATE shop_counter SET orders = %s WHERE id = %s", [(1, 1), (2, 1), (3, 1)])
    assert count.queries == 3


@pytest.mark.django_db(transaction=True)
def test_on_other_databases_djangos_wrapper_counts_an_executemany_once(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    select()
    monkeypatch.setattr(connections["default"], "vendor", "another")
    with counting() as count, connection.cursor() as cursor:
        cursor.execute("SELECT 1")
        cursor.executemany("UPDATE shop_counter SET orders = %s WHERE id = %s", [(1, 1), (2, 1), (3, 1)])
    select()
    assert count.queries == 2
    assert connection.execute_wrappers == []
