"""signalbench claims: sayings about Django signals, put to the test by what a run has measured."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from bench.cli.options import add_verbosity

if TYPE_CHECKING:
    from bench.claims.claim import CheckedClaim

EXAMPLES = """\
examples:
  signalbench claims reports/local/latest
  signalbench claims reports/local/latest 1 14 23
  signalbench claims reports/local/latest --json claims.json
"""


def add_to(commands: Any) -> None:
    parser = commands.add_parser(
        "claims",
        help="sayings about signals, put to the test",
        description="Say of each claim of the ledger whether a run confirms it, refutes it, or on\n"
        "what it depends, with the figure and the command that measures it again.",
        epilog=EXAMPLES,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("run", type=Path, metavar="RUN", help="a run's folder, or its results.json")
    parser.add_argument("ids", nargs="*", metavar="ID", help="numbers of claims (default: all)")
    parser.add_argument(
        "--json",
        nargs="?",
        const="-",
        metavar="FILE",
        help="the same as JSON, on standard output or into the file; put it last",
    )
    parser.set_defaults(handle=handle)
    add_verbosity(parser)


def handle(arguments: argparse.Namespace) -> int:
    """0; 3 where a claim that was asked for by its number has no data.

    UsageError for what is no run and for a number that no claim has, SignalbenchError for results that
    cannot be read.
    """
    from bench.claims.checking import check
    from bench.claims.claim import ClaimVerdict
    from bench.claims.evidence import Evidence
    from bench.cli.stored_run import results_file
    from bench.results.stored_results import read_results

    file = results_file(arguments.run)
    wanted = _wanted(arguments.ids)
    results = read_results(file)
    evidence = Evidence(results.environments, results.cells, results.comparisons)
    checked = [check(claim, evidence, results.command) for claim in wanted]
    _print(checked, arguments.json, quiet=arguments.quiet)
    missing = [each for each in checked if each.finding.verdict is ClaimVerdict.NO_DATA]
    for each in missing if arguments.ids else ():
        print(
            f"error: claim {each.claim.number} has no data: {each.finding.reason}. Measure: {each.command}",
            file=sys.stderr,
        )
    return 3 if arguments.ids and missing else 0


def _wanted(ids: Sequence[str]) -> list[Any]:
    from bench.claims.ledger import ledger
    from bench.errors import UsageError

    claims = {str(claim.number): claim for claim in ledger()}
    for one in ids:
        if one not in claims:
            raise UsageError(f"no claim {one!r}; they are numbered 1 to {len(claims)}")
    return [claims[one] for one in dict.fromkeys(ids)] or list(claims.values())


def _print(checked: Sequence[CheckedClaim], json_file: str | None, *, quiet: bool) -> None:
    import json

    from bench.cli.console import columns, say
    from bench.output_file import write
    from bench.render.claims import claim_lines, claims_as_json, claims_sentence

    if json_file is not None:
        text = json.dumps(claims_as_json(checked), indent=1, ensure_ascii=False) + "\n"
        if json_file == "-":
            print(text, end="")
            return
        write(Path(json_file), text)
    for each in checked if not quiet else ():
        for line in [*claim_lines(each, columns(sys.stdout)), ""]:
            say(line, sys.stdout)
    say(claims_sentence(checked), sys.stdout)
