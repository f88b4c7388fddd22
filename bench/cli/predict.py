"""signalbench predict: what signals will add to a save() loop, from what a run has measured."""

from __future__ import annotations

import argparse
import re
import sys
from pathlib import Path
from typing import Any

from bench.cli.options import add_verbosity

EXAMPLES = """\
examples:
  signalbench predict --receivers 12 --rows 50000 --django 5.2
  signalbench predict --receivers 1 --rows 200 --signal pre_save
  signalbench predict --receivers 3 --rows 10000 --from reports/first-look
"""
SIGNALS = ("pre_save", "post_save")


def add_to(commands: Any) -> None:
    parser = commands.add_parser(
        "predict",
        help="what signals will add to a save() loop",
        description="Say what receivers that do nothing add to a loop of save(), from what a run\n"
        "has measured of `bulk-saves`. What your receivers do comes on top.",
        epilog=EXAMPLES,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument(
        "--receivers", type=count, required=True, metavar="N", help="connected to each signal"
    )
    parser.add_argument("--rows", type=count, required=True, metavar="N", help="saved, one after another")
    parser.add_argument(
        "--signal",
        action="append",
        choices=SIGNALS,
        metavar="NAME",
        help="pre_save or post_save (default); may be given twice",
    )
    parser.add_argument("--django", metavar="SPEC", help="5.2 or 5.2.19 (default: the newest in the run)")
    parser.add_argument("--python", metavar="X.Y", help="such as 3.12 (default: any)")
    parser.add_argument("--database", metavar="TEXT", help="a part of its name, such as sqlite or postgres")
    parser.add_argument(
        "--from",
        dest="run",
        type=Path,
        metavar="RUN",
        help="a run's folder (default: the newest in reports/local that can tell)",
    )
    parser.add_argument(
        "--json",
        nargs="?",
        const="-",
        metavar="FILE",
        help="the same as JSON; without FILE on standard output, and nothing else there",
    )
    parser.set_defaults(handle=handle)
    add_verbosity(parser)


def count(text: str) -> int:
    """A whole number, "50000", "50_000" or "50,000"."""
    digits = re.sub(r"(?<=\d)[_,](?=\d{3})", "", text.strip())
    if not re.fullmatch(r"[0-9]{1,12}", digits):
        raise argparse.ArgumentTypeError(
            f"{text!r} is no count; write a whole number of at most 12 digits, such as 50000"
        )
    return int(digits)


def handle(arguments: argparse.Namespace) -> int:
    """Raises UsageError where no run can tell, SignalbenchError for one that cannot be read."""
    import json

    from bench.cli.stored_run import results_file

    if arguments.run is not None:
        results_file(arguments.run)  # before numpy and scipy are loaded, which takes seconds

    from bench.cli.console import say
    from bench.cli.foundation import Wanted, find_foundation
    from bench.cli.machine import describe_machine
    from bench.cli.outputs import write_to
    from bench.render import prediction as text

    wanted = Wanted(django=arguments.django, python=arguments.python, database=arguments.database)
    found = find_foundation(arguments.run, wanted)
    signals = tuple(name for name in SIGNALS if name in (arguments.signal or ["post_save"]))
    asked = text.Asked(receivers=arguments.receivers, rows=arguments.rows, signals=signals)
    predicted = None
    if asked.receivers and asked.rows:
        numbers = {name: asked.receivers if name in signals else 0 for name in SIGNALS}
        predicted = found.model.predict(**numbers, rows=asked.rows)
    basis = text.Basis(
        run=_shown(found.results.path.parent),
        created=found.results.created,
        environment=found.environment,
        commit=found.commit,
        forks=found.results.forks,
        machine=found.results.machine,
        here=describe_machine(),
        substitute=found.substitute,
    )
    said = json.dumps(text.as_json(asked, predicted, basis), indent=1) + "\n"
    if arguments.json is None or write_to(arguments.json, said):
        for line in text.lines(asked, predicted, basis, quiet=arguments.quiet):
            say(line, sys.stdout)
    return 0


def _shown(folder: Path) -> str:
    """The folder as one would type it here."""
    try:
        return str(folder.resolve().relative_to(Path.cwd()))
    except ValueError:
        return str(folder)
