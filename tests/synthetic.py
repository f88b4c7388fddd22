"""Results as a real run would leave them, made up: for tests that read results and measure nothing."""

from __future__ import annotations

import random

from bench.model import (
    Case,
    Cell,
    CellResult,
    CellState,
    Comparison,
    ComparisonKind,
    Counters,
    Environment,
    Estimate,
    Plan,
    Question,
    Results,
    Variant,
    Verdict,
)

RECEIVERS = Question(
    slug="receivers",
    sentence="What does each extra receiver cost?",
    about="The receivers do nothing, and a plain loop calls the same functions.",
    group="core",
    unit="send",
    axes=(("receivers", (0, 1, 10, 100)),),
    variants=(
        Variant(name="plain loop", summary="", reference=None),
        Variant(name="send", summary="", reference="plain loop"),
        Variant(name="send, caching", summary="", reference="plain loop"),
    ),
    cases=tuple(
        Case("receivers", variant, (("receivers", count),))
        for count in (0, 1, 10, 100)
        for variant in ("plain loop", "send", "send, caching")
    ),
    source='"""What does each extra receiver cost?"""\n\nprint("the scenario")\n',
)

BULK_SAVES = Question(
    slug="bulk-saves",
    sentence="Signals or save() for many rows?",
    about="Every variant writes the same rows.",
    group="core",
    unit="batch",
    axes=(("rows", (10, 1000)), ("commit", ("atomic", "autocommit"))),
    variants=(
        Variant(name="save()", summary="", reference=None),
        Variant(name="1 post_save receiver", summary="", reference="save()"),
        Variant(name="overridden save()", summary="", reference="save()"),
        Variant(name="bulk_create()", summary="", reference="save()"),
    ),
    cases=tuple(
        Case("bulk-saves", variant, (("rows", rows), ("commit", commit)))
        for rows in (10, 1000)
        for commit in ("atomic", "autocommit")
        for variant in ("save()", "1 post_save receiver", "overridden save()", "bulk_create()")
    ),
    source='"""Signals or save() for many rows?"""\n\nprint("the scenario")\n',
)

ENVIRONMENTS = tuple(
    Environment(
        label=label,
        django=django,
        python="3.12.1",
        database="SQLite 3.45.1, in memory",
        source="PyPI",
        twin_of=twin_of,
    )
    for label, django, twin_of in (
        ("4.2", "4.2.30", None),
        ("5.2", "5.2.19", None),
        ("6.1", "6.1.3", None),
        ("4.2 twin", "4.2.30", "4.2"),
    )
)


def plan(
    *,
    kind: ComparisonKind = ComparisonKind.VERSION,
    questions: tuple[Question, ...] = (RECEIVERS, BULK_SAVES),
    environments: tuple[Environment, ...] = ENVIRONMENTS,
) -> Plan:
    """A plan of three Djangos and the baseline's twin."""
    return Plan(
        kind=kind,
        created="2026-11-22T16:00:00+00:00",
        command="signalbench compare 4.2 5.2 6.1",
        seed=1,
        budget_s=180.0,
        margin=0.05,
        precision=0.01,
        confidence=0.95,
        environments=environments,
        questions=questions,
        machine=(("cpu", "Example CPU @ 2.50GHz"), ("cores", "2"), ("system", "Linux 6.1")),
        version="0.1.0",
        code="0123456789abcdef",
    )


def results(run: Plan | None = None, *, forks: int = 8, seed: int = 1) -> Results:
    """Plausible figures for every case of the plan: growth along the first axis, 5.x slower than 4.2.

    One cell has failed and one is absent, and every verdict occurs.
    """
    run = run or plan()
    chance = random.Random(seed)
    cells: dict[Cell, CellResult] = {}
    for question in run.questions:
        for case in question.cases:
            for environment in run.environments:
                cells[Cell(case, environment.label)] = _cell(case, environment, forks, chance)
    first = run.questions[0].cases
    for cell, state, reason in (
        (Cell(first[-1], "6.1"), CellState.FAILED, "worker hung for 60 s and was stopped"),
        (Cell(first[-2], "6.1"), CellState.ABSENT, "needs Django 7.0 or newer"),
    ):
        if cell in cells:
            cells[cell] = CellResult(cell=cell, state=state, reason=reason)
    return Results(
        plan=run,
        noise_floor=0.014,
        cells=tuple(cells.values()),
        comparisons=tuple(_comparisons(run, cells, forks)),
        forks=forks,
        elapsed_s=176.2,
        warnings=("2 of 4 workers could not be pinned to a core",),
    )


def _cell(case: Case, environment: Environment, forks: int, chance: random.Random) -> CellResult:
    size = next((value for _, value in case.axis if isinstance(value, int)), 0)
    rank = sum(map(ord, case.variant)) % 5
    base = 900.0 + 130 * rank + size * (140 + 22 * rank)
    base *= {"4": 1.0, "5": 1.25, "6": 1.1}.get(environment.django[0], 1.0)
    fork_ns = tuple(base * chance.lognormvariate(0, 0.012) for _ in range(forks))
    middle = sorted(fork_ns)[forks // 2]
    return CellResult(
        cell=Cell(case, environment.label),
        state=CellState.MEASURED,
        ns_per_op=Estimate(value=middle, low=middle * 0.985, high=middle * 1.016, confidence=0.95),
        fork_ns=fork_ns,
        slices=forks * 2,
        counters=Counters(
            queries=size if "save" in case.question else 0,
            receiver_calls=size,
            python_calls=4 + size,
            bytecodes=80 + 12 * size,
            peak_bytes=900 + 64 * size,
            retained_bytes=0,
        ),
    )


def _comparisons(run: Plan, cells: dict[Cell, CellResult], forks: int) -> list[Comparison]:
    measured = [environment for environment in run.environments if environment.twin_of is None]
    made = []
    for question in run.questions:
        for case in question.cases:
            if run.kind is ComparisonKind.VERSION:
                for candidate in measured[1:]:
                    made.append(
                        _compare(
                            ComparisonKind.VERSION,
                            case,
                            cells[Cell(case, measured[0].label)],
                            cells[Cell(case, candidate.label)],
                            (measured[0].label, candidate.label),
                            forks,
                        )
                    )
            variant = next(v for v in question.variants if v.name == case.variant)
            if variant.reference:
                reference = Case(case.question, variant.reference, case.axis)
                for environment in measured:
                    made.append(
                        _compare(
                            ComparisonKind.VARIANT,
                            case,
                            cells[Cell(reference, environment.label)],
                            cells[Cell(case, environment.label)],
                            (variant.reference, variant.name),
                            forks,
                            environment.label,
                        )
                    )
    return made


def _compare(
    kind: ComparisonKind,
    case: Case,
    baseline: CellResult,
    candidate: CellResult,
    names: tuple[str, str],
    forks: int,
    environment: str | None = None,
) -> Comparison:
    common = {
        "kind": kind,
        "question": case.question,
        "variant": case.variant,
        "axis": case.axis,
        "baseline": names[0],
        "candidate": names[1],
        "environment": environment,
    }
    if baseline.ns_per_op is None or candidate.ns_per_op is None:
        reason = candidate.reason or baseline.reason
        return Comparison(**common, verdict=Verdict.NO_DATA, reason=reason)
    ratio = candidate.ns_per_op.value / baseline.ns_per_op.value
    width = 1.03 if len(case.variant) % 2 else 1.09
    low, high = ratio / width, ratio * width
    if low > 1.05:
        verdict = Verdict.SLOWER
    elif high < 1 / 1.05:
        verdict = Verdict.FASTER
    elif low > 1 / 1.05 and high < 1.05:
        verdict = Verdict.SAME
    else:
        verdict = Verdict.UNCLEAR
    return Comparison(
        **common,
        ratio=Estimate(value=ratio, low=low, high=high, confidence=0.95),
        verdict=verdict,
        forks=forks,
    )
