"""The page of an audit and its tables."""

from __future__ import annotations

import dataclasses

import pytest

from bench.audit.records import Audit, Finding, ModelTraffic, Receiver, Sends
from bench.cli.audit_tables import MOST_FINDINGS, print_audit
from bench.render.audit_page import audit_page

HOSTILE = "<script>alert('{{ x }}')</script>"
RECEIVER = Receiver(
    signal="django.db.models.signals.post_save",
    sender=None,
    receiver=f"shop.{HOSTILE}",
    file="/site/shop/receivers.py",
    line=7,
    app="shop",
    weak=False,
    dispatch_uid="once",
    is_async=True,
    alive=False,
    origin="project",
)
FINDING = Finding(
    rule="lost-fast-delete",
    severity="warning",
    subject="shop.models.Order",
    message=f"because of {HOSTILE}",
    cost="about 1.20 ms",
    advice="Do it once.",
)
TRAFFIC = ModelTraffic(
    model="shop.models.Order",
    app="shop",
    save=(
        Sends(signal=RECEIVER.signal, sender="shop.models.Order", sends=1, receivers=(RECEIVER.receiver,)),
    ),
    delete=(),
    read=(),
    fast_delete=False,
    delete_reaches=("shop.models.Item",),
)
AUDIT = Audit(django="5.2", python="3.12.1", receivers=(RECEIVER,), findings=(FINDING,), models=(TRAFFIC,))


def test_names_show_literally_and_the_same_audit_gives_the_same_page() -> None:
    page = audit_page(AUDIT, "site.settings")
    assert "<script" not in page
    assert page.count("&lt;script&gt;alert(&#x27;{{ x }}&#x27;)&lt;/script&gt;") == 3
    assert "1 send, 1 call" in page
    assert "/site/shop/receivers.py:7" in page
    assert page == audit_page(AUDIT, "site.settings")


def test_findings_that_differ_in_their_subject_only_are_told_once() -> None:
    same = [dataclasses.replace(FINDING, subject=f"shop.models.Model{number}") for number in range(40)]
    page = audit_page(dataclasses.replace(AUDIT, findings=tuple(same)), "site.settings")
    assert page.count("about 1.20 ms") == 1
    assert "40 alike: <b>" in page
    assert all(f"<bdi>{finding.subject}</bdi>" in page for finding in same)
    assert "1 warning." in page


def test_a_receiver_that_is_called_six_times_is_named_once() -> None:
    (sends,) = TRAFFIC.save
    often = dataclasses.replace(TRAFFIC, save=(dataclasses.replace(sends, receivers=("shop.count",) * 6),))
    page = audit_page(dataclasses.replace(AUDIT, models=(often,)), "site.settings")
    assert "post_save: shop.count (6 times)" in page


def test_half_a_pair_is_written_out() -> None:
    named = dataclasses.replace(RECEIVER, file="/site/\udcff.py", dispatch_uid="\ud83d")
    page = audit_page(dataclasses.replace(AUDIT, receivers=(named,)), "site.settings")
    assert r"/site/\udcff.py:7" in page
    assert page.encode()


def test_the_terminal_has_all_rules_in_100_columns(capsys: pytest.CaptureFixture[str]) -> None:
    many = [
        dataclasses.replace(FINDING, subject=f"shop.models.Model{number}", message=f"because of {number}")
        for number in range(40)
    ]
    named = dataclasses.replace(RECEIVER, receiver="shop.receivers.reindex")
    print_audit(
        dataclasses.replace(AUDIT, findings=tuple(many), receivers=(named,)), "site.settings", quiet=False
    )
    lines = capsys.readouterr().out.splitlines()
    assert max(map(len, lines)) <= 100
    assert sum("shop.models.Model" in line for line in lines) == MOST_FINDINGS
    assert any(f"and {40 - MOST_FINDINGS} more" in line for line in lines)
    assert sum(line.strip() == "Advice: Do it once." for line in lines) == 1
    assert any("shop.receivers.reindex (dead, async, strong," in line for line in lines)
