"""Machine instructions of one operation, counted with callgrind; slow, and only done when asked for.

Counting is on while a worker runs its timing loop, once `loops` times and once three times as often. The
difference holds no start of the loop, no collection of garbage before it and no conversation with the host.
Each case is warmed up first, so that the interpreter has specialised its code. No clock decides how often
anything is called, or the next run would find another memory. The hash seed is fixed, and no garbage is
collected inside the loop. Memory comes from Python's own allocator, as in a worker that is timed; valgrind
chooses the addresses, so the system's randomisation of them changes nothing.

How well this repeats, on Python 3.12: the same code and cases in the same order to five digits. With another
hash seed, after other cases or in code that lies elsewhere, counts move by 0.1%, and by up to 1% where an
operation writes rows or connects receivers: addresses decide where the interpreter's hash tables collide. So
a difference below 1% between two Djangos says nothing.
"""

from __future__ import annotations

import statistics
import tempfile
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from bench.errors import SignalbenchError
from bench.lockstep.callgrind import Callgrind, require_valgrind
from bench.lockstep.census import HASH_SEED
from bench.lockstep.crew import MOST_STARTS
from bench.lockstep.databases import Lease
from bench.lockstep.worker_process import OperationError, WorkerFailure, WorkerProcess
from bench.model import Case, CellState
from bench.results.codec import case_to_json

LONGEST_NS = 50_000_000
"""Operations that take longer, without valgrind, are not counted."""
ENOUGH = 10_000_000
"""Instructions between the shorter and the longer loop: a thousand times what comes and goes around them."""
LOOPS_NS = 25_000_000
"""About how long all loops of a case take without valgrind, where one operation is quick."""
WARM_UP = 32
"""Calls before counting begins."""
PAIRS = 3
"""The median of so many pairs of loops withstands one that met something rare, as a new block of memory."""
SLOWDOWN = 70
"""How many times as long as otherwise an operation takes while its instructions are counted, roughly."""
START_S = 10.0
"""To start a worker under valgrind."""
CASE_S = 4.0
"""To set a case up, to switch counting on and off and to read the counts."""

Announce = Callable[[str], None]


def count_instructions(
    interpreter: Path,
    staging: Path,
    cases: Sequence[Case],
    *,
    announce: Announce,
    patience_s: float,
    lease: Callable[[], Lease],
) -> dict[Case, int]:
    """Instructions per operation; announce is told how long it takes, and what is left out and why.

    cases: such as can be measured in this environment. patience_s: how long a worker may be silent; under
    valgrind SLOWDOWN times as long. lease: a database for a worker.

    Raises SignalbenchError if valgrind is missing, cannot be steered, or cannot run a worker.
    """
    require_valgrind()
    ns = _estimated(interpreter, staging, cases, announce, patience_s, lease)
    seconds = foreseen_s(ns.values())
    length = f"{seconds / 60:.0f} min" if seconds > 120 else f"{seconds:.0f} s"
    announce(
        f"Counting machine instructions under valgrind, {len(ns)} of {len(cases)} cases: about {length}."
    )
    tried: dict[Case, int | None] = {}
    for _ in range(MOST_STARTS):
        if left := [case for case in ns if case not in tried]:
            with _under_callgrind(interpreter, staging, patience_s, lease) as (worker, callgrind):
                tried |= count_cases(worker, callgrind, left, announce=announce, patience_s=patience_s)
    return {case: count for case, count in tried.items() if count is not None}


def count_cases(
    worker: WorkerProcess,
    callgrind: Callgrind,
    cases: Iterable[Case],
    *,
    announce: Announce,
    patience_s: float,
) -> dict[Case, int | None]:
    """Instructions per operation, None where it raised. Ends early with the case that the worker dies of."""
    counts: dict[Case, int | None] = {}
    for case in cases:
        counts[case] = None
        try:
            counts[case] = _count(worker, callgrind, case, patience_s * SLOWDOWN)
        except OperationError as error:
            announce(f"No instructions of {_name(case)}: {error}")
        except WorkerFailure as failure:
            announce(f"No instructions of {_name(case)}: {failure}")
            break
    return counts


def enough_loops(run: Callable[[int], int]) -> int:
    """How often the shorter loop calls the operation so that `run` counts ENOUGH more in the longer one."""
    loops = 1
    while run(3 * loops) - run(loops) < ENOUGH:
        if loops >= ENOUGH:
            raise SignalbenchError(
                "callgrind counts no instructions of a loop of calls; try another valgrind"
            )
        loops *= 4
    return loops


def foreseen_s(ns: Iterable[float]) -> float:
    """About how many seconds it takes to count operations that take so many nanoseconds without valgrind."""
    return START_S + sum(CASE_S + SLOWDOWN * max(PAIRS * 4 * each, LOOPS_NS) / 1e9 for each in ns)


def per_operation(run: Callable[[int], int], loops: int) -> int:
    """What one more loop adds to what `run` counts for a number of loops: the median of PAIRS slopes."""
    return round(statistics.median((run(3 * loops) - run(loops)) / (2 * loops) for _ in range(PAIRS)))


def _count(worker: WorkerProcess, callgrind: Callgrind, case: Case, patience_s: float) -> int:
    def run(loops: int) -> int:
        callgrind.zero()
        _ask(worker, {"do": "time", "loops": loops}, patience_s)
        return callgrind.total()

    _ask(worker, {"do": "set_up", **case_to_json(case), "warm_up": True}, patience_s)
    try:
        _ask(worker, {"do": "time", "loops": WARM_UP}, patience_s)
        callgrind.on()
        count = per_operation(run, enough_loops(run))
    except OperationError:
        _end(worker, callgrind, patience_s)
        raise
    _end(worker, callgrind, patience_s)
    return count


def _end(worker: WorkerProcess, callgrind: Callgrind, patience_s: float) -> None:
    callgrind.off()
    _ask(worker, {"do": "tidy_up"}, patience_s)


def _ask(worker: WorkerProcess, request: dict[str, Any], patience_s: float) -> None:
    worker.send(request)
    worker.receive(patience_s)


def _estimated(
    interpreter: Path,
    staging: Path,
    cases: Sequence[Case],
    announce: Announce,
    patience_s: float,
    lease: Callable[[], Lease],
) -> dict[Case, float]:
    """Nanoseconds of an operation without valgrind, of the cases that are quick enough."""
    ns: dict[Case, float] = {}
    try:
        with _started(interpreter, staging, lease) as worker:
            for case in cases:
                answer = worker.verify(case, count=False, patience_s=patience_s)
                if CellState(answer["state"]) is not CellState.MEASURED:
                    announce(f"No instructions of {_name(case)}: {answer['reason']}")
                elif answer["ns"] > LONGEST_NS:
                    announce(
                        f"No instructions of {_name(case)}: an operation takes {answer['ns'] / 1e6:.0f} ms, "
                        f"and more than {LONGEST_NS / 1e6:.0f} ms would take too long under valgrind"
                    )
                else:
                    ns[case] = answer["ns"]
    except (OperationError, WorkerFailure) as failure:
        raise SignalbenchError(f"instructions cannot be counted: {failure}") from failure
    return ns


@contextmanager
def _under_callgrind(
    interpreter: Path, staging: Path, patience_s: float, lease: Callable[[], Lease]
) -> Iterator[tuple[WorkerProcess, Callgrind]]:
    with tempfile.TemporaryDirectory(prefix="signalbench-") as folder:
        callgrind = Callgrind(Path(folder))
        with _started(callgrind.launcher(interpreter), staging, lease) as worker:
            try:
                worker.wake(patience_s=patience_s * SLOWDOWN)
            except (OperationError, WorkerFailure) as failure:
                raise SignalbenchError(f"no worker starts under valgrind: {failure}") from failure
            yield worker, callgrind


@contextmanager
def _started(interpreter: Path, staging: Path, lease: Callable[[], Lease]) -> Iterator[WorkerProcess]:
    worker = WorkerProcess(interpreter, staging, hash_seed=HASH_SEED, database=lease())
    try:
        yield worker
    finally:
        worker.stop()


def _name(case: Case) -> str:
    return ", ".join([case.question, case.variant, *(f"{value} {name}" for name, value in case.axis)])
