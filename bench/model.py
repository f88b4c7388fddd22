"""The frozen records that travel from one step to the next. They hold data and no behaviour.

Times are nanoseconds, sizes bytes, durations seconds; a ratio is candidate / baseline, so above 1 is
slower. What was not measured is None, never 0.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from typing import NamedTuple

AxisValue = int | str
Axis = tuple[tuple[str, AxisValue], ...]
"""Axis names with their values, in the order that the scenario declares: (("receivers", 100),)."""


class Case(NamedTuple):
    """One thing to measure, whatever the environment: a question's variant at one point of its axes."""

    question: str
    variant: str
    axis: Axis


class Cell(NamedTuple):
    """A case in one environment: the smallest thing that gets a time of its own."""

    case: Case
    environment: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Variant:
    """One way of doing what a question asks about."""

    name: str
    summary: str
    reference: str | None
    """The variant that this one is divided by; None for a reference itself."""
    needs: tuple[str, ...] = ()
    """Distributions beyond Django that it cannot do without."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """A scenario as the host knows it: what it asks, and all its cases."""

    slug: str
    sentence: str
    about: str
    group: str
    unit: str
    """What one operation is, in the singular: "send", "save loop"."""
    axes: tuple[tuple[str, tuple[AxisValue, ...]], ...]
    variants: tuple[Variant, ...]
    cases: tuple[Case, ...]
    source: str
    """The text of the scenario's file."""


RELEASED = "PyPI"
"""Where a release of Django comes from; see Environment.source."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Environment:
    """One Python with one Django and one database."""

    label: str
    django: str
    python: str
    database: str
    source: str
    """Where Django came from: "PyPI", "installed" or a checkout's name."""
    commit: str | None = None
    twin_of: str | None = None
    """The label of the baseline, if this is its second copy: the A/A control."""
    details: tuple[tuple[str, str], ...] = ()
    """The rest of the fingerprint: compiler, build flags, library versions."""


class CellState(Enum):
    """Whether a cell has figures, and if not, why."""

    MEASURED = "measured"
    ABSENT = "absent"
    """The scenario does not exist there; this is no error."""
    FAILED = "failed"


@dataclass(frozen=True, slots=True, kw_only=True)
class Slices:
    """What one cell was timed in one round: the same operation `loops` times over, once a turn.

    The k-th slices of all the environments of a case were taken right after one another, or, where the
    operation is long, side by side on one processor core.
    """

    fork: int
    round: int
    position: int
    """Rank in the order in which the cells of the fork were timed."""
    cell: Cell
    loops: int
    ns: tuple[int, ...]
    """One for each turn: wall time; of a slice that was timed side by side, processor time."""
    pace_ns: tuple[float, ...] | None = None
    """What one operation of the pacemaker took in each turn, where not all variants are timed at once."""


Point = tuple[str, Axis]
"""A question at one point of its axes: what is timed, and settled, together."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Look:
    """The results were looked at while measuring, to find out what needs no more forks."""

    fork: int
    """The first fork that was not seen."""
    share: float
    """Of the error that a report may make, what this look may spend: 0.1."""
    settled: tuple[Point, ...] = ()
    final: bool = False
    """The budget was spent, or all was settled: what share was left is spent in the report."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Spread:
    """Variances of log ratios at a point, as the forks so far show them."""

    turn: float
    """From turn to turn of one fork."""
    fork: float
    """From fork to fork, beyond what the turns explain."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Judgement:
    """What a look at the results so far tells about going on."""

    settled: tuple[Point, ...]
    spreads: dict[Point, Spread]
    decided: int
    """Comparisons whose verdict is clear."""
    undecided: int


TRANSACTION = ("BEGIN", "COMMIT", "ROLLBACK")
"""Kinds of statements that begin and end one, and work on no rows."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Counters:
    """What one operation does, counted apart from its time; the same on every machine."""

    queries: int | None = None
    statements: tuple[tuple[str, int], ...] = ()
    """The queries by kind, in the order of the first of each: (("SELECT", 1), ("DELETE", 6))."""
    receiver_calls: int | None = None
    python_calls: int | None = None
    bytecodes: int | None = None
    peak_bytes: int | None = None
    retained_bytes: int | None = None
    threads_started: int | None = None
    """By an operation that has been called before, so that pools have the threads they keep."""
    instructions: int | None = None
    """Of the processor; only where asked for. Good to three digits, and only for this build of Python."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """What became of a cell when it was set up and checked against its oracle."""

    state: CellState
    reason: str | None = None
    counters: Counters = Counters()


@dataclass(frozen=True, slots=True, kw_only=True)
class Estimate:
    """A figure with its interval, which never travel apart."""

    value: float
    low: float
    high: float
    confidence: float
    """Of the interval; where a report shows several, they hold jointly at this level."""


class Verdict(Enum):
    """What may be said of a ratio. Decided once, in analysis/verdict.py."""

    SLOWER = "slower"
    FASTER = "faster"
    SAME = "same"
    UNCLEAR = "unclear"
    NOT_COMPARABLE = "not comparable"
    NO_DATA = "no data"


class ComparisonKind(Enum):
    """What differs between the two sides of a comparison."""

    VERSION = "version"
    """The environment: baseline and candidate are labels."""
    VARIANT = "variant"
    """The variant, in one environment: baseline and candidate are variants' names."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CellResult:
    """What is known of one cell."""

    cell: Cell
    state: CellState
    reason: str | None = None
    ns_per_op: Estimate | None = None
    fork_ns: tuple[float, ...] = ()
    """The median time per operation of each fork that timed the cell, in order of the forks."""
    fork_numbers: tuple[int, ...] = ()
    """Which forks of its question those are, counted from 0; empty where that is not known."""
    slices: int = 0
    counters: Counters = Counters()


@dataclass(frozen=True, slots=True, kw_only=True)
class Comparison:
    """Two cells' ratio and what may be said of it."""

    kind: ComparisonKind
    question: str
    variant: str
    """For kind VARIANT the candidate's name."""
    axis: Axis
    baseline: str
    candidate: str
    environment: str | None = None
    """For kind VARIANT the environment that both were measured in."""
    ratio: Estimate | None = None
    verdict: Verdict
    reason: str | None = None
    """Why there is no data, or why the sides are not comparable."""
    forks: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """What a run set out to do; the manifest holds it, and a run is rebuilt from it and the journal."""

    kind: ComparisonKind
    """VERSION for `compare`, VARIANT for `run`."""
    created: str
    """UTC, ISO 8601."""
    command: str
    seed: int
    budget_s: float
    margin: float
    """The smallest change that matters, as a share: 0.05."""
    precision: float
    """A comparison that is decided gets no more forks once its interval is no wider than ± this share."""
    confidence: float
    environments: tuple[Environment, ...]
    """The baseline first; the twin last."""
    questions: tuple[Question, ...]
    machine: tuple[tuple[str, str], ...]
    version: str
    """Of signalbench."""
    code: str
    """A digest of the measured code."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Results:
    """All that is known after a run, in the order of the plan. Written as results.json."""

    plan: Plan
    noise_floor: float | None
    """How far the same Django measured twice came out apart, as a share: 0.014. None without a twin."""
    cells: tuple[CellResult, ...]
    comparisons: tuple[Comparison, ...]
    forks: int
    elapsed_s: float
    """Time spent measuring, over all sittings."""
    warnings: tuple[str, ...] = ()
    scalings: tuple[Scaling, ...] = ()


class Growth(Enum):
    """How a time grows along an axis. Decided once, in analysis/scaling.py."""

    LINEAR = "linear"
    FASTER = "faster than linearly"
    SLOWER = "slower than linearly"
    UNCLEAR = "unclear"
    NONE = "no growth seen"


@dataclass(frozen=True, slots=True, kw_only=True)
class Scaling:
    """How the time of a variant grows along a numeric axis, in one environment: fixed + per unit * n.

    The intervals hold one at a time, and are wider where the points do not lie on a line.
    """

    question: str
    variant: str
    environment: str
    axis: str
    rest: Axis
    """The point of the other axes."""
    points: tuple[int, ...]
    """Where on the axis it was timed, without 0."""
    fixed_ns: Estimate
    per_unit_ns: Estimate
    exponent: Estimate | None
    """Of the time beyond the fixed cost; None where no growth is sure."""
    growth: Growth
    misfit: float
    """How much further the points lie from the line than their errors explain; 1 where they do not."""
