"""Runs that were measured again, to see whether they contradict a study: their verdicts, in `repeated/`.

Of each run's results.json all is kept but the cells and the scalings, with a comparison a line.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bench.errors import SignalbenchError, UsageError
from bench.output_file import write_whole
from bench.results.stored_results import StoredResults, read_results
from bench.study.repeating import is_same_run, pairs_with

FOLDER = "repeated"
_LEFT_OUT = ("cells", "scaling")


@dataclass(frozen=True, slots=True, kw_only=True)
class Repetition:
    """A run that was measured again."""

    name: str
    results: StoredResults


def read_repetitions(study: Path) -> tuple[Repetition, ...]:
    """Those in the study's folder, by name. Raises SignalbenchError for one that cannot be read."""
    files = sorted((study / FOLDER).glob("*.json"))
    return tuple(Repetition(name=file.stem, results=read_results(file)) for file in files)


def read_repetition(results: Path, name: str) -> Repetition:
    """The run whose results.json that is, to be kept under the name. Raises SignalbenchError."""
    return Repetition(name=name, results=read_results(results))


def refuse_useless(
    repetitions: Sequence[Repetition], kept: Sequence[Repetition], published: Sequence[StoredResults]
) -> None:
    """Raises UsageError for a run that is published itself, comes twice, or shares nothing with these.

    kept: repetitions that the study has already; one that shares nothing with a run of today says nothing,
    and may stay.
    """
    for number, each in enumerate(repetitions):
        path = each.results.path
        if any(is_same_run(results, each.results) for results in published):
            raise UsageError(f"{path} is published itself, and cannot repeat itself")
        for other in (*kept, *repetitions[:number]):
            if is_same_run(other.results, each.results):
                raise UsageError(f"{path} and {other.results.path} are one run, which would count twice")
            if other.name == each.name:
                raise UsageError(f"{path} and {other.results.path} would both be kept as {each.name!r}")
        if not pairs_with(published, each.results):
            raise UsageError(f"{path} has no comparison in common with the study's runs")
    for each in kept:
        if any(is_same_run(results, each.results) for results in published):
            raise UsageError(
                f"a run to be published is the repetition {each.results.path}; delete that first"
            )


def keep_repetition(study: Path, repetition: Repetition) -> Path:
    """Put a run's verdicts beside those of the study; one of that name is replaced. The new file.

    Raises SignalbenchError for what cannot be read or written.
    """
    path = study / FOLDER / f"{repetition.name}.json"
    try:
        content: dict[str, Any] = json.loads(repetition.results.path.read_text(encoding="utf-8"))
        path.parent.mkdir(parents=True, exist_ok=True)
        write_whole(path, _text({**content, **{key: [] for key in _LEFT_OUT}}))
    except OSError as error:
        raise SignalbenchError(f"cannot write {path}: {error.strerror}") from error
    return path


def _text(content: dict[str, Any]) -> str:
    """An entry a line, and a line for each member of a list."""
    entries = (f"{json.dumps(key)}: {_value(value)}" for key, value in content.items())
    return "{\n" + ",\n".join(entries) + "\n}\n"


def _value(value: Any) -> str:
    if isinstance(value, list) and value:
        return "[\n" + ",\n".join(json.dumps(member, ensure_ascii=False) for member in value) + "\n]"
    return json.dumps(value, ensure_ascii=False)
