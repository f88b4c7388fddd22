"""How the predictions of one run do on its own points, each left out in turn."""

from __future__ import annotations

import statistics
from pathlib import Path

from bench.results.stored_results import CONFIDENCE, read_results
from tests.analysis.held_out import HeldOut, held_out_additions, held_out_times


def report_held_out(run: Path) -> None:
    """Print, for added times, shares and lines, how many measured figures lie within their intervals."""
    results = read_results(run / "results.json")
    times, shares = held_out_additions(results.cells, results.comparisons, CONFIDENCE)
    _print("time added by receivers", times)
    _print("share added by receivers", shares)
    _print("time on a line", held_out_times(results.cells, CONFIDENCE))
    print("  other numbers of receivers: not checked, no way of connecting them can be left out of the fit")


def _print(what: str, every: list[HeldOut]) -> None:
    if not every:
        print(f"  {what}: too little was measured")
        return
    kinds = {
        "all": every,
        "beyond the others": [each for each in every if each.beyond],
        "below the others": [each for each in every if each.below],
    }
    if len({each.variant for each in every}) <= 3:
        kinds |= {
            variant: [each for each in every if each.variant == variant]
            for variant in dict.fromkeys(each.variant for each in every)
        }
    for kind, some in kinds.items():
        if some:
            below = sum(each.measured < 0 for each in some if not each.within)
            noise = f" ({below} of the others were measured below 0)" if below else ""
            half = statistics.median(each.half_width for each in some)
            print(
                f"  {what}, {kind}: within its interval for {sum(each.within for each in some)} of "
                f"{len(some)}{noise}; half of the intervals within ±{half:.0%}"
            )
