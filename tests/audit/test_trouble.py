"""Projects that do not start: one line with the project's own error."""

from __future__ import annotations

import json
import os
import signal
import sys
import tempfile
from pathlib import Path

import pytest

from bench.audit.interpreter import ask_project
from bench.cli.main import main
from bench.errors import SignalbenchError
from tests.audit.projects import write_project

DJANGO_HERE = Path(sys.executable)


def refusal(project: Path, settings: str = "site_settings", interpreter: Path = DJANGO_HERE) -> str:
    with pytest.raises(SignalbenchError) as refused:
        ask_project(interpreter, {"do": "audit"}, project=project, settings=settings)
    assert "\n" not in str(refused.value)
    return str(refused.value)


def test_settings_that_do_not_import(tmp_path: Path) -> None:
    project = write_project(tmp_path / "site", receivers="", settings="import nothing_of_that_name")
    text = refusal(project)
    assert text.startswith("settings 'site_settings' do not import: ModuleNotFoundError: No module named")
    assert text.endswith("site_settings.py:16)")
    assert "No module named 'elsewhere'" in refusal(project, "elsewhere")


def test_settings_that_leave(tmp_path: Path) -> None:
    project = write_project(tmp_path / "site", receivers="", settings="raise SystemExit('set SECRET_KEY')")
    assert "SystemExit: set SECRET_KEY" in refusal(project)


def test_ready_that_fails(tmp_path: Path) -> None:
    project = write_project(tmp_path / "site", receivers="raise ValueError('no\\nmoney')")
    text = refusal(project)
    assert text.startswith("the project of 'site_settings' fails as it starts: ValueError: no money (")
    assert text.endswith("orders/receivers.py:1)")


def test_a_project_that_ends_its_process(tmp_path: Path) -> None:
    leaving = "import os, sys\nprint('out of memory', file=sys.stderr, flush=True)\nos._exit(9)"
    assert "ended with exit code 9 before it could answer: out of memory" in refusal(
        write_project(tmp_path / "site", receivers=leaving)
    )


def test_a_project_that_waits(tmp_path: Path) -> None:
    project = write_project(tmp_path / "site", receivers="import threading; threading.Event().wait()")
    with pytest.raises(SignalbenchError, match="something in it waits"):
        ask_project(DJANGO_HERE, {"do": "audit"}, project=project, settings="site_settings", patience_s=3)


def test_an_interpreter_without_django(tmp_path: Path) -> None:
    project = write_project(tmp_path / "site", receivers="")
    empty = tmp_path / "empty/bin/python"
    empty.parent.mkdir(parents=True)
    (tmp_path / "empty/pyvenv.cfg").write_text(f"home = {Path(sys.base_prefix) / 'bin'}\n")
    empty.symlink_to(Path(sys.base_prefix) / "bin/python3")
    assert refusal(project, interpreter=empty).startswith(f"no Django in {empty}: ModuleNotFoundError")


HALF_A_PAIR = r"""
from django.db.models.signals import post_save
def reindex(**kwargs): ...
post_save.connect(reindex, dispatch_uid="half \ud83d")
"""


def test_half_a_pair_breaks_neither_json_nor_page_nor_table(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    write_project(tmp_path / "site", receivers=HALF_A_PAIR)
    named = ["audit", "--project", str(tmp_path / "site"), "--settings", "site_settings"]
    assert main([*named, "--python", str(DJANGO_HERE), "-o", str(tmp_path / "out")]) == 0
    assert r"reindex (uid half \ud83d)" in capsys.readouterr().out
    assert r"uid half \ud83d" in (tmp_path / "out/index.html").read_text(encoding="utf-8")
    receivers = json.loads((tmp_path / "out/audit.json").read_text(encoding="utf-8"))["receivers"]
    assert "half \ud83d" in {receiver["dispatch_uid"] for receiver in receivers}


def test_a_failure_is_exit_code_3_and_one_line(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("DJANGO_SETTINGS_MODULE")
    write_project(tmp_path / "site", receivers="")
    arguments = ["audit", "--project", str(tmp_path / "site"), "--settings", "site_settings"]
    assert main([*arguments, "--python", str(tmp_path / "nothing")]) == 3
    assert main(["audit", "--project", str(tmp_path)]) == 2
    said = capsys.readouterr().err.splitlines()
    assert said[0].startswith(f"error: cannot start {tmp_path / 'nothing'}: No such file or directory.")
    assert said[1].startswith("error: no settings: ")


TERMINATING = """
import os, pathlib, signal, threading
pathlib.Path(__file__).with_name("process").write_text(str(os.getpid()))
os.kill(os.getppid(), signal.SIGTERM)
threading.Event().wait()
"""


def test_an_audit_that_is_terminated_leaves_neither_copies_nor_the_project(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    project = write_project(tmp_path / "site", receivers=TERMINATING)
    (tmp_path / "temporary").mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path / "temporary"))

    def unheard(number: int, frame: object) -> None:
        raise RuntimeError(number)

    before = signal.signal(signal.SIGTERM, unheard)
    try:
        assert main(["audit", f"--project={project}", "--settings=site_settings"]) == 130
        assert signal.getsignal(signal.SIGTERM) is unheard
    finally:
        signal.signal(signal.SIGTERM, before)
    assert list((tmp_path / "temporary").iterdir()) == []
    with pytest.raises(ProcessLookupError):
        os.kill(int((project / "orders/process").read_text()), 0)
