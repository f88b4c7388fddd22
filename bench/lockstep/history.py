"""What lies between two Djangos: releases of the package index, or commits of a checkout.

Releases need no listing: Django numbers its series .0, .1, .2 and then the next whole number (its release
process, since 2.0), and the patch releases of a series without gaps. One that does not exist after all, or
was withdrawn, shows when an environment is asked for.
"""

from __future__ import annotations

import os
import subprocess
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from packaging.version import Version

from bench.errors import SignalbenchError, UsageError
from bench.lockstep.checkouts import REDIRECTIONS
from bench.lockstep.django_specs import Minor, dotted, series_of

LONG_SERIES = 2
"""The last series before the next whole number: 4.2, 5.2."""
EARLY = ("a1", "b1", "rc1")
"""The pre-releases that every series has."""
ABBREVIATED = 12
"""Digits of a commit's name that are shown."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    """One Django on the way from good to bad."""

    spec: str
    """What an environment of it is asked for with: "5.0.0", "path@commit"."""
    ref: str
    """What --good and --bad take: "5.0.0", a commit."""
    name: str
    """Short: "5.0", "1a2b3c4d5e6f"."""
    title: str
    """As it is spoken of: "Django 5.0", "commit 1a2b3c4d5e6f"."""
    subject: str = ""
    """The first line of a commit's message."""

    def __str__(self) -> str:
        """All of it: "commit 1a2b3c4d5e6f (Fixed #36000 -- …)"."""
        return f"{self.title} ({self.subject})" if self.subject else self.title


class History(Protocol):
    """The candidates, from good to bad."""

    @property
    def good(self) -> Candidate: ...

    @property
    def bad(self) -> Candidate: ...

    @property
    def kind(self) -> str:
        """ "release" or "commit"."""

    def between(self, unchanged: Candidate, changed: Candidate) -> Sequence[Candidate]:
        """What lies strictly between the two, in order, on the coarsest line that has anything there."""


class Releases:
    """Django's releases: the first one of every series, then the patch releases of one series."""

    kind = "release"

    def __init__(self, good: Version, bad: Version) -> None:
        """UsageError unless good is older than bad."""
        self.good, self.bad = _release(good), _release(bad)
        if good == bad:
            raise UsageError(f"--good and --bad are both Django {good}. Name an older --good")
        if good > bad:
            raise UsageError(f"--good {good} is newer than --bad {bad}. Swap the two")

    def between(self, unchanged: Candidate, changed: Candidate) -> Sequence[Candidate]:
        older, newer = Version(unchanged.ref), Version(changed.ref)
        same_series = series_of(older) == series_of(newer)
        versions = _of_series(newer) if same_series else _first_ones(series_of(older), series_of(newer))
        return [_release(version) for version in versions if older < version < newer]


class Commits:
    """The first-parent line of a checkout's history, as `git bisect --first-parent` walks it."""

    kind = "commit"

    def __init__(self, checkout: Path, good: str, bad: str) -> None:
        """UsageError if there is no such checkout or commit, or if good is not on the line to bad."""
        self._checkout = checkout.expanduser()
        first, last = self._commit(good, "--good"), self._commit(bad, "--bad")
        if first == last:
            raise UsageError(f"--good {good} and --bad {bad} are the same commit. Name an older --good")
        line = self._listed("--first-parent", "--ancestry-path", "--reverse", f"{first}..{last}")
        if not line or self._git("rev-parse", f"{line[0].ref}^") != first:
            raise UsageError(self._not_on_the_line(good, bad, first, last))
        self._line = [*self._listed("--no-walk", first), *line]
        self.good, self.bad = self._line[0], self._line[-1]

    def between(self, unchanged: Candidate, changed: Candidate) -> Sequence[Candidate]:
        return self._line[self._line.index(unchanged) + 1 : self._line.index(changed)]

    def _commit(self, ref: str, option: str) -> str:
        if not ref.startswith("-") and (
            found := self._git("rev-parse", "--quiet", "--verify", f"{ref}^{{commit}}")
        ):
            return found
        if not self._git("rev-parse", "--git-dir"):
            raise UsageError(f"{self._checkout} is no git checkout. Name one with --checkout")
        raise UsageError(f"{self._checkout} has no commit, branch or tag {ref!r}. Name another with {option}")

    def _listed(self, *arguments: str) -> list[Candidate]:
        said = self._git("rev-list", f"--abbrev={ABBREVIATED}", "--format=%h %s", *arguments)
        listing = [line for line in said.split("\n") if line]
        return [
            self._candidate(header.removeprefix("commit "), *described.partition(" ")[::2])
            for header, described in zip(listing[::2], listing[1::2], strict=True)
        ]

    def _candidate(self, commit: str, name: str, subject: str) -> Candidate:
        spec = f"{self._checkout}@{commit}"
        return Candidate(spec=spec, ref=name, name=name, title=f"commit {name}", subject=subject)

    def _not_on_the_line(self, good: str, bad: str, first: str, last: str) -> str:
        fork = self._git("merge-base", first, last)
        if fork == last:
            return f"--good {good} is newer than --bad {bad}. Swap the two"
        way_out = (
            f"The two part at {fork[:ABBREVIATED]}; begin there"
            if fork and fork != first
            else f"Choose one from: git log --first-parent {bad}"
        )
        return f"--good {good} is not on the first-parent line of {bad}. {way_out}"

    def _git(self, *arguments: str) -> str:
        """What git prints; empty if it fails."""
        command = ["git", "-C", str(self._checkout), *arguments]
        environ = {name: value for name, value in os.environ.items() if name not in REDIRECTIONS}
        try:
            return subprocess.run(
                command, env=environ, capture_output=True, text=True, errors="replace", check=False
            ).stdout.strip()
        except FileNotFoundError:
            raise SignalbenchError("git is missing; install it to bisect the commits of a checkout") from None


def _release(version: Version) -> Candidate:
    exact = f"{dotted(series_of(version))}.{version.micro}" if not version.is_prerelease else str(version)
    name = str(version) if version.is_prerelease or version.micro else dotted(series_of(version))
    return Candidate(spec=exact, ref=exact, name=name, title=f"Django {name}")


def _of_series(newest: Version) -> Iterator[Version]:
    series = dotted(series_of(newest))
    yield from (Version(f"{series}{early}") for early in EARLY)
    yield from (Version(f"{series}.{micro}") for micro in range(newest.micro + 1))


def _first_ones(after: Minor, last: Minor) -> Iterator[Version]:
    major, minor = after
    while (major, minor) < last:
        major, minor = (major, minor + 1) if minor < LONG_SERIES else (major + 1, 0)
        yield Version(f"{major}.{minor}.0")
