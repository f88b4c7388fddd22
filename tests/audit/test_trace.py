"""A command of a user's project, traced in the project's own interpreter on several Djangos."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from bench.audit.trace_record import read_trace
from bench.audit.trace_report import trace_report
from bench.audit.traced_command import run_traced
from bench.cli.main import main
from bench.errors import SignalbenchError
from tests.audit.projects import DJANGOS, interpreter, write_project

RECEIVERS = """
from django.db.models.signals import post_save
from django.dispatch import receiver
from .models import LogLine, Order

@receiver(post_save, sender=Order)
def log(sender, instance, **named):
    LogLine.objects.create(text=instance.number)

@receiver(post_save, sender=LogLine)
def count(sender, **named):
    sender.objects.count()
"""


@pytest.fixture
def project(tmp_path: Path) -> Path:
    folder = write_project(tmp_path / "project", receivers=RECEIVERS)
    shutil.copy(Path(__file__).with_name("traced_script.py"), folder)
    return folder


def line(record: dict[str, Any], receiver: str, signal: str) -> dict[str, Any]:
    (found,) = [one for one in record["receivers"] if (one["receiver"], one["signal"]) == (receiver, signal)]
    return found


@pytest.mark.parametrize("django", DJANGOS)
def test_a_script_behaves_as_without_and_everything_is_counted(
    project: Path, django: str, capfd: pytest.CaptureFixture[str]
) -> None:
    python = interpreter(django)
    untraced = subprocess.run([python, "traced_script.py"], cwd=project, check=True, capture_output=True)
    (project / "db.sqlite3").unlink()

    record, code = run_traced(python, ["python", "traced_script.py"], project=project, settings=None)

    written = capfd.readouterr()
    assert (code, written.out.encode(), written.err.encode()) == (0, untraced.stdout, untraced.stderr)
    assert record is not None
    awaits = float(django) >= 5
    log = line(record, "orders.receivers.log", "django.db.models.signals.post_save")
    assert (log["calls"], log["queries"], log["self_queries"]) == (1, 2, 1)
    assert log["self_ns"] < log["total_ns"]
    (branch,) = [one for one in record["tree"] if one["receiver"] == "orders.receivers.log"]
    assert [child["receiver"] for child in branch["children"]] == ["orders.receivers.count"]
    assert branch["children"][0]["sender"] == "orders.models.LogLine"
    failing = line(record, "__main__.failing", "__main__.paid")
    assert (failing["calls"], failing["exceptions"]) == (2, 2)
    ledger = line(record, "__main__.Ledger.note", "__main__.cached")
    assert (ledger["calls"], ledger["sender"]) == (1, "__main__.Sender")
    first = [one["calls"] for one in record["receivers"] if one["receiver"] == "__main__.first"]
    assert sum(first) == 2 + 1 + 200 + (4 if awaits else 0)
    if awaits:
        awaited = line(record, "__main__.awaiting", "__main__.paid")
        assert (awaited["calls"], awaited["queries"], awaited["exceptions"]) == (4, 4, 0)
        assert line(record, "__main__.awaiting_and_failing", "__main__.paid")["exceptions"] == 2
    bulk = {(one["operation"], one["model"]): one for one in record["bulk"]}
    created = bulk["bulk_create", "orders.models.Order"]
    assert (created["calls"], created["rows"]) == (1, 2)
    assert created["passed_over"] == ["post_save: orders.receivers.log"]
    assert bulk["update", "orders.models.Order"]["rows"] == 2
    assert record["command"]["exit_code"] == 0
    report = trace_report(read_trace(record))
    assert "orders.receivers.log (post_save of orders.models.Order)" in report
    assert "bulk_create of orders.models.Order: 1 call, 2 rows: passed over post_save:" in report
    assert max(map(len, report.splitlines())) <= 100


ENDINGS = {
    "raise SystemExit(7)": 7,
    "raise SystemExit('so long')": 1,
    "1 / 0": 1,
    "raise KeyboardInterrupt": 130,
}


@pytest.mark.parametrize("ending", ENDINGS)
def test_however_the_command_ends_the_exit_code_is_its_own(project: Path, ending: str) -> None:
    (project / "ending.py").write_text(ending)
    record, code = run_traced(interpreter("5.2"), ["ending.py"], project=project, settings=None)
    assert record is not None
    assert code == record["command"]["exit_code"] == ENDINGS[ending]


def test_a_command_that_leaves_without_a_word_has_no_record(project: Path) -> None:
    (project / "ending.py").write_text("import os; os._exit(9)")
    assert run_traced(interpreter("5.2"), ["ending.py"], project=project, settings=None) == (None, 9)


RAISES = """
import django
from django.conf import settings
from django.dispatch import Signal
settings.configure(LOGGING_CONFIG=None)
django.setup()
def failing(**named):
    raise ValueError("no")
signal = Signal()
signal.connect(failing)
signal.send_robust(None)
signal.send(None)
"""


@pytest.mark.parametrize("django", DJANGOS)
def test_tracebacks_are_as_without_tracing_also_through_the_dispatcher(
    project: Path, django: str, capfd: pytest.CaptureFixture[str]
) -> None:
    (project / "ending.py").write_text(RAISES)
    file = str(project / "ending.py")
    subprocess.run([interpreter(django), file], cwd=project, check=False)
    untraced = capfd.readouterr().err
    record, _ = run_traced(interpreter(django), [file], project=project, settings=None)
    assert capfd.readouterr().err == untraced
    assert "dispatcher.py" in untraced
    assert record is not None
    assert line(record, "__main__.failing", "__main__.signal")["exceptions"] == 2


SIGTERM = {
    "": -15,
    "signal.signal(signal.SIGTERM, lambda *_: sys.exit(9))": 9,
    "signal.signal(signal.SIGTERM, lambda *_, first=signal.getsignal(signal.SIGTERM): "
    "(callable(first) and first(*_), sys.exit(8)))": 8,
}


@pytest.mark.parametrize("handler", SIGTERM)
def test_a_command_that_is_terminated_leaves_a_record_and_ends_as_it_would(
    project: Path, handler: str
) -> None:
    """Killed, or by a handler of its own, also where that calls the one that was there before."""
    (project / "ending.py").write_text(
        f"import os, signal, sys, time\n{handler}\nos.kill(os.getpid(), signal.SIGTERM)\ntime.sleep(60)\n"
    )
    untraced = subprocess.run([interpreter("5.2"), "ending.py"], cwd=project, check=False).returncode
    record, code = run_traced(interpreter("5.2"), ["ending.py"], project=project, settings=None)
    assert untraced == SIGTERM[handler]
    assert code == (untraced if untraced > 0 else 128 - untraced)
    assert record is not None
    assert record["command"]["exit_code"] == code


@pytest.mark.parametrize("has_manage", [True, False])
def test_a_management_command_finds_itself_as_under_manage_py(
    project: Path, has_manage: bool, capfd: pytest.CaptureFixture[str]
) -> None:
    """Or as under python -m django. The JSON has a line of its own, also after output without a last one."""
    commands = project / "orders/management/commands"
    commands.mkdir(parents=True)
    (commands / "look.py").write_text(LOOKS)
    if has_manage:
        (project / "manage.py").touch()
    into = ["trace", "--project", str(project), "--python", str(interpreter("5.2")), "--json"]
    assert main([*into, "--settings=site_settings", "--", "look"]) == 0
    told, json_line = capfd.readouterr().out.rsplit("\n", 2)[:2]
    file, argument, package = told.split()
    assert file == argument
    expected = (project.name, "manage.py") if has_manage else ("django", "__main__.py")
    assert Path(file).parts[-2:] == expected
    assert package == ("None" if has_manage else "django")
    assert json.loads(json_line)["command"]["exit_code"] == 0


LOOKS = """
import sys
from django.core.management.base import BaseCommand

class Command(BaseCommand):
    def handle(self, **options):
        main = sys.modules["__main__"]
        spec = getattr(main, "__spec__", None)
        print(main.__file__, sys.argv[0], spec and spec.parent, end="")
"""


@pytest.mark.parametrize(
    ("settings", "command", "message"),
    [
        ("nowhere", "check", "settings 'nowhere' do not import: ModuleNotFoundError"),
        ("site_settings", "chekc", "no management command 'chekc' in this project.*Did you mean 'check'"),
        (None, "missing.py", "no script .*missing.py"),
    ],
)
def test_what_cannot_begin_says_why(project: Path, settings: str | None, command: str, message: str) -> None:
    with pytest.raises(SignalbenchError, match=message):
        run_traced(interpreter("5.2"), [command], project=project, settings=settings)


def test_a_json_file_that_cannot_be_written_is_named_before_the_command_runs(
    project: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    (project / "ending.py").write_text("print('ran')")
    (project / "taken").write_text("")
    (project / "folder.json").mkdir()
    into = ["trace", "--project", str(project), "--python", sys.executable]
    for file, why in (("taken/t.json", ""), ("folder.json", "Is a directory")):
        assert main([*into, f"--json={project / file}", "--", "python", "ending.py"]) == 3
        written = capfd.readouterr()
        assert written.err.startswith(f"error: cannot write {project / file}: {why}")
        assert written.out == ""
    (project / "kept.json").write_text("before")
    assert main([*into, f"--json={project / 'kept.json'}", "--", "python", "missing.py"]) == 3
    assert (project / "kept.json").read_text() == "before"
    assert main([*into, f"--json={project / 'new/t.json'}", "--", "python", "ending.py"]) == 0
    assert json.loads((project / "new/t.json").read_text())["command"]["exit_code"] == 0


def test_signals_that_are_left_out_are_not_counted(project: Path) -> None:
    record, _ = run_traced(
        interpreter("5.2"),
        ["traced_script.py"],
        project=project,
        settings=None,
        without=["post_save", "post_migrate", "no_such"],
    )
    assert record is not None
    signals = {one["signal"] for one in record["receivers"]}
    assert signals == {"__main__.paid", "__main__.cached"}
    assert record["notes"] == ["no signal 'no_such' in this project"]


FAILING = """
import django
django.setup()
from django.dispatch import Signal

paid, stored = Signal(), Signal()

def store(**named):
    stored.send_robust(sender=None)

def fail(**named):
    raise ValueError

paid.connect(store)
stored.connect(fail)
paid.send(sender=None)
"""


@pytest.mark.parametrize("django", DJANGOS)
def test_what_fails_on_a_signal_that_is_left_out_is_no_failure_of_the_receiver_around_it(
    project: Path, django: str
) -> None:
    (project / "failing.py").write_text(FAILING)
    traced = {
        name: run_traced(
            interpreter(django), ["failing.py"], project=project, settings="site_settings", without=[name]
        )[0]
        for name in ("stored", "no_such")
    }
    failures = {
        name: {one["receiver"]: one["exceptions"] for one in record["receivers"]}
        for name, record in traced.items()
        if record is not None
    }
    assert failures == {
        "stored": {"__main__.store": 0},
        "no_such": {"__main__.store": 0, "__main__.fail": 1},
    }
