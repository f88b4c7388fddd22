"""The plugin beside a test suite of its own, in a process of its own."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

from tests.audit.projects import write_project
from tests.audit.test_trace import RECEIVERS, line

TESTS = """
import pytest
from orders.models import Order

@pytest.mark.django_db
def test_saves():
    Order.objects.create(number="1")

def test_fails():
    raise ValueError("as it should")
"""


def test_results_stay_and_a_section_and_a_file_tell_of_receivers(tmp_path: Path) -> None:
    project = write_project(tmp_path / "project", receivers=RECEIVERS)
    (project / "test_orders.py").write_text(TESTS)
    (project / "pytest.ini").write_text("[pytest]\nDJANGO_SETTINGS_MODULE = site_settings\n")
    done = pytest_in(project, "t.json")
    assert done.returncode == 1
    assert "1 failed, 1 passed" in done.stdout
    assert "= signal trace =" in done.stdout
    assert "orders.receivers.log (post_save of orders.models.Order)" in done.stdout
    record = json.loads((project / "t.json").read_text())
    assert record["command"]["exit_code"] == 1
    log = line(record, "orders.receivers.log", "django.db.models.signals.post_save")
    assert (log["calls"], log["queries"]) == (1, 2)


def test_a_file_that_cannot_be_written_is_named_before_any_test_runs(tmp_path: Path) -> None:
    project = write_project(tmp_path / "project", receivers="")
    (project / "test_nothing.py").write_text("def test_nothing(): pass")
    (project / "taken").write_text("")
    done = pytest_in(project, "taken/t.json")
    assert done.returncode == 4
    assert "ERROR: --signal-trace-json: cannot write taken/t.json: " in done.stderr
    assert "passed" not in done.stdout


def pytest_in(project: Path, file: str) -> subprocess.CompletedProcess[str]:
    root = str(Path(__file__).parents[2])
    return subprocess.run(
        [sys.executable, "-m", "pytest", "-p", "bench.audit.pytest_trace", "--signal-trace-json", file],
        cwd=project,
        env={**os.environ, "PYTHONPATH": root, "DJANGO_SETTINGS_MODULE": "site_settings"},
        capture_output=True,
        text=True,
    )
