"""What the next fork measures: which blocks, and in how many rounds."""

from __future__ import annotations

from collections.abc import Sequence

from bench.lockstep import schedule
from bench.lockstep.experience import Experience
from bench.lockstep.schedule import Block
from bench.model import Cell, CellState, Plan, Point, Spread
from bench.results.journal import History

FEWEST_FORKS = 2
"""Each block gets so many, even beyond the budget: one gives no interval."""


class Agenda:
    """Of one sitting. history and experience grow while it is carried out."""

    def __init__(self, plan: Plan, history: History, experience: Experience) -> None:
        self._plan = plan
        self._history = history
        self._experience = experience
        self.spreads: dict[Point, Spread] = {}
        """As the last look at the results has shown them."""
        self.blocks = schedule.blocks(case for question in plan.questions for case in question.cases)
        block_of = {case: block for block in self.blocks for case in block.cases}
        self._forks: dict[Block, set[int]] = {block: set() for block in self.blocks}
        for each in history.slices:
            self.timed(block_of[each.cell.case], each.fork)

    def timed(self, block: Block, fork: int) -> None:
        """A round of the block has been taken in the fork."""
        self._forks[block].add(fork)

    def members(self, left_s: float) -> list[Block]:
        """The blocks of the next fork; where those whose turn it is do not fit, the cheap ones among them."""
        settled = {point for look in self._history.looks for point in look.settled}
        possible = [block for block in self.blocks if self._is_possible(block)]
        open_blocks = [block for block in possible if block.point not in settled]
        costs = self._experience.costs(open_blocks)
        last = {block: max(forks) for block, forks in self._forks.items() if forks}
        due = schedule.blocks_of_fork(self._history.forks, open_blocks, costs, last)
        cheap = [block for block in due if schedule.forks_apart(costs[block]) == 1]
        owed = [block for block in possible if len(self._forks[block]) < FEWEST_FORKS]
        fitting = (members for members in (due, cheap) if members and self._foreseen_s(members) <= left_s)
        return next(fitting, owed)

    def rounds(self, members: Sequence[Block]) -> dict[Block, int]:
        """How many each of them gets."""
        experience = self._experience
        costs = experience.costs(members)
        wanted = {
            block: schedule.rounds_of_block(
                cost,
                experience.start_s / len(members),
                self.spreads.get(block.point),
                experience.turns(block),
            )
            for block, cost in costs.items()
        }
        return schedule.rounds_of_fork(wanted, costs, experience.start_s, self._plan.budget_s)

    def _is_possible(self, block: Block) -> bool:
        """Whether any of the block's cells can be timed, as far as is known."""
        outcomes = (
            self._history.outcomes.get(Cell(case, environment.label))
            for case in block.cases
            for environment in self._plan.environments
        )
        return any(outcome is None or outcome.state is CellState.MEASURED for outcome in outcomes)

    def _foreseen_s(self, members: Sequence[Block]) -> float:
        """How long a fork takes; before the first fork of a sitting, what those of earlier ones took."""
        costs, start_s = self._experience.costs(members), self._experience.start_s
        foreseen_s = schedule.fork_seconds(costs, start_s, self.rounds(members))
        return foreseen_s or self._history.elapsed_s / max(1, self._history.forks)
