"""What `run` and `compare` do: prepare, measure, stop cleanly when asked to, report, say what comes next."""

from __future__ import annotations

import argparse
import functools
import signal
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from types import FrameType

from bench import units
from bench.analysis.judgement import judge
from bench.analysis.pairs import by_database
from bench.cli.conclusion import Conclusion
from bench.cli.console import announcer, say
from bench.cli.counting_instructions import add_instructions
from bench.cli.foreseeing import foreseen, what
from bench.cli.measuring import Preparation, prepare, reports_folder
from bench.cli.next_step import going_on
from bench.cli.progress import watcher
from bench.cli.reporting import build_report
from bench.cli.request import Request
from bench.errors import SignalbenchError
from bench.lockstep.callgrind import require_valgrind
from bench.lockstep.conductor import conduct
from bench.lockstep.databases import Lease
from bench.lockstep.databases_of_run import RunDatabases
from bench.model import ComparisonKind
from bench.results.folder import mark_latest

INTERRUPTED = 130


def measure(
    arguments: argparse.Namespace, request: Request, *, kind: ComparisonKind, specs: Sequence[str]
) -> int:
    """Do what the options of `add_measuring` say, and return the exit code."""
    announce = announcer(quiet=arguments.quiet)
    if arguments.dry_run:
        for line in foreseen(arguments, request, kind=kind, specs=specs, announce=announce):
            say(line, sys.stdout)
        return 0
    if arguments.instructions:
        require_valgrind()
    with RunDatabases(request.databases, announce=announce, report=_report_error) as databases:
        preparation = prepare(
            kind=kind,
            specs=specs,
            questions=request.questions,
            everything=arguments.everything,
            python=arguments.python,
            budget_s=arguments.budget,
            quick=arguments.quick,
            margin=arguments.margin,
            precision=arguments.precision,
            seed=arguments.seed,
            output=arguments.output,
            fresh=arguments.fresh,
            allow_mixed=arguments.allow_mixed,
            announce=announce,
            databases=databases,
        )
        announce(describe(preparation))
        folder = preparation.folder
        if not preparation.fresh and folder.has_begun() and folder.has_journal():
            forks = units.plural(folder.history().forks, "fork")
            announce(f"{folder.path} holds {forks} already; this goes on from there.")
        return carry_out(preparation, databases, request.conclusion, instructions=arguments.instructions)


def _report_error(line: str) -> None:
    say(f"error: {line}", sys.stderr)


def describe(preparation: Preparation) -> str:
    """What will be measured and how long it should take, in a line and its conditions."""
    plan = preparation.plan
    pythons = " and ".join(dict.fromkeys(environment.python for environment in plan.environments))
    families = [[each.label for each in family] for family in by_database(plan)]
    return (
        f"Measuring {what(plan.kind, plan.questions, families)}, Python {pythons}: "
        f"about {units.duration(plan.budget_s)}.\n"
        f"Less if all is decided to within {units.share(plan.precision)} before; "
        "more if it takes longer to time everything twice."
    )


def carry_out(
    preparation: Preparation, databases: RunDatabases, conclusion: Conclusion, *, instructions: bool
) -> int:
    """Measure, count instructions if wanted, write the report, print the findings; the exit code."""
    preparation.folder.begin(preparation.plan, fresh=preparation.fresh)
    try:
        return _carry_out(preparation, databases, conclusion, instructions=instructions)
    except KeyboardInterrupt:
        return _interrupted(preparation)


def _carry_out(
    preparation: Preparation, databases: RunDatabases, conclusion: Conclusion, *, instructions: bool
) -> int:
    folder, plan, quiet = preparation.folder, preparation.plan, conclusion.quiet

    def lease(label: str) -> Lease:
        return databases.lease(preparation.databases[label], preparation.interpreters[label])

    with stopping_on_interrupt() as stop, watcher(plan, quiet=quiet, told=databases.told) as progress:
        conduct(
            plan,
            preparation.interpreters,
            folder,
            progress,
            judge=functools.partial(judge, plan),
            lease=lease,
            stop=stop,
        )
    if stop():
        return _interrupted(preparation)
    progress.ended()
    counted = not instructions or _count_instructions(preparation, lease, quiet=quiet)
    results = build_report(folder)
    measured = any(comparison.ratio is not None for comparison in results.comparisons)
    if measured and folder.path.resolve().parent == reports_folder().resolve():
        mark_latest(folder.path)
    return conclusion.draw(results, folder.path, failed=not counted)


def _interrupted(preparation: Preparation) -> int:
    """Say how to go on; the exit code."""
    again = going_on(preparation.plan.command, preparation.folder.path)
    say(f"Interrupted; what was measured is kept. Go on with:\n  {again}", sys.stderr)
    return INTERRUPTED


def _count_instructions(preparation: Preparation, lease: Callable[[str], Lease], *, quiet: bool) -> bool:
    """Whether they could be counted; what was measured is reported all the same."""
    try:
        add_instructions(
            preparation.plan,
            preparation.interpreters,
            preparation.folder,
            announcer(quiet=quiet),
            lease=lease,
        )
    except SignalbenchError as error:
        say(f"error: {error}", sys.stderr)
        return False
    return True


class Stop:
    """Whether Ctrl-C was pressed: callable."""

    def __init__(self) -> None:
        self._pressed = False

    def __call__(self) -> bool:
        return self._pressed

    def press(self, number: int, frame: FrameType | None) -> None:
        """A signal handler: the first time the round is finished, the second time all ends at once."""
        if self._pressed:
            raise KeyboardInterrupt
        self._pressed = True
        print("\nFinishing this round; press Ctrl-C again to stop at once.", file=sys.stderr)


@contextmanager
def stopping_on_interrupt() -> Iterator[Stop]:
    """Have Ctrl-C and a polite kill end the run after the round in flight."""
    stop = Stop()
    before = {number: signal.signal(number, stop.press) for number in (signal.SIGINT, signal.SIGTERM)}
    try:
        yield stop
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
