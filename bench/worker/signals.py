"""Which receivers Django's own signals have, to see whether a variant leaves any behind."""

from __future__ import annotations

import django.contrib.auth.signals
import django.core.signals
import django.db.backends.signals
import django.db.models.signals
from django.dispatch import Signal

SIGNALS: dict[str, Signal] = {
    name: signal
    for module in (
        django.db.models.signals,
        django.core.signals,
        django.db.backends.signals,
        django.contrib.auth.signals,
    )
    for name, signal in vars(module).items()
    if isinstance(signal, Signal)
}

Snapshot = dict[str, list[object]]


def snapshot() -> Snapshot:
    """The look-up keys of each signal's receivers."""
    return {name: [entry[0] for entry in signal.receivers] for name, signal in SIGNALS.items()}


def changes(before: Snapshot, after: Snapshot) -> list[str]:
    """The names of the signals whose receivers are not the same."""
    return [name for name in before if before[name] != after[name]]
