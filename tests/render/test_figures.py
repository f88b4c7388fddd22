"""The figures of made-up results: right, the same every time, and safe to set into a page."""

from __future__ import annotations

import io
import re
from dataclasses import replace
from xml.etree import ElementTree

import pytest
from PIL import Image

from bench.model import Case, CellState, ComparisonKind, Estimate, Question, Results, Variant, Verdict
from bench.render.figure import Figure
from bench.render.figures import MOST_PICTURES, figures, pictures
from bench.render.selection import values_of
from tests import synthetic

HOSTILE = (
    "</script><script>alert(1)</script>",
    '"><img onerror=x>',
    "x" * 500,
    "שלום \u202eمرحبا",  # noqa: RUF001  Arabic on purpose
    r"$\frac$ ${x}^{",
    "a\x00b\x1b\ud800\nc",
    "url(#x) #0100fe -->",
)
MEASURING = Question(
    slug="floor",
    sentence="What does measuring itself add?",
    about="",
    group="core",
    unit="call",
    axes=(),
    variants=(Variant(name="empty function", summary="", reference=None),),
    cases=(Case("floor", "empty function", ()),),
    source="",
)
KINDS = Question(
    slug="kinds",
    sentence="Which kind of receiver is fastest?",
    about="",
    group="core",
    unit="send",
    axes=(),
    variants=(
        Variant(name="function", summary="", reference=None),
        Variant(name="method", summary="", reference="function"),
        Variant(name="lambda", summary="", reference="function"),
        Variant(name="partial", summary="", reference="function"),
    ),
    cases=tuple(Case("kinds", name, ()) for name in ("function", "method", "lambda", "partial")),
    source="",
)


def hostile_question() -> Question:
    slug = '"><b>'
    return Question(
        slug=slug,
        sentence=HOSTILE[0],
        about="",
        group="core",
        unit=HOSTILE[1],
        axes=((HOSTILE[4], (0, 1, 10)), ("<i>", ("<u>",))),
        variants=tuple(
            Variant(name=name, summary="", reference=None if name == HOSTILE[0] else HOSTILE[0])
            for name in HOSTILE
        ),
        cases=tuple(
            Case(slug, name, ((HOSTILE[4], n), ("<i>", "<u>"))) for n in (0, 1, 10) for name in HOSTILE
        ),
        source="",
    )


def run(*questions: Question, kind: ComparisonKind = ComparisonKind.VERSION) -> Results:
    return synthetic.results(synthetic.plan(kind=kind, questions=questions))


def with_verdict(
    results: Results, candidate: str, variant: str, receivers: int, verdict: Verdict, ratio: float
) -> Results:
    """One comparison of versions changed."""
    estimate = Estimate(value=ratio, low=ratio * 0.97, high=ratio * 1.03, confidence=0.95)
    return replace(
        results,
        comparisons=tuple(
            replace(c, verdict=verdict, ratio=estimate)
            if (c.candidate, c.variant, c.axis) == (candidate, variant, (("receivers", receivers),))
            else c
            for c in results.comparisons
        ),
    )


@pytest.fixture(scope="module")
def results() -> Results:
    return run(synthetic.RECEIVERS, synthetic.BULK_SAVES, MEASURING, KINDS)


def test_each_question_has_the_plots_that_fit_it(results: Results) -> None:
    assert [figure.name for figure in figures(results)] == [
        "receivers-versions",
        "receivers-alternatives",
        "receivers-growth",
        "bulk-saves-versions",
        "bulk-saves-alternatives",
        "bulk-saves-cost-commit-atomic",
        "bulk-saves-cost-commit-autocommit",
        "kinds-versions",
        "kinds-alternatives",
        "kinds-dots",
    ]


def test_the_same_results_give_the_same_bytes(results: Results) -> None:
    assert [figure.svg for figure in figures(results)] == [figure.svg for figure in figures(results)]
    first, again = figures(results)[0], figures(results)[0]
    assert first.png == again.png


@pytest.mark.parametrize("kind", list(ComparisonKind))
def test_a_picture_is_1600_wide_opaque_small_and_described(kind: ComparisonKind) -> None:
    for figure in figures(run(synthetic.RECEIVERS, synthetic.BULK_SAVES, KINDS, kind=kind)):
        picture = Image.open(io.BytesIO(figure.png))
        assert picture.width == 1600
        assert picture.mode == "P"
        assert "transparency" not in picture.info
        assert picture.info["Description"] == figure.alt
        assert len(figure.png) <= 350_000


def test_a_forest_names_the_verdict_that_is_stored() -> None:
    two = synthetic.plan(questions=(synthetic.RECEIVERS,), environments=synthetic.ENVIRONMENTS[1:3])
    same = Estimate(value=1.0, low=0.99, high=1.01, confidence=0.95)
    measured = synthetic.results(two)
    unchanged = replace(
        measured,
        comparisons=tuple(replace(c, verdict=Verdict.SAME, ratio=same) for c in measured.comparisons),
    )
    assert figures(unchanged)[0].title == "From 5.2 to 6.1, all 12 cases stayed the same within 5%"
    changed = with_verdict(unchanged, "6.1", "send", 1, Verdict.SLOWER, 1.3)
    assert (
        figures(changed)[0].title
        == "From 5.2 to 6.1, 1 slower of 12 cases: send is 1.30× slower with 1 receiver"
    )


def test_versions_name_the_one_since_which_it_is_slower(results: Results) -> None:
    same = Estimate(value=1.0, low=0.99, high=1.01, confidence=0.95)
    changed = replace(
        results,
        comparisons=tuple(replace(c, verdict=Verdict.SAME, ratio=same) for c in results.comparisons),
    )
    assert "receivers-versions" not in [figure.name for figure in figures(changed)]
    for version, ratio in (("5.2", 1.25), ("6.1", 1.3)):
        changed = with_verdict(changed, version, "send", 1, Verdict.SLOWER, ratio)
    versions = figures(changed)[0]
    assert versions.title == "send is 1.30× slower on 6.1 than on 4.2 with 1 receiver, and slower since 5.2"
    assert "Shown: 3 of 12 cases, where most changed." in _text(versions.svg)
    assert [label in _text(versions.svg) for label in ("4.2", "5.2", "6.1", "plain loop")] == [True] * 4


def test_where_the_release_before_is_open_it_is_slower_at_the_latest_since_the_next() -> None:
    djangos = ("4.2", "5.0", "5.2", "6.1")
    environments = tuple(replace(synthetic.ENVIRONMENTS[0], label=each, django=each) for each in djangos)
    made = synthetic.results(synthetic.plan(questions=(synthetic.RECEIVERS,), environments=environments))
    same = Estimate(value=1.0, low=0.99, high=1.01, confidence=0.95)
    made = replace(
        made, comparisons=tuple(replace(c, verdict=Verdict.SAME, ratio=same) for c in made.comparisons)
    )
    for version, verdict, ratio in (
        ("5.0", Verdict.UNCLEAR, 1.05),
        ("5.2", Verdict.SLOWER, 1.25),
        ("6.1", Verdict.SLOWER, 1.3),
    ):
        made = with_verdict(made, version, "send", 1, verdict, ratio)
    assert figures(made)[0].title.endswith("with 1 receiver, and slower since 5.2 at the latest")


def test_points_that_were_not_planned_are_no_gaps() -> None:
    few = tuple(case for case in synthetic.RECEIVERS.cases if case.axis[0][1] != 100)
    planned = replace(synthetic.RECEIVERS, cases=few)
    assert values_of(planned, "receivers") == [0, 1, 10]
    for figure in figures(run(planned, kind=ComparisonKind.VARIANT)):
        assert "withoutdata:plainloop" not in _text(figure.svg).replace(" ", "")


def with_djangos(*djangos: str) -> list[Figure]:
    """The figures of 5.x slower than all others, measured in this order."""
    environments = tuple(
        replace(synthetic.ENVIRONMENTS[0], label=f"Django {django}", django=django) for django in djangos
    )
    return figures(
        synthetic.results(synthetic.plan(questions=(synthetic.RECEIVERS,), environments=environments))
    )


def test_versions_stand_in_the_order_of_their_releases_however_they_were_named() -> None:
    in_order, mixed = (
        with_djangos("4.2.30", *rest)[0] for rest in (("5.2.9", "5.2.19"), ("5.2.19", "5.2.9"))
    )
    for figure in (in_order, mixed):
        assert figure.name == "receivers-versions"
        assert "slower on Django 5.2.19 than on Django 4.2.30" in figure.title
        assert "slower since Django 5.2.9" in figure.title
        texts = [element.text for element in ElementTree.fromstring(figure.svg).iter() if element.text]
        assert [text for text in texts if re.fullmatch(r"Django \S+", text)] == [
            "Django 4.2.30",
            "Django 5.2.9",
            "Django 5.2.19",
        ]


@pytest.mark.parametrize(
    "djangos", [("5.2.1", "4.2.30", "6.1.3"), ("4.2.30", "6.2.dev1", "6.2.0.dev1"), ("4.2.30", "5.2", "mine")]
)
def test_versions_without_an_order_from_the_baseline_on_have_no_line(djangos: tuple[str, ...]) -> None:
    assert "receivers-versions" not in [figure.name for figure in with_djangos(*djangos)]


def test_a_version_without_a_ratio_breaks_its_line_and_says_why(results: Results) -> None:
    mixed = tuple(
        replace(c, ratio=None, verdict=Verdict.NOT_COMPARABLE, reason="Python 3.12.1 instead of 3.10.13")
        if c.candidate == "6.1"
        else c
        for c in results.comparisons
    )
    told = _text(figures(replace(results, comparisons=mixed))[0].svg)
    assert "Without a ratio: 6.1: not comparable, Python 3.12.1 instead of 3.10.13." in told


def test_what_is_all_unclear_has_no_forest(results: Results) -> None:
    wide = Estimate(value=1.0, low=0.5, high=2.0, confidence=0.95)
    unclear = replace(
        results,
        comparisons=tuple(replace(c, verdict=Verdict.UNCLEAR, ratio=wide) for c in results.comparisons),
    )
    kinds = {figure.name.rpartition("-")[2] for figure in figures(unclear)}
    assert kinds == {"growth", "atomic", "autocommit", "dots"}


def layered(*, whole: float = 288.0, hooks: tuple[float, ...] = (20.0, 20.0, 20.0)) -> list[Figure]:
    """Made up: rows 200, the hook of each fork, the work 60, and what is left to the whole."""
    ns = {
        "save() alone": 200.0,
        "inline calls": 260.0,
        "empty save()": 220.0,
        "overridden save()": 280.0,
        "empty receivers": 200.0,
        "pre_save and post_save": whole,
    }
    question = replace(
        KINDS,
        slug="same-work",
        variants=tuple(Variant(name=name, summary="", reference=None) for name in ns),
        cases=tuple(Case("same-work", name, ()) for name in ns),
    )
    measured = run(question)
    cells = tuple(
        replace(
            result,
            fork_ns=tuple(
                mood * (ns[variant] + (hook if variant == "empty receivers" else 0.0))
                for mood, hook in zip((1.0, 2.0, 1.5), hooks, strict=True)
            ),
            fork_numbers=(0, 1, 2),
            state=CellState.MEASURED,
            ns_per_op=Estimate(value=1.0, low=1.0, high=1.0, confidence=0.95),
        )
        for result in measured.cells
        for variant in (result.cell.case.variant,)
    )
    return [each for each in figures(replace(measured, cells=cells)) if each.name.endswith("layers")]


def test_layers_add_up_to_the_time_with_what_is_unexplained() -> None:
    (figure,) = layered()
    assert figure.title == (
        "Of the time of “pre_save and post_save”, save() takes 69%, the hook alone takes 6.9%, the work 21%"
    )
    assert "unexplained 2.8%" in figure.alt


@pytest.mark.parametrize("whole", [320.0, 230.0])
def test_layers_that_do_not_add_up_within_the_margin_are_not_drawn(whole: float) -> None:
    """They are 12% less than the whole, or 22% more."""
    assert layered(whole=whole) == []


@pytest.mark.parametrize(
    ("hooks", "told"),
    [
        ((6.0, 8.0, 10.0), "less than 5%"),
        ((-2.0, 1.0, 3.0), "less than 5%"),
        ((-9.0, 12.0, 18.0), "4.4% (−3.3% to 6.7% in the forks)"),
    ],
)
def test_of_a_small_layer_no_more_is_said_than_the_margin_and_the_forks_allow(
    hooks: tuple[float, ...], told: str
) -> None:
    (figure,) = layered(whole=270.0, hooks=hooks)
    assert f"the hook alone takes {told}, the work" in figure.title


def test_a_forest_against_references_names_the_dearest_and_the_cheapest() -> None:
    measured = run(synthetic.RECEIVERS, kind=ComparisonKind.VARIANT)
    verdicts = {"send": (Verdict.SLOWER, 1.2), "send, caching": (Verdict.FASTER, 0.5)}
    changed = []
    for c in measured.comparisons:
        verdict, ratio = verdicts[c.variant]
        estimate = Estimate(value=ratio, low=ratio * 0.98, high=ratio * 1.02, confidence=0.95)
        changed.append(replace(c, verdict=verdict, ratio=estimate))
    forest = figures(replace(measured, comparisons=tuple(changed)))[0]
    assert forest.title == (
        "With 1 receiver: send is 1.20× slower than “plain loop”; "
        "“send, caching” is 2.00× faster than “plain loop”"
    )


@pytest.mark.parametrize(("most", "words"), [(20.0, "log scale"), (2.0, "linear scale, not from 0")])
def test_an_axis_is_logarithmic_where_small_times_would_vanish(most: float, words: str) -> None:
    measured = run(KINDS)
    cells = tuple(
        replace(result, fork_ns=(ns,), ns_per_op=Estimate(value=ns, low=ns, high=ns, confidence=0.95))
        for result in measured.cells
        for ns in (100.0 if result.cell.case.variant == "function" else 100.0 * most,)
    )
    dots = next(each for each in figures(replace(measured, cells=cells)) if each.name == "kinds-dots")
    assert f"time per send, {words}" in _text(dots.svg)


def test_pictures_are_the_first_of_each_question_then_others() -> None:
    many = [
        replace(
            KINDS,
            slug=f"kinds-{number}",
            cases=tuple(case._replace(question=f"kinds-{number}") for case in KINDS.cases),
        )
        for number in range(30)
    ]
    drawn = figures(run(synthetic.RECEIVERS, *many))
    chosen = pictures(drawn)
    assert len(chosen) == MOST_PICTURES
    assert len({figure.slug for figure in chosen}) == MOST_PICTURES
    few = figures(run(synthetic.RECEIVERS))
    assert pictures(few) == few


def test_growth_tells_what_one_more_costs(results: Results) -> None:
    """The title's figure is the slope from the first point to the last, in the newest environment."""
    growth = figures(results)[2]
    ns = {
        (r.cell.case.variant, dict(r.cell.case.axis)["receivers"]): r.ns_per_op.value
        for r in results.cells
        if r.cell.case.question == "receivers" and r.cell.environment == "6.1" and r.ns_per_op
    }
    each = (ns["plain loop", 100] - ns["plain loop", 0]) / 100
    assert growth.title == f"Each added receiver costs {each:.0f}\u00a0ns (plain loop)"
    assert "Points without data: send; send, caching." in _text(growth.svg)


def test_growth_is_silent_where_intervals_overlap(results: Results) -> None:
    wide = Estimate(value=1000.0, low=900.0, high=1100.0, confidence=0.95)
    flat = replace(
        results, cells=tuple(replace(r, ns_per_op=wide) if r.ns_per_op else r for r in results.cells)
    )
    assert figures(flat)[2].title == "No growth with receivers was seen"


def test_of_growth_that_one_point_cannot_show_nothing_is_said(results: Results) -> None:
    """Only 10 receivers were measured, or that and 0, for which a log scale has no place."""
    for kept in ({10}, {0, 10}):
        at_one = replace(
            results,
            cells=tuple(
                r if dict(r.cell.case.axis).get("receivers", 10) in kept else replace(r, ns_per_op=None)
                for r in results.cells
            ),
        )
        assert "receivers-growth" not in [figure.name for figure in figures(at_one)]


def test_growth_of_lines_that_reach_less_far_is_told_all_the_same(results: Results) -> None:
    """A variant known at one small point only must not hide what the others show: they grow."""
    known = {("plain loop", 10), ("plain loop", 100), ("send", 1)}
    cells = tuple(
        r
        if (r.cell.case.variant, dict(r.cell.case.axis).get("receivers")) in known
        else replace(r, ns_per_op=None)
        for r in results.cells
    )
    growth = figures(replace(results, cells=cells))[2]
    assert re.fullmatch(r"Each added receiver costs \d+\sns \(plain loop\)", growth.title)


def many_receivers() -> Question:
    counts = (0, 1, 2, 5, 10, 20, 50, 100, 200, 500, 1000)
    return replace(
        synthetic.RECEIVERS,
        axes=(("receivers", counts),),
        cases=tuple(
            Case("receivers", variant.name, (("receivers", count),))
            for count in counts
            for variant in synthetic.RECEIVERS.variants
        ),
    )


def test_a_forest_of_many_keeps_whole_points_and_says_what_it_leaves_out() -> None:
    told = _text(figures(run(many_receivers()))[1].svg)
    assert "Shown: 6 of 22 comparisons (receivers 1, 50 and 1,000). Left out:" in told


def test_what_changed_among_many_shows_the_surest_and_says_what_the_others_are() -> None:
    """All is the same but one that is slower and two that are unclear, so these stay in, or go first."""
    environments = synthetic.ENVIRONMENTS[1:3]
    measured = synthetic.results(synthetic.plan(questions=(many_receivers(),), environments=environments))
    same = Estimate(value=1.0, low=0.99, high=1.01, confidence=0.95)
    wide = Estimate(value=1.0, low=0.6, high=1.6, confidence=0.95)
    unclear = (("receivers", 0),)
    mixed = replace(
        measured,
        comparisons=tuple(
            replace(c, verdict=Verdict.UNCLEAR, ratio=wide)
            if c.axis == unclear
            else replace(c, verdict=Verdict.SAME, ratio=same)
            for c in measured.comparisons
        ),
    )
    forest = figures(with_verdict(mixed, "6.1", "send", 1000, Verdict.SLOWER, 1.3))[0]
    assert forest.name == "receivers-changes"
    told = _text(forest.svg)
    assert "▲ 1.30× slower" in told
    assert "receivers 0" not in told
    assert "Shown: the 20 surest of 33. Left out: 10 same, 3 unclear." in told


def test_what_has_no_data_stays_in_the_plot_with_its_reason(results: Results) -> None:
    assert "no data: worker hung for 60 s and was stopped" in _text(figures(results)[1].svg)


def test_many_svgs_live_in_one_page(results: Results) -> None:
    drawn = [figure.svg for figure in figures(results)]
    ids = [name for svg in drawn for name in re.findall(r' id="([^"]*)"', svg)]
    assert len(ids) == len(set(ids)) == 2 * len(drawn)
    for svg in drawn:
        root = ElementTree.fromstring(svg)
        tags = {element.tag.partition("}")[2] for element in root.iter()}
        assert tags == {"svg", "title", "desc", "path", "text"}
        assert root.get("role") == "img"
        assert root.get("width") == "100%"
        assert root.get("height") is None
        assert not re.search(r"<\?xml|<!|style=|href|url\(", svg)
        assert re.findall(r"https?://[^\"]*", svg) == ["http://www.w3.org/2000/svg"]


def test_every_colour_of_an_svg_is_a_variable_with_a_fallback(results: Results) -> None:
    for figure in figures(results):
        for element in ElementTree.fromstring(figure.svg).iter():
            for key in ("fill", "stroke"):
                colour = element.get(key, "none")
                assert colour == "none" or re.fullmatch(r"var\(--[a-z0-9-]+,#[0-9a-f]{6}\)", colour)


@pytest.mark.parametrize("kind", list(ComparisonKind))
def test_hostile_names_stay_inert_and_inside_the_figure(kind: ComparisonKind) -> None:
    drawn = figures(run(hostile_question(), kind=kind))
    assert len(drawn) >= 2
    for figure in drawn:
        assert re.fullmatch(r"[a-z0-9-]+", figure.name)
        assert "<script" not in figure.svg
        assert "<img" not in figure.svg
        assert len(figure.title) < 400
        root = ElementTree.fromstring(figure.svg)
        assert {element.tag.partition("}")[2] for element in root.iter()} == {
            "svg",
            "title",
            "desc",
            "path",
            "text",
        }
        texts = [
            element.text or element[0].tail or "" for element in root.iter("{http://www.w3.org/2000/svg}text")
        ]
        assert any(r"$\frac$" in text for text in texts)
        assert max(map(len, texts)) < 120
        if "growth" not in figure.name:
            assert "x" * 500 in [title.text for title in root.iter("{http://www.w3.org/2000/svg}title")]
        assert not re.search("[\u202a-\u202e\x00\x1b]", figure.svg)
        assert Image.open(io.BytesIO(figure.png)).width == 1600


def test_variants_in_several_environments_are_grouped_by_environment() -> None:
    drawn = _text(figures(run(synthetic.RECEIVERS, kind=ComparisonKind.VARIANT))[0].svg)
    assert [label in drawn for label in ("on 4.2", "on 5.2", "on 6.1")] == [True, True, True]


def test_names_that_differ_only_in_signs_still_get_files_of_their_own() -> None:
    twice = replace(KINDS, slug="kinds!", cases=tuple(c._replace(question="kinds!") for c in KINDS.cases))
    names = [figure.name for figure in figures(run(KINDS, twice))]
    assert names == [
        *("kinds-versions", "kinds-dots"),
        *("kinds-versions-2", "kinds-alternatives", "kinds-dots-2"),
    ]


def _text(svg: str) -> str:
    return " ".join("".join(element.itertext()) for element in ElementTree.fromstring(svg).iter())
