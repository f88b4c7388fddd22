"""A Django source tree at one moment: what it is, what it needs, and how it gets into an environment.

It is held in memory, its files named relative to the checkout: `django/__init__.py`. Nothing here looks at
the checkout itself, so whoever edits it meanwhile changes nothing.
"""

from __future__ import annotations

import ast
import configparser
import hashlib
import re
import subprocess
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from packaging.requirements import InvalidRequirement, Requirement
from packaging.specifiers import InvalidSpecifier, SpecifierSet
from packaging.version import Version

from bench.errors import SignalbenchError, UsageError
from bench.lockstep.django_specs import PYTHONS, Minor, Support, dotted, support_of_source
from bench.lockstep.uv_command import NoSuchRelease

if sys.version_info >= (3, 11):
    import tomllib
else:
    import tomli as tomllib

PACKAGE = "django"
METADATA = ("pyproject.toml", "setup.cfg")
"""Where a Django says what it depends on: the former since 5.1."""

ANSWER_WITHIN_S = 60.0
COMPILED_WITHIN_S = 600.0
TRIAL = "import django.dispatch, django.db.models"
NO_GIT = ".git"
"""An empty file of this name ends git's search for a repository. A Django under development asks git for its
version, and would be told about a repository that happens to hold the cache."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Snapshot:
    """Ready to be put into an environment."""

    label: str
    """ "django@main"."""
    name: str
    """The checkout's own: its folder's, never a full path."""
    commit: str
    """The full hash; with "+changes." and a digest where the files are not those of the commit."""
    digest: str
    files: Mapping[str, bytes]
    series: Minor
    support: Support
    requirements: tuple[str, ...]

    @property
    def key(self) -> str:
        """Of the commit and the files, since two folders of one repository may each hold a Django."""
        return f"checkout-{self.commit.partition('+')[0]}-{self.digest[:16]}"

    @property
    def kept_by(self) -> tuple[str, str]:
        """No distribution brings a Django along: the checkout's files have no metadata that uv could find."""
        return "--override", "django ; python_version < '3'"

    @property
    def title(self) -> str:
        return f"{self.label} (Django {dotted(self.series)})"

    def complete(self, interpreter: Path) -> None:
        """Write the package into the environment and compile it.

        What does not compile is left as it is: it may be a file that nobody imports.
        """
        where = "import sysconfig; print(sysconfig.get_path('purelib'))"
        answer = subprocess.run(
            [interpreter, "-I", "-c", where],
            capture_output=True,
            text=True,
            timeout=ANSWER_WITHIN_S,
            check=True,
        )
        packages = Path(answer.stdout.strip())
        for name, content in self.files.items():
            if name.startswith(f"{PACKAGE}/"):
                file = packages / name
                file.parent.mkdir(parents=True, exist_ok=True)
                file.write_bytes(content)
        (packages / NO_GIT).touch()
        subprocess.run(
            [interpreter, "-I", "-m", "compileall", "-q", "-j", "0", packages / PACKAGE],
            capture_output=True,
            timeout=COMPILED_WITHIN_S,
            check=False,
        )

    def flaw(self, interpreter: Path) -> str | None:
        """The last line of the exception, and where it was raised, if this Django cannot be imported."""
        try:
            done = subprocess.run(
                [interpreter, "-I", "-c", TRIAL],
                capture_output=True,
                stdin=subprocess.DEVNULL,
                text=True,
                errors="replace",
                timeout=ANSWER_WITHIN_S,
                check=False,
            )
        except OSError as error:
            return f"it does not start ({error.strerror})"
        except subprocess.TimeoutExpired:
            return f"importing it takes more than {ANSWER_WITHIN_S:.0f} s"
        if done.returncode == 0:
            return None
        reason = (done.stderr.strip().splitlines() or [f"exit code {done.returncode}"])[-1]
        places = re.findall(r'site-packages[\\/](django[\\/][^"]+)", line (\d+)', done.stderr)
        return reason + (f" ({places[-1][0]}, line {places[-1][1]})" if places else "")

    def unavailable(self, python: Version, reason: NoSuchRelease) -> SignalbenchError:
        """No index has what the checkout depends on."""
        return SignalbenchError(
            f"what {self.title} depends on cannot be installed on Python {python} ({reason})"
        )


def snapshot(
    files: Mapping[str, bytes], *, spec: str, label: str, name: str, commit: str | None, changed: bool
) -> Snapshot:
    """What the files of a Django source tree amount to.

    spec: what the user typed, for errors. commit: None where there is none. changed: whether the files
    differ from that commit. UsageError if they are no Django, or one that cannot be measured.
    """
    series = _series(files, spec)
    digest = _digest(files)
    try:
        requires, requirements = _metadata(files)
        support = support_of_source(f"{label} (Django {dotted(series)})", series, requires)
    except (ValueError, InvalidSpecifier, InvalidRequirement, configparser.Error) as error:
        reason = str(error).partition("\n")[0]
        raise UsageError(f"{spec!r} has no usable pyproject.toml or setup.cfg: {reason}") from error
    if commit is None:
        commit = f"no-commit+files.{digest[:8]}"
    elif changed:
        commit = f"{commit}+changes.{digest[:8]}"
    return Snapshot(
        label=label,
        name=name,
        commit=commit,
        digest=digest,
        files=files,
        series=series,
        support=support,
        requirements=requirements,
    )


def _digest(files: Mapping[str, bytes]) -> str:
    digest = hashlib.sha256()
    for name in sorted(files):
        digest.update(name.encode(errors="surrogateescape") + b"\0")
        digest.update(hashlib.sha256(files[name]).digest())
    return digest.hexdigest()


def _series(files: Mapping[str, bytes], spec: str) -> Minor:
    """What `VERSION = (5, 2, 19, "final", 0)` says, without running it."""
    try:
        statements = ast.parse(files[f"{PACKAGE}/__init__.py"], "__init__.py").body
    except (SyntaxError, ValueError) as error:
        raise UsageError(
            f"{spec!r} has a broken django/__init__.py: {type(error).__name__}: {error}"
        ) from error
    for statement in statements:
        match statement:
            case ast.Assign(
                targets=[ast.Name(id="VERSION")],
                value=ast.Tuple(elts=[ast.Constant(value=int(major)), ast.Constant(value=int(minor)), *_]),
            ):
                if (major, minor) < min(PYTHONS):
                    oldest = dotted(min(PYTHONS))
                    raise UsageError(
                        f"{spec!r} is Django {dotted((major, minor))}; {oldest} is the oldest measured"
                    )
                return major, minor
    raise UsageError(f"{spec!r} does not say which Django it is: django/__init__.py has no VERSION")


def _metadata(files: Mapping[str, bytes]) -> tuple[SpecifierSet, tuple[str, ...]]:
    """The Pythons that it allows, and the packages that it depends on.

    ValueError, or what packaging and configparser raise, for what cannot be understood.
    """
    project = tomllib.loads(files.get("pyproject.toml", b"").decode()).get("project", {})
    if "dependencies" in project:
        return SpecifierSet(project.get("requires-python", "")), _normal(project["dependencies"])
    setup = configparser.ConfigParser(interpolation=None)
    setup.read_string(files.get("setup.cfg", b"").decode())
    if not setup.has_option("options", "install_requires"):
        raise ValueError("neither names the packages that Django depends on")
    options = setup["options"]
    lines = [line.strip() for line in options["install_requires"].splitlines()]
    wanted = [line for line in lines if line and not line.startswith("#")]
    return SpecifierSet(options.get("python_requires", "")), _normal(wanted)


def _normal(requirements: Sequence[str]) -> tuple[str, ...]:
    return tuple(str(Requirement(one)) for one in requirements)
