"""From a trace of a machine's speed to its levels, and how long it stays in each.

A trace is a fixed amount of work timed piece after piece without a gap. All is done on the logarithm of ns
per unit. A blip, one piece that differs from both of its neighbours, is left out of levels and spells by
a running median of three; so a spell lasts two pieces at least.
"""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy import ndimage, signal, stats

Floats = NDArray[np.float64]
Bools = NDArray[np.bool_]

FEWEST_PIECES = 100
BANDWIDTH = 0.015
"""Of the density of log speed. Two sharp levels then count as such from about 5% apart."""
BIN = BANDWIDTH / 5
VALLEY = 0.5
"""By how much the density must fall between two levels, as a share of the lower one's height."""
SMALLEST_SHARE = 0.02
"""What lies beyond the valley is a level only if so many of the pieces do: the rest is a tail."""
DRIFT_POINTS = 100


@dataclass(frozen=True, slots=True, kw_only=True)
class Spells:
    """How long the speed stays at one level, in ns. None: longer than the trace can tell."""

    median_ns: float | None
    ninety_percent_ns: float | None
    """Nine of ten spells are no longer."""
    longest_ns: float
    """The longest that was seen, which the trace's ends may have cut short."""
    count: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Slow:
    """The slower of two levels, and the flips between them."""

    ratio: float
    """Its time per unit over that of the faster."""
    share: float
    """Of the time."""
    slow_spells: Spells
    fast_spells: Spells


@dataclass(frozen=True, slots=True, kw_only=True)
class Speed:
    """What a trace shows."""

    duration_ns: float
    fast_ns: float
    """The median time per unit of the faster level, or of the only one."""
    slow: Slow | None
    """None if there is one level."""
    drift: float
    """By how much the time per unit grew from beginning to end, flips apart, as a share."""
    jitter: float
    """The spread inside a level, blips included, as a share: the median absolute deviation, scaled to be
    the standard deviation of a normal distribution."""


def describe(start_ns: Sequence[int], ns_per_unit: Sequence[float]) -> Speed:
    """The speed from the first piece's start to the last one's; ValueError for fewer than 100 pieces."""
    if len(start_ns) < FEWEST_PIECES:
        raise ValueError(f"{len(start_ns)} pieces: a trace needs {FEWEST_PIECES} or more")
    starts = np.asarray(start_ns, dtype=np.float64)
    log_ns = np.log(np.asarray(ns_per_unit, dtype=np.float64))[:-1]
    smooth = ndimage.median_filter(log_ns, size=3, mode="nearest")
    threshold = level_threshold(smooth)
    if threshold is None:
        slow, levels = None, np.full_like(log_ns, np.median(smooth))
    else:
        is_slow = smooth > threshold
        fast_log, slow_log = float(np.median(smooth[~is_slow])), float(np.median(smooth[is_slow]))
        slow = Slow(
            ratio=float(np.exp(slow_log - fast_log)),
            share=float(np.diff(starts)[is_slow].sum() / (starts[-1] - starts[0])),
            slow_spells=_spells(is_slow, starts),
            fast_spells=_spells(~is_slow, starts),
        )
        levels = np.where(is_slow, slow_log, fast_log)
    middles = (starts[:-1] + starts[1:]) / 2 - starts[0]
    slope = _slope(middles, log_ns - levels)
    duration = float(starts[-1] - starts[0])
    spread = stats.median_abs_deviation(log_ns - levels - slope * middles, scale="normal")
    return Speed(
        duration_ns=duration,
        fast_ns=float(np.exp(levels.min())),
        slow=slow,
        drift=float(np.expm1(slope * duration)),
        jitter=float(np.expm1(spread)),
    )


def level_threshold(log_ns: Floats) -> float | None:
    """The value that parts two levels; None if there is only one.

    Levels are the modes of a kernel density estimate, as in Silverman 1981, "Using kernel density estimates
    to investigate multimodality", at a fixed bandwidth, since levels closer than 5% do not matter here. A
    mixture of normal distributions, chosen by BIC, would find a second level in every heavy tail and in
    every drift; a mode with a valley beside it is neither. Where there are several valleys, the one
    is taken whose two sides have the largest variance between them (Otsu 1979, "A threshold selection
    method from gray-level histograms").
    """
    low = float(log_ns.min()) - 5 * BANDWIDTH
    bins = int(np.ceil((float(log_ns.max()) + 5 * BANDWIDTH - low) / BIN))
    counts, edges = np.histogram(log_ns, bins, range=(low, low + bins * BIN))
    density = ndimage.gaussian_filter1d(counts.astype(np.float64), BANDWIDTH / BIN, mode="constant")
    peaks, found = signal.find_peaks(density, prominence=0)
    modes = peaks[found["prominences"] >= VALLEY * density[peaks]]
    best, best_variance = None, 0.0
    for left, right in itertools.pairwise(modes):
        lowest = left + int(np.argmin(density[left:right]))
        if density[lowest] > (1 - VALLEY) * min(density[left], density[right]):
            continue  # two equal heights of one plateau, which each count as prominent
        threshold = float(edges[lowest] + BIN / 2)
        above = log_ns > threshold
        share = float(above.mean())
        if not SMALLEST_SHARE <= share <= 1 - SMALLEST_SHARE:
            continue
        variance = share * (1 - share) * float(log_ns[above].mean() - log_ns[~above].mean()) ** 2
        if variance > best_variance:
            best, best_variance = threshold, variance
    return best


def _spells(inside: Bools, starts: Floats) -> Spells:
    """Of the pieces that are inside; starts has one entry more, the end.

    A spell that the trace's beginning or end cuts short counts as at least as long as what was seen of it
    (Kaplan and Meier 1958, by scipy.stats.ecdf).
    """
    edges = np.flatnonzero(np.diff(inside)) + 1
    bounds = np.concatenate([[0], edges, [len(inside)]])
    lengths = np.diff(starts[bounds])
    chosen = inside[bounds[:-1]]
    cut = np.zeros(len(lengths), dtype=np.bool_)
    cut[[0, -1]] = True
    whole = lengths[chosen & ~cut]
    quantiles: list[float | None] = [None, None]
    if len(whole):
        survival = stats.ecdf(stats.CensoredData(whole, right=lengths[chosen & cut])).sf
        for index, left in enumerate((0.5, 0.1)):
            reached = survival.quantiles[survival.probabilities <= left + 1e-9]
            quantiles[index] = float(reached[0]) if len(reached) else None
    return Spells(
        median_ns=quantiles[0],
        ninety_percent_ns=quantiles[1],
        longest_ns=float(lengths[chosen].max()),
        count=int(chosen.sum()),
    )


def _slope(times: Floats, values: Floats) -> float:
    """Of values over times: Theil and Sen's, through the medians of a hundred stretches."""
    stretches = np.array_split(np.arange(len(values)), min(DRIFT_POINTS, len(values)))
    return float(
        stats.theilslopes(
            [np.median(values[stretch]) for stretch in stretches],
            [np.median(times[stretch]) for stretch in stretches],
        )[0]
    )
