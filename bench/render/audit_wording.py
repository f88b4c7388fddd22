"""How an audit is put into words, on the terminal and on the page."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from typing import NamedTuple

from bench import units
from bench.audit.records import Audit, Finding, Receiver, Sends


class Told(NamedTuple):
    """Findings of one rule that differ in nothing but their subjects."""

    subjects: tuple[str, ...]
    message: str
    cost: str | None


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
    """ "1 error, 2 warnings", or that there is nothing. Findings that read the same count once."""
    number: Counter[str] = Counter()
    for (severity, _, _), told in grouped(audit.findings).items():
        number[severity] += len(told)
    parts = [
        f"{number[severity]} info" if severity == "info" else units.plural(number[severity], severity)
        for severity in SEVERITIES
        if number[severity]
    ]
    return ", ".join(parts) or "nothing found"


def grouped(findings: tuple[Finding, ...]) -> dict[tuple[str, str, str], list[Told]]:
    """Severity, rule and advice -> what shares them, in the order of the first of each."""
    groups: dict[tuple[str, str, str], dict[tuple[str, str | None], list[str]]] = {}
    for finding in findings:
        group = groups.setdefault((finding.severity, finding.rule, finding.advice), {})
        group.setdefault((finding.message, finding.cost), []).append(finding.subject)
    return {
        shared: [Told(counted(subjects), message, cost) for (message, cost), subjects in group.items()]
        for shared, group in groups.items()
    }


def alike(told: Told) -> str:
    """What goes before several subjects: "19 alike: "."""
    return f"{units.integer(len(told.subjects))} alike: " if len(told.subjects) > 1 else ""


def counted(names: Iterable[str]) -> tuple[str, ...]:
    """Each name once, with its number where there are several: "shop.receivers.count (6 times)"."""
    return tuple(name if times == 1 else f"{name} ({times} times)" for name, times in Counter(names).items())


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
