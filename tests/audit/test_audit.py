"""The audit of small projects, in their own interpreter, on every Django that this machine has."""

from __future__ import annotations

import sqlite3
from collections import Counter
from pathlib import Path
from types import SimpleNamespace
from typing import NamedTuple

import pytest
from packaging.version import Version

from bench.audit.inside import timing
from bench.audit.inside.project import ROWS
from bench.audit.inside.rules import init_receivers
from bench.audit.inside.timing import Estimate
from bench.audit.interpreter import ask_project
from bench.audit.records import Audit, read_answer
from tests.audit.hostile import RECEIVERS
from tests.audit.projects import DJANGOS, interpreter, write_project

ONE_DELETE_RECEIVER = """
from django.db.models.signals import post_delete
from django.dispatch import receiver
from .models import LogLine

@receiver(post_delete, sender=LogLine)
def forget(sender, **kwargs): ...
"""
A_RECEIVER_WITHOUT_HARM = ONE_DELETE_RECEIVER.replace("post_delete", "post_save")
ALWAYS = {
    ("uncacheable-sender", "orders.receivers.twice"),
    ("dead-receiver", "orders.receivers.dead.<locals>.gone"),
    ("dead-receiver", "orders.receivers.twice"),
    ("waiting-receiver", "orders.receivers.twice"),
    ("async-receiver", "orders.receivers.slow"),
    ("async-receiver", "orders.receivers.AsyncQueue.__call__"),
    ("lost-fast-delete", "orders.models.LogLine"),
    ("senderless-receiver", "orders.receivers.anything"),
    ("init-receiver", "orders.models.Item"),
    ("own-sender-saved", "orders.receivers.number"),
    ("duplicate-receiver", "orders.receivers.twice"),
    ("strong-closure", "orders.receivers.keep.<locals>.kept"),
}


def audit(project: Path, django: str) -> Audit:
    asked = ask_project(interpreter(django), {"do": "audit"}, project=project, settings="site_settings")
    return read_answer(asked)


class Hostile(NamedTuple):
    django: str
    project: Path
    found: Audit


@pytest.fixture(scope="module", params=DJANGOS)
def hostile(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Hostile:
    project = write_project(tmp_path_factory.mktemp("hostile") / "site", receivers=RECEIVERS)
    return Hostile(request.param, project, audit(project, request.param))


def test_every_rule_finds_its_mistake_among_odd_receivers_and_senders(hostile: Hostile) -> None:
    expected = set(ALWAYS)
    if hostile.django >= "5":
        expected |= {("sync-receiver", "orders.receivers.twice")}
    if hostile.django >= "6":  # a method as the sender dies at once, since Django refers to it weakly
        expected |= {("dead-receiver", "functools.partial(orders.receivers.twice)")}
    assert {(finding.rule, finding.subject) for finding in hostile.found.findings} == expected


def test_the_inventory_names_odd_receivers_and_senders(hostile: Hostile) -> None:
    own = {(line.signal, line.sender, line.receiver): line for line in hostile.found.receivers}
    opened = "orders.receivers.Shop.opened"
    assert own[opened, "orders.receivers.Desk()", "orders.receivers.Queue.__call__"].alive
    assert not own[opened, "orders.receivers.Shop", "orders.receivers.Slotted.__call__"].weak
    assert own[opened, "functools", "orders.receivers.AsyncQueue.__call__"].app == "orders"
    assert own[opened, "orders.receivers.twice", "builtins.print"].file is None
    assert not own[opened, "orders.receivers.Passing()", "orders.receivers.twice"].alive
    assert own["orders.receivers.cached", "'orders of the day'", "orders.receivers.twice"].origin == "project"
    rung = own["orders.receivers.Desk().rung", None, "orders.receivers.Desk.answer"]
    assert rung.dispatch_uid == "('desk', 1)"
    listed = own["orders.receivers.Desk().rung", None, "orders.receivers.remember"]
    assert listed.dispatch_uid == "['unhashable']"
    decorated = own["orders.receivers.order_paid", None, "orders.receivers.decorated"]
    source = (hostile.project / "orders/receivers.py").read_text().splitlines()
    assert decorated.line is not None
    assert source[decorated.line - 1 :][:3] == [
        "@receiver(order_paid)",
        "@wrapped",
        "def decorated(sender, **kwargs): ...",
    ]
    saving = own["django.db.models.signals.pre_save", "orders.models.Order", "orders.receivers.slow"]
    assert saving.is_async


def test_a_receiver_of_post_delete_is_exactly_the_finding_that_it_should_be(tmp_path: Path) -> None:
    before = audit(write_project(tmp_path / "before", receivers=A_RECEIVER_WITHOUT_HARM), "5.2")
    after = audit(write_project(tmp_path / "after", receivers=ONE_DELETE_RECEIVER), "5.2")
    assert before.findings == ()
    (finding,) = after.findings
    assert (finding.rule, finding.severity, finding.subject) == (
        "lost-fast-delete",
        "warning",
        "orders.models.LogLine",
    )
    assert "orders.receivers.forget (post_delete)" in finding.message
    assert finding.cost is not None
    assert "1 SELECT of all columns and 10 DELETEs instead of 1 DELETE" in finding.cost


UNSAVED_SENDERS = """
from django.dispatch import Signal
from .models import Tag

paid = Signal()
def note(sender, **kwargs): ...
def keep(sender, **kwargs): ...
unsaved, saved = Tag(), Tag(pk=1)
paid.connect(note, sender=unsaved)
paid.connect(keep, sender=saved)
"""


def test_an_unsaved_instance_as_the_sender_has_no_hash(tmp_path: Path) -> None:
    (finding,) = audit(write_project(tmp_path / "site", receivers=UNSAVED_SENDERS), "5.2").findings
    assert (finding.rule, finding.subject) == ("uncacheable-sender", "orders.receivers.note")
    assert "which has no hash" in finding.message


PARTIALS = """
from functools import partial
from django.dispatch import Signal
from .models import Order

paid, sent = Signal(), Signal()
def note(sender, channel=None, **kwargs): ...
for channel in ("mail", "chat"):
    paid.connect(partial(note, channel=channel), weak=False)
    sent.connect(partial(note, channel="mail"), weak=False)
sent.connect(note, sender=Order)
"""


def test_partials_are_duplicates_where_they_bind_the_same(tmp_path: Path) -> None:
    """With "mail" and with "chat", a function does two things; and a word is nothing that is held."""
    (finding,) = audit(write_project(tmp_path / "site", receivers=PARTIALS), "5.2").findings
    assert finding.rule == "duplicate-receiver"
    assert "Is connected 2 times to orders.receivers.sent, for any sender (twice): " in finding.message


@pytest.mark.parametrize(("signals", "times"), [(("post_init",), 1), (("pre_init", "post_init"), 2)])
def test_models_that_nobody_listens_to_pay_for_each_signal_of_init(
    monkeypatch: pytest.MonkeyPatch, signals: tuple[str, ...], times: int
) -> None:
    monkeypatch.setattr(timing, "added", lambda *listening: Estimate(0.0, 0.0, 0.0))
    monkeypatch.setattr(timing, "bystander", lambda: Estimate(7.0, 6.0, 8.0))
    lines = [listening(signal) for signal in signals for _ in range(2)]
    project = SimpleNamespace(on=lambda *signals: lines)
    (finding,) = init_receivers.findings(project)  # type: ignore[arg-type]  # it asks for no more
    assert finding.cost is not None
    assert finding.cost.times[1] == Estimate(7.0, 6.0, 8.0).of(ROWS * times)


def listening(signal: str) -> SimpleNamespace:
    receiver = SimpleNamespace(name="shop.receivers.remember")
    where = f"django.db.models.signals.{signal}"
    return SimpleNamespace(signal=where, sender="shop.models.Order", receiver=receiver, origin="project")


def test_what_a_models_operations_send(hostile: Hostile) -> None:
    models = {model.model: model for model in hostile.found.models}
    order, line, item = (models[f"orders.models.{name}"] for name in ("Order", "LogLine", "Item"))
    calls = {
        one.signal.rpartition(".")[2]: one.receivers for one in (*order.save, *order.delete, *order.read)
    }
    assert calls["post_save"] == ("orders.receivers.number",)
    assert calls["post_init"] == ("orders.receivers.anything",)
    assert [one.sends for one in item.read] == [1000, 1000]
    assert item.delete == ()  # deleted without a look: nobody listens
    assert (item.fast_delete, line.fast_delete, order.fast_delete) == (True, False, False)


def test_debug_hides_no_dead_receiver(tmp_path: Path) -> None:
    receivers = "from django.db.models.signals import post_save\npost_save.connect(lambda **kwargs: None)"
    found = audit(write_project(tmp_path / "site", receivers=receivers, settings="DEBUG = True"), "5.2")
    (finding,) = found.findings
    assert finding.rule == "dead-receiver"
    assert "DEBUG = True" in finding.message
    (line,) = (line for line in found.receivers if line.origin == "project")
    assert (line.receiver, line.alive) == ("orders.receivers.<lambda>", False)


def test_receivers_that_the_urlconf_connects(tmp_path: Path) -> None:
    connecting = A_RECEIVER_WITHOUT_HARM.replace("from .models", "from orders.models")
    found = audit(write_project(tmp_path / "site", receivers="", urls=connecting), "5.2")
    (finding,) = found.findings
    assert (finding.rule, finding.severity) == ("outside-ready", "warning")
    # A decorator is called in its own line since Python 3.11, and in its function's before.
    line = 7 if Version(found.python) >= Version("3.11") else 8
    assert finding.subject == f"{tmp_path / 'site/site_urls.py'}:{line}"


WRITING = """
from django.db import DatabaseError, connection
with connection.cursor() as cursor:
    try:
        cursor.execute("SELECT * FROM not_migrated_yet")
    except DatabaseError:
        pass
    cursor.execute("INSERT INTO visits VALUES (1)")
    assert cursor.execute("SELECT * FROM visits").fetchall() == [(1,)]
print("noise on standard output", flush=True)
"""
WRITING_AT_ONCE = """
from django.db import connection, transaction
with transaction.atomic(), connection.cursor() as cursor:
    cursor.execute("INSERT INTO visits VALUES (1)")
"""
CHANGING_THE_SCHEMA = """
from django.db import connection
from django.db.backends.signals import connection_created

def tune(connection, **kwargs):
    connection.cursor().execute("PRAGMA synchronous = OFF")

connection_created.connect(tune)
with connection.cursor() as cursor:
    cursor.execute("CREATE TABLE first (number integer)")
from .models import Tag
with connection.schema_editor() as editor:
    editor.create_model(Tag)
assert not Tag.objects.exists()
"""


COMMITTING = """
from django.core.management import call_command
from django.db import connection, connections
connection.set_autocommit(True)
with connection.cursor() as cursor:
    cursor.execute("INSERT INTO visits VALUES (1)")
    connection.commit()
    cursor.execute("WITH one AS (SELECT 1 AS number) INSERT INTO visits SELECT number FROM one")
    cursor.execute("PRAGMA journal_mode = WAL")
    assert cursor.fetchall() == [("wal",)]
    call_command("migrate", run_syncdb=True, verbosity=0)
    cursor.execute("SELECT count(*) FROM visits")
    assert cursor.fetchone() == (2,)
with connections["other"].cursor() as cursor:
    cursor.execute("CREATE TABLE anything (number integer)")
"""
ANOTHER_DATABASE = 'DATABASES["other"] = {**DATABASES["default"], "NAME": "not_there_yet.sqlite3"}'


@pytest.mark.parametrize("writing", [WRITING, WRITING_AT_ONCE, CHANGING_THE_SCHEMA, COMMITTING])
def test_nothing_is_left_in_the_folder_or_the_database(tmp_path: Path, writing: str) -> None:
    """ready() writes to the database, logging names a file, and modules are imported: none of it stays."""
    project = write_project(tmp_path / "site", receivers=writing, settings=ANOTHER_DATABASE)
    with sqlite3.connect(project / "db.sqlite3") as database:
        database.execute("CREATE TABLE visits (number integer)")
    before = state(project)
    audit(project, "5.2")
    assert state(project) == before


def state(project: Path) -> dict[Path, tuple[bytes, int]]:
    return {
        path: (path.read_bytes(), path.stat().st_mtime_ns) for path in project.rglob("*") if path.is_file()
    }


CONNECTED_EARLY = """
from django.db.models.signals import post_save

def connect():
    def gone(**kwargs): ...
    post_save.connect(gone, dispatch_uid="early")

connect()
"""


def test_a_dead_receiver_that_nobody_saw_is_named_by_what_is_left_of_it(tmp_path: Path) -> None:
    found = audit(write_project(tmp_path / "site", receivers="", settings=CONNECTED_EARLY), "5.2")
    (finding,) = found.findings
    assert finding.subject == "(dead receiver of post_save from any sender with dispatch_uid 'early')"


WITHOUT_SENDER = """
from django.db.models.signals import post_delete

def forget(sender, **kwargs): ...

for uid in range(3):
    post_delete.connect(forget, dispatch_uid=f"forget-{uid}")
"""


def test_a_receiver_is_named_once_and_is_not_charged_for_tables_that_it_never_hears_of(
    tmp_path: Path,
) -> None:
    found = audit(write_project(tmp_path / "site", receivers=WITHOUT_SENDER), "5.2").findings
    lost = {finding.subject: finding for finding in found if finding.rule == "lost-fast-delete"}
    assert set(lost) == {f"orders.models.{name}" for name in ("Item", "LogLine", "Order_tags")}
    assert "because of orders.receivers.forget (post_delete) (3 times)." in lost["orders.models.Item"].message
    assert "3,000 calls" in (lost["orders.models.Item"].cost or "")
    assert (lost["orders.models.Order_tags"].cost or "").endswith("; no call")
    ((_, same),) = Counter((one.message, one.cost) for one in lost.values()).most_common(1)
    assert same == 2


def test_modules_of_the_project_and_of_the_audit_do_not_meet(tmp_path: Path) -> None:
    project = write_project(tmp_path / "site", receivers=A_RECEIVER_WITHOUT_HARM + OWN_MODULES)
    names = ("bench", "audit", "rules", "signals", "timing", "naming", "timeit")
    for name in names:
        (project / f"{name}.py").write_text("OWN = True")
    assert audit(project, "5.2").findings == ()


OWN_MODULES = """
import sys
for name in ("bench", "audit", "rules", "signals", "timing", "naming", "timeit"):
    __import__(name)
    assert getattr(sys.modules[name], "OWN", False), f"{name} is not the project's"
assert not [path for path in sys.path if "audit" in path and "inside" in path], sys.path
"""
