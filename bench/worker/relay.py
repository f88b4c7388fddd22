"""Slices in turns: workers hand a baton from one to the next, and only who holds it runs.

A baton is a byte in a named pipe, and each worker waits at a pipe of its own. The host need not be asked
between two slices, which would take about as long as a slice. The baton goes round once while all set their
cases up, then for the slices, and once more before anybody tidies up.

Each relay has a number, and its batons are that byte: one that is left over from an earlier relay is ignored.
The number with ABANDON added tells a worker that the relay is over, as another worker is gone.
"""

from __future__ import annotations

import functools
import os
from collections.abc import Callable, Sequence
from typing import NamedTuple

ABANDON = 128

Runner = Callable[[], int]
"""Takes one slice, and returns its nanoseconds."""


class Abandoned(Exception):
    """The host has called the relay off."""


class Place(NamedTuple):
    """A worker's place in the circle: the pipe it waits at, and that of whom it hands the baton to."""

    own: str
    next: str
    number: int
    """Of the relay: 1 to 127."""

    def wait(self) -> None:
        """Until the baton is here."""
        while True:
            (byte,) = os.read(_opened(self.own), 1)
            if byte == self.number:
                return
            if byte == self.number + ABANDON:
                raise Abandoned("the relay was called off, as a worker is gone")

    def hand_on(self) -> None:
        """Let the next one run."""
        os.write(_opened(self.next), bytes([self.number]))


def take_turns(place: Place, runners: Sequence[Runner], turns: int) -> list[list[int]]:
    """Nanoseconds of each runner's slices, in every turn one after another.

    A runner that raises does not hold the others up: the baton goes on, and the error is raised at the end.
    The baton goes round once more, so that nobody tidies up while another is timed.
    """
    taken: list[list[int]] = [[] for _ in runners]
    failure: Exception | None = None
    for _ in range(turns):
        for times, run in zip(taken, runners, strict=True):
            place.wait()
            if failure is None:
                try:
                    times.append(run())
                except Exception as error:  # a scenario may raise anything
                    failure = error
            place.hand_on()
    place.wait()
    place.hand_on()
    if failure is not None:
        raise failure
    return taken


@functools.cache
def _opened(pipe: str) -> int:
    """Open for both ways, so that neither opening nor handing on waits for the other end."""
    return os.open(pipe, os.O_RDWR)
