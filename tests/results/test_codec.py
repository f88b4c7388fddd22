"""The plan survives its way through JSON."""

from __future__ import annotations

import json

from bench.model import Counters
from bench.results.codec import (
    axis_from_json,
    axis_to_json,
    counters_from_json,
    counters_to_json,
    plan_from_json,
    plan_to_json,
)
from tests.synthetic import plan


def test_a_plan_comes_back_as_it_was():
    written = json.loads(json.dumps(plan_to_json(plan())))
    assert plan_from_json(written) == plan()


def test_an_axis_keeps_its_order():
    axis = (("rows", 10), ("commit", "atomic"))
    assert axis_from_json(json.loads(json.dumps(axis_to_json(axis)))) == axis


def test_counters_that_were_not_counted_are_left_out_and_zero_is_not():
    counters = Counters(queries=0, receiver_calls=3)
    assert counters_to_json(counters) == {"queries": 0, "receiver_calls": 3}
    assert counters_from_json(counters_to_json(counters)) == counters
