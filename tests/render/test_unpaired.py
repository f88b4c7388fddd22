"""Two runs side by side, as text: unpaired in the heading, no verdict, nothing hidden, nothing alive."""

from __future__ import annotations

from dataclasses import fields, replace

import pytest

from bench.model import Case, Comparison, ComparisonKind, Counters, Estimate, Verdict
from bench.render.unpaired import (
    HEADING,
    counter_headings,
    counter_rows,
    headings,
    markdown,
    rows,
    sentences,
)
from bench.unpaired import Drift, UnpairedCell, UnpairedRuns
from tests.synthetic import plan

NAMES = ("runs/before", "runs/after")


def cell(
    variant: str,
    ratio: float | None,
    *,
    width: float = 1.5,
    django: str = "5.2",
    counters: tuple[tuple[str, int, int], ...] | None = (),
) -> UnpairedCell:
    estimate = ratio and Estimate(value=ratio, low=ratio / width, high=ratio * width, confidence=0.95)
    return UnpairedCell(
        case=Case("receivers", variant, (("receivers", 10),)),
        before_ns=ratio and 1000.0,
        after_ns=ratio and 1000.0 * ratio,
        comparison=Comparison(
            kind=ComparisonKind.VERSION,
            question="receivers",
            variant=variant,
            axis=(("receivers", 10),),
            baseline=django,
            candidate=django,
            ratio=estimate or None,
            verdict=Verdict.UNCLEAR if ratio else Verdict.NO_DATA,
            reason=None if ratio else "B: worker hung",
        ),
        counters=counters,
    )


def runs(*cells: UnpairedCell, **changes: object) -> UnpairedRuns:
    drift = Drift(within=1.3, controls=1.2, control_cells=3, common=0.8, factor=1.3)
    made = UnpairedRuns(
        before=plan(),
        after=replace(plan(), created="2026-11-23T08:15:00+00:00"),
        environments=(("5.2", "5.2"),),
        drift=drift,
        cells=cells,
        left_out=0,
    )
    return replace(made, **changes)


def test_the_sentences_say_which_runs_and_that_they_are_unpaired() -> None:
    told = sentences(runs(cell("send", 1.1)), NAMES)
    assert "Unpaired" in HEADING
    assert told[0].startswith("A: runs/before, begun 2026-11-22 16:00 UTC")
    assert told[1].startswith("B: runs/after, begun 2026-11-23 08:15 UTC")
    assert told[2].startswith("They were not in lockstep, so nothing is called slower, faster or the same")
    assert told[3] == (
        "Drift: times moved by up to 1.30× from fork to fork of one run; 3 cells that cannot have changed "
        "came out up to 1.20× apart between the runs; the middle one of all cells 1.25×."
    )


def test_the_largest_shift_stands_first_and_what_has_no_ratio_last() -> None:
    found = runs(cell("none", None), cell("small", 1.1), cell("faster", 0.5), cell("slower", 1.9))
    assert [row[1] for row in rows(found)] == ["faster", "slower", "small", "none"]


def test_a_row_has_times_ratio_and_the_word_unclear_however_far_apart() -> None:
    far, none = rows(runs(cell("send", 8.0), cell("none", None)))
    assert headings(runs()) == ("question", "variant", "at", "A", "B", "B ÷ A", "verdict")
    assert far[3:] == ("1.00 µs", "8.00 µs", "8.0× (5.3–12)", "? unclear")
    assert none[3:] == ("–", "–", "–", "– no data: B: worker hung")


def test_an_interval_that_says_nothing_is_not_put_into_figures() -> None:
    (row,) = rows(runs(cell("send", 1.1, width=1e6)))
    assert row[5] == "1.10× (too few forks)"


def test_intervals_on_one_side_of_1_are_a_reason_to_measure_in_lockstep() -> None:
    told = " ".join(sentences(runs(cell("send", 2.0), cell("robust", 1.1)), NAMES))
    assert "1 of 2 intervals lies wholly on one side of 1" in told
    assert "wholly" not in " ".join(sentences(runs(cell("robust", 1.1)), NAMES))


def test_all_counters_that_differ_are_shown_exactly() -> None:
    found = runs(
        cell("send", 1.1, counters=(("bytecodes", 1234, 1230), ("queries", 1, 2))), cell("same", 1.0)
    )
    assert counter_headings(found)[3:] == ("counted", "A", "B", "B − A")
    assert [row[3:] for row in counter_rows(found)] == [
        ("bytecodes", "1,234", "1,230", "−4"),
        ("queries", "1", "2", "+1"),
    ]
    assert any(said.endswith("differ in 1 of 2 cells.") for said in sentences(found, NAMES))


@pytest.mark.parametrize(
    "name", [each.name for each in fields(Counters) if each.name not in ("statements", "instructions")]
)
def test_every_counter_that_is_compared_has_a_heading(name: str) -> None:
    (row,) = counter_rows(runs(cell("send", 1.1, counters=((name, 0, 2),))))
    assert row[4:] == ("0", "2", "+2")


def test_counters_that_agree_or_cannot_be_compared_are_told() -> None:
    assert any(said.endswith("agree in the only cell.") for said in sentences(runs(cell("a", 1.0)), NAMES))
    unknown = sentences(runs(cell("a", 1.0, counters=None)), NAMES)
    assert any(said.startswith("No counters can be compared") for said in unknown)


def test_without_times_the_reason_is_told_once() -> None:
    told = sentences(runs(cell("a", None), cell("b", None), drift=None), NAMES)
    assert "No times can be compared: B: worker hung." in told


@pytest.mark.parametrize("several", [False, True])
def test_the_django_is_named_where_there_are_several(several: bool) -> None:
    pairs = (("4.2", "4.2"), ("5.2", "5.2")) if several else (("4.2", "5.2"),)
    found = runs(cell("send", 1.1), environments=pairs)
    assert ("Django" in headings(found)) is several
    assert all(len(row) == len(headings(found)) for row in rows(found))


def test_markdown_is_inert_and_holds_every_row() -> None:
    found = runs(*(cell(f"<b>|{n}", 1.1, counters=(("queries", 1, 2),)) for n in range(5)))
    text = markdown(found, ("@everyone", "after"))
    assert text.startswith("## Unpaired")
    assert "<b>" not in text
    assert "@everyone" not in text
    assert text.count(r"| &lt;b&gt;\|") == 10


def test_markdown_that_would_be_too_long_says_how_many_rows_it_left_out() -> None:
    found = runs(*(cell(f"variant {n}", 1.1, counters=(("queries", 1, 2),)) for n in range(2000)))
    text = markdown(found, NAMES)
    assert len(text) < 60_000
    left = [int(line.split()[0].replace(",", "")) for line in text.splitlines() if "more row" in line]
    assert len(left) == 2
    assert sum(left) + text.count("| receivers | variant") == 4000
