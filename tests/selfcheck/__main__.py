"""Run the checks and print what came out."""

from __future__ import annotations

import argparse
import functools
import json
import math
import subprocess
import sys
import tempfile
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any

from bench.lockstep.environments import provision
from tests.selfcheck.held_out import report_held_out
from tests.selfcheck.largest_report import largest_report
from tests.selfcheck.oracles import every_oracle
from tests.selfcheck.planted import plant
from tests.selfcheck.tracing import trace_overhead

SENDS = "receivers and send and receivers=100 and not caching and not robust"
SENDERS = "senders and receivers=100 and caching=off"
CHANGED = ("slower", "faster")
SEEN = 0.93
"""The share of the planted factor that shows at least: the wrapper's own time is in both checkouts. In one
process, control and planted wrapper by turns, 1.05 came out as 1.048."""


def compare(folder: Path, *arguments: str) -> dict[str, Any]:
    """The results.json of `signalbench compare` with these arguments, measured on Python 3.12."""
    command = [sys.executable, "-m", "bench.cli.main", "compare", *arguments, "--python", "3.12"]
    subprocess.run([*command, "-o", str(folder), "-q"], check=True, stdout=subprocess.DEVNULL)
    results: dict[str, Any] = json.loads((folder / "results.json").read_text(encoding="utf-8"))
    return results


def versions(results: dict[str, Any]) -> list[dict[str, Any]]:
    return [each for each in results["comparisons"] if each["kind"] == "version" and each["ratio"]]


def half_width(comparison: dict[str, Any]) -> float:
    return math.sqrt(comparison["ratio"]["high"] / comparison["ratio"]["low"]) - 1


def same_django(folder: Path, tries: int, budget: str) -> None:
    """The core questions, 5.2 against itself at a margin of 1%: how many cells are called changed?"""
    called = compared = 0
    for number in range(tries):
        results = compare(folder / f"{number}", "5.2", "5.2", "--margin", "1%", "--budget", budget)
        verdicts = Counter(each["verdict"] for each in versions(results))
        called += sum(verdicts[verdict] for verdict in CHANGED)
        compared += sum(verdicts.values())
        print(f"  {dict(verdicts)}, noise floor {results['noise_floor']:.2%}", flush=True)
    print(f"  called slower or faster: {called} of {compared}")


def counters(folder: Path, tries: int, budget: str) -> None:
    """Two runs of everything: in how many cells are all counters equal?"""
    names = ("queries", "receiver_calls", "python_calls", "bytecodes", "peak_bytes", "retained_bytes")
    runs = []
    for number in range(2):
        results = compare(folder / f"{number}", "4.2", "5.2", "--budget", "1s", "-k", "not rows=1000")
        runs.append([[cell[name] for name in names] for cell in results["cells"]])
    equal = sum(one == other for one, other in zip(*runs, strict=True))
    print(f"  equal in {equal} of {len(runs[0])} cells")


def planted(folder: Path, tries: int, budget: str, *, factor: float, margin: str) -> None:
    base, slow = _checkouts(folder, senderless=factor, others=factor)
    verdicts: Counter[str] = Counter()
    holding = 0
    for number in range(tries):
        results = compare(
            folder / f"{number}", str(base), str(slow), "--margin", margin, "--budget", budget, "-k", SENDS
        )
        (found,) = (each for each in versions(results) if each["variant"] == "send")
        ratio = found["ratio"]
        verdicts[found["verdict"]] += 1
        holding += ratio["low"] <= factor and ratio["high"] >= 1 + SEEN * (factor - 1)
        print(
            f"  {found['verdict']}: {ratio['value']:.4f} ({ratio['low']:.4f} to {ratio['high']:.4f}), "
            f"noise floor {results['noise_floor']:.2%}",
            flush=True,
        )
    least = 1 + SEEN * (factor - 1)
    print(f"  {dict(verdicts)}; {holding} of {tries} intervals hold the truth, {least:.4f} to {factor}")


def slower_by_5_percent(folder: Path, tries: int, budget: str) -> None:
    """Every send 5% slower, at a margin of 2%."""
    planted(folder, tries, budget, factor=1.05, margin="2%")


def slower_by_2_percent(folder: Path, tries: int, budget: str) -> None:
    """Every send 2% slower, at a margin of 1%: it must never be called the same."""
    planted(folder, tries, budget, factor=1.02, margin="1%")


def slower_on_one_path(folder: Path, tries: int, budget: str) -> None:
    """Sends to senderless receivers 10% slower: who is blamed?"""
    base, slow = _checkouts(folder, senderless=1.10, others=1.0)
    blamed: Counter[tuple[str, str]] = Counter()
    for number in range(tries):
        results = compare(
            folder / f"{number}", str(base), str(slow), "--margin", "2%", "--budget", budget, "-k", SENDERS
        )
        blamed.update((each["variant"], each["verdict"]) for each in versions(results))
    for (variant, verdict), count in sorted(blamed.items()):
        print(f"  {variant}: {verdict} in {count} of {tries}")


def precision(folder: Path, tries: int, budget: str) -> None:
    """The core questions on three Djangos in ten minutes: how wide are the intervals?"""
    results = compare(folder / "run", "4.2", "5.2", "6.1", "--budget", "10m")
    widths = sorted(half_width(each) for each in versions(results))
    print(
        f"  {len(widths)} version ratios: half within ±{widths[len(widths) // 2]:.2%}, "
        f"90% within ±{widths[int(0.9 * len(widths))]:.2%}, the widest ±{widths[-1]:.2%}; "
        f"noise floor {results['noise_floor']:.2%}"
    )
    print(f"  {dict(Counter(each['verdict'] for each in results['comparisons']))}")


def predict(folder: Path, tries: int, budget: str, *, run: Path | None = None) -> None:
    """What is predicted of each point from all others: does it lie in the interval, and how wide is that?"""
    if run is None:
        run = folder / "run"
        compare(run, "4.2", "5.2", "--budget", budget, "-k", "bulk-saves")
    report_held_out(run)


def _checkouts(folder: Path, *, senderless: float, others: float) -> tuple[Path, Path]:
    (provisioned,) = provision(["5.2"], python="3.12", announce=print)
    (package,) = provisioned.interpreter.parents[1].glob("lib/python*/site-packages/django")
    version = provisioned.django
    return (
        plant(folder / "control", package, version, senderless=1.0, others=1.0),
        plant(folder / "slower", package, version, senderless=senderless, others=others),
    )


Check = Callable[[Path, int, str], None]
CHECKS: dict[str, tuple[Check, int, str]] = {
    "oracles": (every_oracle, 1, "1s"),
    "same-django": (same_django, 5, "3m"),
    "slower-5": (slower_by_5_percent, 20, "30s"),
    "slower-2": (slower_by_2_percent, 20, "30s"),
    "one-path": (slower_on_one_path, 3, "60s"),
    "counters": (counters, 1, "1s"),
    "precision": (precision, 1, "10m"),
    "predict": (predict, 1, "10m"),
    "trace-overhead": (trace_overhead, 3, "1s"),
    "largest-report": (largest_report, 3, "1s"),
}
"""Each with how often and how long it runs unless told otherwise."""


def main() -> None:
    parser = argparse.ArgumentParser(prog="scripts/selfcheck", description=__doc__)
    parser.add_argument("--only", choices=CHECKS, action="append", help="these checks and no others")
    parser.add_argument("--tries", type=int, help="how often each is run")
    parser.add_argument("--budget", help="how long each try measures, such as 30s")
    parser.add_argument("--run", type=Path, help="for predict: a run's folder to check in place of a new one")
    arguments = parser.parse_args()
    for name in arguments.only or CHECKS:
        check, tries, budget = CHECKS[name]
        doc = (check.__doc__ or "").partition("\n")[0]
        if check is predict and arguments.run is not None:
            check = functools.partial(predict, run=arguments.run)
        print(f"{name}: {doc}", flush=True)
        with tempfile.TemporaryDirectory(prefix="signalbench-") as folder:
            check(Path(folder), arguments.tries or tries, arguments.budget or budget)


main()
