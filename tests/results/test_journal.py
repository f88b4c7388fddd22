"""The journal keeps everything, survives a kill, and names a line that it cannot read."""

from __future__ import annotations

from pathlib import Path

import pytest

from bench.errors import SignalbenchError
from bench.model import Case, Cell, CellState, Counters, Outcome, Slice
from bench.results.journal import Journal, read_journal

CELL = Cell(Case("receivers", "send", (("receivers", 10),)), "5.2")
OUTCOME = Outcome(state=CellState.MEASURED, counters=Counters(queries=0, receiver_calls=10))


def slice_(number: int) -> Slice:
    return Slice(fork=0, round=0, position=number, cell=CELL, loops=100, ns=1000 + number)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    path = tmp_path / "journal.ndjson"
    with Journal(path) as journal:
        journal.fork(0, ["5.2", "5.2 twin"], pinned=True, preparation_s=0.5)
        journal.outcome(CELL, OUTCOME)
        journal.slices([slice_(0), slice_(1)], elapsed_s=1.5)
    return path


def test_what_was_written_is_read(path: Path):
    history = read_journal(path)
    assert history.slices == [slice_(0), slice_(1)]
    assert history.outcomes == {CELL: OUTCOME}
    assert (history.forks, history.unpinned, history.elapsed_s) == (1, 0, 1.5)


def test_no_journal_is_an_empty_history(tmp_path: Path):
    assert read_journal(tmp_path / "journal.ndjson").slices == []


def test_a_later_outcome_overrides_an_earlier_one(path: Path):
    failed = Outcome(state=CellState.FAILED, reason="the worker hung")
    with Journal(path) as journal:
        journal.outcome(CELL, failed)
    assert read_journal(path).outcomes == {CELL: failed}


def test_a_torn_last_line_does_not_count(path: Path):
    path.write_bytes(path.read_bytes() + b'{"kind": "slice", "fork": 0, "rou')
    assert read_journal(path).slices == [slice_(0), slice_(1)]


def test_a_torn_last_line_is_cut_off_before_more_is_added(path: Path):
    path.write_bytes(path.read_bytes() + b'{"kind": "slice", "fork": 0, "rou')
    with Journal(path) as journal:
        journal.slices([slice_(2)], elapsed_s=2.0)
    assert read_journal(path).slices == [slice_(0), slice_(1), slice_(2)]


@pytest.mark.parametrize("corrupt", [b"not json\n", b'{"kind": "slice"}\n', b'{"kind": "guess"}\n', b"[]\n"])
def test_a_corrupt_earlier_line_is_named(path: Path, corrupt: bytes):
    lines = path.read_bytes().splitlines(keepends=True)
    path.write_bytes(b"".join([lines[0], corrupt, *lines[1:]]))
    with pytest.raises(SignalbenchError, match=r"journal\.ndjson line 2 is corrupt"):
        read_journal(path)
