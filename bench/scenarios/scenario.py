"""What a scenario is: a question, its axes, its variants, and what each operation must do.

A variant is a generator function, written like a pytest fixture: what comes before `yield` sets up,
the yielded callable is the operation to time, and what comes after `yield` tidies up. It takes the axes
as keyword arguments. The same declaration is run by the lockstep worker and by pytest-benchmark.
"""

from __future__ import annotations

import functools
import itertools
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass, field
from typing import Any

from bench.model import Axis, AxisValue, Case

Operation = Callable[[], object]
Count = int | Callable[..., int]
"""A number, or a function of what the variant's own function gets: the axes and the fixed arguments."""


@dataclass(frozen=True)
class Prepared:
    """An operation that uses up its input: `fresh()` makes one input, untimed, for every call.

    All the inputs of a slice exist before the slice begins.
    """

    call: Callable[[Any], object]
    fresh: Callable[[], object]


def ready(operation: Operation | Prepared) -> Operation:
    """The operation with a fresh input where it needs one: to be called once."""
    if isinstance(operation, Prepared):
        return functools.partial(operation.call, operation.fresh())
    return operation


Operations = Iterator[Operation | Prepared]
"""What a variant's function returns; it yields once."""
VariantFunction = Callable[..., Operations]


@dataclass(frozen=True)
class DeclaredVariant:
    """A variant as its scenario declares it."""

    name: str
    function: VariantFunction
    fixed: Mapping[str, object]
    calls: Count
    queries: Count
    reference: str | None
    since: tuple[int, int]

    @property
    def summary(self) -> str:
        """The first line of the function's docstring; empty without one."""
        return (self.function.__doc__ or "").strip().partition("\n")[0]

    def oracle(self, axis: Axis) -> tuple[int, int]:
        """(receiver calls, SQL statements) of one operation; BEGIN and COMMIT are statements."""
        calls, queries = (
            count(**dict(axis), **self.fixed) if callable(count) else count
            for count in (self.calls, self.queries)
        )
        return calls, queries


@dataclass
class Scenario:
    """One question and all the ways of doing what it asks about.

    module, doc: `__name__` and `__doc__` of its file, whose name is the slug and whose first line is the
    question. unit: what one operation is, in the singular. calls, queries: the oracle, for variants that
    name no other. database: whether rows are written; the harness empties the tables after each use.
    since: the first Django that has the feature. The variant that stands first in the file is the
    reference, which the others are divided by.
    """

    module: str
    doc: str | None
    unit: str
    calls: Count
    queries: Count = 0
    database: bool = False
    since: tuple[int, int] = (3, 2)
    group: str = "core"
    axes: dict[str, tuple[AxisValue, ...]] = field(default_factory=dict, init=False)
    full_axes: dict[str, tuple[AxisValue, ...]] = field(default_factory=dict, init=False)
    names: list[str] = field(default_factory=list, init=False)
    variants: dict[str, DeclaredVariant] = field(default_factory=dict, init=False)

    @property
    def slug(self) -> str:
        """The name of the question: on the command line, in files, in links."""
        return self.module.rpartition(".")[2].replace("_", "-")

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
        calls: Count | None = None,
        queries: Count | None = None,
        reference: str | None = None,
        since: tuple[int, int] | None = None,
        **fixed: object,
    ) -> Callable[[VariantFunction], VariantFunction]:
        """Declare a variant; `fixed` are keyword arguments for its function, beside the axes.

        The counts, the reference and the first Django are the scenario's unless given here.
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
    def enter(self, case: Case) -> Iterator[Operation | Prepared]:
        """Set the case up, hand out its operation, tidy up afterwards."""
        variant = self.variants[case.variant]
        manager: Callable[..., AbstractContextManager[Operation | Prepared]] = contextmanager(
            variant.function
        )
        with manager(**dict(case.axis), **variant.fixed) as operation:
            yield operation
