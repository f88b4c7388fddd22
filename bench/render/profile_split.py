"""Profiles in words and pictures: what a page, and a terminal, say of where the time goes."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from django.utils.safestring import SafeString, mark_safe

from bench import units
from bench.model import Estimate
from bench.profiles import BUILT_IN, WAITS, Change, Function, Layer, Profile, Split
from bench.render.charts import split as chart
from bench.render.figure import Figure, safe_name, short

MUCH = 0.5
"""A share from which on waiting for another thread says that what matters was not seen."""
TOO_MUCH = 0.05
"""A share that is unexplained from which on the layers do not tell where the time goes."""
SURE = 0.03
"""Half an interval, in points, up to which a split is called stable."""


def share_text(share: Estimate) -> str:
    """ "93% (91%–95%)"."""
    return f"{units.share(share.value)} ({units.share(share.low)}–{units.share(share.high)})"


def change(points: Estimate) -> str:
    """ "+12% (+9% to +15%)"."""
    return f"{_signed(points.value)} ({_signed(points.low)} to {_signed(points.high)})"


def function_name(name: str, file: str) -> str:
    """ "send"; "isinstance, in C"."""
    return f"{name}, in C" if file == BUILT_IN else name


def file_name(file: str) -> str:
    """Empty for a function in C, and for waiting in one that is not."""
    return "" if file in (BUILT_IN, WAITS) else file


def where(function: Function) -> str:
    """ "django/dispatch/dispatcher.py:160"; empty for a function in C."""
    return f"{function.file}:{function.line}" if file_name(function.file) else ""


def circumstances(split: Split) -> str:
    """What was profiled, how often it was looked at, and how sure the split is."""
    side = split.side
    point = f" at {units.axis(side.case.axis)}" if side.case.axis else ""
    widest = max((each.own.high - each.own.low) / 2 for each in split.layers)
    lost = (
        f" For {units.share(split.lost)} of the time others had the processor: that is left out."
        if split.lost is not None
        else ""
    )
    return (
        f"{side.case.question}/{side.case.variant}{point}, Django {side.django}, Python {side.python}, "
        f"{side.database}: {units.plural(split.samples, 'sample')} of "
        f"{units.plural(split.operations, 'operation')} in {split.processes} processes. "
        f"Joint {units.share(split.layers[0].own.confidence)} intervals, "
        f"at most ±{units.share(widest)}.{lost}"
    )


def remarks(profile: Profile) -> list[str]:
    """What has to be known to read the shares rightly."""
    slowest = max(split.slowdown for split in profile.splits)
    said = [
        f"The profiler makes each call and return take longer, up to {units.times(slowest)} the processor "
        "time in all here, so code that makes many small calls has a larger share than without it; how long "
        "anything takes is measured without it. C functions count to their callers. Unexplained "
        "are the harness's own loop, code that no rule names, and waiting where nothing is waited for."
    ]
    if any(_half(split) > SURE for split in profile.splits):
        said.append("Some shares are not sure yet: sample longer with --seconds, on a quieter machine.")
    for split in profile.splits:
        unexplained = next(each.own for each in split.layers if each.layer is Layer.UNEXPLAINED)
        if unexplained.low > TOO_MUCH:
            said.append(
                f"{split.side.label}: {share_text(unexplained)} is unexplained; "
                "its pyinstrument page shows which functions that is."
            )
        crossing = next((each for each in split.layers if each.layer is Layer.CROSSING), None)
        if crossing is not None and crossing.in_c > MUCH:
            said.append(f"{split.side.label}: only the thread that calls is seen, and mostly it waits.")
    return said


def profile_figure(profile: Profile, number: int = 1) -> Figure:
    """A bar for each side, stacked by layer, with the interval of every share in its legend."""
    bars = tuple(
        chart.Bar(
            label=short(split.side.label),
            parts=tuple(
                chart.Part(name=each.layer.value, share=each.own, place=list(Layer).index(each.layer))
                for each in split.layers
            ),
        )
        for split in profile.splits
    )
    title = "; ".join(_headline(split) for split in profile.splits[:2])
    told = ". ".join(
        f"{split.side.label}: "
        + ", ".join(f"{each.layer.value} {share_text(each.own)}" for each in split.layers)
        for split in profile.splits
    )
    samples = units.plural(sum(split.samples for split in profile.splits), "sample")
    return Figure(
        name=safe_name(profile.question, "profile", str(number)),
        slug=profile.question,
        question=profile.question,
        asks="What am I paying for?",
        title=title,
        alt=f"{title}. Share of samples by layer. {told}.",
        footer=f"{samples} under pyinstrument, shares and not times",
        draw=partial(chart.draw, bars=bars),
    )


def profile_section(found: Sequence[tuple[str, Profile]], slug: str) -> list[dict[str, object]]:
    """The contexts of profile.html, one a profile of the question. found: each with its folder, for links."""
    of_question = [entry for entry in found if entry[1].question == slug]
    return [_section(folder, profile, number) for number, (folder, profile) in enumerate(of_question, 1)]


def _section(folder: str, profile: Profile, number: int) -> dict[str, object]:
    figure = profile_figure(profile, number)
    return {
        "svg": _svg(figure),
        "title": figure.title,
        "remarks": remarks(profile),
        "sides": [_side(folder, split) for split in profile.splits],
        "differences": [
            {
                "baseline": each.baseline,
                "candidate": each.candidate,
                "whole": change(each.whole),
                "rows": [_row(row, row.name) for row in each.layers],
                "functions": [_row(row, function_name(row.name, row.file)) for row in each.functions],
            }
            for each in profile.differences
        ],
    }


def _row(row: Change, name: str) -> dict[str, str]:
    return {
        "name": name,
        "file": file_name(row.file),
        "change": change(row.points),
        "before": units.share(row.before),
        "after": units.share(row.after),
    }


def _side(folder: str, split: Split) -> dict[str, object]:
    return {
        "label": split.side.label,
        "circumstances": circumstances(split),
        "page": f"{folder}/{split.page}",
        "speedscope": f"{folder}/{split.speedscope}",
        "layers": [
            {"name": each.layer.value, "own": share_text(each.own), "within": share_text(each.within),
             "in_c": units.share(each.in_c)}
            for each in split.layers
        ],
        "functions": [
            {"name": function_name(each.function.function, each.function.file), "where": where(each.function),
             "layer": each.function.layer.value, "own": share_text(each.own)}
            for each in split.functions
        ],
    }  # fmt: skip


def _headline(split: Split) -> str:
    first, *rest = (each for each in split.layers if each.layer is not Layer.UNEXPLAINED)
    told = f"{short(split.side.label)}: {units.share(first.own.value)} of the samples {_of(first.layer)}"
    return f"{told}, {units.share(rest[0].own.value)} {_of(rest[0].layer)}" if rest else told


def _of(layer: Layer) -> str:
    return f"in the {layer.value}" if layer is not Layer.CROSSING else f"in {layer.value}"


def _half(split: Split) -> float:
    return max((each.own.high - each.own.low) / 2 for each in split.layers)


def _signed(points: float) -> str:
    return units.share(points) if points < 0 else f"+{units.share(points)}"


def _svg(figure: Figure) -> SafeString:
    return mark_safe(figure.svg[figure.svg.index("<svg") :])
