"""Runs uv, which makes the measured environments, and says why it failed.

The user's own settings hold: uv's variables and configuration files, and where only pip's variables
say how to reach a package index, those. No index is ever named here, and no Python is downloaded.
"""

from __future__ import annotations

import os
import re
import subprocess
import tempfile
from collections.abc import Mapping
from pathlib import Path
from typing import Protocol

import uv

from bench.errors import SignalbenchError

GIVE_UP_AFTER_S = 600.0
NETWORK = re.compile(
    r"failed to fetch|error sending request|could not connect|network|dns error|timed? ?out", re.IGNORECASE
)


class UvError(SignalbenchError):
    """uv failed; the text is its own reason, in one line."""


class IndexUnreachable(UvError):
    """No package index answered, or none knows Django at all."""


class NoSuchRelease(UvError):
    """The index has no release that was asked for."""


class Uv(Protocol):
    """Run uv with these arguments and return what it printed. UvError if it failed."""

    def __call__(self, *arguments: str, stdin: str = "") -> str: ...


def run_uv(*arguments: str, stdin: str = "") -> str:
    """uv, run away from the current folder, so that a project's settings there do not apply."""
    try:
        done = subprocess.run(
            [uv.find_uv_bin(), *arguments],
            input=stdin,
            capture_output=True,
            text=True,
            timeout=GIVE_UP_AFTER_S,
            env=settings(os.environ),
            cwd=tempfile.gettempdir(),
        )
    except FileNotFoundError:
        raise UvError("uv is missing: pip install uv") from None
    except subprocess.TimeoutExpired:
        raise IndexUnreachable(f"uv took longer than {GIVE_UP_AFTER_S:.0f} s") from None
    if done.returncode:
        raise failure(done.returncode, done.stderr)
    return done.stdout


def settings(environ: Mapping[str, str]) -> dict[str, str]:
    """The variables to run uv with: the user's, and pip's under uv's names where uv has none."""
    theirs = {**environ, "UV_PYTHON_DOWNLOADS": "never", "NO_COLOR": "1"}
    theirs.setdefault("UV_HTTP_RETRIES", "1")
    if "UV_INDEX_URL" not in environ:
        _adopt(theirs, "UV_DEFAULT_INDEX", environ.get("PIP_INDEX_URL"))
    if "UV_EXTRA_INDEX_URL" not in environ and "UV_INDEX" not in environ:
        extra = environ.get("PIP_EXTRA_INDEX_URL")
        _adopt(theirs, "UV_INDEX", extra)
        if extra:  # as pip does: the best release of all indexes, not the first index that has any
            _adopt(theirs, "UV_INDEX_STRATEGY", "unsafe-best-match")
    links = environ.get("PIP_FIND_LINKS", "").split()
    # pip skips a folder that is not there, and uv stops
    _adopt(theirs, "UV_FIND_LINKS", ",".join(link for link in links if ":" in link or Path(link).is_dir()))
    _adopt(theirs, "UV_INSECURE_HOST", environ.get("PIP_TRUSTED_HOST"))
    _adopt(theirs, "SSL_CERT_FILE", environ.get("PIP_CERT"))
    return theirs


def _adopt(variables: dict[str, str], name: str, value: str | None) -> None:
    if value:
        variables.setdefault(name, value)


def failure(exit_code: int, stderr: str) -> UvError:
    """What uv's exit code and complaint mean. Exit code 1 is a resolution without an answer."""
    complaint = stderr.partition("hint:")[0]
    lines = [re.sub(r"^\W*((error|cause|Caused by): )?", "", line).strip() for line in complaint.splitlines()]
    reason = next((line for line in reversed(lines) if line), f"uv exited with {exit_code}")
    if "network was disabled" in stderr or "was not found in the" in complaint:
        return IndexUnreachable(reason)
    if exit_code == 1:
        return NoSuchRelease(reason)
    return IndexUnreachable(reason) if NETWORK.search(complaint) else UvError(reason)
