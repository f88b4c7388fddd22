"""Reads back what later commands need of a results.json, of this or an earlier signalbench."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bench.errors import SignalbenchError
from bench.model import (
    Cell,
    CellResult,
    CellState,
    Comparison,
    ComparisonKind,
    Counters,
    Environment,
    Estimate,
    Verdict,
)
from bench.results.codec import axis_from_json, case_from_json
from bench.results.results_json import SCHEMA

CONFIDENCE = 0.95
"""Of the cells' intervals, which the file does not tell."""


@dataclass(frozen=True, slots=True, kw_only=True)
class StoredResults:
    """A run's results, without its plan; those of the first weeks also without the times of the forks."""

    path: Path
    command: str
    created: str | None
    """UTC, ISO 8601; None in files of the first weeks."""
    machine: tuple[tuple[str, str], ...]
    noise_floor: float | None
    environments: tuple[Environment, ...]
    cells: tuple[CellResult, ...]
    comparisons: tuple[Comparison, ...]
    forks: int
    """The most that any cell has."""


def read_results(path: Path) -> StoredResults:
    """Raises SignalbenchError for a file that is not there or cannot be understood."""
    try:
        content = json.loads(path.read_text(encoding="utf-8"))
        if content["schema"] != SCHEMA:
            raise SignalbenchError(
                f"{path} has schema {content['schema']}, and this signalbench reads schema {SCHEMA}"
            )
        return StoredResults(
            path=path,
            command=content["command"],
            created=content.get("created"),
            machine=tuple(content["machine"].items()),
            noise_floor=content["noise_floor"],
            environments=tuple(Environment(**each) for each in content["environments"]),
            cells=tuple(_cell(each) for each in content["cells"]),
            comparisons=tuple(comparison_from_json(each) for each in content["comparisons"]),
            forks=max((each["forks"] for each in content["cells"]), default=0),
        )
    except OSError as error:
        raise SignalbenchError(f"cannot read {path}: {error.strerror}") from error
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise SignalbenchError(f"{path} is corrupt: {error!r}") from error


def _cell(data: dict[str, Any]) -> CellResult:
    counters = [name for name in Counters.__slots__ if name != "statements"]
    by_fork = {fork: ns for fork, ns in enumerate(data.get("fork_ns", [])) if ns is not None}
    return CellResult(
        cell=Cell(case_from_json(data), data["environment"]),
        state=CellState(data["state"]),
        reason=data["reason"],
        ns_per_op=None if data["ns_per_op"] is None else Estimate(**data["ns_per_op"], confidence=CONFIDENCE),
        fork_ns=tuple(by_fork.values()),
        fork_numbers=tuple(by_fork),
        slices=data["slices"],
        counters=Counters(
            **{name: data.get(name) for name in counters},
            statements=tuple(data.get("statements", {}).items()),
        ),
    )


def comparison_from_json(data: dict[str, Any]) -> Comparison:
    """From what `results_json.comparison_to_json` gave."""
    return Comparison(
        kind=ComparisonKind(data["kind"]),
        question=data["question"],
        variant=data["variant"],
        axis=axis_from_json(data["axis"]),
        baseline=data["baseline"],
        candidate=data["candidate"],
        environment=data.get("environment"),
        ratio=None if data["ratio"] is None else Estimate(**data["ratio"]),
        verdict=Verdict(data["verdict"]),
        reason=data.get("reason"),
        forks=data["forks"],
    )
