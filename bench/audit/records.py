"""An audit as frozen records, and as the JSON that users read.

Schema 1 is {"schema": 1, "django", "python", "receivers", "findings", "models"}, and in these lists:

    receiver  {"signal", "sender", "receiver", "file", "line", "app", "weak", "dispatch_uid", "is_async",
              "alive", "origin"}, with dotted names; sender is null for any
    finding   {"rule", "severity", "subject", "message", "cost", "advice"}; cost is null where there is none,
              and a time in it is followed by what nine in ten of its repeats lie between
    model     {"model", "app", "save", "delete", "read", "fast_delete", "delete_reaches"}; save, delete and
              read (of 1,000 rows) are lists of {"signal", "sender", "sends", "receivers"}
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any

from bench import units

SCHEMA = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Receiver:
    """One entry of a signal's list of receivers."""

    signal: str
    sender: str | None
    """None for any sender."""
    receiver: str
    file: str | None
    line: int | None
    app: str | None
    """The label of the installed application that it belongs to."""
    weak: bool
    dispatch_uid: str | None
    is_async: bool
    alive: bool
    origin: str
    """ "django", "package" or "project"."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """What a rule has to say."""

    rule: str
    severity: str
    """ "error" does not do what it says, "warning" costs or bites, "info" is good to know."""
    subject: str
    message: str
    cost: str | None
    advice: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Sends:
    """How often an operation on a model sends a signal, and whom that calls."""

    signal: str
    sender: str
    sends: int
    receivers: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ModelTraffic:
    """What a model's operations send."""

    model: str
    app: str
    save: tuple[Sends, ...]
    delete: tuple[Sends, ...]
    """Of one instance; empty where Django deletes it without a look."""
    read: tuple[Sends, ...]
    """Of a queryset of 1,000 rows."""
    fast_delete: bool
    """Whether delete() of a queryset is a single DELETE."""
    delete_reaches: tuple[str, ...]
    """Models whose rows are read and deleted with it, and send signals of their own."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Audit:
    """Everything that was found in a project."""

    django: str
    python: str
    receivers: tuple[Receiver, ...]
    findings: tuple[Finding, ...]
    """The most severe first."""
    models: tuple[ModelTraffic, ...]


def read_answer(answer: Mapping[str, Any]) -> Audit:
    """From what `bench.audit.inside.audit` answers."""
    return Audit(
        django=answer["django"],
        python=answer["python"],
        receivers=tuple(Receiver(**line) for line in answer["receivers"]),
        findings=tuple(Finding(**{**found, "cost": _cost(found["cost"])}) for found in answer["findings"]),
        models=tuple(_traffic(model) for model in answer["models"]),
    )


def as_json(audit: Audit) -> dict[str, Any]:
    """The JSON of schema 1."""
    return {"schema": SCHEMA, **asdict(audit)}


def _cost(cost: Mapping[str, Any] | None) -> str | None:
    return None if cost is None else cost["text"].format(*(_time(*estimate) for estimate in cost["times"]))


def _time(value: float, low: float, high: float) -> str:
    """ "1.24 ms (1.19 ms to 1.31 ms)"."""
    if low <= 0:
        return (
            f"{units.time(value)} (at most {units.time(high)})"
            if value > 0
            else f"at most {units.time(high)}"
        )
    return f"{units.time(value)} ({units.time(low)} to {units.time(high)})"


def _traffic(model: Mapping[str, Any]) -> ModelTraffic:
    operations = {name: tuple(map(_sends, model[name])) for name in ("save", "delete", "read")}
    return ModelTraffic(**{**model, **operations, "delete_reaches": tuple(model["delete_reaches"])})


def _sends(sends: Mapping[str, Any]) -> Sends:
    return Sends(**{**sends, "receivers": tuple(sends["receivers"])})
