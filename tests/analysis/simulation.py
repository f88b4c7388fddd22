"""Synthetic noise shaped like that of a shared machine, for turns of two cells whose ratio is known.

The speed has two levels, a factor of two apart, with spells of exponential length; each process has a lasting
bias; slices have heavy tails; and the speed drifts within a round. All is drawn from one generator.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True, kw_only=True)
class Noise:
    """Pairs are bounds, drawn from log-uniformly for each comparison."""

    slice_s: tuple[float, float]
    slots: int = 4
    """Slices among which the two stand at random: the environments of one variant, or a whole round."""
    spell_s: tuple[float, float] = (0.5, 20.0)
    process_bias: tuple[float, float] = (0.01, 0.05)
    tail: float = 0.01
    """Scale of Student's t with 3 degrees of freedom, for each slice."""
    drift_per_s: float = 0.01


RELAY = Noise(slice_s=(0.0003, 0.001))
"""Slices as a relay takes them, on a machine whose spells are long: few turns are spoilt."""
FLICKER = Noise(slice_s=(0.0003, 0.001), spell_s=(0.001, 0.02))
"""The same on a machine whose speed flips every few milliseconds."""
SHORT = Noise(slice_s=(0.005, 0.02))
LONG = Noise(slice_s=(0.05, 0.2))
SCHEDULER_S = 0.004
"""How long the system lets one of several processes run before it is another's turn."""


def log_ratios(
    chance: np.random.Generator,
    noise: Noise,
    *,
    comparisons: int,
    forks: int,
    rounds: int,
    truth: float = 1.0,
) -> Floats:
    """The log ratio of each round, of shape (comparisons, forks, rounds), around log `truth`."""
    shape = (comparisons, forks, rounds)
    slice_s = _log_uniform(chance, noise.slice_s, comparisons)
    spell_s = _log_uniform(chance, noise.spell_s, comparisons)
    order = chance.permuted(np.broadcast_to(np.arange(noise.slots), (*shape, noise.slots)), axis=-1)
    ends = np.cumsum(chance.exponential(1.0, (*shape, 12)) * spell_s[..., np.newaxis], axis=-1)
    slow_first = chance.integers(0, 2, shape)
    baseline_s, candidate_s = order[..., 0] * slice_s, order[..., 1] * slice_s
    log_speed = np.log(_slowness(candidate_s, slice_s, ends, slow_first)) - np.log(
        _slowness(baseline_s, slice_s, ends, slow_first)
    )
    bias = _log_uniform(chance, noise.process_bias, comparisons) * np.sqrt(2)
    tails = noise.tail * (chance.standard_t(3, shape) - chance.standard_t(3, shape))
    drift = noise.drift_per_s * chance.standard_normal((comparisons, forks, 1)) * (candidate_s - baseline_s)
    process = bias * chance.standard_normal((comparisons, forks, 1))
    return np.asarray(np.log(truth) + log_speed + process + tails + drift)


def log_ratios_side_by_side(
    chance: np.random.Generator, *, comparisons: int, forks: int, length_s: float, truth: float = 1.0
) -> Floats:
    """The log ratio of one round a fork, of shape (comparisons, forks, 1), of two that share a core.

    Each runs for `length_s` in all, a few milliseconds at a time, while the machine's speed flips by a factor
    of two in spells of 2 ms to 20 s, and each process has a lasting bias.
    """
    pieces = max(1, round(length_s / SCHEDULER_S))
    spell_s = np.exp(chance.uniform(np.log(0.002), np.log(20.0), (comparisons, 1, 1)))
    flips = chance.random((comparisons, forks, 2 * pieces)) < -np.expm1(-SCHEDULER_S / spell_s) / 2
    slow = (np.cumsum(flips, axis=-1) + chance.integers(0, 2, (comparisons, forks, 1))) % 2
    slowness = (1 + slow) * np.exp(0.02 * chance.standard_t(3, slow.shape))
    bias = 0.012 * chance.standard_normal((comparisons, forks))
    ratio = np.log(slowness[..., ::2].mean(axis=-1) / slowness[..., 1::2].mean(axis=-1))
    return np.asarray(np.log(truth) + ratio + bias)[..., np.newaxis]


def _log_uniform(chance: np.random.Generator, bounds: tuple[float, float], comparisons: int) -> Floats:
    return np.exp(chance.uniform(*np.log(bounds), (comparisons, 1, 1)))


def _slowness(start_s: Floats, length_s: Floats, ends_s: Floats, slow_first: NDArray[np.int64]) -> Floats:
    """The mean time per operation over a slice, 1 in a fast spell and 2 in a slow one."""
    from_s, to_s = start_s[..., np.newaxis], (start_s + length_s)[..., np.newaxis]
    begins = np.concatenate([np.zeros((*ends_s.shape[:-1], 1)), ends_s], axis=-1)
    ends = np.concatenate([ends_s, np.full((*ends_s.shape[:-1], 1), np.inf)], axis=-1)
    shared = np.clip(ends, from_s, to_s) - np.clip(begins, from_s, to_s)
    slow = (slow_first[..., np.newaxis] + np.arange(begins.shape[-1])) % 2
    return np.asarray(np.sum(shared * (1 + slow), axis=-1) / length_s)
