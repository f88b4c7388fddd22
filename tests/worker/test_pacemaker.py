"""What the pacemaker says of the machine's speed: nanoseconds for one save, whatever it counts them from."""

from __future__ import annotations

import itertools

import pytest

from bench.worker import pacemaker
from bench_project.shop.models import Order

pytestmark = pytest.mark.django_db


@pytest.fixture
def saves(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Each save of an order, and a clock that each of them moves on by 50 ns."""
    done: list[str] = []
    save = Order.save

    def counted(order: Order, *positional: object, **named: object) -> None:
        done.append(order.reference)
        save(order, *positional, **named)

    monkeypatch.setattr(Order, "save", counted)
    for clock in ("perf_counter_ns", "thread_time_ns"):
        monkeypatch.setattr(pacemaker, clock, lambda: 50 * len(done))
    return done


def test_a_slice_is_a_fixed_number_of_saves_after_an_untimed_one(saves: list[str]):
    with pacemaker.pace_in_turns() as run:
        before = len(saves)
        assert run() == 50
        assert len(saves) - before == 1 + pacemaker.SAVES


def test_beside_long_operations_it_saves_until_the_next_request(
    saves: list[str], monkeypatch: pytest.MonkeyPatch
):
    answers = itertools.chain([([], [], [])] * 3, itertools.repeat(([0], [], [])))
    monkeypatch.setattr(pacemaker.select, "select", lambda *_: next(answers))
    assert pacemaker.keep_pace() == 50
    assert len(saves) == 1 + 4  # the order is made, and saved before and after each look that finds nothing


def test_it_leaves_no_rows(saves: list[str]):
    with pacemaker.pace_in_turns() as run:
        run()
    assert not Order.objects.exists()
