"""The sentences that a report opens with."""

from __future__ import annotations

import dataclasses
import re

from bench.model import (
    Cell,
    CellResult,
    CellState,
    Comparison,
    ComparisonKind,
    Counters,
    Estimate,
    Question,
    Results,
    Verdict,
)
from bench.render.answers import answer, at
from bench.render.findings import Topic, findings, told
from bench.render.table import main_comparisons
from bench.render.trust import counts_sentence
from tests import synthetic
from tests.render import sizes

ONE_CANDIDATE = (*synthetic.ENVIRONMENTS[:2], synthetic.ENVIRONMENTS[3])


def versions(question: Question, *ratios: tuple[Verdict, float], noise: float | None = 0.014) -> Results:
    """Two Djangos whose comparisons have these verdicts and ratios, with intervals 2% either way."""
    results = synthetic.results(synthetic.plan(questions=(question,), environments=ONE_CANDIDATE))
    made = [
        dataclasses.replace(
            comparison,
            verdict=verdict,
            ratio=Estimate(value=ratio, low=ratio / 1.02, high=ratio * 1.02, confidence=0.95),
        )
        for comparison, (verdict, ratio) in zip(main_comparisons(results), ratios, strict=False)
    ]
    return dataclasses.replace(results, comparisons=tuple(made), noise_floor=noise)


def variants(question: Question, **ratios: tuple[Verdict, float]) -> Results:
    """One Django, with these variants compared with the question's first at its largest point."""
    plan = synthetic.plan(
        kind=ComparisonKind.VARIANT, questions=(question,), environments=synthetic.ENVIRONMENTS[1:2]
    )
    made = [
        Comparison(
            kind=ComparisonKind.VARIANT,
            question=question.slug,
            variant=name,
            axis=question.cases[-1].axis,
            baseline=question.variants[0].name,
            candidate=name,
            environment="5.2",
            ratio=Estimate(value=ratio, low=ratio - 0.01, high=ratio + 0.01, confidence=0.95),
            verdict=verdict,
        )
        for name, (verdict, ratio) in ratios.items()
    ]
    return dataclasses.replace(synthetic.results(plan), comparisons=tuple(made))


DECISIONS = 2
"""So many stand before the findings."""
UNKNOWN = sizes.question("novel", "What is new?", ("old way", "new way"), ("rows", (10, 20)))


def test_the_headline_of_an_upgrade_is_dispatch_with_one_receiver() -> None:
    results = versions(synthetic.RECEIVERS, *[(Verdict.SLOWER, 1.25)] * 12)
    assert findings(results)[DECISIONS] == (
        "Dispatch: sending a signal to 1 receiver is 1.25× slower in 5.2 than in 4.2 (1.23–1.27), "
        "297 ns more per send."
    )


def test_only_what_is_decided_makes_a_finding() -> None:
    undecided = dataclasses.replace(
        synthetic.results(),
        comparisons=tuple(
            dataclasses.replace(c, verdict=Verdict.UNCLEAR) for c in synthetic.results().comparisons
        ),
    )
    assert [sentence for sentence in findings(synthetic.results()) if sentence.startswith("Dispatch")]
    assert not [sentence for sentence in findings(undecided) if sentence.startswith("Dispatch")]


def test_a_question_that_nobody_foresaw_is_told_by_its_largest_slowdown() -> None:
    results = versions(
        UNKNOWN,
        (Verdict.SLOWER, 1.08),
        (Verdict.SLOWER, 1.31),
        (Verdict.FASTER, 0.5),
        (Verdict.UNCLEAR, 1.02),
    )
    assert findings(results)[DECISIONS] == (
        "novel: “new way” with 10 rows is 1.31× slower in 5.2 than in 4.2 (1.28–1.34), 115 ns more per row; "
        "2 of 4 cells are slower in 5.2, 1 of 4 cells is faster."
    )
    assert answer(results, UNKNOWN) == (
        "2 of 4 cells are slower in 5.2 than in 4.2, by 1.08× to 1.31×, the surest “new way” with 10 rows; "
        "1 of 4 cells is faster in 5.2, by 2.00× (1.96–2.04): “old way” with 20 rows."
    )


def test_slowdowns_come_before_speedups_and_large_ones_first() -> None:
    questions = [
        dataclasses.replace(UNKNOWN, slug=slug, cases=()) for slug in ("faster", "slower", "slowest")
    ]
    plan = synthetic.plan(questions=tuple(questions), environments=ONE_CANDIDATE)
    (model,) = versions(UNKNOWN, (Verdict.SLOWER, 2.0)).comparisons
    made = [
        dataclasses.replace(
            model,
            question=slug,
            verdict=verdict,
            ratio=Estimate(value=value, low=value, high=value, confidence=0.95),
        )
        for slug, verdict, value in (
            ("faster", Verdict.FASTER, 0.1),
            ("slower", Verdict.SLOWER, 1.2),
            ("slowest", Verdict.SLOWER, 1.4),
        )
    ]
    results = dataclasses.replace(synthetic.results(), plan=plan, cells=(), comparisons=tuple(made))
    found = [
        finding.question for finding in told(results) if finding.topic is Topic.UPGRADE and not finding.asks
    ]
    assert found == ["slowest", "slower", "faster"]


FIVE_OH = dataclasses.replace(synthetic.ENVIRONMENTS[1], label="5.0", django="5.0.14")
RECEIVERS_ONLY = synthetic.results(
    synthetic.plan(
        questions=(synthetic.RECEIVERS,),
        environments=(synthetic.ENVIRONMENTS[0], FIVE_OH, *synthetic.ENVIRONMENTS[1:]),
    )
)


def _told_of_dispatch(**ratios: tuple[Verdict, float, float, float]) -> str:
    """The finding where each Django came out so: django5_2=(verdict, ratio, low, high); no other measured."""
    made = tuple(
        dataclasses.replace(
            c, verdict=verdict, ratio=Estimate(value=value, low=low, high=high, confidence=0.95)
        )
        for c in main_comparisons(RECEIVERS_ONLY)
        if (name := "django" + c.candidate.replace(".", "_")) in ratios
        for verdict, value, low, high in [ratios[name]]
    )
    return findings(dataclasses.replace(RECEIVERS_ONLY, comparisons=made))[DECISIONS]


def test_a_case_that_has_been_slower_from_some_django_on_is_told_by_the_last() -> None:
    alike = _told_of_dispatch(
        django5_2=(Verdict.SLOWER, 1.25, 1.1, 1.3), django6_1=(Verdict.SLOWER, 1.2, 1.1, 1.3)
    )
    assert alike == (
        "Dispatch: sending a signal to 1 receiver is 1.20× slower in 6.1 than in 4.2 (1.10–1.30), "
        "240 ns more per send, and slower from 5.2 on."
    )
    grown = _told_of_dispatch(
        django5_2=(Verdict.SLOWER, 1.1, 1.08, 1.12), django6_1=(Verdict.SLOWER, 1.2, 1.18, 1.22)
    )
    assert grown.endswith("more per send, and slower from 5.2 on, where it is 1.10× (1.08–1.12).")


def test_slower_from_some_django_on_passes_over_none_that_is_unclear() -> None:
    told = _told_of_dispatch(
        django5_0=(Verdict.SLOWER, 1.2, 1.1, 1.3),
        django5_2=(Verdict.UNCLEAR, 1.1, 0.9, 1.3),
        django6_1=(Verdict.SLOWER, 1.2, 1.1, 1.3),
    )
    assert "is 1.20× slower in 5.0 (1.10–1.30; 240 ns more per send) and 1.20× slower in 6.1 (" in told
    assert "from 5.0 on" not in told
    assert told.endswith("; for 5.2 it cannot be told.")


def test_slower_from_some_django_on_is_at_the_latest_where_the_one_before_is_unclear() -> None:
    told = _told_of_dispatch(
        django5_0=(Verdict.UNCLEAR, 1.1, 0.9, 1.3),
        django5_2=(Verdict.SLOWER, 1.2, 1.1, 1.3),
        django6_1=(Verdict.SLOWER, 1.2, 1.1, 1.3),
    )
    assert told.endswith("more per send, and slower from 5.2 on at the latest.")


def test_a_case_that_was_slower_in_one_django_and_recovered_names_each() -> None:
    mended = _told_of_dispatch(
        django5_2=(Verdict.SLOWER, 1.25, 1.2, 1.3), django6_1=(Verdict.UNCLEAR, 1.0, 0.9, 1.1)
    )
    assert "is 1.25× slower in 5.2 than in 4.2 (1.20–1.30)" in mended
    assert "from 5.2 on" not in mended
    turned = _told_of_dispatch(
        django5_2=(Verdict.SLOWER, 1.25, 1.2, 1.3), django6_1=(Verdict.FASTER, 0.8, 0.7, 0.9)
    )
    assert "is 1.25× slower in 5.2 (1.20–1.30; " in turned
    assert "1.25× faster in 6.1 (1.11–1.43; " in turned


def test_what_is_counted_otherwise_is_told_with_its_worst_case() -> None:
    results = versions(synthetic.RECEIVERS, *[(Verdict.SAME, 1.0)] * 12)
    assert "Each of the 12 cases counted sends as many SQL queries in 5.2 as in 4.2." in findings(results)
    more = tuple(
        dataclasses.replace(cell, counters=dataclasses.replace(cell.counters, queries=3))
        if cell.cell == Cell(synthetic.RECEIVERS.cases[-1], "5.2")
        else cell
        for cell in results.cells
    )
    assert (
        "From 4.2 to 5.2 the number of SQL queries differs in 1 of 12 cases, namely in “send, caching” with "
        "100 receivers (receivers): 0 → 3."
    ) in findings(dataclasses.replace(results, cells=more))


def test_candidates_that_count_the_same_are_told_together_where_as_many_cases_were_counted() -> None:
    results = synthetic.results(synthetic.plan(questions=(synthetic.RECEIVERS,)))
    sentence = "counted sends as many SQL queries in"
    assert [each for each in findings(results) if sentence in each] == [
        f"Each of the 12 cases {sentence} 5.2 as in 4.2.",
        f"Each of the 10 cases {sentence} 6.1 as in 4.2.",
    ]
    complete = tuple(
        dataclasses.replace(results.cells[0], cell=cell.cell, counters=Counters(queries=0))
        for cell in results.cells
    )
    sentences = findings(dataclasses.replace(results, cells=complete))
    assert f"Each of the 12 cases {sentence} 5.2 and 6.1 as in 4.2." in sentences
    first = tuple(
        cell
        if cell.cell.case == results.cells[0].cell.case
        else dataclasses.replace(cell, counters=Counters())
        for cell in complete
    )
    sentences = findings(dataclasses.replace(results, cells=first))
    assert f"The only case {sentence} 5.2 and 6.1 as in 4.2." in sentences


def test_one_cell_is_told_in_the_singular() -> None:
    results = versions(UNKNOWN, (Verdict.SLOWER, 1.5))
    assert answer(results, UNKNOWN) == (
        "The only cell is slower in 5.2 than in 4.2, by 1.50× (1.47–1.53): “old way” with 10 rows."
    )
    assert counts_sentence(results) == "1 comparison: 1 slower."


def test_questions_without_a_change_share_a_sentence() -> None:
    results = versions(UNKNOWN, *[(Verdict.SAME, 1.0)] * 3, (Verdict.UNCLEAR, 1.04))
    assert "No change is known in novel (3 the same within 5%, 1 cannot be told yet)." in findings(results)
    assert (
        answer(results, UNKNOWN)
        == "From 4.2 to 5.2, no change is known: 3 the same within 5%, 1 cannot be told yet."
    )


def test_what_a_receiver_costs_is_a_share_of_the_loop() -> None:
    rows = sizes.question(
        "bulk-saves",
        "Signals or save() for many rows?",
        ("save()", "1 post_save receiver", "overridden save()", "bulk_create()"),
        ("rows", (10, 1000)),
        ("commit", ("atomic",)),
    )
    results = variants(
        rows,
        **{
            "1 post_save receiver": (Verdict.SLOWER, 1.08),
            "overridden save()": (Verdict.SAME, 1.0),
            "bulk_create()": (Verdict.FASTER, 0.1),
        },
    )
    assert findings(results)[DECISIONS : DECISIONS + 2] == [
        "In a loop that saves 1,000 rows, one post_save receiver adds 18.6 ns to a save of 232 ns (8%, 7–9), "
        "18.6 µs per 1,000; overriding save() adds at most 1% to a save of 232 ns.",
        "bulk_create() of 1,000 rows is 10× faster than “save()” (9.09–11), 209 ns less per save.",
    ]


def test_variants_that_nobody_foresaw_are_told_by_their_extremes() -> None:
    question = sizes.question("novel", "What is new?", ("old", "a", "b", "c", "d"), ("rows", (20,)))
    results = variants(
        question,
        a=(Verdict.SLOWER, 3.0),
        b=(Verdict.SLOWER, 1.2),
        c=(Verdict.FASTER, 0.5),
        d=(Verdict.SAME, 1.0),
    )
    assert findings(results)[DECISIONS] == (
        "novel: With 20 rows, “c” is 2.00× faster than “old” (1.96–2.04), "
        "188 ns less per row; “a” is 3.00× slower than “old” (2.99–3.01), "
        "753 ns more per row, the surest of 2 that are slower; 1 the same within 5%."
    )


def test_variants_are_told_at_the_point_where_most_of_them_differ() -> None:
    question = sizes.question("novel", "What is new?", ("old", "new"), ("rows", (10, 20, 30)))
    results = synthetic.results(
        synthetic.plan(
            kind=ComparisonKind.VARIANT, questions=(question,), environments=synthetic.ENVIRONMENTS[1:2]
        )
    )
    made = tuple(
        dataclasses.replace(c, verdict=Verdict.SLOWER if dict(c.axis)["rows"] == 10 else Verdict.UNCLEAR)
        for c in results.comparisons
    )
    assert answer(dataclasses.replace(results, comparisons=made), question).startswith(
        "With 10 rows, “new” is"
    )


def test_nothing_decided_says_what_to_do() -> None:
    results = versions(UNKNOWN, *[(Verdict.UNCLEAR, 1.04)] * 4)
    assert findings(results)[0] == (
        "Upgrade or not? Cannot be told from this run: from 4.2 to 5.2, all 4 cases are unclear. "
        "Measure longer, with --budget 12m."
    )


def test_counts_add_up_to_the_comparisons() -> None:
    for kind in ComparisonKind:
        results = synthetic.results(sizes.real_plan(kind))
        total, *parts = (int(number) for number in re.findall(r"(\d+) (?!\d|%)", counts_sentence(results)))
        assert total == sum(parts) == len(main_comparisons(results))


def test_the_noise_floor_is_told_and_so_is_its_absence() -> None:
    noisy = findings(versions(UNKNOWN, (Verdict.SAME, 1.0), noise=0.08))
    assert any("came out up to 8% apart, and only changes beyond 8%" in sentence for sentence in noisy)
    unknown = findings(versions(UNKNOWN, (Verdict.SAME, 1.0), noise=None))
    assert any("noise is not known" in sentence and "The margin is 5%" in sentence for sentence in unknown)


def test_the_floor_is_read_off_its_cell() -> None:
    results = synthetic.results(sizes.real_plan())
    floor = next(cell for cell in results.cells if cell.cell.case.question == "floor")
    changed = dataclasses.replace(floor, ns_per_op=Estimate(value=65.04, low=64, high=66, confidence=0.95))
    cells = tuple(changed if cell is floor else cell for cell in results.cells)
    told = "An operation that does nothing reads 65.0 ns; every time includes this"
    last = findings(dataclasses.replace(results, cells=cells))[-1]
    assert last == f"{told}. The comparisons counted above include its own."
    others = tuple(each for each in results.comparisons if each.question != "floor")
    last = findings(dataclasses.replace(results, cells=cells, comparisons=others))[-1]
    assert last == f"{told}."


def test_a_run_in_which_all_failed_still_has_sentences() -> None:
    results = synthetic.results(synthetic.plan(questions=(UNKNOWN,)))
    failed = tuple(
        CellResult(cell=cell.cell, state=CellState.FAILED, reason="no such table") for cell in results.cells
    )
    none = tuple(
        dataclasses.replace(c, ratio=None, verdict=Verdict.NO_DATA, reason="no such table")
        for c in results.comparisons
    )
    sentences = findings(dataclasses.replace(results, cells=failed, comparisons=none))
    assert sentences[0] == (
        "Upgrade or not? Cannot be told from this run: nothing could be compared from 4.2 to 6.1; "
        "the tables give the reasons."
    )
    assert "8 comparisons: 8 not measured." in sentences


def test_points_in_a_sentence() -> None:
    assert at((("receivers", 1), ("caching", "on"))) == " with 1 receiver, caching on"
    assert at((("rows", 1000),)) == " with 1,000 rows"
    assert at(()) == ""
