"""Receivers of one kind or of both, for async_.py: makers of a list of that many."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from itertools import cycle, islice

from bench.scenarios.receiver_kinds import Maker, Receiver, coroutine_function, function
from bench.scenarios.scenario import Absent

Receivers = Callable[[int], "list[Receiver]"]


def _made(receivers: int, *, kinds: tuple[Maker, ...], least: int) -> list[Receiver]:
    """The kinds in turn. Raises Absent where there are too few for anything to cross."""
    if receivers < least:
        few = "no receiver" if receivers == 0 else "one receiver"
        raise Absent(f"{few} is not of both kinds" if least == 2 else f"with {few} nothing crosses")
    return [make() for make in islice(cycle(kinds), receivers)]


ASYNC: Receivers = partial(_made, kinds=(coroutine_function,), least=0)
"""For those who are in the event loop already."""
ASYNC_CROSSING: Receivers = partial(_made, kinds=(coroutine_function,), least=1)
"""For those who are not. Without receivers send() starts no loop, but asyncio.run() does."""
SYNC: Receivers = partial(_made, kinds=(function,), least=1)
"""For those in the event loop. Without receivers asend() goes to no thread, but sync_to_async() does."""
BOTH: Receivers = partial(_made, kinds=(function, coroutine_function), least=2)
"""The same."""
