"""Receivers that count orders do count them, when they should: an UPDATE that finds no row looks the same."""

from __future__ import annotations

import pytest

from bench.model import Case
from bench.scenarios.catalogue import catalogue
from bench.scenarios.scenario import ready
from bench_project.shop.models import Counter, Order

pytestmark = pytest.mark.django_db(transaction=True)


def stored_and_counted(question: str, variant: str, **axis: int | str) -> tuple[int, int]:
    """The rows in the two tables after one call."""
    with catalogue()[question].enter(Case(question, variant, tuple(axis.items()))) as operation:
        ready(operation)()
        return Order.objects.count(), Counter.objects.get().orders


@pytest.mark.parametrize("variant", ["inline", "on_commit()"])
@pytest.mark.parametrize(
    ("commit", "expected"), [("atomic", (10, 10)), ("autocommit", (10, 10)), ("rolled back", (0, 0))]
)
def test_work_that_is_deferred_to_commit_is_done_all_the_same(
    variant: str, commit: str, expected: tuple[int, int]
) -> None:
    assert stored_and_counted("on-commit", variant, rows=10, commit=commit) == expected


@pytest.mark.parametrize("way", ["deserialize and save", "loaddata"])
@pytest.mark.parametrize(
    ("variant", "expected"),
    [("no receivers", (10, 0)), ("1 that counts", (10, 10)), ("1 that returns on raw", (10, 0))],
)
def test_a_fixture_is_counted_unless_the_receiver_looks_at_raw(
    way: str, variant: str, expected: tuple[int, int]
) -> None:
    assert stored_and_counted("loaddata", variant, rows=10, way=way) == expected
