"""The figures of made-up results: right, the same every time, and safe to set into a page."""

from __future__ import annotations

import io
import re
from dataclasses import replace
from xml.etree import ElementTree

import pytest
from PIL import Image

from bench.model import Case, ComparisonKind, Estimate, Question, Results, Variant, Verdict
from bench.render.figures import figures
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
    ),
    cases=(Case("kinds", "function", ()), Case("kinds", "method", ())),
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


@pytest.fixture(scope="module")
def results() -> Results:
    return run(synthetic.RECEIVERS, synthetic.BULK_SAVES, MEASURING, KINDS)


def test_each_question_has_the_plots_that_fit_it(results: Results) -> None:
    assert [figure.name for figure in figures(results)] == [
        "receivers-growth",
        "receivers-forest",
        "bulk-saves-cost-commit-atomic",
        "bulk-saves-cost-commit-autocommit",
        "bulk-saves-forest",
        "kinds-dots",
        "kinds-forest",
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


def test_a_forest_names_the_verdict_that_is_stored(results: Results) -> None:
    same = Estimate(value=1.0, low=0.99, high=1.01, confidence=0.95)
    unchanged = replace(
        results,
        comparisons=tuple(replace(c, verdict=Verdict.SAME, ratio=same) for c in results.comparisons),
    )
    forest = figures(unchanged)[1]
    assert forest.title == "From 4.2 to 6.1, all 12 cases stayed the same within 5%"
    one = next(
        rank
        for rank, c in enumerate(unchanged.comparisons)
        if (c.candidate, c.variant, c.axis) == ("6.1", "send", (("receivers", 1),))
    )
    slower = Estimate(value=1.3, low=1.25, high=1.35, confidence=0.95)
    changed = list(unchanged.comparisons)
    changed[one] = replace(changed[one], verdict=Verdict.SLOWER, ratio=slower)
    assert (
        figures(replace(unchanged, comparisons=tuple(changed)))[1].title
        == "From 4.2 to 6.1, 1 slower of 12 cases: send is 1.30× slower with 1 receiver"
    )


def test_a_forest_against_references_names_the_dearest_and_the_cheapest() -> None:
    measured = run(synthetic.RECEIVERS, kind=ComparisonKind.VARIANT)
    verdicts = {"send": (Verdict.SLOWER, 1.2), "send, caching": (Verdict.FASTER, 0.5)}
    changed = []
    for c in measured.comparisons:
        verdict, ratio = verdicts[c.variant]
        estimate = Estimate(value=ratio, low=ratio * 0.98, high=ratio * 1.02, confidence=0.95)
        changed.append(replace(c, verdict=verdict, ratio=estimate))
    forest = figures(replace(measured, comparisons=tuple(changed)))[1]
    assert forest.title == (
        "With 1 receiver: send is 1.20× slower than plain loop; send, caching is 2.00× faster than plain loop"
    )


def test_growth_tells_what_one_more_costs(results: Results) -> None:
    """The title's figure is the slope from the first point to the last, in the newest environment."""
    growth = figures(results)[0]
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
    assert figures(flat)[0].title == "No growth with receivers was seen"


def test_a_plot_of_many_says_how_many_it_shows() -> None:
    counts = (0, 1, 2, 5, 10, 100, 1000)
    question = replace(
        synthetic.RECEIVERS,
        axes=(("receivers", counts),),
        cases=tuple(
            Case("receivers", variant.name, (("receivers", count),))
            for count in counts
            for variant in synthetic.RECEIVERS.variants
        ),
    )
    forest = figures(run(question))[1]
    assert "Shown: 18 of 42 comparisons (receivers 1, 10 and 1,000)." in _text(forest.svg)


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
    assert len(drawn) == 2
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
        texts = [element.text or "" for element in root.iter("{http://www.w3.org/2000/svg}text")]
        assert any(r"$\frac$" in text for text in texts)
        assert max(map(len, texts)) < 120
        assert not re.search("[\u202a-\u202e\x00\x1b]", figure.svg)
        assert Image.open(io.BytesIO(figure.png)).width == 1600


def test_variants_in_several_environments_are_grouped_by_environment() -> None:
    drawn = _text(figures(run(KINDS, kind=ComparisonKind.VARIANT))[1].svg)
    assert [label in drawn for label in ("on 4.2", "on 5.2", "on 6.1")] == [True, True, True]


def test_names_that_differ_only_in_signs_still_get_files_of_their_own() -> None:
    twice = replace(KINDS, slug="kinds!", cases=tuple(c._replace(question="kinds!") for c in KINDS.cases))
    names = [figure.name for figure in figures(run(KINDS, twice))]
    assert names == ["kinds-dots", "kinds-forest", "kinds-dots-2", "kinds-forest-2"]


def _text(svg: str) -> str:
    return " ".join("".join(element.itertext()) for element in ElementTree.fromstring(svg).iter())
