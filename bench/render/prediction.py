"""A prediction in a few plain lines, and as JSON: the answer, what it rests on, what it leaves out."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Any

from bench import units
from bench.model import Environment, Estimate
from bench.prediction import Prediction

VAGUE = 3.0
"""An interval that reaches this many times the value is said to be of little use."""
OUTSIDE = ("below_rows", "beyond_rows", "beyond_pre_save", "beyond_post_save")
"""Of model.Prediction: the limits of what was measured that were crossed."""
ASSUMED = {
    "rows": "that rows go on to cost alike, as each takes as many Python calls; times alone leave it open",
    "receivers": "that each more receiver costs about as much, as `receivers` was not measured",
}
LEFT_OUT = "It counts receivers that do nothing: what yours do comes on top, once for each receiver and row."


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """The question."""

    receivers: int
    """On each of the signals."""
    rows: int
    signals: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Basis:
    """What the answer rests on."""

    run: str
    created: str | None
    environment: Environment
    commit: str | None
    """How the loop commits; None where that is not known."""
    forks: int
    """The most that a cell of the run has."""
    machine: tuple[tuple[str, str], ...]
    here: tuple[tuple[str, str], ...]
    """The machine that asks."""
    substitute: bool
    """Whether nothing that was measured here could tell."""


def lines(asked: Asked, predicted: Prediction | None, basis: Basis, *, quiet: bool) -> list[str]:
    """The answer; unless quiet, with what it rests on and what it leaves out. predicted: None for nothing."""
    if predicted is None:
        return [f"{_subject(asked)} will add nothing to {_loop(asked, basis)}."]
    told = [
        f"{_subject(asked)} will add about {_time(predicted.added_ns)} to {_loop(asked, basis)}.",
        f"Per save: {_time(_scaled(predicted.added_ns, asked.rows))}.",
        f"That is {_share(predicted.share)} of what the loop takes without: {_time(predicted.loop_ns)}.",
    ]
    return told if quiet else [*told, *_cautions(asked, predicted, basis), LEFT_OUT, _rests_on(basis)]


def as_json(asked: Asked, predicted: Prediction | None, basis: Basis) -> dict[str, Any]:
    """Times in ns, with their intervals; null where nothing is added."""
    return {
        **asdict(asked),
        "added_ns": None if predicted is None else asdict(predicted.added_ns),
        "added_ns_per_save": None if predicted is None else asdict(_scaled(predicted.added_ns, asked.rows)),
        "share": None if predicted is None else asdict(predicted.share),
        "loop_ns": None if predicted is None else asdict(predicted.loop_ns),
        **{name: None if predicted is None else getattr(predicted, name) for name in OUTSIDE},
        "assumed": [] if predicted is None else list(predicted.assumed),
        "run": basis.run,
        "created": basis.created,
        "django": basis.environment.django,
        "python": basis.environment.python,
        "database": basis.environment.database,
        "commit": basis.commit,
        "forks": basis.forks,
        "machine": dict(basis.machine),
        "other_machine": _is_elsewhere(basis),
    }


def _subject(asked: Asked) -> str:
    receivers = units.plural(asked.receivers, "receiver")
    if len(asked.signals) > 1:
        return f"{receivers} on each of {' and '.join(asked.signals)}"
    return f"{receivers} on {asked.signals[0]}"


def _loop(asked: Asked, basis: Basis) -> str:
    how = {"atomic": " in one transaction", "autocommit": ", each committed on its own"}
    return f"a save() loop over {units.plural(asked.rows, 'row')}{how.get(basis.commit or '', '')}"


def _were(number: int) -> str:
    return "was" if number == 1 else "were"


def _cautions(asked: Asked, predicted: Prediction, basis: Basis) -> list[str]:
    told = []
    if basis.substitute:
        told.append(
            "Caution: no run in reports/local can tell, so this is from a published one. Measure here: "
            "signalbench run bulk-saves --budget 10m"
        )
    beyond = [
        f"{units.integer(number)} {noun}, where {units.integer(most)} {_were(most)} the most"
        for number, noun, most in (
            (asked.rows, "rows", predicted.beyond_rows),
            (asked.receivers, "receivers on pre_save", predicted.beyond_pre_save),
            (asked.receivers, "receivers on post_save", predicted.beyond_post_save),
        )
        if most is not None
    ]
    if beyond:
        told.append(f"Beyond what was measured: {'; '.join(beyond)}. The interval is wider for that.")
    if predicted.below_rows is not None:
        told.append(
            f"Below what was measured: {units.plural(asked.rows, 'row')}, "
            f"where {units.integer(predicted.below_rows)} {_were(predicted.below_rows)} the fewest. "
            "The interval is wider for that."
        )
    told += [f"Assumed, not measured: {ASSUMED[name]}." for name in predicted.assumed]
    if predicted.added_ns.high > VAGUE * predicted.added_ns.value:
        told.append(
            "Caution: too little was measured to say it more closely. Measure longer: "
            f"signalbench run bulk-saves --django {basis.environment.django} --budget 10m"
        )
    if _is_elsewhere(basis):
        told.append(
            f"Caution: measured on another machine ({dict(basis.machine).get('cpu', 'unknown')}). "
            "The share carries over better than the times."
        )
    return told


def _rests_on(basis: Basis) -> str:
    environment = basis.environment
    when = f"of {basis.created[:10]}" if basis.created else "(its results.json has no date)"
    machine = dict(basis.machine)
    facts = ", ".join(machine[name] for name in ("cpu", "system") if name in machine)
    return (
        f"Rests on {basis.run} {when}: Django {environment.django}, Python {environment.python}, "
        f"{environment.database}; up to {units.integer(basis.forks)} forks; {facts}."
    )


def _is_elsewhere(basis: Basis) -> bool:
    theirs, ours = dict(basis.machine), dict(basis.here)
    return any(theirs.get(name) != ours.get(name) for name in ("cpu", "cores", "architecture"))


def _time(ns: Estimate) -> str:
    low = units.time(ns.low) if ns.low else "0"
    return f"{units.time(ns.value)} ({low} to {units.time(ns.high)})"


def _share(share: Estimate) -> str:
    return f"{units.share(share.value)} ({units.share(share.low)} to {units.share(share.high)})"


def _scaled(ns: Estimate, rows: int) -> Estimate:
    return Estimate(value=ns.value / rows, low=ns.low / rows, high=ns.high / rows, confidence=ns.confidence)
