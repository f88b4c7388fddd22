"""Shares of samples with their intervals, and how two profiles differ. The process is the unit.

A profile is a cluster sample: the ticks of one process share its hash seed, its memory and the machine's
spells, so they tell less than as many independent ones. The share is the ratio of all ticks to all ticks, its
variance that between processes (Cochran 1977, "Sampling Techniques", 3rd edition, section 3.12 "Estimation of
proportions in cluster sampling"), and the interval Student's t with one degree of freedom less than there are
processes. It is never narrower than the exact binomial one of the looks (Clopper and Pearson 1934), which is
what a layer gets that few or no process saw. Intervals that are shown together hold jointly (Bonferroni),
and as the functions that are shown are the largest of all, theirs do with those of all functions.

What the interval does not hold is the profiler's own doing: each call and return takes longer under it, so
code that makes many small calls gets a larger share than it has without.
"""

from __future__ import annotations

import math
import statistics
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import TypeVar

from scipy import stats

from bench.model import Estimate
from bench.profiles import (
    Change,
    Difference,
    Function,
    FunctionShare,
    Layer,
    LayerShare,
    Sampled,
    Side,
    Split,
    Tally,
)

HOTTEST = 10
CONFIDENCE = 0.95
Key = TypeVar("Key")
Name = tuple[str, str]
"""Of a function with its file, or of a layer with none."""


def split(side: Side, sampled: Sequence[Sampled], tallies: Sequence[Tally]) -> Split:
    """Where the time of a side goes. tallies: of the same processes. ValueError for fewer than two."""
    looks = sum(each.samples for each in sampled)
    totals = [each.total for each in tallies]
    seen = [layer for layer in Layer if layer is Layer.UNEXPLAINED or any(layer in t.own for t in tallies)]
    layers = []
    for layer in seen:
        own, within = (
            share([counts(t).get(layer, 0) for t in tallies], totals, looks, 2 * len(seen))
            for counts in (_own, _within)
        )
        in_c = sum(t.in_c.get(layer, 0) for t in tallies) / sum(totals)
        layers.append(LayerShare(layer=layer, own=own, within=within, in_c=in_c))
    layers.sort(key=lambda each: (each.layer is Layer.UNEXPLAINED, -each.own.value))
    pooled = _pooled(t.functions for t in tallies)
    functions = [
        FunctionShare(
            function=function,
            own=share([t.functions.get(function, 0) for t in tallies], totals, looks, len(pooled)),
        )
        for function in _largest(pooled)
    ]
    return Split(
        side=side,
        processes=len(sampled),
        samples=looks,
        lost=statistics.fmean(each.lost for each in sampled),
        operations=sum(each.operations for each in sampled),
        period_ns=statistics.median(each.period_ns for each in sampled),
        slowdown=statistics.median(each.slowdown for each in sampled),
        profile_ns=statistics.median(ns for each in sampled for ns in each.stretch_ns),
        layers=tuple(layers),
        functions=tuple(functions),
    )


def share(counts: Sequence[int], totals: Sequence[int], looks: int, together: int) -> Estimate:
    """A share of the ticks. counts, totals: of each process. together: how many intervals hold jointly.

    looks: how many independent samples there are at the very most. ValueError for fewer than two processes.
    """
    processes = len(totals)
    if processes < 2:
        raise ValueError(f"{processes} process: an interval needs two or more")
    value = sum(counts) / sum(totals)
    mean = sum(totals) / processes
    squares = sum(
        (total / mean * (count / total - value)) ** 2 for count, total in zip(counts, totals, strict=True)
    )
    miss = (1 - CONFIDENCE) / together
    half = float(stats.t.isf(miss / 2, processes - 1)) * math.sqrt(squares / (processes * (processes - 1)))
    low, high = _exact(value, looks, miss)
    return Estimate(
        value=value,
        low=max(0.0, min(value - half, low)),
        high=min(1.0, max(value + half, high)),
        confidence=CONFIDENCE,
    )


def difference(
    baseline: Split, candidate: Split, before: Sequence[Tally], after: Sequence[Tally]
) -> Difference:
    """From baseline to candidate, whose processes ran in turns: the k-th of each belong together.

    A change is what the candidate takes beyond the baseline, per operation, in parts of what the baseline's
    whole operation takes, both under the profiler: the machine's speed and the clock drop out. Functions are
    told apart by name and file, not by line, which a version moves.
    """
    pairs = list(zip(before, after, strict=True))
    layers = [layer for layer in Layer if any(layer in t.own for t in (*before, *after))]
    functions = {key: None for t in (*before, *after) for key in _by_name(t)}
    together = len(layers) + 1
    by_layer = _changes(pairs, {(layer.value, ""): None for layer in layers}, _by_layer, together)
    return Difference(
        baseline=baseline.side.label,
        candidate=candidate.side.label,
        whole=_mean([_factor(a, b) - 1 for a, b in pairs], together),
        layers=tuple(by_layer),
        functions=tuple(_changes(pairs, functions, _by_name, len(functions))[:HOTTEST]),
    )


def _changes(
    pairs: Sequence[tuple[Tally, Tally]],
    names: Iterable[Name],
    counts: Callable[[Tally], Mapping[Name, int]],
    together: int,
) -> list[Change]:
    """The largest first. counts: the ticks of a process by name."""
    counted = [(a, counts(a), b, counts(b)) for a, b in pairs]
    befores, afters = (sum(each.total for each in side) for side in zip(*pairs, strict=True))
    changes = []
    for name in names:
        points = [
            new.get(name, 0) / b.total * _factor(a, b) - old.get(name, 0) / a.total
            for a, old, b, new in counted
        ]
        changes.append(
            Change(
                name=name[0],
                file=name[1],
                points=_mean(points, together),
                before=sum(old.get(name, 0) for _, old, _, _ in counted) / befores,
                after=sum(new.get(name, 0) for _, _, _, new in counted) / afters,
            )
        )
    return sorted(changes, key=lambda change: -abs(change.points.value))


def _factor(before: Tally, after: Tally) -> float:
    """How many times as long one process's operation takes as the other's: the median of their turns."""
    turns = zip(before.stretch_ns, after.stretch_ns, strict=True)
    return statistics.median(new / old for old, new in turns)


def _mean(values: Sequence[float], together: int) -> Estimate:
    """With Student's t interval, of which so many hold jointly."""
    value = statistics.fmean(values)
    error = statistics.stdev(values) / math.sqrt(len(values))
    half = float(stats.t.isf((1 - CONFIDENCE) / together / 2, len(values) - 1)) * error
    return Estimate(value=value, low=value - half, high=value + half, confidence=CONFIDENCE)


def _exact(value: float, looks: int, miss: float) -> tuple[float, float]:
    """Clopper and Pearson's interval, of a share of so many looks."""
    hits = value * looks
    low = 0.0 if hits <= 0 else float(stats.beta.ppf(miss / 2, hits, looks - hits + 1))
    high = 1.0 if hits >= looks else float(stats.beta.isf(miss / 2, hits + 1, looks - hits))
    return low, high


def _own(tally: Tally) -> Mapping[Layer, int]:
    return tally.own


def _within(tally: Tally) -> Mapping[Layer, int]:
    return tally.within


def _pooled(counts: Iterable[Mapping[Key, int]]) -> dict[Key, int]:
    pooled: dict[Key, int] = {}
    for each in counts:
        for key, number in each.items():
            pooled[key] = pooled.get(key, 0) + number
    return pooled


def _largest(counts: Mapping[Function, int]) -> list[Function]:
    return sorted(counts, key=lambda function: (-counts[function], function[:3]))[:HOTTEST]


def _by_layer(tally: Tally) -> dict[Name, int]:
    return {(layer.value, ""): number for layer, number in tally.own.items()}


def _by_name(tally: Tally) -> dict[Name, int]:
    named: dict[Name, int] = {}
    for function, number in tally.functions.items():
        name = function.function, function.file
        named[name] = named.get(name, 0) + number
    return named
