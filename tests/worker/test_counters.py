"""Counters are exact and the same from one run to the next."""

from __future__ import annotations

from bench.scenarios.scenario import Prepared
from bench.worker.counters import count_bytes, count_python


def nothing() -> None:
    pass


def calls_nothing_thrice() -> None:
    nothing()
    nothing()
    nothing()


def test_python_calls_count_the_operation_and_all_that_it_calls():
    assert count_python(nothing)[0] == 1
    assert count_python(calls_nothing_thrice)[0] == 4


def test_bytecodes_grow_by_the_same_amount_for_each_call():
    once = count_python(lambda: nothing())[1]
    twice = count_python(lambda: (nothing(), nothing()))[1]
    assert 0 < count_python(nothing)[1] < once < twice


def test_counting_again_gives_the_same():
    assert count_python(calls_nothing_thrice) == count_python(calls_nothing_thrice)


def test_the_preparation_of_an_input_is_not_counted():
    expensive = Prepared(lambda fresh: None, lambda: [calls_nothing_thrice() for _ in range(100)])
    assert count_python(expensive)[0] == 1


def test_peak_and_retained_bytes_are_told_apart():
    peak, retained = count_bytes(lambda: len(bytearray(1_000_000)))
    assert peak >= 1_000_000
    assert retained < 10_000


def test_what_the_result_holds_is_retained():
    _, retained = count_bytes(lambda: bytearray(1_000_000))
    assert retained >= 1_000_000
