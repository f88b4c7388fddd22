"""Which changed comparison speaks for a question, and what is said to have changed along with it."""

from __future__ import annotations

from bench.model import Comparison, ComparisonKind, Estimate, Verdict
from bench.render.shared_causes import shared, told_for


def changed(variant: str, low: float, high: float, *, candidate: str = "6.1", rows: int = 10) -> Comparison:
    return Comparison(
        kind=ComparisonKind.VERSION,
        question="novel",
        variant=variant,
        axis=(("rows", rows),),
        baseline="4.2",
        candidate=candidate,
        environment=None,
        ratio=Estimate(value=(low * high) ** 0.5, low=low, high=high, confidence=0.95),
        verdict=Verdict.SLOWER,
        reason=None,
        forks=12,
    )


def test_the_surest_of_the_last_django_speaks_and_what_overlaps_it_changed_alike() -> None:
    most = changed("mail", 2.8, 3.0)
    alike = changed("mail in a receiver", 2.7, 3.1)
    apart = changed("mail by SMTP", 1.2, 1.4)
    elsewhere = changed("mail in a receiver", 2.7, 3.1, rows=100)
    before = changed("mail", 3.5, 3.7, candidate="6.0")
    assert told_for([before, apart, most, alike, elsewhere]) == (most, [alike])


def test_what_changed_alike_is_named_with_the_sizes_and_without_a_cause() -> None:
    most = changed("mail", 2.8, 3.0)
    assert shared(most, []) == ""
    assert shared(most, [changed("in save()", 2.7, 3.1), changed("on_commit()", 2.4, 2.9)]) == (
        "; “in save()” and “on_commit()” changed alike, by 2.64× to 2.89×: "
        "what they share may be the cause, which was not compared alone"
    )


def test_more_than_three_are_counted() -> None:
    others = [changed(f"way {number}", 2.7, 3.1) for number in range(5)]
    assert shared(changed("mail", 2.8, 3.0), others).startswith(
        "; “way 0”, “way 1”, “way 2” and 2 more changed"
    )
