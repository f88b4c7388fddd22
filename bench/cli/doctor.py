"""signalbench doctor: what there is to measure with, and how this machine's speed moves."""

from __future__ import annotations

import argparse
import math
import re
import textwrap
from typing import TYPE_CHECKING, Any

from bench.cli.options import add_verbosity

if TYPE_CHECKING:
    from bench.cli.equipment import Fact
    from bench.cli.prognosis import Findings
    from bench.lockstep.speedometer import Trace

EXAMPLES = """\
examples:
  signalbench doctor
  signalbench doctor --seconds 60
  signalbench doctor -q
"""
WIDTH = 100
MINUTES = (1, 3, 10)
PREPARATION_S = 2.0
"""Of a fork: starting its workers and checking one question. An assumption; a busy machine takes more."""
SIDES = 3
"""Baseline, candidate and twin."""
LEAST_RUNNING_SHARE = 0.05
"""A fork is taken to last longer as others have the core, but not without end."""
SEED = 1
"""The same trace always gives the same outlook."""


def add_to(commands: Any) -> None:
    parser = commands.add_parser(
        "doctor",
        help="interpreters, databases and tools found; this machine's noise",
        description="Say what there is to measure with, how this machine's speed moves,\n"
        "and whether and how long to measure here.",
        epilog=EXAMPLES,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument(
        "--seconds",
        type=_seconds,
        default=10.0,
        metavar="N",
        help="how long to watch the machine's speed, 1 or more (default: 10)",
    )
    parser.set_defaults(handle=handle)
    add_verbosity(parser)


def handle(arguments: argparse.Namespace) -> int:
    """Raises SignalbenchError, exit code 3, where no interpreter can measure."""
    import os
    import sys
    from pathlib import Path

    from bench import units
    from bench.cli.circumstances import machine_facts, stolen_share, stolen_text, ticks
    from bench.cli.equipment import database_facts, interpreter_facts, interpreters, tool_facts
    from bench.cli.prognosis import sentences
    from bench.errors import SignalbenchError
    from bench.lockstep.cores import cores
    from bench.lockstep.speedometer import take_trace

    found = interpreters()
    if not arguments.quiet:
        _print_section("Interpreters", interpreter_facts(found))
        _print_section("Tools", tool_facts(os.environ, Path.home()))
        _print_section("Databases", database_facts(os.environ, Path.home()))
        _print_section("Machine", machine_facts())
    if not any(one.measures for one in found):
        raise SignalbenchError(
            "nothing can be measured here: no Python 3.10 or newer with SQLite that a Django runs on. "
            "Install one, from your system or with pyenv or uv"
        )
    worker, _ = cores()
    watched = units.duration(arguments.seconds)
    if not arguments.quiet:
        print(f"watching this machine's speed for {watched} …", file=sys.stderr, flush=True)
    before = ticks(worker)
    trace = take_trace(arguments.seconds, worker)
    stolen = stolen_share(before, ticks(worker))
    findings = diagnose(trace, stolen)
    if not arguments.quiet:
        facts = [*speed_facts(trace, findings), ("steal", stolen_text(stolen))]
        _print_section(f"Speed over {watched}", facts)
        print("Verdict")
    for sentence in sentences(findings):
        print(_wrapped(sentence, "" if arguments.quiet else "  "))
    return 0


def diagnose(trace: Trace, stolen: float | None) -> Findings:
    """All that the trace tells. ValueError if it holds fewer than 100 pieces."""
    import numpy as np

    from bench.analysis.outlook import TURNS, precision, slices, spoilt_share
    from bench.analysis.speed import describe
    from bench.cli.prognosis import Findings
    from bench.lockstep.agenda import FEWEST_FORKS
    from bench.lockstep.schedule import OVERHEAD_S, SLICE_NS

    speed = describe(trace.start_ns, trace.ns_per_unit)
    piece_ns = float(np.median(np.diff(trace.start_ns)))
    log_slices = slices(trace.ns_per_unit, piece_ns, SLICE_NS, OVERHEAD_S * 1e9)
    alone_s = PREPARATION_S + TURNS * SIDES * (SLICE_NS / 1e9 + OVERHEAD_S)
    fork_s = alone_s / max(trace.running_share, LEAST_RUNNING_SHARE)
    return Findings(
        speed=speed,
        slice_ns=SLICE_NS,
        spoilt_share=spoilt_share(log_slices),
        running_share=trace.running_share,
        stolen_share=stolen,
        fork_s=fork_s,
        expected={
            60.0 * minutes: precision(
                log_slices, max(FEWEST_FORKS, int(60 * minutes / fork_s)), np.random.default_rng(SEED)
            )
            for minutes in MINUTES
        },
    )


def speed_facts(trace: Trace, found: Findings) -> list[Fact]:
    """The figures that the verdict rests on."""
    from bench import units
    from bench.cli.prognosis import spells_text

    speed = found.speed
    facts = [
        ("pieces", f"{units.integer(len(trace.start_ns))} of the same work, "
                   f"{'not bound to a core' if trace.core is None else f'on core {trace.core}'}"),
        ("running", f"{units.share(trace.running_share)} of the time; the rest went to others"),
    ]  # fmt: skip
    if speed.slow is None:
        facts += [("levels", "one")]
    else:
        facts += [
            ("levels", f"two, {units.times(speed.slow.ratio)} apart"),
            ("slow", f"{units.share(speed.slow.share)} of the time"),
            ("slow spells", f"{spells_text(speed.slow.slow_spells)}, {speed.slow.slow_spells.count:,} seen"),
            ("fast spells", f"{spells_text(speed.slow.fast_spells)}, {speed.slow.fast_spells.count:,} seen"),
        ]
    return [
        *facts,
        ("jitter", f"{units.share(speed.jitter)} within a level, from piece to piece"),
        ("drift", f"{units.share(speed.drift)} from beginning to end (more is slower)"),
    ]


def _seconds(text: str) -> float:
    value = float(text) if re.fullmatch(r"\d+(\.\d+)?", text) else math.nan
    if not value >= 1:
        raise argparse.ArgumentTypeError(f"{text!r} is no number of seconds; write 1 or more, such as 10")
    return value


def _print_section(title: str, facts: list[Fact]) -> None:
    width = max(len(name) for name, _ in facts)
    print(title)
    for name, value in facts:
        print(_wrapped(value, f"  {name:{width}}  "))
    print()


def _wrapped(text: str, first: str) -> str:
    return textwrap.fill(text, WIDTH, initial_indent=first, subsequent_indent=" " * max(len(first), 2))
