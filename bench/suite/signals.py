"""Whether a scenario leaves Django's own signals as it found them; all that is measured shares them."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import django.contrib.auth.signals
import django.core.signals
import django.db.backends.signals
import django.db.models.signals
from django.dispatch import Signal

BUILT_IN: dict[str, Signal] = {
    name: signal
    for module in (
        django.core.signals,
        django.db.backends.signals,
        django.db.models.signals,
        django.contrib.auth.signals,
    )
    for name, signal in vars(module).items()
    if isinstance(signal, Signal)
}


def connected_receivers() -> dict[str, list[object]]:
    """The look-up keys of each signal's receivers, in the order of connecting."""
    return {name: [entry[0] for entry in signal.receivers] for name, signal in BUILT_IN.items()}


@contextmanager
def receivers_restored() -> Iterator[None]:
    """Raises AssertionError if the block leaves a signal with other receivers than before."""
    before = connected_receivers()
    yield
    after = connected_receivers()
    changed = [name for name in BUILT_IN if before[name] != after[name]]
    if changed:
        raise AssertionError(f"other receivers than before are connected to {', '.join(changed)}")
