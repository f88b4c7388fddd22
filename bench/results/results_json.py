"""results.json, schema 1: what a run found, for programs to read.

    schema, machine, command, created? (UTC, ISO 8601), seed, budget_s, noise_floor (a ratio, 0.014)
    environments  [{label, django, python, database, source, commit?, twin_of?}]
    cells         [{question, variant, axis, environment, ns_per_op {value, low, high}, forks, slices,
                    queries, statements {kind: number}, receiver_calls, python_calls, bytecodes,
                    peak_bytes, retained_bytes, threads_started, instructions, state, reason,
                    fork_ns? [each fork's own time, to six digits, by the fork's number from 0; null for
                    one that did not time the cell]}]
    comparisons   [{kind, question, variant, axis, baseline, candidate, environment?,
                    ratio {value, low, high, confidence}, verdict, reason?, forks}]
    scaling?      [{question, variant, environment, axis (its name), rest (the point of the other axes),
                    points, fixed_ns {value, low, high}, per_unit_ns {value, low, high},
                    exponent {value, low, high}, growth, misfit}]

Keys with a question mark are left out where they do not apply. History: 1, the first; since
then `created`, `scaling`, `fork_ns` and `threads_started` were added, which files written before do not
have.
"""

from __future__ import annotations

from typing import Any

from bench.model import CellResult, Comparison, Counters, Environment, Estimate, Results, Scaling
from bench.results.codec import axis_to_json, case_to_json
from bench.results.indented_json import indented

SCHEMA = 1


def results_to_text(results: Results) -> str:
    """The file's text; the same results make the same text."""
    return indented(results_to_json(results)) + "\n"


def results_to_json(results: Results) -> dict[str, Any]:
    """The file's content."""
    plan = results.plan
    return {
        "schema": SCHEMA,
        "machine": dict(plan.machine),
        "command": plan.command,
        "created": plan.created,
        "seed": plan.seed,
        "budget_s": plan.budget_s,
        "noise_floor": results.noise_floor,
        "environments": [_environment(environment) for environment in plan.environments],
        "cells": [_cell(cell) for cell in results.cells],
        "comparisons": [comparison_to_json(comparison) for comparison in results.comparisons],
        "scaling": [_scaling(scaling) for scaling in results.scalings],
    }


def _environment(environment: Environment) -> dict[str, Any]:
    required = {
        name: getattr(environment, name) for name in ("label", "django", "python", "database", "source")
    }
    optional = {"commit": environment.commit, "twin_of": environment.twin_of}
    return required | {name: value for name, value in optional.items() if value is not None}


def _cell(result: CellResult) -> dict[str, Any]:
    return {
        **case_to_json(result.cell.case),
        "environment": result.cell.environment,
        "ns_per_op": _interval(result.ns_per_op),
        "forks": len(result.fork_ns),
        "slices": result.slices,
        **{name: getattr(result.counters, name) for name in Counters.__slots__},
        "statements": dict(result.counters.statements),
        "state": result.state.value,
        "reason": result.reason,
        **({"fork_ns": _by_fork(result)} if result.fork_numbers else {}),
    }


def _by_fork(result: CellResult) -> list[float | None]:
    times = dict(zip(result.fork_numbers, result.fork_ns, strict=True))
    return [
        float(f"{times[fork]:.6g}") if fork in times else None for fork in range(max(result.fork_numbers) + 1)
    ]


def comparison_to_json(comparison: Comparison) -> dict[str, Any]:
    """One entry of `comparisons`."""
    optional = {"environment": comparison.environment, "reason": comparison.reason}
    ratio = comparison.ratio
    return {
        "kind": comparison.kind.value,
        "question": comparison.question,
        "variant": comparison.variant,
        "axis": axis_to_json(comparison.axis),
        "baseline": comparison.baseline,
        "candidate": comparison.candidate,
        **{name: value for name, value in optional.items() if value is not None},
        "ratio": None if ratio is None else {**(_interval(ratio) or {}), "confidence": ratio.confidence},
        "verdict": comparison.verdict.value,
        "forks": comparison.forks,
    }


def _scaling(scaling: Scaling) -> dict[str, Any]:
    return {
        "question": scaling.question,
        "variant": scaling.variant,
        "environment": scaling.environment,
        "axis": scaling.axis,
        "rest": axis_to_json(scaling.rest),
        "points": list(scaling.points),
        "fixed_ns": _interval(scaling.fixed_ns),
        "per_unit_ns": _interval(scaling.per_unit_ns),
        "exponent": _interval(scaling.exponent),
        "growth": scaling.growth.value,
        "misfit": scaling.misfit,
    }


def _interval(estimate: Estimate | None) -> dict[str, float] | None:
    if estimate is None:
        return None
    return {"value": estimate.value, "low": estimate.low, "high": estimate.high}
