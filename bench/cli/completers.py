"""What the shell offers for a word that is being typed. Each takes argcomplete's arguments and ignores most.

Nothing here may take long, measure or import Django: the shell waits.
"""

from __future__ import annotations

import argparse
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

from bench.cli.declared import declared

Completer = Callable[..., Iterable[str]]
MOST_RUNS = 20


def complete(action: argparse.Action, completer: Completer) -> None:
    """Have the shell complete the values of that argument so."""
    action.completer = completer  # type: ignore[attr-defined]  # where argcomplete looks for it


def questions(**_: Any) -> Iterable[str]:
    """All questions."""
    return declared()


def cases(prefix: str = "", **_: Any) -> Iterable[str]:
    """QUESTION, and once there is a slash QUESTION/VARIANT."""
    question, slash, _variant = prefix.partition("/")
    if not slash:
        return declared()
    return [f"{question}/{variant}" for variant in declared().get(question, ())]


def conditions(prefix: str = "", **_: Any) -> Iterable[str]:
    """Of --fail-on."""
    return ["slower", *(f"slower:{question}" for question in declared())]


def words(**_: Any) -> Iterable[str]:
    """Of -k: questions, and variants of a single word."""
    variants = {variant for each in declared().values() for variant in each}
    return [*declared(), *sorted(variant for variant in variants if variant.isidentifier())]


def series(**_: Any) -> Iterable[str]:
    """The known series of Django."""
    from bench.lockstep.django_specs import PYTHONS, dotted

    return map(dotted, PYTHONS)


def djangos(prefix: str = "", **_: Any) -> Iterable[str]:
    """The known series, and folders."""
    return [*series(), "newest", "installed", *folders(prefix)]


def djangos_and_questions(prefix: str = "", **_: Any) -> Iterable[str]:
    """Of compare."""
    return [*djangos(prefix), *cases(prefix)]


def databases(**_: Any) -> Iterable[str]:
    """Of --db, without URLs."""
    return ["sqlite", "sqlite-file", "postgres"]


def runs(prefix: str = "", **_: Any) -> Iterable[str]:
    """The newest runs in reports/local of the current folder, and folders."""
    begun = sorted((path.parent for path in Path("reports/local").glob("*/manifest.json")), reverse=True)
    return [*map(str, begun[:MOST_RUNS]), *folders(prefix)]


def folders(prefix: str = "", **_: Any) -> Iterable[str]:
    """Folders of the file system."""
    from argcomplete.completers import DirectoriesCompleter

    found: Iterable[str] = DirectoriesCompleter()(prefix=prefix)
    return found
