"""`signalbench claims` from outside: what it prints, what it writes, and how it ends."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from bench.cli.main import main
from bench.results.results_json import results_to_text
from tests.synthetic import results

KEYS = ["id", "claim", "source", "verdict", "figure", "command"]


@pytest.fixture
def run(tmp_path: Path) -> Path:
    """Receivers and bulk-saves on three Djangos: enough for claim 17, and for no claim on deleting."""
    (tmp_path / "results.json").write_text(results_to_text(results()), encoding="utf-8")
    return tmp_path


def test_each_claim_has_its_verdict_figure_and_command(run: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["claims", str(run), "17"]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert lines[0][2:].startswith("17 ")
    assert "the time it took in 4.2 (receivers 1) in 5.2" in " ".join(lines)
    assert any(line.strip().startswith("signalbench compare 4.2.30 5.2.19 --python 3.12") for line in lines)
    assert lines[-1].startswith("1 claim: ")
    assert max(map(len, lines)) <= 100


def test_all_claims_are_listed_and_a_missing_cell_is_named(
    run: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["claims", str(run)]) == 0
    out = capsys.readouterr().out
    assert "23 no data: A delete receiver loses" in out
    assert "delete/no receiver at rows=120 in 4.2 is not in these results" in out


def test_a_claim_that_was_asked_for_and_has_no_data_is_a_failure(
    run: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["claims", str(run), "17", "23"]) == 3
    error = capsys.readouterr().err
    assert error.startswith("error: claim 23 has no data: delete/no receiver at rows=120 in 4.2 is not in")
    assert 'signalbench compare 4.2.30 5.2.19 6.1.3 --python 3.12 -k \'("delete/no receiver"' in error


def test_json_is_a_list_of_rows(run: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["claims", str(run), "--json"]) == 0
    printed = capsys.readouterr().out
    rows = json.loads(printed)
    assert [row["id"] for row in rows] == list(range(1, 25))
    assert all(list(row) == KEYS for row in rows)
    assert all(row["figure"] for row in rows)
    assert main(["claims", str(run), "--json", str(run / "claims.json")]) == 0
    assert (run / "claims.json").read_text(encoding="utf-8") == printed


def test_an_unknown_number_is_wrong_use(run: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["claims", str(run), "25"]) == 2
    assert capsys.readouterr().err == "error: no claim '25'; they are numbered 1 to 24\n"


def test_a_folder_without_results_is_told(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["claims", str(tmp_path)]) == 2
    assert "results.json" in capsys.readouterr().err
