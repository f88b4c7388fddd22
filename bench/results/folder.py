"""A run's folder: where its files are, how it begins, and how it is found again."""

from __future__ import annotations

import json
import os
from dataclasses import dataclass
from pathlib import Path

from bench.errors import SignalbenchError, UsageError
from bench.model import Plan
from bench.output_file import write_whole
from bench.results.codec import plan_from_json, plan_to_json
from bench.results.journal import History, Journal, read_journal

SCHEMA = 3
"""Of the manifest. History: 1, the first; 2, with a precision, and journals that hold turns;
3, whose journals hold the pacemaker's turns."""
JOURNAL = "journal.ndjson"


@dataclass(frozen=True, slots=True)
class RunFolder:
    """The folder of one run."""

    path: Path

    @property
    def manifest(self) -> Path:
        """The plan; its presence makes a folder a run."""
        return self.path / "manifest.json"

    def begin(self, plan: Plan, *, fresh: bool = False) -> None:
        """Make the folder and write the plan; again when the run goes on, perhaps with another budget.

        fresh: throw away what was measured here before. Raises UsageError for a journal without a plan,
        SignalbenchError if the folder cannot be written.
        """
        journal = self.path / JOURNAL
        try:
            if fresh:
                journal.unlink(missing_ok=True)
            elif journal.exists() and not self.has_begun():
                raise UsageError(
                    f"{self.path} holds a journal without its manifest.json; restore that, "
                    "or throw the journal away with --fresh"
                )
            self.path.mkdir(parents=True, exist_ok=True)
            content = {"schema": SCHEMA, **plan_to_json(plan)}
            write_whole(self.manifest, json.dumps(content, indent=1, ensure_ascii=False) + "\n")
        except OSError as error:
            raise SignalbenchError(f"cannot write to {self.path}: {error.strerror}") from error

    def has_begun(self) -> bool:
        """Whether a plan has been written here. Raises SignalbenchError where that cannot be seen."""
        try:
            return self.manifest.exists()
        except OSError as error:
            raise SignalbenchError(f"cannot read {self.path}: {error.strerror}") from error

    def plan(self) -> Plan:
        """The plan. Raises UsageError if the folder is no run, SignalbenchError if it cannot be read."""
        if not self.has_begun():
            missing = "it has no manifest.json" if self.path.is_dir() else "there is no such folder"
            raise UsageError(f"{self.path} is no run: {missing}")
        try:
            content = json.loads(self.manifest.read_text(encoding="utf-8"))
            schema = content.pop("schema")
            if schema != SCHEMA:
                raise SignalbenchError(
                    f"{self.manifest} has schema {schema}, and this signalbench reads schema {SCHEMA}"
                )
            return plan_from_json(content)
        except (ValueError, KeyError, TypeError, AttributeError) as error:
            raise SignalbenchError(f"{self.manifest} is corrupt: {error!r}") from error

    def has_journal(self) -> bool:
        """Whether anything was measured here."""
        return (self.path / JOURNAL).exists()

    def history(self) -> History:
        """What the journal says so far."""
        return read_journal(self.path / JOURNAL)

    def journal(self) -> Journal:
        """The journal, to add to."""
        return Journal(self.path / JOURNAL)

    def write(self, name: str, content: str | bytes) -> Path:
        """Write one of the report's files, whole or not at all."""
        path = self.path / name
        try:
            write_whole(path, content)
        except OSError as error:
            raise SignalbenchError(f"cannot write {path}: {error.strerror}") from error
        return path


def mark_latest(folder: Path) -> None:
    """Point the `latest` beside the folder to it, unless that is no link or links are not to be had."""
    link = folder.parent / "latest"
    if link.exists() and not link.is_symlink():
        return
    unfinished = folder.parent / f".latest.{os.getpid()}"
    try:
        unfinished.symlink_to(folder.name)
        unfinished.replace(link)
    except OSError:
        unfinished.unlink(missing_ok=True)
