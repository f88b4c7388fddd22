"""Traces of machines whose levels, spells and noise are known."""

from __future__ import annotations

from itertools import cycle

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Trace = tuple[list[int], list[float]]
UNITS = 1_000
"""In a piece."""


def trace(log_ns: Floats) -> Trace:
    """Pieces one right after another, each of a thousand units of so many log ns."""
    ns = np.exp(log_ns)
    starts = np.concatenate([[0.0], np.cumsum(ns * UNITS)[:-1]])
    return starts.astype(np.int64).tolist(), ns.tolist()


def steady(
    pieces: int = 20_000, *, jitter: float = 0.0, tail: float = 0.0, drift: float = 0.0, seed: int = 1
) -> Floats:
    """Log ns around 100 ns a unit, so a piece of 0.1 ms. tail: scale of Student's t with 3 degrees."""
    chance = np.random.default_rng(seed)
    noise = jitter * chance.standard_normal(pieces) + tail * chance.standard_t(3, pieces)
    return np.asarray(np.log(100) + noise + np.linspace(0, np.log1p(drift), pieces))


def flips(pieces: int, *, ratio: float, fast: list[int], slow: list[int]) -> Floats:
    """What flips add: log `ratio` in the slow spells; the spells' lengths in pieces, over and over."""
    lengths = cycle([length for pair in zip(fast, slow, strict=True) for length in pair])
    added: list[float] = []
    is_slow = False
    while len(added) < pieces:
        added += [np.log(ratio) if is_slow else 0.0] * next(lengths)
        is_slow = not is_slow
    return np.asarray(added[:pieces])
