"""Which release a series stands for today: asked of the package index at most once a day.

The answers are kept in a JSON file, so that later runs need no network: {"4.2": {"version": "4.2.30",
"asked": seconds since 1970}}. A file that cannot be read counts as empty.
"""

from __future__ import annotations

import json
import sys
import tempfile
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime, timezone
from pathlib import Path

from packaging.version import Version

from bench.errors import SignalbenchError
from bench.lockstep.django_specs import PYTHONS, Minor, dotted, series_of, supports, unknown
from bench.lockstep.uv_command import NoSuchRelease, Uv, UvError

DAY_S = 86_400.0
ANY_PYTHON = "3.99"
"""Newer than all, for the question what a series has, whatever Python it needs."""


@dataclass(slots=True, kw_only=True)
class Releases:
    """The package index, remembered."""

    file: Path
    uv: Uv
    now: Callable[[], float]
    """Seconds since 1970."""
    cached: Callable[[], Iterable[Version]]
    """The releases that there are environments of: what is left without index and memory."""
    announce: Callable[[str], None]
    unreachable: UvError | None = None
    """Why the index did not answer; it is not asked again."""

    def newest_of(self, series: Minor) -> Version:
        """The newest stable release of a series.

        UsageError if the index has none; SignalbenchError if it cannot be asked and nothing is known.
        """
        name = dotted(series)
        try:
            return self._recall(
                name, f"Django {name}", f"django=={name}.*", ANY_PYTHON, lambda one: series_of(one) == series
            )
        except NoSuchRelease as error:
            if series in PYTHONS:
                raise SignalbenchError(f"the package index has no Django {name} ({error})") from error
            raise unknown(name, " in the package index") from error

    def newest_on(self, python: Minor) -> Version:
        """The newest stable release that installs on a Python. SignalbenchError as above."""
        name = dotted(python)
        return self._recall(
            f"newest on {name}",
            f"the newest Django for Python {name}",
            "django",
            name,
            lambda one: supports(series_of(one), python),
        )

    def _recall(
        self, key: str, what: str, requirement: str, python: str, fits: Callable[[Version], bool]
    ) -> Version:
        known = self._read().get(key)
        if known and 0 <= self.now() - known[1] < DAY_S:
            return known[0]
        try:
            version = self._ask(requirement, python)
        except NoSuchRelease:
            raise
        except UvError as error:
            self.unreachable = error
            return self._without_index(what, known, fits, error)
        self._write({**self._read(), key: (version, self.now())})
        return version

    def _without_index(
        self,
        what: str,
        known: tuple[Version, float] | None,
        fits: Callable[[Version], bool],
        error: UvError,
    ) -> Version:
        if known:
            day = datetime.fromtimestamp(known[1], timezone.utc).date()
            self.announce(f"cannot reach a package index; {what} is {known[0]}, as on {day}")
            return known[0]
        cached = [one for one in self.cached() if fits(one) and not one.is_prerelease]
        if not cached:
            raise SignalbenchError(
                f"cannot reach a package index and {what} is not in the cache ({error})"
            ) from error
        self.announce(f"cannot reach a package index; {what} in the cache is {max(cached)}")
        return max(cached)

    def _ask(self, requirement: str, python: str) -> Version:
        if self.unreachable is not None:
            raise self.unreachable
        pinned = self.uv(
            *("pip", "compile", "-", "--quiet", "--no-deps", "--no-header", "--no-annotate"),
            *("--prerelease", "disallow", "--python", sys.executable, "--python-version", python),
            stdin=requirement,
        )
        return Version(pinned.strip().rpartition("==")[2])

    def _read(self) -> dict[str, tuple[Version, float]]:
        try:
            stored = json.loads(self.file.read_text(encoding="utf-8"))
            return {key: (Version(one["version"]), float(one["asked"])) for key, one in stored.items()}
        except (OSError, ValueError, KeyError, TypeError, AttributeError):
            return {}

    def _write(self, answers: dict[str, tuple[Version, float]]) -> None:
        stored = {key: {"version": str(version), "asked": asked} for key, (version, asked) in answers.items()}
        self.file.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.NamedTemporaryFile("w", dir=self.file.parent, delete=False, encoding="utf-8") as new:
            json.dump(stored, new, indent=1)
        Path(new.name).replace(self.file)
