"""What a scenario is: a question, its axes, its variants, and what each operation must do.

A variant is a generator function, written like a pytest fixture: what comes before `yield` sets up,
the yielded callable is the operation to time, and what comes after `yield` tidies up. It takes the axes
as keyword arguments. The same declaration is run by the lockstep worker and by pytest-benchmark.
"""

from __future__ import annotations

import functools
import itertools
from collections.abc import Callable, Coroutine, Iterable, Iterator, Mapping
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass, field
from importlib.metadata import PackageNotFoundError, distribution
from typing import Any

import django

from bench.model import Axis, AxisValue, Case
from bench.scenarios import event_loop
from bench.scenarios.statements import Statements

Operation = Callable[[], object]
Calls = int | Callable[..., int]
"""A number, or a function of what the variant's own function gets: the axes and the fixed arguments."""
Queries = int | Statements | Callable[..., int | Statements]
"""The same for SQL statements: how many in all, or of each kind."""


class Absent(Exception):
    """Raised while a case is set up: it cannot exist here. The text is the reason, which a report gives."""


@dataclass(frozen=True)
class Prepared:
    """An operation that uses up its input: `fresh()` makes one input, untimed, for every call.

    All the inputs of a slice exist before the slice begins. `check(input)` tells whether a call has done to
    its input what it should, where neither receiver calls nor SQL would show it; it is asked with the
    oracle, never while something is timed.
    """

    call: Callable[[Any], object]
    fresh: Callable[[], object]
    check: Callable[[Any], bool] | None = None


@dataclass(frozen=True)
class Asynchronous:
    """An operation to be awaited. It is timed inside the running event loop, whose start is not timed."""

    call: Callable[[], Coroutine[Any, Any, object]]


AnyOperation = Operation | Prepared | Asynchronous


def ready(operation: AnyOperation) -> Operation:
    """The operation, to be called once: with a fresh input, or on the event loop, where it needs that."""
    if isinstance(operation, Prepared):
        return functools.partial(operation.call, operation.fresh())
    if isinstance(operation, Asynchronous):
        call = operation.call
        return lambda: event_loop.run(call())
    return operation


Operations = Iterator[AnyOperation]
"""What a variant's function returns; it yields once."""
VariantFunction = Callable[..., Operations]


@dataclass(frozen=True)
class DeclaredVariant:
    """A variant as its scenario declares it."""

    name: str
    function: VariantFunction
    fixed: Mapping[str, object]
    calls: Calls
    queries: Queries
    reference: str | None
    since: tuple[int, int]
    needs: tuple[str, ...]

    @property
    def summary(self) -> str:
        """The first line of the function's docstring; empty without one."""
        return (self.function.__doc__ or "").strip().partition("\n")[0]

    def missing(self) -> str | None:
        """What keeps the variant from existing here, for people; None if nothing does."""
        if django.VERSION[:2] < self.since:
            return f"needs Django {'.'.join(map(str, self.since))} or newer"
        for name in self.needs:
            try:
                distribution(name)
            except PackageNotFoundError:
                return f"needs {name}: pip install {name}"
        return None

    def oracle(self, axis: Axis) -> tuple[int, int | Statements]:
        """(receiver calls, SQL statements) of one operation; BEGIN and COMMIT are statements."""
        arguments = {**dict(axis), **self.fixed}
        calls = self.calls(**arguments) if callable(self.calls) else self.calls
        queries = self.queries(**arguments) if callable(self.queries) else self.queries
        return calls, queries


@dataclass
class Scenario:
    """One question and all the ways of doing what it asks about.

    module, doc: `__name__` and `__doc__` of its file, whose name is the slug and whose first line is the
    question. unit: what one operation is, in the singular. calls, queries: the oracle, for variants that
    name no other. database: whether rows are written; the harness empties the tables after each use.
    since: the first Django that has the feature. needs: distributions beyond Django, as in
    pyproject.toml's "alternatives"; import them inside the variant's function. group: where `signalbench
    list` shows it: core, dispatcher, models, requests. The variant that stands first in the file is the
    reference, which the others are divided by.
    """

    module: str
    doc: str | None
    unit: str
    calls: Calls
    queries: Queries = 0
    database: bool = False
    since: tuple[int, int] = (3, 2)
    needs: tuple[str, ...] = ()
    group: str = "core"
    axes: dict[str, tuple[AxisValue, ...]] = field(default_factory=dict, init=False)
    full_axes: dict[str, tuple[AxisValue, ...]] = field(default_factory=dict, init=False)
    names: list[str] = field(default_factory=list, init=False)
    variants: dict[str, DeclaredVariant] = field(default_factory=dict, init=False)

    @property
    def slug(self) -> str:
        """The name of the question: on the command line, in files, in links.

        As in PEP 8, a file whose name would be a keyword ends in an underscore: async_.py.
        """
        return self.module.rpartition(".")[2].rstrip("_").replace("_", "-")

    @property
    def question(self) -> str:
        """The first line of the file."""
        return (self.doc or "").strip().partition("\n")[0]

    @property
    def about(self) -> str:
        """The rest of the docstring, a paragraph a line."""
        rest = (self.doc or "").strip().partition("\n")[2].strip()
        return "\n".join(" ".join(paragraph.split()) for paragraph in rest.split("\n\n"))

    def axis(self, name: str, *values: AxisValue, full: Iterable[AxisValue] = ()) -> None:
        """Add an axis; at most two. The values under `full` are measured only with --full."""
        if len(self.axes) == 2:
            raise ValueError(f"{self.slug} has two axes already; {name!r} would be a third")
        self.axes[name] = values
        self.full_axes[name] = (*values, *full)

    def variant(
        self,
        name: str,
        *,
        calls: Calls | None = None,
        queries: Queries | None = None,
        reference: str | None = None,
        since: tuple[int, int] | None = None,
        needs: tuple[str, ...] | None = None,
        **fixed: object,
    ) -> Callable[[VariantFunction], VariantFunction]:
        """Declare a variant; `fixed` are keyword arguments for its function, beside the axes.

        The counts, the reference, the first Django and what is needed are the scenario's unless given here.
        """
        if name in self.names:
            raise ValueError(f"{self.slug} declares the variant {name!r} twice")
        self.names.append(name)  # here, as Python applies stacked decorators from the last to the first
        compared_with = reference or self.names[0]

        def declare(function: VariantFunction) -> VariantFunction:
            self.variants[name] = DeclaredVariant(
                name=name,
                function=function,
                fixed=fixed,
                calls=self.calls if calls is None else calls,
                queries=self.queries if queries is None else queries,
                reference=None if compared_with == name else compared_with,
                since=since or self.since,
                needs=self.needs if needs is None else needs,
            )
            return function

        return declare

    def cases(self, *, full: bool = False) -> list[Case]:
        """Every variant at every point of the axes: points in order, variants within a point."""
        axes = self.full_axes if full else self.axes
        points: list[Axis] = [
            tuple(zip(axes, values, strict=True)) for values in itertools.product(*axes.values())
        ]
        return [Case(self.slug, name, axis) for axis in points for name in self.names]

    @contextmanager
    def enter(self, case: Case) -> Iterator[AnyOperation]:
        """Set the case up, hand out its operation, tidy up afterwards."""
        variant = self.variants[case.variant]
        manager: Callable[..., AbstractContextManager[AnyOperation]] = contextmanager(variant.function)
        with manager(**dict(case.axis), **variant.fixed) as operation:
            yield operation
