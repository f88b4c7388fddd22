"""The command that measures some cells and no others."""

from __future__ import annotations

import dataclasses
import itertools
import re
import shlex
from collections.abc import Iterable, Sequence

from bench.claims.claim import Cells
from bench.model import RELEASED, AxisValue, Environment

UNVERSIONED = re.compile(r"^(\w+) [\d.]+")


def command(
    wanted: Iterable[Cells],
    environments: Sequence[Environment],
    measured_by: str,
    djangos: Sequence[str] = (),
) -> str:
    """For these environments, or for those Djangos where there are none.

    measured_by: the command that the results come from, which names databases that cannot be guessed.
    """
    return f"{_measuring(environments, measured_by, djangos)} -k {_quoted(expression(wanted))}"


def whole_question(slug: str, environments: Sequence[Environment], measured_by: str) -> str:
    """The command that measures all of a question in these environments."""
    return f"{_measuring(environments, measured_by, ())} -k '\"{slug}\"'"


def expression(wanted: Iterable[Cells]) -> str:
    """The cells in the words of -k."""
    parts = [_one(each) for each in _merged(wanted)]
    if len(parts) == 1:
        return parts[0]
    return " or ".join(f"({part})" if " and " in part else part for part in parts)


def _merged(wanted: Iterable[Cells]) -> list[Cells]:
    """The same cells, with all variants at the same points in one, and without those that lie in another."""
    together: dict[object, Cells] = {}
    for each in wanted:
        place = each.question, frozenset((name, frozenset(values)) for name, values in each.axes)
        before = together.get(place, each)
        variants = dict.fromkeys(before.variants + each.variants)
        together[place] = dataclasses.replace(before, variants=tuple(variants))
    parts = [*together.values()]
    return [part for part in parts if not any(_lies_in(part, other) for other in parts if other is not part)]


def _lies_in(part: Cells, other: Cells) -> bool:
    points = dict(part.axes)
    return (
        part.question == other.question
        and set(part.variants) <= set(other.variants)
        and all(name in points and set(points[name]) <= set(values) for name, values in other.axes)
    )


def _measuring(environments: Sequence[Environment], measured_by: str, djangos: Sequence[str]) -> str:
    """All but the choice of cases."""
    specs = list(dict.fromkeys(map(_spec, environments))) or list(djangos)
    words = ["signalbench"]
    words += ["run", "--django", *specs] if len(specs) == 1 else ["compare", *specs]
    pythons = list(dict.fromkeys(_minor(each.python) for each in environments))
    if len(pythons) == 1:
        words += ["--python", pythons[0]]
    elif pythons:
        words.append("--allow-mixed")
    for database in _databases(environments, measured_by):
        words += ["--db", database]
    return shlex.join(words)


def _one(wanted: Cells) -> str:
    names = _any(f'"{wanted.question}/{variant}"' for variant in wanted.variants)
    points = [_any(_point(name, value) for value in values) for name, values in wanted.axes]
    return " and ".join([names, *points])


def _point(name: str, value: AxisValue) -> str:
    """In quotes where a space or a bracket would end it."""
    text = f"{name}={value}"
    return text if re.fullmatch(r"[\w.=-]+", text) else f'"{text}"'


def _any(words: Iterable[str]) -> str:
    either = list(words)
    return either[0] if len(either) == 1 else f"({' or '.join(either)})"


def _quoted(text: str) -> str:
    """For a shell; an apostrophe in a name is no reason to end the quotes and begin them anew."""
    if "'" not in text:
        return f"'{text}'"
    return '"' + re.sub(r'(["\\$`])', r"\\\1", text) + '"'


def _spec(environment: Environment) -> str:
    """How the command line names it: a release by its number, anything else by what it was called."""
    return environment.django if environment.source == RELEASED else environment.label


def _minor(python: str) -> str:
    match = re.search(r"\d+\.\d+", python)
    return match[0] if match else python


def _databases(environments: Sequence[Environment], measured_by: str) -> list[str]:
    """As they were named; SQLite in memory goes without saying where it is the only one."""
    words = shlex.split(measured_by)
    named = [after for word, after in itertools.pairwise(words) if word == "--db"]
    named += [word.removeprefix("--db=") for word in words if word.startswith("--db=")]
    kinds = list(dict.fromkeys(UNVERSIONED.sub(r"\1", each.database) for each in environments))
    guessed = [_kind(kind) for kind in kinds]
    found = named or [kind for kind in guessed if kind is not None]
    return [] if found == ["sqlite"] else found


def _kind(database: str) -> str | None:
    if database.startswith("SQLite"):
        return "sqlite" if "in memory" in database else "sqlite-file"
    return "postgres" if database.startswith("PostgreSQL") and "no fsync" in database else None
