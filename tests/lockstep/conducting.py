"""A run with workers on a fake clock, judged by whoever the test likes."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Mapping, Sequence

from bench.lockstep.conductor import Judge, go_on
from bench.model import Cell, Judgement, Outcome, Plan, Slices
from bench.results.folder import RunFolder
from bench.results.journal import History
from tests.lockstep.fake_worker import World
from tests.synthetic import BULK_SAVES, RECEIVERS, plan

QUESTIONS = (
    dataclasses.replace(RECEIVERS, cases=RECEIVERS.cases[:6]),
    dataclasses.replace(BULK_SAVES, cases=BULK_SAVES.cases[:8]),
)
"""At two points each: the first one's cases take turns, the second one's are timed side by side."""
CASES = tuple(case for question in QUESTIONS for case in question.cases)
LABELS = [environment.label for environment in plan().environments]
POINTS = list(dict.fromkeys((case.question, case.axis) for case in CASES))


class Watcher:
    """Remembers what it is told."""

    def __init__(self) -> None:
        self.failures: list[tuple[str, str]] = []
        self.judgements: list[tuple[int, int]] = []

    def counting(self, cases: int, cells: int) -> None: ...
    def counted(self) -> None: ...

    def preparing(self, fork: int) -> None: ...

    def measuring(self, fork: int, rounds: int) -> None: ...

    def round_done(self, question: str, elapsed_s: float) -> None: ...

    def judged(self, judgement: Judgement) -> None:
        self.judgements.append((judgement.decided, judgement.undecided))

    def failed(self, what: str, reason: str) -> None:
        self.failures.append((what, reason))


def settle_nothing(slices: Sequence[Slices], outcomes: Mapping[Cell, Outcome], share: float) -> Judgement:
    return Judgement(settled=(), spreads={}, decided=0, undecided=len(POINTS))


def conduct(
    folder: RunFolder,
    world: World,
    run: Plan,
    *,
    judge: Judge = settle_nothing,
    stop: Callable[[], bool] = lambda: False,
    watcher: Watcher | None = None,
    patience_s: float = 1.0,
) -> History:
    """Measure from where the folder's journal ends; what the journal then says."""
    go_on(
        run,
        world.start,
        folder,
        watcher or Watcher(),
        judge=judge,
        stop=stop,
        patience_s=patience_s,
        now=lambda: world.now_s,
    )
    assert world.alive == 0
    return folder.history()


def budget(seconds: float) -> Plan:
    return dataclasses.replace(plan(questions=QUESTIONS), budget_s=seconds)


def stopping_after(rounds: int) -> Callable[[], bool]:
    """Says stop once so many rounds have been taken. It is asked before each fork and after each round."""
    asked = 0

    def stop() -> bool:
        nonlocal asked
        asked += 1
        return asked > rounds

    return stop
