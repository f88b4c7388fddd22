"""What a project says of signalbench in its pyproject.toml:

[tool.signalbench]
threshold = "5%"            # what --fail-on slower takes for a regression (default: --margin)

[tool.signalbench.thresholds]
bulk-saves = "10%"          # the same for one question
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from bench.cli.declared import require_questions
from bench.cli.did_you_mean import did_you_mean
from bench.cli.options import share
from bench.errors import UsageError

FILE = "pyproject.toml"
KEYS = ("threshold", "thresholds")


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """Thresholds are shares: 0.05."""

    threshold: float | None = None
    thresholds: Mapping[str, float] = field(default_factory=dict)


def find_settings(folder: Path) -> Settings:
    """Those of the nearest pyproject.toml, in this folder or above it. UsageError for one that is wrong."""
    for each in (folder, *folder.parents):
        if (each / FILE).is_file():
            return read_settings(each / FILE)
    return Settings()


def read_settings(path: Path) -> Settings:
    """UsageError, which names the file and the key, for what cannot be read and for unknown keys."""
    if sys.version_info >= (3, 11):
        import tomllib
    else:
        import tomli as tomllib

    try:
        content = tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise UsageError(f"{path} cannot be read: {error}") from error
    tools = content.get("tool")
    table = tools.get("signalbench", {}) if isinstance(tools, dict) else {}
    thresholds = _table(path, "tool.signalbench", table, KEYS).get("thresholds", {})
    if not isinstance(thresholds, dict):
        raise UsageError(f'{path}: tool.signalbench.thresholds is no table; write receivers = "5%" below it')
    try:
        require_questions(thresholds)
    except UsageError as error:
        raise UsageError(f"{path}: tool.signalbench.thresholds: {error}") from error
    everywhere = table.get("threshold")
    return Settings(
        threshold=None if everywhere is None else _share(path, "threshold", everywhere),
        thresholds={name: _share(path, f"thresholds.{name}", value) for name, value in thresholds.items()},
    )


def _table(path: Path, name: str, table: object, known: Iterable[str]) -> dict[str, object]:
    if not isinstance(table, dict):
        raise UsageError(f"{path}: {name} is no table")
    for key in table:
        if key not in known:
            hint = did_you_mean(key, known) or f" There are: {', '.join(known)}."
            raise UsageError(f"{path}: {name} has no key {key!r}.{hint}")
    return table


def _share(path: Path, key: str, value: object) -> float:
    try:
        return share(str(value))
    except argparse.ArgumentTypeError as error:
        raise UsageError(f"{path}: tool.signalbench.{key}: {error}") from error
