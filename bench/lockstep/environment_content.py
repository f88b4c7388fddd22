"""What an environment is to hold: a Django, as a package index has it or as a checkout does."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple, Protocol

from packaging.version import Version

from bench.errors import SignalbenchError
from bench.lockstep.django_specs import Support, series_of, support, unknown
from bench.lockstep.uv_command import NoSuchRelease

ANSWER_WITHIN_S = 60.0
QUESTION = (
    "import django, json, platform; print(json.dumps([django.get_version(), platform.python_version()]))"
)


class Contents(NamedTuple):
    """What an interpreter says is in it, as full versions."""

    django: str
    python: str


def look_inside(interpreter: Path) -> Contents | None:
    """Ask an interpreter for its Django; None if it has none or does not start."""
    try:
        answer = subprocess.run(
            [interpreter, "-I", "-c", QUESTION],
            capture_output=True,
            stdin=subprocess.DEVNULL,
            text=True,
            timeout=ANSWER_WITHIN_S,
            check=True,
        )
        return Contents(*json.loads(answer.stdout))
    except (OSError, subprocess.SubprocessError, ValueError, TypeError):
        return None


class Content(Protocol):
    """What an environment is to hold."""

    @property
    def key(self) -> str:
        """The same for the same content, and fit for a folder's name."""

    @property
    def title(self) -> str:
        """What messages call it: "Django 5.2.19"."""

    @property
    def requirements(self) -> Sequence[str]:
        """What to install from a package index."""

    @property
    def kept_by(self) -> tuple[str, str]:
        """What keeps this Django as it is while other distributions are installed beside it.

        An option of `uv pip install`, and the requirement in its file.
        """

    def complete(self, interpreter: Path) -> None:
        """Add what no index has, once the requirements are installed."""

    def flaw(self, interpreter: Path) -> str | None:
        """Why the environment of this interpreter cannot be used; None if it can."""

    def unavailable(self, python: Version, reason: NoSuchRelease) -> SignalbenchError:
        """The error when an index has not what is required."""


@dataclass(frozen=True, slots=True)
class Packaged:
    """A release, as package indexes have it."""

    version: Version

    @property
    def key(self) -> str:
        return f"django-{self.version}"

    @property
    def title(self) -> str:
        return f"Django {self.version}"

    @property
    def requirements(self) -> Sequence[str]:
        return (f"django=={self.version}",)

    @property
    def kept_by(self) -> tuple[str, str]:
        return "--constraint", f"django=={self.version}"

    @property
    def support(self) -> Support:
        return support(series_of(self.version))

    def complete(self, interpreter: Path) -> None:
        """Nothing is missing: an index has all of it."""

    def flaw(self, interpreter: Path) -> str | None:
        contents = look_inside(interpreter)
        if contents is None:
            return "it does not start"
        return None if Version(contents.django) == self.version else f"it holds Django {contents.django}"

    def unavailable(self, python: Version, reason: NoSuchRelease) -> SignalbenchError:
        return unknown(str(self.version), f" for Python {python} in the package index")
