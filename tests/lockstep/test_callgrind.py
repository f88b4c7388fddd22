"""Counts under valgrind: what is read from its dumps, and how often it is asked."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any, cast

import pytest

from bench.errors import SignalbenchError
from bench.lockstep.callgrind import Callgrind, instructions_in, require_valgrind
from bench.lockstep.instructions import (
    ENOUGH,
    count_cases,
    enough_loops,
    foreseen_s,
    per_operation,
)
from bench.lockstep.worker_process import OperationError, WorkerFailure, WorkerProcess
from bench.model import Case

CASES = [Case("receivers", "send", (("receivers", n),)) for n in range(4)]
AROUND = 200_000
"""Instructions that come with every slice, however many loops it has."""


class FakeValgrind:
    """A worker and its callgrind in one: an operation has `each` instructions."""

    def __init__(self, each: int = 5_000, wrong: dict[int, Exception] | None = None) -> None:
        self.each = each
        self.wrong = wrong or {}
        self.counted = 0
        self.counts = False
        self.log: list[str] = []

    def send(self, request: dict[str, Any]) -> None:
        self.log.append(request["do"])
        if request["do"] == "set_up":
            self.receivers = request["axis"]["receivers"]
        elif request["do"] == "time" and self.counts:
            self.counted += AROUND + request["loops"] * self.each

    def receive(self, patience_s: float) -> dict[str, Any]:
        if self.log[-1] == "time" and self.receivers in self.wrong:
            raise self.wrong[self.receivers]
        return {}

    def on(self) -> None:
        self.counts = True

    def off(self) -> None:
        self.counts = False
        self.log.append("off")

    def zero(self) -> None:
        self.counted = 0

    def total(self) -> int:
        return self.counted


def count(fake: FakeValgrind, announced: list[str] | None = None) -> dict[Case, int | None]:
    return count_cases(
        cast(WorkerProcess, fake),
        cast(Callgrind, fake),
        CASES,
        announce=(announced if announced is not None else []).append,
        patience_s=1,
    )


@pytest.mark.parametrize("each", [7, 5_000, 40_000_000])
def test_what_comes_around_the_loop_cancels(each: int):
    assert count(FakeValgrind(each)) == dict.fromkeys(CASES, each)


def test_a_case_that_raises_is_told_and_the_next_is_counted():
    announced: list[str] = []
    fake = FakeValgrind(wrong={1: OperationError("ValueError: no")})
    assert count(fake, announced) == {**dict.fromkeys(CASES, 5_000), CASES[1]: None}
    assert announced == ["No instructions of receivers, send, 1 receivers: ValueError: no"]
    assert fake.log.count("tidy_up") == fake.log.count("off") == len(CASES)


def test_a_worker_that_dies_ends_the_counting_with_the_case_it_died_of():
    fake = FakeValgrind(wrong={2: WorkerFailure("the worker was killed by signal 9")})
    assert count(fake) == {CASES[0]: 5_000, CASES[1]: 5_000, CASES[2]: None}


def test_loops_grow_until_they_are_enough():
    for each in (7, 5_000, 4 * ENOUGH):
        loops = enough_loops(lambda loops, each=each: AROUND + loops * each)
        assert 2 * loops * each >= ENOUGH
        assert loops == 1 or 2 * (loops // 4) * each < ENOUGH


def test_one_pair_that_met_something_rare_does_not_count():
    runs = iter([(30, 10), (3_000_030, 10), (30, 10)])
    pairs = [count for pair in runs for count in pair]
    assert per_operation(lambda loops: pairs.pop(0), 10) == 1


def test_the_forecast_grows_with_the_cases_and_with_what_they_take():
    assert foreseen_s([]) < foreseen_s([1e3]) < foreseen_s([1e3, 1e3]) < foreseen_s([1e3, 5e7])


def test_the_total_of_a_dump_is_its_summary():
    dump = "events: Ir\n\nfn=(1) main\n12 34\n\nsummary: 5678\n"
    assert instructions_in(dump) == 5678
    with pytest.raises(SignalbenchError, match="without a summary"):
        instructions_in("events: Ir\n")


def test_without_valgrind_the_error_names_the_package(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("PATH", "")
    with pytest.raises(SignalbenchError, match="apt-get install valgrind"):
        require_valgrind()


@pytest.mark.skipif(shutil.which("vgdb") is None, reason="valgrind is not installed here")
def test_the_real_valgrind_counts_between_on_and_off(tmp_path: Path):
    callgrind = Callgrind(tmp_path)
    code = "import sys\nfor line in sys.stdin: print(sum(range(int(line))), flush=True)"
    with subprocess.Popen(
        [callgrind.launcher(Path(sys.executable)), "-S", "-c", code],
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
    ) as process:  # fmt: skip

        def ask(loops: int) -> None:
            assert process.stdin is not None
            assert process.stdout is not None
            print(loops, file=process.stdin, flush=True)
            process.stdout.readline()

        def run(loops: int) -> int:
            callgrind.zero()
            ask(loops)
            return callgrind.total()

        ask(1)  # it has to be up before it can be told anything
        assert run(30_000) == 0
        callgrind.on()
        assert 5 < per_operation(run, 10_000) < 200
        callgrind.off()
        assert run(30_000) == 0
        process.kill()


def test_a_valgrind_that_cannot_be_told_anything_is_one_line(tmp_path: Path):
    if shutil.which("vgdb") is None:
        pytest.skip("valgrind is not installed here")
    with pytest.raises(SignalbenchError, match=r"could not tell valgrind 'zero': .*SYS_PTRACE"):
        Callgrind(tmp_path).zero()
