"""Counters are exact and the same from one run to the next."""

from __future__ import annotations

from bench.scenarios.scenario import Prepared
from bench.worker.counters import count, count_bytecodes, count_bytes, count_python_calls


def nothing() -> None:
    pass


def calls_nothing_thrice() -> None:
    nothing()
    nothing()
    nothing()


def test_python_calls_count_the_operation_and_all_that_it_calls():
    assert count_python_calls(nothing) == 1
    assert count_python_calls(calls_nothing_thrice) == 4


def test_bytecodes_grow_with_each_call():
    once = count_bytecodes(lambda: nothing())
    twice = count_bytecodes(lambda: (nothing(), nothing()))
    assert 0 < count_bytecodes(nothing) < once < twice


def test_counting_again_gives_the_same():
    for counted in (count_python_calls, count_bytecodes):
        assert counted(calls_nothing_thrice) == counted(calls_nothing_thrice)


def test_the_preparation_of_an_input_is_not_counted():
    expensive = Prepared(lambda fresh: None, lambda: [calls_nothing_thrice() for _ in range(100)])
    assert count_python_calls(expensive) == 1


def test_an_operation_of_many_calls_is_not_counted_bytecode_by_bytecode():
    assert set(count(nothing)) == {"python_calls", "bytecodes", "peak_bytes", "retained_bytes"}
    assert set(count(lambda: [nothing() for _ in range(6000)])) == {"python_calls"}


def test_peak_and_retained_bytes_are_told_apart():
    peak, retained = count_bytes(lambda: len(bytearray(1_000_000)))
    assert peak >= 1_000_000
    assert retained < 10_000


def test_what_the_result_holds_is_retained():
    _, retained = count_bytes(lambda: bytearray(1_000_000))
    assert retained >= 1_000_000
