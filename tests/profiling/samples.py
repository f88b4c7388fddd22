"""Profiles as a worker would have sampled them, made up."""

from __future__ import annotations

from bench.model import Case
from bench.profiles import BUILT_IN, Frame, Sampled, Side

LOOP = Frame("time_slice", "bench/worker/timing.py", 30)
OPERATION = Frame("<lambda>", "bench/scenarios/receivers.py", 34)
SEND = Frame("send", "django/dispatch/dispatcher.py", 160, "Signal")
ISINSTANCE = Frame("isinstance", BUILT_IN, 0)
RECEIVER = Frame("receiver", "bench/scenarios/receiver_kinds.py", 31)
SAVE = Frame("save", "django/db/models/base.py", 800, "Order")
EXECUTE = Frame("execute", "django/db/backends/sqlite3/base.py", 350)
CURSOR_EXECUTE = Frame("Cursor.execute", BUILT_IN, 0)


def side(label: str = "6.1", variant: str = "send") -> Side:
    return Side(
        label=label,
        case=Case("receivers", variant, (("receivers", 10),)),
        environment=label,
        django=f"{label}.3",
        python="3.13.0",
        database="SQLite 3.45.1, in memory",
    )


def sampled(stacks: dict[tuple[Frame, ...], int], *, fork: int = 0, profile_ns: float = 1000.0) -> Sampled:
    return Sampled(
        fork=fork,
        stacks=tuple(((LOOP, *stack), number) for stack, number in stacks.items()),
        samples=sum(stacks.values()),
        operations=100,
        stretch_ns=(profile_ns,),
        lost=0.25,
        cpu_share=0.9,
        slowdown=3.0,
        period_ns=250_000.0,
        receivers=frozenset({RECEIVER}),
    )


def processes(send: tuple[int, ...], receiver: tuple[int, ...], profile_ns: float = 1000.0) -> list[Sampled]:
    """One for each pair: ticks in send(), and in the receiver that it calls."""
    return [
        sampled(
            {(OPERATION, SEND): own, (OPERATION, SEND, RECEIVER): called}, fork=fork, profile_ns=profile_ns
        )
        for fork, (own, called) in enumerate(zip(send, receiver, strict=True))
    ]
