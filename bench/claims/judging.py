"""From points that a claim holds at, or not, to its verdict."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from bench import units
from bench.claims.claim import ClaimVerdict, Finding
from bench.claims.evidence import Spot
from bench.model import Environment


@dataclass(frozen=True, slots=True, kw_only=True)
class Judged:
    """What one point says of a claim."""

    label: str
    """What is tested there, or where: "rows 1,000"; the same in every environment."""
    environment: Environment
    holds: bool | None
    """None: the interval lies on both sides of the threshold."""
    figure: str


def point(spot: Spot, holds: bool | None, figure: str, label: str | None = None) -> Judged:
    """The spot, labelled with its axes unless told otherwise."""
    return Judged(
        label=spot.label if label is None else label,
        environment=spot.environment,
        holds=holds,
        figure=figure,
    )


def judge(points: Sequence[Judged], *, on: str) -> Finding:
    """Confirmed or refuted where all points say so, depends where some settle it one way and some the other.

    Else it is unclear: a point that is open could still say otherwise. on: what it depends on, if so. The
    figure is that of the last point, of the newest Django.
    """
    holding = [each for each in points if each.holds is True]
    failing = [each for each in points if each.holds is False]
    open_ones = [each for each in points if each.holds is None]
    if holding and failing:
        reason = f"on {on}: holds {_where(holding, points)}; does not {_where(failing, points)}"
        figure = f"{_figure(holding[-1])}; {_figure(failing[-1])}"
        return Finding(verdict=ClaimVerdict.DEPENDS, figure=figure, reason=reason)
    if open_ones:
        reason = f"{units.plural(len(open_ones), 'point')} of {len(points)} unclear; measure longer: --budget"
        return Finding(verdict=ClaimVerdict.UNCLEAR, figure=_figure(open_ones[-1]), reason=reason)
    verdict = ClaimVerdict.CONFIRMED if holding else ClaimVerdict.REFUTED
    return Finding(verdict=verdict, figure=_figure(points[-1]))


def _figure(one: Judged) -> str:
    at = f" ({one.label})" if one.label not in one.figure else ""
    return f"{one.figure}{at} in {one.environment.label}"


def _where(some: Sequence[Judged], points: Sequence[Judged]) -> str:
    """The points, those that are alike in all environments told once."""
    parts = []
    for label in dict.fromkeys(each.label for each in some):
        here = [each.environment.label for each in some if each.label == label]
        everywhere = [each.environment.label for each in points if each.label == label]
        within = "" if here == everywhere else f"in {', '.join(dict.fromkeys(here))}"
        parts.append(" ".join(filter(None, [f"for {label}" if label else "", within])))
    return " and ".join(parts)
