"""Growth in words."""

from __future__ import annotations

from dataclasses import replace

from bench.model import Estimate, Growth, Results, Scaling
from bench.render.growth_figures import growth_figures
from bench.render.scaling_sentences import asides, scaling_sentences
from tests.synthetic import RECEIVERS, plan, results


def estimate(value: float, factor: float = 1.1) -> Estimate:
    return Estimate(value=value, low=value / factor, high=value * factor, confidence=0.95)


LINEAR = Scaling(
    question="receivers",
    variant="send",
    environment="6.1",
    axis="receivers",
    rest=(),
    points=(1, 10, 100),
    fixed_ns=estimate(2_000),
    per_unit_ns=estimate(1_000),
    exponent=estimate(1.0, 1.05),
    growth=Growth.LINEAR,
    misfit=1.0,
)
CURVED = replace(LINEAR, variant="plain loop", growth=Growth.FASTER, exponent=estimate(1.3, 1.05))
FLAT = replace(LINEAR, growth=Growth.NONE, exponent=None)


def found(*scalings: Scaling) -> Results:
    return replace(results(plan()), scalings=scalings)


def test_a_line_is_told_with_its_intervals() -> None:
    assert scaling_sentences(found(LINEAR), RECEIVERS) == [
        "In 6.1, “send”: one send takes 1.00 µs (909 ns to 1.10 µs) per receiver and "
        "2.00 µs (1.82 µs to 2.20 µs) in any case; linear, exponent 1.00 (0.95–1.05)."
    ]


def test_no_cost_per_unit_is_told_of_what_is_no_line() -> None:
    (sentence,) = scaling_sentences(found(CURVED), RECEIVERS)
    assert "grows faster than linear with receivers, exponent 1.30 (1.24–1.37)." in sentence
    assert "per receiver" not in sentence


def test_a_fixed_cost_that_may_be_nothing_is_an_upper_bound() -> None:
    bounded = replace(LINEAR, fixed_ns=Estimate(value=100, low=0, high=900, confidence=0.95))
    assert "and at most 900 ns in any case" in scaling_sentences(found(bounded), RECEIVERS)[0]


def test_where_the_newest_environment_has_no_fit_the_last_that_has_is_told() -> None:
    older = replace(LINEAR, environment="4.2"), replace(LINEAR, environment="5.2")
    (sentence,) = scaling_sentences(found(*older), RECEIVERS)
    assert sentence.startswith("In 5.2, “send”: ")


def test_variants_that_grow_alike_are_told_once() -> None:
    twin = replace(LINEAR, variant="send, caching", per_unit_ns=estimate(1_050))
    other = replace(LINEAR, variant="plain loop", per_unit_ns=estimate(200))
    assert len(scaling_sentences(found(LINEAR, twin, other), RECEIVERS)) == 2


def test_the_figure_says_what_is_fitted_and_draws_no_line_through_a_curve() -> None:
    assert asides(LINEAR, "receivers") == ("fixed 2.00 µs + 1.00 µs each", "exponent 1.00 (0.95–1.05)")
    assert asides(CURVED, "receivers")[0] == "faster than linear"
    assert asides(FLAT, "receivers") == ("fixed 2.00 µs", "no growth with receivers seen")
    (figure,) = growth_figures(found(LINEAR, CURVED), RECEIVERS, "receivers")
    assert "fixed 2.00 µs + 1.00 µs each" in figure.alt
    straight = growth_figures(found(LINEAR), RECEIVERS, "receivers")[0]
    assert figure.svg != straight.svg
