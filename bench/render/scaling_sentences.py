"""How a time grows, in words: what is fixed, what each more costs, and whether that is all."""

from __future__ import annotations

from bench import units
from bench.model import Axis, Environment, Estimate, Growth, Question, Results, Scaling
from bench.render.table import measured_environments

MOST_SENTENCES = 4
"""Of one question."""
MISFIT = 2.0
"""From here on it is said that the points do not lie on a line."""
_WORDS = {
    Growth.LINEAR: "linear",
    Growth.FASTER: "faster than linear",
    Growth.SLOWER: "slower than linear",
    Growth.UNCLEAR: "linear or not is unclear",
    Growth.NONE: "no growth seen",
}


def scaling_of(
    results: Results, question: Question, variant: str, environment: Environment, axis: str, rest: Axis
) -> Scaling | None:
    """The fit of one variant in one environment; None where there is none."""
    for scaling in results.scalings:
        if (scaling.question, scaling.variant, scaling.environment, scaling.axis, scaling.rest) == (
            question.slug,
            variant,
            environment.label,
            axis,
            rest,
        ):
            return scaling
    return None


def asides(scaling: Scaling, axis: str) -> tuple[str, ...]:
    """("fixed 2.09 µs + 952 ns each", "exponent 1.04 (0.98–1.10)"), or what stands in their place."""
    fixed = f"fixed {_time(scaling.fixed_ns.value)}"
    if scaling.growth is Growth.NONE:
        return (fixed, f"no growth with {axis} seen")
    if is_curved(scaling) and scaling.exponent is not None:
        return (_WORDS[scaling.growth], _exponent(scaling.exponent))
    told = f"{fixed} + {units.time(scaling.per_unit_ns.value)} each"
    return (told,) if scaling.exponent is None else (told, _exponent(scaling.exponent))


def is_curved(scaling: Scaling) -> bool:
    """Whether a straight line would mislead."""
    return scaling.growth in (Growth.FASTER, Growth.SLOWER)


def scaling_sentences(results: Results, question: Question) -> list[str]:
    """A sentence for each variant that grows unlike those before it, at most four; in the newest environment
    that has any.

    At the first point of the other axes; of another point the first variant only, if it does not grow
    linearly. Variants grow alike where their costs of each more overlap.
    """
    every = [scaling for scaling in results.scalings if scaling.question == question.slug]
    own: list[Scaling] = []
    for environment in measured_environments(results):
        own = [scaling for scaling in every if scaling.environment == environment.label] or own
    told: list[Scaling] = []
    for scaling in own:
        here = [other for other in told if (other.axis, other.rest) == (scaling.axis, scaling.rest)]
        if (scaling.axis, scaling.rest) == (own[0].axis, own[0].rest):
            worth = all(_differ(scaling, other) for other in here)
        else:
            worth = is_curved(scaling) and not here
        if worth:
            told.append(scaling)
    return [_sentence(scaling, question.unit) for scaling in told[:MOST_SENTENCES]]


def _sentence(scaling: Scaling, unit: str) -> str:
    at = f", {units.axis(scaling.rest)}" if scaling.rest else ""
    where = f"In {scaling.environment}{at}, “{scaling.variant}”"
    one = scaling.axis.removesuffix("s")
    if scaling.growth is Growth.NONE:
        return f"{where}: no growth with {scaling.axis} was seen; one {unit} takes {_span(scaling.fixed_ns)}."
    if is_curved(scaling) and scaling.exponent is not None:
        growth = f"grows {_WORDS[scaling.growth]} with {scaling.axis}"
        return f"{where}: the time of one {unit} {growth}, {_exponent(scaling.exponent)}."
    told = f"{where}: one {unit} takes {_span(scaling.per_unit_ns)} per {one} and "
    if scaling.fixed_ns.low:
        told += f"{_span(scaling.fixed_ns)} in any case"
    else:
        told += f"at most {_time(scaling.fixed_ns.high)} in any case"
    if scaling.exponent is None:
        return f"{told}."
    told += f"; {_WORDS[scaling.growth]}, {_exponent(scaling.exponent)}"
    return f"{told}. The points do not lie on a line." if scaling.misfit >= MISFIT else f"{told}."


def _differ(one: Scaling, other: Scaling) -> bool:
    mine, theirs = one.per_unit_ns, other.per_unit_ns
    return mine.low > theirs.high or mine.high < theirs.low


def _exponent(exponent: Estimate) -> str:
    return f"exponent {exponent.value:.2f} ({exponent.low:.2f}–{exponent.high:.2f})"


def _span(ns: Estimate) -> str:
    digits = units.digits(ns)
    low, high = (_time(end, max(2, digits)) for end in (ns.low, ns.high))
    return f"{_time(ns.value, digits)} ({low} to {high})"


def _time(ns: float, digits: int = 3) -> str:
    return units.time(ns, digits) if ns else "0"
