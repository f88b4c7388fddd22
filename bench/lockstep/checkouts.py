"""Takes snapshots of Django checkouts: as one lies there, or a clean export of a commit, branch or tag.

git is only asked, never told: nothing is written to the checkout, its index or its refs. A folder that is
no git repository is measured as it lies there.
"""

from __future__ import annotations

import difflib
import io
import os
import re
import shlex
import subprocess
import tarfile
from pathlib import Path

from bench.errors import SignalbenchError, UsageError
from bench.lockstep.snapshots import METADATA, PACKAGE, Snapshot, snapshot

PARTS = (PACKAGE, *METADATA)
HASH_SHOWN = 12
GIVE_UP_AFTER_S = 120.0
REDIRECTIONS = frozenset(
    {
        "GIT_DIR", "GIT_WORK_TREE", "GIT_INDEX_FILE", "GIT_PREFIX", "GIT_COMMON_DIR", "GIT_NAMESPACE",
        "GIT_OBJECT_DIRECTORY", "GIT_ALTERNATE_OBJECT_DIRECTORIES",
    }
)  # fmt: skip
"""Set inside a hook, they would lead git to another repository than the one that was named."""


class GitMissing(SignalbenchError):
    """There is no git on this machine."""


class GitError(SignalbenchError):
    """git refused; the text is its own reason, in one line."""


def take(spec: str) -> Snapshot:
    """The Django that `FOLDER` or `FOLDER@REF` names.

    UsageError if there is no such folder, Django or ref; SignalbenchError if git is missing or fails.
    """
    folder, ref = locate(spec)
    name = Path(os.path.abspath(folder)).name  # noqa: PTH100  resolve() would follow the user's link
    return _as_it_lies(spec, folder, name) if ref is None else _exported(spec, folder, name, ref)


def locate(spec: str) -> tuple[Path, str | None]:
    """The folder and the ref that a spec consists of; the longest folder that exists decides.

    UsageError if there is none, or nothing after its `@`.
    """
    parts = spec.split("@")
    for length in range(len(parts), 0, -1):
        folder = Path("@".join(parts[:length])).expanduser()
        if folder.is_dir():
            ref = "@".join(parts[length:])
            if length < len(parts) and not ref:
                raise UsageError(
                    f"{spec!r} names nothing after the @; name a commit, branch or tag, or drop it"
                )
            return folder, ref or None
    folder = Path(parts[0]).expanduser()
    if folder.exists():
        raise UsageError(f"{parts[0]!r} is no folder; name the folder of a Django checkout")
    raise UsageError(f"no folder {parts[0]!r}; name the folder of a Django checkout, such as ./django")


def _as_it_lies(spec: str, folder: Path, name: str) -> Snapshot:
    if not (folder / PACKAGE / "__init__.py").is_file():
        inside = folder.name == PACKAGE and (folder / "__init__.py").is_file()
        way_out = "that is the package itself, name its folder" if inside else "name the folder of a checkout"
        raise UsageError(f"{spec!r} holds no Django, as there is no django/__init__.py in it; {way_out}")
    files, commit = _work_tree(folder)
    changed = commit is not None and files != _files_at(folder, commit)
    return snapshot(files, spec=spec, label=name, name=name, commit=commit, changed=changed)


def _exported(spec: str, folder: Path, name: str, ref: str) -> Snapshot:
    try:
        commit = _commit(spec, folder, ref)
    except GitMissing:
        raise SignalbenchError(
            f"git is needed for {spec!r} and was not found; install it, or drop @{ref}"
        ) from None
    files = _files_at(folder, commit)
    if f"{PACKAGE}/__init__.py" not in files:
        raise UsageError(
            f"{spec!r} holds no Django, as that commit has no django/__init__.py; name another one"
        )
    shown = ref[:HASH_SHOWN] if re.fullmatch(r"[0-9a-f]{13,}", ref) else ref
    return snapshot(files, spec=spec, label=f"{name}@{shown}", name=name, commit=commit, changed=False)


def _work_tree(folder: Path) -> tuple[dict[str, bytes], str | None]:
    """The files that belong to Django, and the commit that they began from, if there is one.

    All files, where git is missing, the folder is no repository, or the repository around it ignores it.
    """
    try:
        listed = _git(folder, "ls-files", "-z", "--cached", "--others", "--exclude-standard", "--", *PARTS)
        names = set(filter(None, os.fsdecode(listed).split("\0")))
    except GitMissing:
        names = set()
    except GitError as error:
        if not _no_repository(error):
            raise _unreadable(folder, error) from error
        names = set()
    if f"{PACKAGE}/__init__.py" in names:
        return _read(folder, names), _resolved(folder, "HEAD")
    below = {file.relative_to(folder).as_posix() for file in (folder / PACKAGE).rglob("*")}
    return _read(folder, below | set(METADATA)), None


def _read(folder: Path, names: set[str]) -> dict[str, bytes]:
    """Those of the files that are there; what Python compiles is none of the source."""
    wanted = [name for name in sorted(names) if not name.endswith(".pyc") and (folder / name).is_file()]
    return {name: (folder / name).read_bytes() for name in wanted}


def _files_at(folder: Path, commit: str) -> dict[str, bytes]:
    """The files that belong to Django in a commit, without its taking a place on the disk."""
    present = os.fsdecode(_git(folder, "ls-tree", "-z", "--name-only", commit, "--", *PARTS))
    names = [name for name in present.split("\0") if name]
    if not names:
        return {}
    archive = io.BytesIO(_git(folder, "archive", "--format=tar", commit, "--", *names))
    with tarfile.open(fileobj=archive) as tar:
        contents = {member.name: tar.extractfile(member) for member in tar if member.isfile()}
        return {name: file.read() for name, file in contents.items() if file and not name.endswith(".pyc")}


def _commit(spec: str, folder: Path, ref: str) -> str:
    """The full hash of a commit, branch or tag."""
    try:
        shallow = _git(folder, "rev-parse", "--is-shallow-repository").strip() == b"true"
    except GitError as error:
        if not _no_repository(error):
            raise _unreadable(folder, error) from error
        raise UsageError(f"{spec!r} names a ref, but {folder} is no git repository; drop @{ref}") from error
    if commit := _resolved(folder, ref):
        return commit
    here = f"git -C {shlex.quote(str(folder))}"
    text = f"no commit, branch or tag {ref!r} in {folder}."
    if close := _close(folder, ref):
        raise UsageError(f"{text} Did you mean {close!r}?")
    if shallow:
        raise UsageError(f"{text} It is a shallow clone; fetch the rest: {here} fetch --unshallow")
    raise UsageError(f"{text} See: {here} branch --all")


def _resolved(folder: Path, ref: str) -> str | None:
    if ref.startswith("-"):
        return None
    try:
        return _git(folder, "rev-parse", "--verify", "--quiet", f"{ref}^{{commit}}").decode().strip()
    except GitError:
        return None


def _close(folder: Path, ref: str) -> str | None:
    """A branch or tag that may be meant; one of a remote, if it has this very name there."""
    formats = ("--format=%(refname:short)", "refs/heads", "refs/tags", "refs/remotes")
    known = os.fsdecode(_git(folder, "for-each-ref", *formats)).splitlines()
    of_remotes = [name for name in known if name.endswith(f"/{ref}")]
    return next(iter(of_remotes or difflib.get_close_matches(ref, known, 1)), None)


def _unreadable(folder: Path, error: GitError) -> SignalbenchError:
    see = f"git -C {shlex.quote(str(folder))} status"
    return SignalbenchError(f"git cannot read {folder} ({error}); see: {see}")


def _no_repository(error: GitError) -> bool:
    return "not a git repository" in str(error)


def _git(folder: Path, *arguments: str) -> bytes:
    """What git prints, asked in the folder. It takes no lock, and starts no monitor of file changes."""
    environ = {name: value for name, value in os.environ.items() if name not in REDIRECTIONS}
    try:
        done = subprocess.run(
            ["git", "-C", folder, "-c", "core.fsmonitor=false", *arguments],
            capture_output=True,
            stdin=subprocess.DEVNULL,
            env={**environ, "GIT_OPTIONAL_LOCKS": "0", "GIT_TERMINAL_PROMPT": "0", "LC_ALL": "C"},
            timeout=GIVE_UP_AFTER_S,
            check=False,
        )
    except FileNotFoundError:
        raise GitMissing("git was not found") from None
    except subprocess.TimeoutExpired:
        raise GitError(f"git took longer than {GIVE_UP_AFTER_S:.0f} s") from None
    if done.returncode:
        said = done.stderr.decode(errors="replace").strip().splitlines() or [f"exit code {done.returncode}"]
        raise GitError(said[0].removeprefix("fatal: "))
    return done.stdout
