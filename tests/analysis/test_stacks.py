"""Work on many arrays at once gives what it gives for each alone, in their order."""

from __future__ import annotations

import numpy as np
import pytest

from bench.analysis.location import trimmed, trimmed_each
from bench.analysis.stacks import in_batches, per_array


def test_arrays_of_mixed_lengths_keep_their_order() -> None:
    arrays = [np.arange(1.0, n) for n in (3, 5, 3, 4, 5)]
    assert per_array(lambda rows: rows.max(axis=1).tolist(), arrays) == [2.0, 4.0, 2.0, 3.0, 4.0]


def test_no_batch_is_larger_than_asked_for_nor_mixed() -> None:
    batches: list[list[str]] = []

    def work(some: list[str]) -> list[str]:
        batches.append(some)
        return [word.upper() for word in some]

    words = ["a", "bb", "c", "d", "ee"]
    assert in_batches(work, words, alike=len, at_once=3) == ["A", "BB", "C", "D", "EE"]
    assert batches == [["a", "c"], ["bb"], ["d"], ["ee"]]


def test_a_location_among_others_is_that_of_its_sample_alone() -> None:
    chance = np.random.default_rng(1)
    samples = [chance.normal(0.2, 0.1, forks) for forks in (2, 30, 7, 30, 12, 7)]
    assert trimmed_each(samples) == [trimmed(sample) for sample in samples]


def test_one_sample_that_is_too_small_is_refused() -> None:
    with pytest.raises(ValueError, match="1 fork"):
        trimmed_each([np.array([0.1, 0.2]), np.array([0.1])])
