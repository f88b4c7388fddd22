"""The PNGs of a report, drawn in processes of their own while the page is made."""

from __future__ import annotations

import multiprocessing
import os
from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager

from bench.render.figure import Figure

FEWEST = 4
"""So many figures are worth a process: one takes a third of a second."""
_figures: Sequence[Figure] = ()


@contextmanager
def pngs(figures: Sequence[Figure]) -> Iterator[Iterator[tuple[Figure, bytes]]]:
    """Each figure with its PNG, in their order; drawing begins at once, on all cores.

    Where processes cannot be forked, or there are few figures, each is drawn as it is asked for.
    """
    if len(figures) < FEWEST or "fork" not in multiprocessing.get_all_start_methods():
        yield ((figure, figure.png) for figure in figures)
        return
    with ProcessPoolExecutor(
        max_workers=os.cpu_count(),
        mp_context=multiprocessing.get_context("fork"),
        initializer=_inherit,
        initargs=(figures,),
    ) as pool:
        drawn = pool.map(_png, range(len(figures)))
        yield zip(figures, drawn, strict=True)


def _inherit(figures: Sequence[Figure]) -> None:
    global _figures
    _figures = figures


def _png(place: int) -> bytes:
    return _figures[place].png
