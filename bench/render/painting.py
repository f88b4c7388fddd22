"""Figures as PNGs: many of them in a process of their own, while the caller does something else."""

from __future__ import annotations

import itertools
import signal
from collections.abc import Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager, suppress
from multiprocessing import get_context

from bench.render.figure import Figure

FEW = 8
"""So many are painted by the time that another process has started."""


@contextmanager
def painting(figures: Sequence[Figure]) -> Iterator[Iterator[bytes]]:
    """Inside of it, the figures' PNGs in their order: to be asked for when all else is done."""
    if len(figures) <= FEW:
        yield map(_png, figures)
        return
    # A fork would inherit threads that hold locks. Ctrl-C is for the caller, who takes back what is left.
    painter = ProcessPoolExecutor(
        max_workers=1,
        mp_context=get_context("spawn"),
        initializer=signal.signal,
        initargs=(signal.SIGINT, signal.SIG_IGN),
    )
    try:
        painted: list[Future[bytes]] = []
        with _interrupts_held(), suppress(OSError, BrokenProcessPool):  # it cannot be started, or is killed
            for figure in figures:
                painted.append(painter.submit(_png, figure))
        yield (_taken(*each) for each in itertools.zip_longest(figures, painted))
    finally:
        painter.shutdown(cancel_futures=True)


@contextmanager
def _interrupts_held() -> Iterator[None]:
    """A process that is started in the block gets no Ctrl-C before it can say that it wants none."""
    if not hasattr(signal, "pthread_sigmask"):
        yield
        return
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def _taken(figure: Figure, painted: Future[bytes] | None) -> bytes:
    """The picture, painted here where the other process was killed, as one short of memory may be."""
    if painted is not None:
        with suppress(BrokenProcessPool):
            return painted.result()
    return figure.png


def _png(figure: Figure) -> bytes:
    return figure.png
