"""A pytest plugin: what receivers do while a test suite runs, in a section at its end.

    pytest -p bench.audit.pytest_trace                           the section
    pytest -p bench.audit.pytest_trace --signal-trace-json FILE  and the JSON that `signalbench trace` writes

Works with pytest-django and without it; the results and the exit code of the tests are as ever. Each worker
of pytest-xdist counts for itself and has a section of its own; its JSON goes to FILE with the worker's name
before the ending: trace-gw0.json.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

import pytest

from bench.audit.inside.tracing.session import Session
from bench.errors import SignalbenchError
from bench.output_file import check_writable, write

SESSION = pytest.StashKey[Session]()
RECORD = pytest.StashKey[dict[str, Any]]()
OF_WORKERS = pytest.StashKey[dict[str, dict[str, Any]]]()
SENT = "signalbench_trace"
"""What a worker of pytest-xdist hands to the process that started it."""


def pytest_addoption(parser: pytest.Parser) -> None:
    group = parser.getgroup("signal trace")
    group.addoption(
        "--signal-trace-json",
        type=Path,
        metavar="FILE",
        help="write what receivers did as JSON, as signalbench trace does",
    )
    group.addoption(
        "--trace-signal", action="append", default=[], metavar="NAME", help="trace only this signal"
    )
    group.addoption(
        "--trace-without-signal", action="append", default=[], metavar="NAME", help="leave out this signal"
    )


def pytest_configure(config: pytest.Config) -> None:
    file: Path | None = config.option.signal_trace_json
    if file is not None and not hasattr(config, "workerinput"):
        try:
            check_writable(file)
        except SignalbenchError as error:
            raise pytest.UsageError(f"--signal-trace-json: {error}") from error


def pytest_sessionstart(session: pytest.Session) -> None:
    """Django is set up by now, and so is whatever else puts itself around the dispatcher."""
    options = session.config.option
    traced = Session(options.trace_signal, options.trace_without_signal)
    traced.start()
    session.config.stash[SESSION] = traced


def pytest_sessionfinish(session: pytest.Session, exitstatus: int) -> None:
    config = session.config
    traced = config.stash.get(SESSION, None)
    if traced is None:
        return
    traced.stop()
    record = traced.record(["pytest", *config.invocation_params.args], int(exitstatus))
    config.stash[RECORD] = record
    sent = getattr(config, "workeroutput", None)
    if sent is not None:
        sent[SENT] = json.dumps(record)


@pytest.hookimpl(optionalhook=True)
def pytest_testnodedown(node: Any, error: object) -> None:
    """A worker of pytest-xdist has ended."""
    text = getattr(node, "workeroutput", {}).get(SENT)
    if text:
        node.config.stash.setdefault(OF_WORKERS, {})[node.gateway.id] = json.loads(text)


def pytest_terminal_summary(terminalreporter: Any, config: pytest.Config) -> None:
    if hasattr(config, "workeroutput"):  # the process that started this worker tells
        return
    from bench.audit.trace_record import read_trace
    from bench.audit.trace_report import trace_report

    records = config.stash.get(OF_WORKERS, {})
    if not records and RECORD in config.stash:
        records = {"": config.stash[RECORD]}
    file: Path | None = config.option.signal_trace_json
    for worker, record in sorted(records.items()):
        title = f"signal trace of worker {worker}" if worker else "signal trace"
        terminalreporter.write_sep("=", title)
        terminalreporter.write_line(trace_report(read_trace(record)))
        if file is not None:
            target = file.with_name(f"{file.stem}-{worker}{file.suffix}") if worker else file
            try:
                write(target, json.dumps(record, indent=1, ensure_ascii=False) + "\n")
            except SignalbenchError as error:
                terminalreporter.write_line(f"error: {error}", red=True)


def pytest_unconfigure(config: pytest.Config) -> None:
    """Where the session began and never finished."""
    traced = config.stash.get(SESSION, None)
    if traced is not None and RECORD not in config.stash:
        traced.stop()
        print("signal trace: pytest ended before its session did", file=sys.stderr)
