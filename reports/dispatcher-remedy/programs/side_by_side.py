"""Does random things to two dispatchers, and stops at the first at which they differ.

    git -C CHECKOUT show main:django/dispatch/dispatcher.py > unmodified.py
    git -C CHECKOUT show remedy:django/dispatch/dispatcher.py > patched.py
    python side_by_side.py unmodified.py patched.py [SEQUENCES [SEED]]

The interpreter needs the Django that both belong to (PYTHONPATH=CHECKOUT will do) and Python 3.12 or newer.
Each sequence is 60 steps on a new signal: connecting, death of receivers and senders, all four ways of
sending, nested, failing, cancelled. Compared after each step: result or exception, calls with their threads
and contexts, log, warnings, and what the signal holds. The default of 600 sequences takes a few minutes.
"""

from __future__ import annotations

import gc
import random
import re
import sys
import threading
import warnings
from collections import Counter
from types import ModuleType
from typing import Any

import cast
import operations
from asgiref.sync import SyncToAsync, sync_to_async
from dispatchers import dispatcher
from world import BEHAVIOURS, VARIABLE, Stop, World

STEPS = 60
RECEIVERS = 12
WEIGHTS: dict[str, float] = {
    "connect": 14,
    "send": 10,
    "send_robust": 6,
    "asend": 4,
    "disconnect": 4,
    "kill": 3,
    "asend_robust": 3,
    "has_listeners": 2,
    "_live_receivers": 2,
    "new sender": 1.5,
    "mute": 1,
    "kill sender": 1,
    "send in loop": 0.6,
    "collect": 0.5,
    "cancel": 0.5,
}
"""How often each operation is done, relative to the others."""


def main(unmodified: str, patched: str, sequences: str = "600", seed: str = "1") -> int:
    both = dispatcher(unmodified, "unmodified"), dispatcher(patched, "patched")
    chance = random.Random(int(seed))
    gc.collect()
    gc.freeze()  # what is there already need not be looked through at each collection
    done: Counter[str] = Counter()
    outcomes: Counter[str] = Counter()
    for number in range(int(sequences)):
        for step, (before, after) in sequence(both, chance):
            if before != after:
                print(f"different in sequence {number}, at {step}", f"  {before}", f"  {after}", sep="\n")
                return 1
            done[step.operation] += 1
            outcomes[" ".join(map(str, before[0][:2])) if before[0][0] == "raised" else "returned"] += 1
    print(f"{sequences} sequences, {done.total():,} steps, all equal")
    for counted in (done, outcomes):
        print("  " + ", ".join(f"{what} {times:,}" for what, times in counted.most_common()))
    return 0


def sequence(both: tuple[ModuleType, ModuleType], chance: random.Random) -> Any:
    """Yields each step with what came of it on either side."""
    caching = chance.random() < 0.5
    odd = 0.25 if chance.random() < 0.5 else 0
    behaviour = {n: chance.choice(BEHAVIOURS) for n in range(RECEIVERS) if chance.random() < odd}
    kinds = drawn_kinds(chance)
    worlds = [World(module, caching=caching, behaviour=behaviour) for module in both]
    for _ in range(STEPS):
        step = drawn_step(chance, kinds, caching)
        yield step, tuple(attempt(world, step) for world in worlds)


def drawn_kinds(chance: random.Random) -> list[str]:
    """A kind for each receiver: of all kinds, or in some sequences of one sort only."""
    weights = cast.RECEIVER_KINDS
    sort = chance.choices(["all", "sync", "async"], [5, 3, 2])[0]
    if sort == "sync":
        weights = {kind: weight for kind, weight in weights.items() if "async" not in kind}
    elif sort == "async":
        weights = {kind: weight for kind, weight in weights.items() if "async" in kind}
    return chance.choices(list(weights), list(weights.values()), k=RECEIVERS)


def drawn_step(chance: random.Random, kinds: list[str], caching: bool) -> operations.Step:
    operation = chance.choices(list(WEIGHTS), list(WEIGHTS.values()))[0]
    number = chance.randrange(RECEIVERS)
    everyone = 20 if operation == "connect" else 1 if caching else 6
    senders = (*cast.SENDERS * 3, *["none"] * everyone, "unhashable", "unweakrefable", "text")
    return operations.Step(
        operation=operation,
        number=number,
        kind=kinds[number],
        sender=chance.choice(senders),
        weak=chance.random() < 0.7,
        dispatch_uid=chance.choice([None] * 5 + ["uid1", "uid2", float("nan")]),
        named=chance.choices([{}, {"x": 1}, {"x": 1, "y": 2}, {"signal": 3}], [10, 10, 1, 0.5])[0],
    )


def attempt(world: World, step: operations.Step) -> tuple[Any, ...]:
    """All that can be seen of one step."""
    world.log.clear()
    VARIABLE.set(0)
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        try:
            outcome = "returned", operations.perform(world, step)
        except (Exception, Stop, BaseExceptionGroup) as error:
            outcome = "raised", *described(error)
            error.__traceback__ = None  # would keep alive what has to die
    settle()
    warned = sorted(str(each.message) for each in caught if each.category is not ResourceWarning)
    return outcome, list(world.log), VARIABLE.get(), [address_free(text) for text in warned], world.state()


def described(error: BaseException) -> tuple[Any, ...]:
    inner = [described(each) for each in error.exceptions] if isinstance(error, BaseExceptionGroup) else []
    cause = described(error.__cause__) if error.__cause__ else None
    return type(error).__name__, address_free(str(error)), inner, cause


def address_free(text: str) -> str:
    return re.sub(r"0x[0-9a-f]+", "", text)


def settle() -> None:
    """Wait until no thread holds what it ran: when it lets go is up to the scheduler, on both sides."""
    gc.collect()
    operations.LOOP.run_until_complete(sync_to_async(int)())
    for thread in threading.enumerate():
        if (
            thread is not threading.main_thread()
            and thread not in SyncToAsync.single_thread_executor._threads
        ):
            thread.join(10)
    gc.collect()


if __name__ == "__main__":
    if not 3 <= len(sys.argv) <= 5:
        raise SystemExit("usage: python side_by_side.py UNMODIFIED PATCHED [SEQUENCES [SEED]]")
    raise SystemExit(main(*sys.argv[1:]))
