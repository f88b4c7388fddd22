"""How an audit is put into words, on the terminal and on the page."""

from __future__ import annotations

from collections import Counter

from bench import units
from bench.audit.records import Audit, Finding, Receiver, Sends

SEVERITIES = ("error", "warning", "info")


def headline(audit: Audit, settings: str) -> str:
    """What was looked at, and how much was found."""
    signals = len({receiver.signal for receiver in audit.receivers})
    own = sum(receiver.origin == "project" for receiver in audit.receivers)
    return (
        f"{settings} on Django {audit.django} and Python {audit.python}: "
        f"{units.plural(len(audit.receivers), 'receiver')} of {units.plural(signals, 'signal')}, "
        f"{units.integer(own)} of them the project’s own; {findings_sentence(audit)}."
    )


def findings_sentence(audit: Audit) -> str:
    """ "1 error and 2 warnings", or that there is nothing."""
    number = Counter(finding.severity for finding in audit.findings)
    parts = [
        f"{number[severity]} info" if severity == "info" else units.plural(number[severity], severity)
        for severity in SEVERITIES
        if number[severity]
    ]
    return ", ".join(parts) or "nothing found"


def grouped(findings: tuple[Finding, ...]) -> dict[tuple[str, str, str], list[Finding]]:
    """Those that share severity, rule and advice, in the order of the first of each."""
    groups: dict[tuple[str, str, str], list[Finding]] = {}
    for finding in findings:
        groups.setdefault((finding.severity, finding.rule, finding.advice), []).append(finding)
    return groups


def left_out(audit: Audit) -> str:
    """What the terminal does not show."""
    django = sum(receiver.origin == "django" for receiver in audit.receivers)
    return (
        f"{units.plural(django, 'more receiver')} of Django itself, and what each of "
        f"{units.plural(len(audit.models), 'model')} sends: -o DIR writes a page with them, --json all of it."
    )


def short_signal(name: str) -> str:
    """Without the module for Django's own: "post_save"."""
    return name.rpartition(".")[2] if name.startswith("django.") else name


def notes(receiver: Receiver) -> list[str]:
    """What is out of the ordinary: ordinary is a weak reference to a synchronous function that lives."""
    said = {
        "dead": not receiver.alive,
        "async": receiver.is_async,
        "strong": not receiver.weak,
        f"uid {receiver.dispatch_uid}": receiver.dispatch_uid is not None,
    }
    return [note for note, holds in said.items() if holds]


def place(receiver: Receiver) -> str:
    """ "…/shop/receivers.py:12"."""
    if receiver.file is None:
        return "–"
    return receiver.file if receiver.line is None else f"{receiver.file}:{receiver.line}"


def calls(sends: tuple[Sends, ...]) -> int:
    """How many calls of receivers the operation makes."""
    return sum(one.sends * len(one.receivers) for one in sends)


def sends(sent: tuple[Sends, ...]) -> int:
    """How many signals the operation sends."""
    return sum(one.sends for one in sent)
