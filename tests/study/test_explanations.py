"""A step is explained by the change in Django that covers it, or said not to be."""

from __future__ import annotations

from pathlib import Path

from bench.model import Comparison, ComparisonKind, Counters, Verdict
from bench.study.explanation import explained
from bench.study.explanations import explanations
from bench.study.publishing import publish_run
from bench.study.steps import Step
from bench.study.study import StudyRun, read_study
from tests.claims.made_up import about, environment
from tests.study import made_up


def step(
    run: StudyRun, releases: tuple[str, str], case: tuple[str, str], ratio: float, *counted: Counters
) -> Step:
    before, after = map(environment, releases)
    question, variant = case
    return Step(
        run=run,
        before=before,
        after=after,
        comparison=Comparison(
            kind=ComparisonKind.VERSION,
            question=question,
            variant=variant,
            axis=(("receivers", 1),),
            baseline=before.label,
            candidate=after.label,
            ratio=about(ratio),
            verdict=Verdict.SLOWER,
        ),
        ratio=about(ratio),
        counted=(counted[0], counted[1]),
    )


def test_steps_go_to_the_change_that_covers_them_and_the_rest_are_not_explained(tmp_path: Path) -> None:
    publish_run(tmp_path / "study", made_up.run(tmp_path / "first"))
    (run,) = read_study(tmp_path / "study").runs
    releases = "4.2", "5.0"
    dispatch = step(
        run, releases, ("receivers", "send"), 1.2, Counters(bytecodes=137), Counters(bytecodes=156)
    )
    nothing_moved = step(
        run, releases, ("receivers", "send"), 1.2, Counters(bytecodes=9), Counters(bytecodes=9)
    )
    known, left = explained([dispatch, nothing_moved], *releases, explanations())
    assert [(each.ticket, steps) for each, steps in known] == [(32172, [dispatch])]
    assert left == [nothing_moved]


def test_a_release_that_was_passed_over_explains_too(tmp_path: Path) -> None:
    publish_run(tmp_path / "study", made_up.run(tmp_path / "first"))
    (run,) = read_study(tmp_path / "study").runs
    counted = Counters(python_calls=574), Counters(python_calls=1327)
    mail = step(run, ("5.2", "6.1"), ("welcome-email", "send_mail()"), 3.1, *counted)
    known, left = explained([mail], "5.2", "6.1", explanations())
    assert [each.release for each, _ in known] == ["6.0"]
    assert left == []


def test_what_the_release_before_had_already_explains_nothing(tmp_path: Path) -> None:
    publish_run(tmp_path / "study", made_up.run(tmp_path / "first"))
    (run,) = read_study(tmp_path / "study").runs
    counted = Counters(bytecodes=137), Counters(bytecodes=156)
    dispatch = step(run, ("5.0", "5.1"), ("receivers", "send"), 1.2, *counted)
    assert explained([dispatch], "5.0", "5.1", explanations()) == ([], [dispatch])


def test_each_is_told_in_two_sentences_and_names_its_files() -> None:
    for each in explanations():
        assert " ".join(each.text.split()).count(". ") == 1, each.title
        assert all(name.startswith("django/") for name in each.files)
