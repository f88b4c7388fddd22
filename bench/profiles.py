"""The frozen records of where time goes: what a profiler saw, and what that says.

As in bench.model: they hold data and no behaviour. Profile times are nanoseconds under a profiler that slows
every call down: they are never set beside measured times, and most figures are shares of samples.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from typing import NamedTuple

from bench.model import Axis, Case, Estimate


class Frame(NamedTuple):
    """A function, as it is found on a stack."""

    function: str
    file: str
    """Below a folder of sys.path: "django/dispatch/dispatcher.py"; "python/…" for the standard library;
    "<built-in>" for a function written in C; "<waits>" where its caller is not in C and waits."""
    line: int
    """Where it begins; 0 for a function written in C."""
    owner: str = ""
    """The class of its `self`; empty without one."""


Stack = tuple[Frame, ...]
"""The outermost first, which is the timing loop."""
BUILT_IN = "<built-in>"
WAITS = "<waits>"


@dataclass(frozen=True, slots=True, kw_only=True)
class Side:
    """What is profiled: a case in an environment."""

    label: str
    """Tells it from the other sides of the same command."""
    case: Case
    environment: str
    django: str
    python: str
    database: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Sampled:
    """What the profiler saw in one process: the unit of statistics."""

    fork: int
    stacks: tuple[tuple[Stack, int], ...]
    """Each with how many ticks of the sampling clock it stands for."""
    samples: int
    """How often the stack was looked at."""
    operations: int
    stretch_ns: tuple[float, ...]
    """Of one operation under the profiler, without what is lost, in each stretch; the k-th ones of a fork
    were taken in turn."""
    lost: float
    """The part of the time of its slices in which others had the processor: its ticks are on no stack."""
    cpu_share: float
    """How much of the time of its slices the process ran; above 1 where several threads did."""
    slowdown: float
    """How many times as much processor time as without a profiler an operation took, in the same process."""
    period_ns: float
    """Of the sampling clock."""
    receivers: frozenset[Frame]
    """The functions that the oracle counts as receivers, without their owners."""


class Layer(Enum):
    """Who does the work. The values are what readers see."""

    DISPATCHER = "dispatcher"
    RECEIVERS = "receivers"
    ORM = "ORM"
    DRIVER = "database driver"
    FRAMEWORK = "framework"
    LIBRARIES = "other libraries"
    CROSSING = "event loop and threads"
    SCENARIO = "scenario's own loop"
    UNEXPLAINED = "unexplained"


class Function(NamedTuple):
    """A function, in the layer that its own time counts to: one in C counts to that of its caller."""

    function: str
    file: str
    line: int
    layer: Layer


@dataclass(frozen=True, slots=True, kw_only=True)
class Tally:
    """The samples of one process, counted."""

    total: int
    own: dict[Layer, int]
    """By whose code was running."""
    within: dict[Layer, int]
    """By whose code was running or waiting for what it had called."""
    in_c: dict[Layer, int]
    """The part of `own` that was spent in C functions, which a profiler of Python cannot see inside."""
    functions: dict[Function, int]
    stretch_ns: tuple[float, ...]
    """As in Sampled."""


@dataclass(frozen=True, slots=True, kw_only=True)
class LayerShare:
    """A layer's part of the samples. The intervals of all layers of a profile hold jointly."""

    layer: Layer
    own: Estimate
    within: Estimate
    in_c: float
    """Of all samples."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FunctionShare:
    """A function's own part of the samples. The intervals of all functions of a profile hold jointly."""

    function: Function
    own: Estimate


@dataclass(frozen=True, slots=True, kw_only=True)
class Split:
    """Where the time of one side goes."""

    side: Side
    processes: int
    samples: int
    lost: float | None
    """The part of the time in which others had the processor, which no share counts; None where that was
    not told apart, as in the first version of signalbench."""
    operations: int
    period_ns: float
    slowdown: float
    """The median of the processes."""
    profile_ns: float
    """Of one operation under the profiler, without what is lost; the median of the processes."""
    layers: tuple[LayerShare, ...]
    """Largest first, without those that were never seen; the unexplained last, seen or not."""
    functions: tuple[FunctionShare, ...]
    """The hottest ten."""
    page: str = ""
    """The file of the pyinstrument page, beside the record's own."""
    speedscope: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """How much more profile time a layer or a function takes on one side than on the other, per operation.

    As a share of the baseline's whole operation under the profiler, taken within pairs of processes that ran
    in turns. The changes of all layers add up to that of the whole.
    """

    name: str
    file: str
    """Of a function, with its line; empty for a layer."""
    points: Estimate
    before: float
    """Its share of the baseline's samples."""
    after: float
    """The same of the candidate's."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Difference:
    """What differs between two sides, the largest first."""

    baseline: str
    candidate: str
    whole: Estimate
    layers: tuple[Change, ...]
    functions: tuple[Change, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Profile:
    """What one command found; attribution.json holds it."""

    created: str
    """UTC, ISO 8601."""
    command: str
    question: str
    axis: Axis
    splits: tuple[Split, ...]
    differences: tuple[Difference, ...]
