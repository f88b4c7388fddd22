"""Many small arrays at once: numpy takes as long for a few numbers as for some hundreds."""

from __future__ import annotations

import itertools
from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Item = TypeVar("Item")
Of = TypeVar("Of")

_AT_ONCE = 256
"""More would be no faster, and take more memory."""


def per_array(work: Callable[[Floats], Iterable[Of]], arrays: Iterable[Floats]) -> list[Of]:
    """What the work makes of each of the arrays, in their order.

    It is given arrays of one shape, stacked along a new first axis, and returns something for each of them.
    """
    return in_batches(
        lambda some: work(np.stack(some)), arrays, alike=lambda array: array.shape, at_once=_AT_ONCE
    )


def in_batches(
    work: Callable[[list[Item]], Iterable[Of]],
    items: Iterable[Item],
    *,
    alike: Callable[[Item], Hashable],
    at_once: int,
) -> list[Of]:
    """What the work makes of each of the items, in their order; it is given so many at most, all alike."""
    made: list[Of] = []
    coming = iter(items)
    while some := list(itertools.islice(coming, at_once)):
        kinds: defaultdict[Hashable, list[int]] = defaultdict(list)
        for place, item in enumerate(some):
            kinds[alike(item)].append(place)
        found: dict[int, Of] = {}
        for places in kinds.values():
            found.update(zip(places, work([some[place] for place in places]), strict=True))
        made += [found[place] for place in range(len(some))]
    return made
