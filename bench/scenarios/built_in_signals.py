"""Which receivers Django's own signals have: all that is measured shares them, so none may stay behind."""

from __future__ import annotations

import importlib
from importlib.util import find_spec

import django.contrib.auth.signals
import django.core.signals
import django.db.backends.signals
import django.db.models.signals
from django.dispatch import Signal

_TASKS = [importlib.import_module("django.tasks.signals")] if find_spec("django.tasks") else []  # from 6.0 on

BUILT_IN: dict[str, Signal] = {
    name: signal
    for module in (
        django.core.signals,
        django.db.backends.signals,
        django.db.models.signals,
        django.contrib.auth.signals,
        *_TASKS,
    )
    for name, signal in vars(module).items()
    if isinstance(signal, Signal)
}

Connected = dict[str, list[object]]


def connected_receivers() -> Connected:
    """The look-up keys of each signal's receivers, in the order of connecting."""
    return {name: [entry[0] for entry in signal.receivers] for name, signal in BUILT_IN.items()}


def changed_since(before: Connected) -> list[str]:
    """The names of the signals whose receivers are no longer the same."""
    after = connected_receivers()
    return [name for name in BUILT_IN if before[name] != after[name]]
