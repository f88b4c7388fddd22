"""What a line of the journal may say: a record for each kind of line, whose JSON object names its `kind`.

    {"kind": "fork", "fork", "environments": [labels as started], "pinned", "preparation_s"}
    {"kind": "outcome", question, variant, axis, "environment", "state", "reason", "counters"}
    {"kind": "slices", "fork", "round", "position", question, variant, axis, "environment", "loops",
     "ns": [one a turn], "pace_ns": [the same, where there was a pacemaker]}
    {"kind": "look", "fork", "share", "settled": [[question, axis], ...], "final"}: after the forks before
     this one the results were looked at, which spent this share of the error; these points need no more
    {"kind": "lost", "fork", "environment", "reason"}: it has no worker for the rest of the fork
    {"kind": "clock", "elapsed_s"}: time spent measuring so far, over all sittings

Reading checks types and bounds: no clock gives a slice without time. Keys beyond these are left alone.
"""

from __future__ import annotations

import json
import math
import re
from typing import Annotated, TypedDict

import msgspec
from msgspec import Meta, Struct

from bench.model import AxisValue, CellState

Place = Annotated[int, Meta(ge=0)]
"""A number of a fork, a round or a position, counted from 0; or how many there are of something."""
Positive = Annotated[int, Meta(ge=1)]
Pace = Annotated[int, Meta(gt=0)] | Annotated[float, Meta(gt=0)]
AxisObject = dict[str, AxisValue]


class CountersObject(TypedDict, total=False):
    """What was counted of a call, as bench.model.Counters names it; what was not is left out."""

    queries: Place
    statements: dict[str, Place]
    receiver_calls: Place
    python_calls: Place
    bytecodes: Place
    peak_bytes: Place
    retained_bytes: int
    threads_started: Place
    instructions: Place


class ForkLine(Struct, frozen=True, kw_only=True, tag_field="kind", tag="fork"):
    """A fork begins."""

    fork: Place
    environments: tuple[str, ...]
    """Labels, in the order in which their workers were started."""
    pinned: bool
    preparation_s: float


class OutcomeLine(Struct, frozen=True, kw_only=True, tag_field="kind", tag="outcome"):
    """A cell was set up and checked, or cannot be."""

    question: str
    variant: str
    axis: AxisObject
    environment: str
    state: CellState
    reason: str | None
    counters: CountersObject


class SlicesLine(Struct, frozen=True, kw_only=True, tag_field="kind", tag="slices", omit_defaults=True):
    """A cell was timed in a round."""

    fork: Place
    round: Place
    position: Place
    question: str
    variant: str
    axis: AxisObject
    environment: str
    loops: Positive
    ns: Annotated[tuple[Positive, ...], Meta(min_length=1)]
    pace_ns: tuple[Pace, ...] | None = None

    def __post_init__(self) -> None:
        if self.pace_ns is not None and len(self.pace_ns) != len(self.ns):
            raise ValueError(f"{len(self.pace_ns)} of pace_ns for {len(self.ns)} of ns")


class LookLine(Struct, frozen=True, kw_only=True, tag_field="kind", tag="look"):
    """The results so far were looked at."""

    fork: Place
    share: float
    settled: tuple[tuple[str, AxisObject], ...]
    final: bool


class LostLine(Struct, frozen=True, kw_only=True, tag_field="kind", tag="lost"):
    """An environment has no worker for the rest of the fork."""

    fork: Place
    environment: str
    reason: str


class ClockLine(Struct, frozen=True, kw_only=True, tag_field="kind", tag="clock"):
    """So long has been measured."""

    elapsed_s: float


Line = ForkLine | OutcomeLine | SlicesLine | LookLine | LostLine | ClockLine

_ENCODER = msgspec.json.Encoder()
_DECODER: msgspec.json.Decoder[Line] = msgspec.json.Decoder(Line)
_SURROGATE = re.compile(rb"\\u[dD][89a-fA-F]")
"""Half of a pair, or a whole one. Halves stand for bytes of a path that is no UTF-8: JSON has escapes for
them, which msgspec neither writes nor reads."""


def encoded(line: Line) -> bytes:
    """The line's text in UTF-8, with its line feed."""
    try:
        return _ENCODER.encode(line) + b"\n"
    except UnicodeEncodeError:
        return json.dumps(msgspec.to_builtins(line)).encode("ascii") + b"\n"


def decoded(text: bytes) -> Line:
    """The line that this text is. Raises ValueError, which says what is wrong, where it is none."""
    try:
        if not _SURROGATE.search(text):
            return _DECODER.decode(text)
        content = json.loads(text, parse_float=_finite, parse_constant=_finite)
        line: Line = msgspec.convert(content, Line)
        return line
    except msgspec.DecodeError as error:
        raise ValueError(str(error)) from error


def _finite(text: str) -> float:
    """As JSON has numbers, and as msgspec reads them: Python's module takes NaN and 1e999."""
    number = float(text)
    if not math.isfinite(number):
        raise ValueError(f"{text} is no number")
    return number
