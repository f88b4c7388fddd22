"""Synthetic noise shaped like that of a shared machine, for rounds of two cells whose ratio is known.

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


SHORT = Noise(slice_s=(0.005, 0.02))
LONG = Noise(slice_s=(0.05, 0.2))


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
