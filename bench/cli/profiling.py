"""What `profile` does: cases, environments that hold pyinstrument, samples, shares, files."""

from __future__ import annotations

import datetime
import itertools
import random
import shlex
import sys
import tempfile
from collections.abc import Callable, Sequence
from dataclasses import replace
from importlib.metadata import version
from pathlib import Path

from bench import units
from bench.analysis.profile_shares import difference, split
from bench.cli.libraries import libraries_of
from bench.cli.measuring import reports_folder
from bench.cli.one_case import OneCase, one_case
from bench.cli.questions import fingerprint, questions_here
from bench.errors import SignalbenchError, UsageError
from bench.lockstep.conductor import PATIENCE_S
from bench.lockstep.databases import Database, Lease, parse, without_passwords
from bench.lockstep.databases_of_run import RunDatabases
from bench.lockstep.environments import Provisioned, provision
from bench.lockstep.sampling import sample, starter
from bench.lockstep.staging import stage_packages
from bench.profiles import Profile, Sampled, Side
from bench.profiling.attribution import tally
from bench.profiling.page import page
from bench.profiling.speedscope import speedscope
from bench.render.figure import safe_name
from bench.results.folder import RunFolder
from bench.results.profiles_json import FILE, FOLDER, profile_to_text

FORKS = 8
"""Processes for each side: fewer make Student's t wide, and more take long to start."""

Announce = Callable[[str], None]


def profile(
    targets: Sequence[str],
    *,
    expression: str | None,
    specs: Sequence[str],
    python: str | None,
    database: str,
    seconds: float,
    output: Path | None,
    quiet: bool,
    announce: Announce,
) -> tuple[Profile, Path]:
    """Every target on every Django, written down; and the folder where. The first of all is the baseline.

    Raises UsageError for what does not exist, SignalbenchError for what cannot be profiled or written.
    """
    offered = questions_here(full=expression is not None)
    chosen = [one_case(offered, target, expression) for target in dict.fromkeys(targets)]
    slug = chosen[0].question.slug
    if any(one.question.slug != slug for one in chosen):
        raise UsageError(f"{' and '.join(targets)} are no variants of one question; profile one at a time")
    on = parse(database)
    folder = _folder(output, slug)
    where = folder / _name(chosen, specs) if folder.name == FOLDER else folder
    try:
        where.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise SignalbenchError(f"cannot write to {where}: {error.strerror}") from error
    requirements = [*{name for one in chosen for name in libraries_of([one.question])}, *on.drivers]
    provisioned = provision(
        specs,
        python=python,
        libraries=[*sorted(requirements), f"pyinstrument=={version('pyinstrument')}"],
        announce=announce,
    )
    with RunDatabases([on], announce=announce, report=lambda line: None) as databases:
        sides = _sides(chosen, provisioned, on, databases)
        announce(_foreseen(chosen, sides, seconds))
        seen = _sampled(sides, provisioned, seconds, lambda path: databases.lease(on, path), quiet=quiet)
    found = _found(slug, sides, seen)
    _write(where, found, seen)
    return found, where


def _folder(output: Path | None, slug: str) -> Path:
    """Of the profile, or of all profiles of a run."""
    if output is not None:
        run = RunFolder(output)
        if not run.has_begun():
            return output
        if not _asked(run, slug):
            raise UsageError(f"the run in {output} has no {slug!r} for its page to show; choose another -o")
        return output / FOLDER
    moment = datetime.datetime.now(datetime.timezone.utc).strftime("%Y%m%dT%H%M%SZ")
    return reports_folder() / f"{moment}-profile-{slug}"


def _asked(run: RunFolder, slug: str) -> bool:
    return any(question.slug == slug for question in run.plan().questions)


def _sides(
    chosen: Sequence[OneCase], provisioned: Sequence[Provisioned], on: Database, databases: RunDatabases
) -> list[Side]:
    sides = []
    for one, each in itertools.product(chosen, provisioned):
        facts = fingerprint(each.interpreter, database=databases.lease(on, each.interpreter))
        if "database_trouble" in facts:
            raise SignalbenchError(f"--db {on.shown}: {facts['database_trouble']}")
        told = ([one.case.variant] if len(chosen) > 1 else []) + (
            [each.label] if len(provisioned) > 1 or len(chosen) == 1 else []
        )
        sides.append(
            Side(
                label=" on ".join(told),
                case=one.case,
                environment=each.label,
                django=facts["django"],
                python=facts["python"],
                database=facts["database"],
            )
        )
    return sides


def _foreseen(chosen: Sequence[OneCase], sides: Sequence[Side], seconds: float) -> str:
    what = " and ".join(str(one) for one in chosen)
    djangos = " and ".join(dict.fromkeys(side.django for side in sides))
    others = sum(one.alternatives for one in chosen)
    choose = "; -k chooses another point" if others else ""
    length = units.duration(len(sides) * (seconds + FORKS * 1.5))
    return (
        f"Profiling {what} on Django {djangos}, Python {sides[0].python}, in {FORKS} processes each: "
        f"about {length}{choose}."
    )


def _sampled(
    sides: Sequence[Side],
    provisioned: Sequence[Provisioned],
    seconds: float,
    lease: Callable[[Path], Lease],
    *,
    quiet: bool,
) -> dict[Side, list[Sampled]]:
    interpreters = {each.label: each.interpreter for each in provisioned}
    shown = not quiet and sys.stderr.isatty()

    def tell(fork: int) -> None:
        if shown:
            print(f"\rprocess {fork + 1} of {FORKS} ", end="", file=sys.stderr, flush=True)

    with tempfile.TemporaryDirectory(prefix="signalbench-") as scratch:
        staging = stage_packages(Path(scratch) / "measured")
        try:
            return sample(
                sides,
                starter(interpreters, staging, lambda side: lease(interpreters[side.environment])),
                forks=FORKS,
                seconds=seconds,
                seed=random.randrange(2**31),
                patience_s=PATIENCE_S,
                tell=tell,
            )
        finally:
            if shown:
                print("\r" + " " * 20 + "\r", end="", file=sys.stderr, flush=True)


def _found(slug: str, sides: Sequence[Side], seen: dict[Side, list[Sampled]]) -> Profile:
    tallies = {side: [tally(each) for each in seen[side]] for side in sides}
    splits = []
    for number, side in enumerate(sides, 1):
        file = f"{number}-{safe_name(side.label)}"
        found = split(side, seen[side], tallies[side])
        splits.append(replace(found, page=f"{file}.html", speedscope=f"{file}.speedscope.json"))
    baseline = splits[0]
    return Profile(
        created=datetime.datetime.now(datetime.timezone.utc).isoformat(timespec="seconds"),
        command=shlex.join(["signalbench", *without_passwords(sys.argv[1:])]),
        question=slug,
        axis=sides[0].case.axis,
        splits=tuple(splits),
        differences=tuple(
            difference(baseline, other, tallies[baseline.side], tallies[other.side]) for other in splits[1:]
        ),
    )


def _name(chosen: Sequence[OneCase], specs: Sequence[str]) -> str:
    """The same for the same profile, which then takes the place of the earlier one."""
    case = chosen[0].case
    return safe_name(case.question, units.axis(case.axis), *specs, *(one.case.variant for one in chosen))


def _write(folder: Path, found: Profile, seen: dict[Side, list[Sampled]]) -> None:
    """All the files, each whole or not at all; what names them comes last, and goes first."""
    files = RunFolder(folder)
    try:
        (folder / FILE).unlink(missing_ok=True)
    except OSError as error:
        raise SignalbenchError(f"cannot write to {folder}: {error.strerror}") from error
    for each in found.splits:
        side = each.side
        title = f"{side.case.question}/{side.case.variant}"
        title += f" at {units.axis(side.case.axis)}" if side.case.axis else ""
        title += f", Django {side.django}, Python {side.python}"
        files.write(each.page, page(title, found.created, seen[side]))
        files.write(each.speedscope, speedscope(title, seen[side]))
    files.write(FILE, profile_to_text(found))
