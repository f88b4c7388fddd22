"""What `run` and `compare` do: prepare, measure, stop cleanly when asked to, report, say what comes next."""

from __future__ import annotations

import argparse
import functools
import shlex
import shutil
import signal
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from types import FrameType

from bench import units
from bench.analysis.judgement import judge
from bench.analysis.pairs import by_database
from bench.cli.counting_instructions import add_instructions
from bench.cli.measuring import Preparation, prepare, reports_folder
from bench.cli.progress import watcher
from bench.cli.reporting import build_report
from bench.cli.terminal import print_results
from bench.errors import SignalbenchError
from bench.lockstep.callgrind import require_valgrind
from bench.lockstep.conductor import conduct
from bench.lockstep.databases import Lease, parse_all
from bench.lockstep.databases_of_run import RunDatabases
from bench.model import CellState, ComparisonKind
from bench.results.folder import mark_latest

INTERRUPTED = 130
FAILED = 3


def measure(
    arguments: argparse.Namespace, *, kind: ComparisonKind, specs: Sequence[str], names: Sequence[str]
) -> int:
    """Do what the options of `add_measuring` say, and return the exit code."""
    announce = announcer(quiet=arguments.quiet)
    with RunDatabases(parse_all(arguments.db), announce=announce, report=_report_error) as databases:
        return _measure(arguments, announce, databases, kind=kind, specs=specs, names=names)


def _measure(
    arguments: argparse.Namespace,
    announce: Callable[[str], None],
    databases: RunDatabases,
    *,
    kind: ComparisonKind,
    specs: Sequence[str],
    names: Sequence[str],
) -> int:
    preparation = prepare(
        kind=kind,
        specs=specs,
        names=names,
        expression=arguments.expression,
        core=arguments.core,
        everything=arguments.everything,
        python=arguments.python,
        budget_s=arguments.budget,
        quick=arguments.quick,
        full=arguments.full,
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
    if arguments.dry_run:
        for question in preparation.plan.questions:
            announce(f"  {question.slug}: {units.plural(len(question.cases), 'case')}")
        return 0
    return carry_out(preparation, databases, quiet=arguments.quiet, instructions=arguments.instructions)


def _report_error(line: str) -> None:
    print(f"error: {line}", file=sys.stderr, flush=True)


def announcer(*, quiet: bool) -> Callable[[str], None]:
    """Prints lines on standard error, or nothing."""
    return (lambda line: None) if quiet else (lambda line: print(line, file=sys.stderr, flush=True))


def describe(preparation: Preparation) -> str:
    """What will be measured and how long it should take, in one line."""
    plan = preparation.plan
    cases = sum(len(question.cases) for question in plan.questions)
    minutes, rest = divmod(round(plan.budget_s), 60)
    length = " ".join(
        part for part in (f"{minutes} min" if minutes else "", f"{rest} s" if rest else "") if part
    )
    what = " and ".join(_against(plan.kind, [each.label for each in family]) for family in by_database(plan))
    pythons = " and ".join(dict.fromkeys(environment.python for environment in plan.environments))
    return (
        f"Measuring {units.plural(cases, 'case')} of {units.plural(len(plan.questions), 'question')} "
        f"on Django {what}, Python {pythons}: "
        f"about {length} when all is counted, less if every verdict is clear and within "
        f"{units.share(plan.precision)} before; everything is timed twice, even where that takes longer."
    )


def _against(kind: ComparisonKind, labels: Sequence[str]) -> str:
    """In words, what is measured on one database."""
    if kind is ComparisonKind.VARIANT:
        return " and ".join(labels)
    return " against ".join(labels[:2]) + "".join(f" and {label}" for label in labels[2:])


def carry_out(preparation: Preparation, databases: RunDatabases, *, quiet: bool, instructions: bool) -> int:
    """Measure, count instructions if wanted, write the report, print the findings; the exit code."""
    if instructions:
        require_valgrind()
    folder, plan = preparation.folder, preparation.plan
    folder.begin(plan, fresh=preparation.fresh)

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
        again = going_on(plan.command, folder.path)
        print(f"Interrupted; what was measured is kept. Go on with:\n  {again}", file=sys.stderr)
        return INTERRUPTED
    counted = not instructions or _count_instructions(preparation, lease, quiet=quiet)
    results = build_report(folder)
    measured = any(comparison.ratio is not None for comparison in results.comparisons)
    if measured and folder.path.resolve().parent == reports_folder().resolve():
        mark_latest(folder.path)
    print_results(results, quiet=quiet)
    print(f"Report: {folder.path / 'index.html'}")
    if not quiet:
        print(f"Again from the files: {invocation()} report {shlex.quote(_short(folder.path))}")
    failed = any(cell.state is CellState.FAILED for cell in results.cells)
    return FAILED if failed or not counted else 0


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
        print(f"error: {error}", file=sys.stderr)
        return False
    return True


def going_on(command: str, folder: Path) -> str:
    """The command that goes on with a run: the same one, into the same folder, and not anew."""
    words, kept = iter(shlex.split(command)), []
    for word in words:
        if word in ("-o", "--output"):
            next(words, None)
        elif word != "--fresh" and not word.startswith("--output="):
            kept.append(word)
    return shlex.join([invocation(), *kept[1:], "-o", str(folder)])


def invocation() -> str:
    """What to type to run signalbench: its name, or its path where the shell does not find that."""
    return "signalbench" if shutil.which("signalbench") else _short(Path(sys.argv[0]))


def _short(path: Path) -> str:
    try:
        return str(path.relative_to(Path.cwd()))
    except ValueError:
        return str(path)


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
