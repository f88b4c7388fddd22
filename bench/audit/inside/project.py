"""The started project as the rules see it, and what a rule answers."""

from __future__ import annotations

from collections import Counter
from typing import Any, NamedTuple

from django.apps import apps
from django.dispatch.dispatcher import _make_id  # type: ignore[attr-defined]  # private, no stub

from .connecting import Connection
from .inventory import Line
from .timing import Estimate

_TIMES = {1: "", 2: " (twice)"}
ROWS = 1000
"""What costs of many rows are told for."""


class Cost(NamedTuple):
    """A sentence; each {} in it stands for one of the times."""

    text: str
    times: tuple[Estimate, ...] = ()


class Finding(NamedTuple):
    """What a rule has found."""

    rule: str
    severity: str
    """ "error" does not do what it says, "warning" costs or bites, "info" is good to know."""
    subject: str
    """A model, a receiver, a signal or a file."""
    message: str
    """What was found, and why it matters."""
    cost: Cost | None
    """None where there is nothing to measure."""
    advice: str

    def as_json(self) -> dict[str, Any]:
        cost = None if self.cost is None else self.cost._asdict()
        return {**self._asdict(), "cost": cost}


class Project(NamedTuple):
    """All that is known of it."""

    lines: list[Line]
    connections: list[Connection]
    debug: bool
    """The setting DEBUG."""

    def listening(self, signal: Any, sender: Any) -> list[Line]:
        """The receivers that a send calls, in order."""
        return [
            line
            for line in self.on(signal)
            if line.registration.any_sender or line.registration.key[1] == _make_id(sender)
        ]

    def on(self, *signals: Any) -> list[Line]:
        """The live receivers of any of the signals."""
        return [
            line
            for line in self.lines
            if line.alive and any(line.registration.signal is signal for signal in signals)
        ]


def models() -> list[Any]:
    """The models of all applications, proxies and those that Django makes for many-to-many fields
    included."""
    return list(apps.get_models(include_auto_created=True))


def model_name(model: Any) -> str:
    """ "shop.models.Order"."""
    return f"{model.__module__}.{model.__qualname__}"


def enumerated(names: list[str], most: int = 5) -> str:
    """ "a, b (twice) and 3 more"."""
    number = Counter(names)
    told = [f"{name}{_TIMES.get(times, f' ({times} times)')}" for name, times in number.items()]
    shown = told if len(told) <= most + 1 else told[:most]
    rest = len(told) - len(shown)
    return ", ".join(shown) + (f" and {rest} more" if rest else "")


def severity(line: Line) -> str:
    """ "warning" where the receiver is the project's own, else "info": what a package does is its own
    affair."""
    return "warning" if line.origin == "project" else "info"
