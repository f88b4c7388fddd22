"""Ticks are counted where a stack ends, and once in each layer on it."""

from __future__ import annotations

from bench.profiles import BUILT_IN, Function, Layer
from bench.profiling.attribution import tally
from tests.profiling.samples import (
    CURSOR_EXECUTE,
    EXECUTE,
    ISINSTANCE,
    OPERATION,
    RECEIVER,
    SAVE,
    SEND,
    sampled,
)


def test_own_ticks_add_up_and_a_caller_has_those_of_what_it_calls():
    counted = tally(
        sampled(
            {
                (): 2,
                (OPERATION,): 3,
                (OPERATION, SEND): 40,
                (OPERATION, SEND, ISINSTANCE): 15,
                (OPERATION, SEND, RECEIVER): 10,
                (OPERATION, SEND, RECEIVER, SAVE, EXECUTE, CURSOR_EXECUTE): 30,
            }
        )
    )
    assert counted.total == 100
    assert counted.own == {
        Layer.UNEXPLAINED: 2,
        Layer.SCENARIO: 3,
        Layer.DISPATCHER: 55,
        Layer.RECEIVERS: 10,
        Layer.DRIVER: 30,
    }
    assert counted.within == {
        Layer.UNEXPLAINED: 2,
        Layer.SCENARIO: 98,
        Layer.DISPATCHER: 95,
        Layer.RECEIVERS: 40,
        Layer.ORM: 30,
        Layer.DRIVER: 30,
    }
    assert counted.in_c == {Layer.DISPATCHER: 15, Layer.DRIVER: 30}


def test_a_function_in_c_is_told_apart_by_who_calls_it():
    counted = tally(sampled({(SEND, ISINSTANCE): 3, (SAVE, ISINSTANCE): 4}))
    assert counted.functions == {
        Function("isinstance", BUILT_IN, 0, Layer.DISPATCHER): 3,
        Function("isinstance", BUILT_IN, 0, Layer.ORM): 4,
    }
