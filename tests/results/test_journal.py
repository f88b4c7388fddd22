"""The journal keeps everything, survives a kill, and names a line that it cannot read."""

from __future__ import annotations

import dataclasses
import json
from pathlib import Path

import pytest

from bench.errors import SignalbenchError
from bench.model import Case, Cell, CellState, Counters, Look, Outcome, Slices
from bench.results.journal import Journal, read_journal
from bench.results.journal_lines import CountersObject

CELL = Cell(Case("receivers", "send", (("receivers", 10),)), "5.2")
OUTCOME = Outcome(state=CellState.MEASURED, counters=Counters(queries=0, receiver_calls=10))


LOOK = Look(fork=4, share=0.04, settled=(("receivers", (("receivers", 10),)), ("floor", ())))
TORN = b'{"kind": "slices", "fork": 0, "rou'


def taken(number: int, pace_ns: tuple[float, ...] | None = None) -> Slices:
    return Slices(
        fork=0,
        round=0,
        position=number,
        cell=CELL,
        loops=100,
        ns=(1000 + number, 1100, 1090),
        pace_ns=pace_ns,
    )


@pytest.fixture
def path(tmp_path: Path) -> Path:
    path = tmp_path / "journal.ndjson"
    with Journal(path) as journal:
        journal.fork(0, ["5.2", "5.2 twin"], pinned=True, preparation_s=0.5)
        journal.outcome(CELL, OUTCOME)
        journal.slices([taken(0), taken(1, pace_ns=(40_000.5, 40_100.0, 39_000.0))], elapsed_s=1.5)
        journal.look(LOOK)
        journal.lost(0, "5.2", "the worker hung")
    return path


def test_what_was_written_is_read(path: Path):
    history = read_journal(path)
    assert history.slices == [taken(0), taken(1, pace_ns=(40_000.5, 40_100.0, 39_000.0))]
    assert history.outcomes == {CELL: OUTCOME}
    assert history.looks == [LOOK]
    assert history.lost == ["5.2 is missing from a part of fork 1: the worker hung"]
    assert (history.forks, history.unpinned, history.elapsed_s) == (1, 0, 1.5)


def test_looks_add_up_over_all_sittings_and_endings_are_told_apart(path: Path):
    final = Look(fork=9, share=0.96, final=True)
    with Journal(path) as journal:
        journal.look(final)
    assert read_journal(path).looks == [LOOK, final]


def test_a_slice_that_was_taken_in_turns_has_no_pace(path: Path):
    lines = [line for line in path.read_text().splitlines() if json.loads(line)["kind"] == "slices"]
    assert ["pace_ns" in line for line in lines] == [False, True]


def test_no_journal_is_an_empty_history(tmp_path: Path):
    assert read_journal(tmp_path / "journal.ndjson").slices == []


def test_a_later_outcome_overrides_an_earlier_one(path: Path):
    failed = Outcome(state=CellState.FAILED, reason="the worker hung")
    with Journal(path) as journal:
        journal.outcome(CELL, failed)
    assert read_journal(path).outcomes == {CELL: failed}


def test_a_torn_last_line_does_not_count(path: Path):
    path.write_bytes(path.read_bytes() + TORN)
    assert read_journal(path).slices == [taken(0), taken(1, pace_ns=(40_000.5, 40_100.0, 39_000.0))]


def test_a_torn_last_line_is_cut_off_before_more_is_added(path: Path):
    path.write_bytes(path.read_bytes() + TORN)
    with Journal(path) as journal:
        journal.slices([taken(2)], elapsed_s=2.0)
    assert read_journal(path).slices == [taken(0), taken(1, pace_ns=(40_000.5, 40_100.0, 39_000.0)), taken(2)]


@pytest.mark.parametrize(
    "corrupt",
    [
        b"not json\n",
        b"[]\n",
        b'{"kind": "guess"}\n',
        b'{"kind": "slices"}\n',
        b'{"kind": "look", "fork": 4, "share": 0.04}\n',
    ],
)
def test_a_corrupt_earlier_line_is_named(path: Path, corrupt: bytes):
    lines = path.read_bytes().splitlines(keepends=True)
    path.write_bytes(b"".join([lines[0], corrupt, *lines[1:]]))
    with pytest.raises(SignalbenchError, match=r"journal\.ndjson line 2 is corrupt"):
        read_journal(path)


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("ns", 1000),
        ("ns", []),
        ("ns", [1000, 0]),
        ("ns", [1000.5]),
        ("loops", 0),
        ("round", -1),
        ("fork", True),
        ("pace_ns", 40_000.0),
        ("pace_ns", [40_000.0]),
        ("pace_ns", [40_000.0, 0.0, 1.0]),
        ("pace_ns", "fast"),
        ("environment", ["5.2"]),
    ],
)
def test_a_slice_that_no_clock_can_have_given_is_corrupt(path: Path, name: str, value: object):
    line = next(line for line in path.read_text().splitlines() if json.loads(line)["kind"] == "slices")
    path.write_text(json.dumps({**json.loads(line), name: value}) + "\n")
    with pytest.raises(SignalbenchError, match=r"journal\.ndjson line 1 is corrupt"):
        read_journal(path)


@pytest.mark.parametrize(
    "counters",
    [{"queries": "1"}, {"bytecodes": -1}, {"statements": [["SELECT", 1]]}, {"python_calls": 1.5}, []],
)
def test_what_nobody_can_have_counted_is_corrupt(path: Path, counters: object):
    line = next(line for line in path.read_text().splitlines() if json.loads(line)["kind"] == "outcome")
    path.write_text(json.dumps({**json.loads(line), "counters": counters}) + "\n")
    with pytest.raises(SignalbenchError, match=r"journal\.ndjson line 1 is corrupt"):
        read_journal(path)


def test_half_of_a_surrogate_pair_is_kept_as_json_writes_it(path: Path):
    failed = Outcome(state=CellState.FAILED, reason="no file \udcff.sqlite3, \N{GRINNING FACE}")
    with Journal(path) as journal:
        journal.outcome(CELL, failed)
    assert b"\\udcff" in path.read_bytes()
    assert read_journal(path).outcomes == {CELL: failed}


@pytest.mark.parametrize("number", ["NaN", "-Infinity", "1e999"])
@pytest.mark.parametrize("reason", ["", "\\udcff", "\\ud83d\\ude00"])
def test_what_is_no_number_is_corrupt_whatever_stands_beside_it(path: Path, number: str, reason: str):
    path.write_text(f'{{"kind": "clock", "elapsed_s": {number}, "more": "{reason}"}}\n')
    with pytest.raises(SignalbenchError, match=r"journal\.ndjson line 1 is corrupt"):
        read_journal(path)


def test_the_journal_has_the_counters_of_the_model():
    assert set(CountersObject.__annotations__) == {field.name for field in dataclasses.fields(Counters)}


def test_a_corrupt_line_with_a_surrogate_is_named(path: Path):
    path.write_text('{"kind": "lost", "fork": "\\udcff"}\n{"kind": "\\udcff\n')
    with pytest.raises(SignalbenchError, match=r"journal\.ndjson line 1 is corrupt"):
        read_journal(path)


def test_two_processes_cannot_measure_into_the_same_journal(path: Path):
    with Journal(path), pytest.raises(SignalbenchError, match="being measured into by another process"):
        Journal(path).__enter__()
