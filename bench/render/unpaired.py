"""Two runs side by side, in words and as Markdown. Every text says that nothing was in lockstep.

Markdown is inert, as that of markdown.py: names come from the runs and may hold anything.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence

from bench import units
from bench.model import Estimate
from bench.render import wording
from bench.render.inert import one_line
from bench.render.markdown import LIMIT, escape
from bench.render.table import COUNTERS
from bench.unpaired import Drift, UnpairedCell, UnpairedRuns

HEADING = "Unpaired: two runs that were measured at different times"
CASE = ("question", "variant", "at")
LONGEST_COMMAND = 120
"""In characters: one with a long -k loses its middle; the run's own report has it whole."""


def sentences(found: UnpairedRuns, names: tuple[str, str]) -> list[str]:
    """What the two are, what the machine did to them, and what may be said all the same.

    names: what to call the runs, such as their folders.
    """
    return [
        *(
            f"{side}: {name}, begun {plan.created[:16].replace('T', ' ')} UTC "
            f"({one_line(plan.command, LONGEST_COMMAND)})"
            for side, name, plan in zip("AB", names, (found.before, found.after), strict=True)
        ),
        *_times(found),
        _counters(found),
        *_left_out(found),
    ]


def headings(found: UnpairedRuns) -> tuple[str, ...]:
    """Of the columns of `rows`."""
    return (*CASE, *(["Django"] if _names_django(found) else []), "A", "B", "B ÷ A", "verdict")


def rows(found: UnpairedRuns) -> list[tuple[str, ...]]:
    """Every cell, the largest shift first; those without a ratio come last, with the reason."""
    return [
        (
            *_case(found, cell),
            "–" if cell.before_ns is None else units.time(cell.before_ns),
            "–" if cell.after_ns is None else units.time(cell.after_ns),
            "–" if cell.comparison.ratio is None else _ratio(cell.comparison.ratio),
            _verdict(cell),
        )
        for cell in sorted(found.cells, key=_rank)
    ]


def counter_headings(found: UnpairedRuns) -> tuple[str, ...]:
    """Of the columns of `counter_rows`."""
    return (*CASE, *(["Django"] if _names_django(found) else []), "counted", "A", "B", "B − A")


def counter_rows(found: UnpairedRuns) -> list[tuple[str, ...]]:
    """Every counter that differs, in the order of the cases."""
    return [
        (
            *_case(found, cell),
            dict(COUNTERS)[name],
            units.integer(before),
            units.integer(after),
            f"{'+' if after > before else ''}{units.integer(after - before)}",
        )
        for cell in found.cells
        for name, before, after in cell.counters or ()
    ]


def markdown(found: UnpairedRuns, names: tuple[str, str]) -> str:
    """All of it, below 60,000 characters; rows that do not fit are counted in a sentence."""
    head = f"## {HEADING}\n\n" + "".join(f"- {escape(said)}\n" for said in sentences(found, names))
    counted = _table(counter_headings(found), counter_rows(found), LIMIT // 3)
    parts = [head]
    if counted:
        parts.append(f"\n### Counters that differ\n\n{counted}")
    room = LIMIT - sum(map(len, parts)) - 100
    parts.insert(1, f"\n### Times\n\n{_table(headings(found), rows(found), room)}")
    return "".join(parts)


def _times(found: UnpairedRuns) -> Iterator[str]:
    timed = [cell.comparison.ratio for cell in found.cells if cell.comparison.ratio is not None]
    if found.drift is None or not timed:
        reasons = {cell.comparison.reason or "" for cell in found.cells}
        yield f"No times can be compared: {'; '.join(sorted(reasons)) or 'the runs share no case'}."
        return
    yield (
        "They were not in lockstep, so nothing is called slower, faster or the same. Every interval is "
        f"{units.times(found.drift.factor)} longer at either end than the forks alone would have it, for so "
        "far apart the same thing came out here at two times."
    )
    yield _drift(found.drift)
    yield (
        f"In the middle, what B measured took {units.times(found.drift.common)} as long as in A: the "
        "machine's doing or Django's, which two runs cannot tell apart."
    )
    beyond = sum(ratio.low > 1 or ratio.high < 1 for ratio in timed)
    if beyond:
        yield (
            f"{units.integer(beyond)} of {units.plural(len(timed), 'interval')} {_verb(beyond, 'lie')} "
            "wholly on one side of 1. Only measuring both in lockstep can tell what that is worth: "
            "signalbench compare."
        )


def _drift(drift: Drift) -> str:
    told = []
    if drift.within is not None:
        told.append(f"times moved by up to {units.times(drift.within)} from fork to fork of one run")
    if drift.control_cells:
        told.append(
            f"{units.plural(drift.control_cells, 'cell')} that cannot have changed came out up to "
            f"{units.times(drift.controls)} apart between the runs"
        )
    told.append(f"the middle one of all cells {units.times(max(drift.common, 1 / drift.common))}")
    return f"Drift: {'; '.join(told)}."


def _verb(number: int, verb: str) -> str:
    return f"{verb}s" if number == 1 else verb


def _ratio(ratio: Estimate) -> str:
    """ "1.13× (0.44–2.88)"."""
    if ratio.low < 1 / wording.MOST_TOLD and ratio.high > wording.MOST_TOLD:
        return f"{units.times(ratio.value)} (too few forks)"
    return f"{wording.factor(ratio)} {wording.ends(ratio)}"


def _verdict(cell: UnpairedCell) -> str:
    verdict = cell.comparison.verdict
    told = f"{wording.mark(verdict)} {verdict.value}"
    return told if cell.comparison.ratio is not None else f"{told}: {cell.comparison.reason}"


def _counters(found: UnpairedRuns) -> str:
    comparable = [cell for cell in found.cells if cell.counters is not None]
    differ = sum(bool(cell.counters) for cell in comparable)
    if not comparable:
        return "No counters can be compared: another Python or another scenario, or nothing was counted."
    if not differ:
        return f"Counters, which do not depend on the machine's speed, agree in {_all(len(comparable))}."
    return (
        "Counters, which do not depend on the machine's speed, differ in "
        f"{units.integer(differ)} of {units.plural(len(comparable), 'cell')}."
    )


def _all(cells: int) -> str:
    return units.every(cells, "cell")


def _left_out(found: UnpairedRuns) -> Iterator[str]:
    if found.left_out:
        cases = units.plural(found.left_out, "case")
        yield f"{cases} of only one of the runs {_verb(found.left_out, 'stay')} out."


def _rank(cell: UnpairedCell) -> tuple[bool, float]:
    ratio = cell.comparison.ratio
    return ratio is None, 0.0 if ratio is None else -abs(math.log(ratio.value))


def _case(found: UnpairedRuns, cell: UnpairedCell) -> tuple[str, ...]:
    told = (cell.case.question, cell.case.variant, units.axis(cell.case.axis) or "–")
    if not _names_django(found):
        return told
    before, after = cell.comparison.baseline, cell.comparison.candidate
    return (*told, before if before == after else f"{before} → {after}")


def _names_django(found: UnpairedRuns) -> bool:
    return len(found.environments) > 1


def _table(headings: Sequence[str], rows: Sequence[tuple[str, ...]], room: int) -> str:
    """As many rows as fit into that many characters, and a sentence for the others; "" without rows."""
    if not rows:
        return ""
    text = f"| {' | '.join(headings)} |\n|{' --- |' * len(headings)}\n"
    for number, row in enumerate(rows):
        line = f"| {' | '.join(map(escape, row))} |\n"
        if len(text) + len(line) > room - 60:
            return f"{text}\n{units.plural(len(rows) - number, 'more row')} did not fit here.\n"
        text += line
    return text
