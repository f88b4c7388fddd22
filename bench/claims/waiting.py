"""Who has waited for receivers that note their end: evidence of several claims."""

from __future__ import annotations

from collections.abc import Iterator

from bench.claims.claim import Cells
from bench.claims.evidence import Evidence
from bench.claims.judging import Judged, point


def ended_before_the_sender_went_on(evidence: Evidence, wanted: Cells) -> Iterator[Judged]:
    """Each variant of the question "waiting", with ten receivers: whether all were at their end by then."""
    for spot in evidence.spots(wanted):
        for variant in wanted.variants:
            ended = spot.count("receiver_calls", variant)
            figure = f"{ended} of 10 receivers at their end when the sender goes on"
            yield point(spot, ended == 10, figure, variant)
