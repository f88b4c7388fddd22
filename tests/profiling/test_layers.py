"""Whose work a stack is: by file, and by caller where the file has no layer."""

from __future__ import annotations

import pytest

from bench.profiles import BUILT_IN, WAITS, Frame, Layer
from bench.profiling.layers import layers_of
from tests.profiling.samples import (
    CURSOR_EXECUTE,
    EXECUTE,
    ISINSTANCE,
    LOOP,
    OPERATION,
    RECEIVER,
    SAVE,
    SEND,
)

WAITING = Frame("waits", WAITS, 0)


def frame(file: str) -> Frame:
    return Frame("function", file, 1)


@pytest.mark.parametrize(
    ("stack", "layer"),
    [
        ((OPERATION,), Layer.SCENARIO),
        ((OPERATION, SEND), Layer.DISPATCHER),
        ((OPERATION, SEND, ISINSTANCE), Layer.DISPATCHER),
        ((OPERATION, SEND, RECEIVER), Layer.RECEIVERS),
        ((OPERATION, SEND, RECEIVER, SAVE), Layer.ORM),
        ((OPERATION, SEND, frame("bench/scenarios/coming_to_an_end.py")), Layer.RECEIVERS),
        ((OPERATION, SEND, RECEIVER, frame("bench/scenarios/waiting.py")), Layer.RECEIVERS),
        ((OPERATION, SAVE, EXECUTE, CURSOR_EXECUTE), Layer.DRIVER),
        ((OPERATION, SAVE, frame("python/copy.py")), Layer.ORM),
        ((OPERATION, SEND, frame("django/utils/inspect.py")), Layer.DISPATCHER),
        ((OPERATION, frame("django/core/handlers/base.py")), Layer.FRAMEWORK),
        ((OPERATION, SEND, frame("asgiref/sync.py"), frame("python/threading.py")), Layer.CROSSING),
        ((OPERATION, frame("blinker/base.py")), Layer.LIBRARIES),
        ((OPERATION, SAVE, frame("/somewhere/else.py")), Layer.UNEXPLAINED),
        ((OPERATION, SAVE, frame("left_pad/pad.py")), Layer.UNEXPLAINED),
        ((), Layer.UNEXPLAINED),
        ((ISINSTANCE,), Layer.UNEXPLAINED),
        ((OPERATION, SAVE, WAITING), Layer.UNEXPLAINED),
        ((OPERATION, SAVE, EXECUTE, WAITING), Layer.DRIVER),
        ((OPERATION, frame("asgiref/sync.py"), frame("python/threading.py"), WAITING), Layer.CROSSING),
    ],
)
def test_a_sample_belongs_to_the_layer_of_its_last_frame(stack: tuple[Frame, ...], layer: Layer):
    assert layers_of((LOOP, *stack), frozenset({RECEIVER}))[-1] is layer


def test_a_receiver_is_one_by_what_the_oracle_counts_wherever_it_lives():
    tracker = Frame("remember", "bench_project/blog/receivers.py", 9, "Blog")
    assert layers_of((LOOP, tracker), frozenset({tracker._replace(owner="")}))[-1] is Layer.RECEIVERS
    assert layers_of((LOOP, tracker), frozenset())[-1] is Layer.SCENARIO


def test_what_nobody_with_a_layer_called_is_unexplained():
    assert layers_of((Frame("poll", BUILT_IN, 0),), frozenset()) == [Layer.UNEXPLAINED]
