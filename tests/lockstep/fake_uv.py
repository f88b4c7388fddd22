"""A uv that needs no network: it knows some releases, and makes environments that answer as real ones do."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from bench.lockstep.uv_command import IndexUnreachable, NoSuchRelease

needs_shell = pytest.mark.skipif(os.name == "nt", reason="made environments are shell scripts")


class FakeUv:
    """`releases` maps a requirement, or "django on 3.11", to what it resolves to.

    It can go offline at any time; then only what is in `wheels` can be installed.
    """

    def __init__(self, releases: dict[str, str]) -> None:
        self.releases = releases
        self.online = True
        self.wheels: set[str] = set()
        self.calls: list[tuple[str, ...]] = []
        self.libraries: set[str] = set()
        self.installed: list[str] = []

    def __call__(self, *arguments: str, stdin: str = "") -> str:
        self.calls.append(arguments)
        if arguments[:2] == ("pip", "compile"):
            return self._compile(stdin, arguments[-1])
        if arguments[:2] == ("pip", "install"):
            self._install(Path(arguments[arguments.index("--python") + 1]), arguments)
        return ""

    def times(self, *command: str) -> int:
        """How often the command was given."""
        return sum(call[: len(command)] == command for call in self.calls)

    def _compile(self, requirement: str, python: str) -> str:
        if not self.online:
            raise IndexUnreachable("Connection refused")
        release = self.releases.get(f"{requirement} on {python}") or self.releases.get(requirement)
        if release is None:
            raise NoSuchRelease(f"there is no version of {requirement}")
        return f"django=={release}\n"

    def _install(self, interpreter: Path, arguments: tuple[str, ...]) -> None:
        if not any(one.startswith("django==") for one in arguments):
            self._install_libraries([one for one in arguments[5:] if "==" in one], arguments)
            return
        version = next(one for one in arguments if one.startswith("django==")).removeprefix("django==")
        if "--offline" in arguments:
            if version not in self.wheels:
                raise IndexUnreachable("django was not found in the cache")
        elif not self.online:
            raise IndexUnreachable("Connection refused")
        elif version not in self.releases.values():
            raise NoSuchRelease(f"there is no version of django=={version}")
        write_interpreter(interpreter, django=version)

    def _install_libraries(self, wanted: list[str], arguments: tuple[str, ...]) -> None:
        if not self.online:
            raise IndexUnreachable("Connection refused")
        for one in wanted:
            if one not in self.libraries:
                raise NoSuchRelease(f"there is no version of {one}")
        self.installed += wanted


def write_interpreter(file: Path, *, django: str, python: str = "3.12.1") -> None:
    """A program that answers what an environment's interpreter is asked."""
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(f'#!/bin/sh\necho \'["{django}", "{python}"]\'\n', encoding="utf-8")
    file.chmod(0o755)
