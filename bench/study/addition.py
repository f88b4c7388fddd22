"""What publishing adds to a run's results.json, in study.json beside it: steps, and what measuring took.

schema      1
version     of signalbench
margin, confidence   as the run was planned with
elapsed_s   time spent measuring
journal     {sha256, bytes, kept}: the checksum of journal.ndjson; kept says whether the folder holds it
steps       comparisons as in results.json: each Django against the release before it in the run. Their
            intervals hold jointly among themselves
"""

from __future__ import annotations

import dataclasses
import json
from dataclasses import dataclass
from pathlib import Path

from bench.errors import SignalbenchError
from bench.model import Comparison
from bench.results.results_json import comparison_to_json
from bench.results.stored_results import comparison_from_json

SCHEMA = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class StoredJournal:
    """Everything that the run measured, or what tells it again."""

    sha256: str
    bytes: int
    kept: bool
    """Whether it lies in the study, compressed."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Addition:
    """The content of study.json."""

    version: str
    margin: float
    confidence: float
    elapsed_s: float
    journal: StoredJournal
    steps: tuple[Comparison, ...]


def addition_to_text(addition: Addition) -> str:
    """The file's text; the same addition makes the same text."""
    content = {
        "schema": SCHEMA,
        "version": addition.version,
        "margin": addition.margin,
        "confidence": addition.confidence,
        "elapsed_s": addition.elapsed_s,
        "journal": dataclasses.asdict(addition.journal),
        "steps": [comparison_to_json(step) for step in addition.steps],
    }
    return json.dumps(content, indent=1, ensure_ascii=False, allow_nan=False) + "\n"


def read_addition(path: Path) -> Addition:
    """Raises SignalbenchError for a file that is not there or cannot be understood."""
    try:
        content = json.loads(path.read_text(encoding="utf-8"))
        if content["schema"] != SCHEMA:
            raise SignalbenchError(
                f"{path} has schema {content['schema']}, and this signalbench reads schema {SCHEMA}"
            )
        return Addition(
            version=content["version"],
            margin=content["margin"],
            confidence=content["confidence"],
            elapsed_s=content["elapsed_s"],
            journal=StoredJournal(**content["journal"]),
            steps=tuple(comparison_from_json(step) for step in content["steps"]),
        )
    except OSError as error:
        raise SignalbenchError(f"cannot read {path}: {error.strerror}") from error
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise SignalbenchError(f"{path} is corrupt: {error!r}") from error
