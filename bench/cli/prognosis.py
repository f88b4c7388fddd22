"""In plain words: how this machine's speed moves, and whether and how long to measure on it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from bench import units
from bench.analysis.outlook import (
    MANY,
    MATTERS,
    PROCESS_BIAS,
    TURNS,
    Precision,
)
from bench.analysis.speed import Slow, Speed, Spells

QUIET_SHARE = 0.1
"""Below it, most forks' medians are not touched by spoilt neighbours at all."""
STRAINED_SHARE = 0.5
"""A fork's figure is the median of its turns, and a median bears less than half of them being wrong by
any amount (its breakdown point; Donoho and Huber 1983, "The notion of breakdown point"). From here on
it rests on spoilt turns cancelling each other out, which they do where either side comes first at random."""
HOPELESS_PRECISION = MATTERS
"""Where the interval of one among a thousand comparisons is expected to be wider than this after the
longest time, nothing that matters can be told: a report of the default margin would be all "unclear"."""
CROWDED_SHARE = 0.9
"""Having a core for less of the time than this, a process shares it: the system's own work takes far less."""
STOLEN_SHARE = 0.02
NOTED_DRIFT = 0.02
WANTED_PRECISION = 0.01


@dataclass(frozen=True, slots=True, kw_only=True)
class Findings:
    """What the doctor has found out by measuring."""

    speed: Speed
    slice_ns: float
    spoilt_share: float
    running_share: float
    stolen_share: float | None
    fork_s: float
    expected: Mapping[float, Precision]
    """What to expect of a single case, by the seconds it is measured for."""


def sentences(found: Findings) -> list[str]:
    """The verdict, a sentence or two in each entry."""
    said = [
        _movement(found.speed),
        f"Neighbouring slices ({units.time(found.slice_ns)} each) differ by more than "
        f"{units.share(MATTERS)} in {units.integer(100 * found.spoilt_share)} of 100 cases.",
    ]
    said += _causes(found)
    if is_hopeless(found):
        longest = max(found.expected)
        said.append(
            f"Do not measure here now: even {units.duration(longest)} for each case would leave it uncertain "
            f"by ±{units.share(found.expected[longest].among_many)} among {units.integer(MANY)} comparisons, "
            f"and a change of {units.share(HOPELESS_PRECISION)} could not be told. Try again when less is "
            "going on, or on another machine."
        )
        return said
    return [*said, _coping(found), _duration(found.expected), *_precision(found)]


def is_hopeless(found: Findings) -> bool:
    """Whether measuring can lead to nothing now."""
    return found.expected[max(found.expected)].among_many > HOPELESS_PRECISION


def _movement(speed: Speed) -> str:
    drift = ""
    if abs(speed.drift) >= NOTED_DRIFT:
        slower = "slower" if speed.drift > 0 else "faster"
        passed = units.duration(speed.duration_ns / 1e9)
        drift = f" It became {units.share(abs(speed.drift))} {slower} within {passed}."
    if speed.slow is None:
        return f"This machine keeps to one speed, give or take {units.share(speed.jitter)}.{drift}"
    return f"{_flips(speed.slow)}{drift}"


def _flips(slow: Slow) -> str:
    return (
        f"This machine's speed flips between two levels {units.times(slow.ratio)} apart. It is slow "
        f"{units.share(slow.share)} of the time, for spells of {spells_text(slow.slow_spells)}; "
        f"and fast for spells of {spells_text(slow.fast_spells)}."
    )


def spells_text(spells: Spells) -> str:
    """The median, and what nine of ten do not exceed."""
    longest = f"more than {units.time(spells.longest_ns)}"
    median, ninety = (
        longest if length is None else units.time(length)
        for length in (spells.median_ns, spells.ninety_percent_ns)
    )
    return longest if median == ninety == longest else f"{median} (90%: {ninety})"


def _causes(found: Findings) -> list[str]:
    stolen = found.stolen_share or 0.0
    causes = []
    if stolen >= STOLEN_SHARE:
        causes.append(f"The host of this virtual machine took {units.share(stolen)} of the core for others.")
    if found.running_share + stolen < CROWDED_SHARE:
        others = units.share(1 - found.running_share)
        causes.append(f"Other programs had the core for {others} of the time; end them if they are yours.")
    return causes


def _coping(found: Findings) -> str:
    if found.spoilt_share < QUIET_SHARE:
        return "Measure here: the two sides of a ratio nearly always see the same speed."
    if found.spoilt_share >= STRAINED_SHARE:
        return (
            "Lockstep is strained by that: most turns are spoilt, and a fork's median rests on their "
            "cancelling each other out. Look at the report's noise floor before you believe a small change."
        )
    return (
        "Lockstep copes with that: ratios are taken between neighbours, and the median of a fork's turns "
        "passes over the spoilt ones; it only takes longer."
    )


def _duration(expected: Mapping[float, Precision]) -> str:
    wanted = units.share(WANTED_PRECISION)
    for seconds, precision in sorted(expected.items()):
        if precision.alone <= WANTED_PRECISION:
            return f"Measure a single case for {units.duration(seconds)} to know it within ±{wanted}."
    longest = max(expected)
    return (
        f"Even {units.duration(longest)} for a single case will not tell it within ±{wanted}, but within "
        f"about ±{units.share(expected[longest].alone)}."
    )


def _precision(found: Findings) -> list[str]:
    said = [
        f"±{units.share(one.alone)} after {units.duration(seconds)} (±{units.share(one.among_many)} "
        f"with as many forks among {units.integer(MANY)} comparisons)"
        for seconds, one in sorted(found.expected.items())
    ]
    return [
        f"For a single case expect about {', '.join(said)}.",
        f"That is a simulation from this trace. It assumes {TURNS} turns in a fork, "
        f"{found.fork_s:.1f} s for each fork, processes that differ by {units.share(PROCESS_BIAS)}, and a "
        "machine that goes on like this. More cases share the time; slow ones get fewer turns.",
    ]
