"""There is one event loop, and one thread for synchronous code, in each process: in forked ones too."""

from __future__ import annotations

import asyncio
import gc
import os
import signal
import threading

import pytest
from asgiref.sync import sync_to_async

from bench.scenarios import event_loop

TOO_LONG_S = 20


async def thread_of_synchronous_code() -> int:
    """Waits for ever if there is none."""
    return await asyncio.wait_for(sync_to_async(threading.get_ident)(), TOO_LONG_S)


async def running_loop() -> asyncio.AbstractEventLoop:
    return asyncio.get_running_loop()


def test_the_loop_stays_from_one_run_to_the_next() -> None:
    assert event_loop.run(running_loop()) is event_loop.run(running_loop())


def test_synchronous_code_has_the_same_thread_each_time_and_not_this_one() -> None:
    threads = {event_loop.run(thread_of_synchronous_code()) for _ in range(3)}
    assert len(threads) == 1
    assert threading.get_ident() not in threads


@pytest.mark.skipif(not hasattr(os, "fork"), reason="this system cannot fork")
def test_a_forked_process_has_its_own_and_leaves_its_parents_alone() -> None:
    before = id(event_loop.run(running_loop())), event_loop.run(thread_of_synchronous_code())
    child = os.fork()
    if child == 0:
        signal.alarm(TOO_LONG_S)
        loop = id(event_loop.run(running_loop()))
        event_loop.run(thread_of_synchronous_code())
        gc.collect()  # a loop that nobody keeps would be closed
        os._exit(0 if loop != before[0] else 1)
    _, status = os.waitpid(child, 0)
    assert os.waitstatus_to_exitcode(status) == 0
    assert (id(event_loop.run(running_loop())), event_loop.run(thread_of_synchronous_code())) == before
