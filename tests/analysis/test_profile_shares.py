"""Shares of samples, with intervals from the processes; and how two profiles differ."""

from __future__ import annotations

import dataclasses
import random

import pytest
from scipy import stats

from bench.analysis.profile_shares import difference, share, split
from bench.model import Estimate
from bench.profiles import Difference, Frame, Layer, Sampled
from bench.profiling.attribution import tally
from tests.profiling.samples import OPERATION, RECEIVER, SEND, processes, sampled, side


def differing(before: list[Sampled], after: list[Sampled]) -> Difference:
    tallies = [tally(each) for each in before], [tally(each) for each in after]
    sides = split(side("4.2"), before, tallies[0]), split(side("6.1"), after, tallies[1])
    return difference(*sides, *tallies)


def with_helpers(helpers: int, receivers: tuple[int, ...]) -> list[Sampled]:
    """Three processes; the dispatcher's time is in send() and in so many functions that it calls."""
    called = [(OPERATION, SEND, Frame(f"helper {n}", SEND.file, n)) for n in range(helpers)]
    return [
        sampled(
            {(OPERATION, SEND): 20, **dict.fromkeys(called, 20), (OPERATION, SEND, RECEIVER): own}, fork=fork
        )
        for fork, own in enumerate(receivers)
    ]


def width(estimate: Estimate) -> float:
    return estimate.high - estimate.low


def critical(together: int) -> float:
    """Student's t for 95% of three processes, of so many intervals."""
    return float(stats.t.isf(0.05 / 2 / together, 2))


def test_processes_that_agree_make_a_narrow_interval_and_those_that_do_not_a_wide_one():
    agreeing = share([500, 502, 498], [1000, 1000, 1000], 3000, 1)
    apart = share([300, 500, 700], [1000, 1000, 1000], 3000, 1)
    assert agreeing.value == apart.value == 0.5
    assert apart.high - apart.low > 5 * (agreeing.high - agreeing.low)


def test_processes_that_happen_to_agree_are_no_surer_than_their_samples():
    exact = share([5, 5], [10, 10], 20, 1)
    assert exact.low < 0.3
    assert exact.high > 0.7


def test_what_no_process_saw_may_still_be_there():
    unseen = share([0, 0, 0], [100, 100, 100], 300, 1)
    assert (unseen.value, unseen.low) == (0, 0)
    assert unseen.high == pytest.approx(1 - 0.025 ** (1 / 300))


def test_intervals_that_hold_jointly_are_wider_by_student_s_t():
    """Its 0.975 and 0.9975 quantiles with 2 degrees of freedom are 4.303 and 14.089 in every table."""
    alone, of_ten = (share([480, 500, 520], [1000] * 3, 3000, together) for together in (1, 10))
    assert of_ten.high - 0.5 == pytest.approx(14.089 / 4.303 * (alone.high - 0.5), rel=1e-3)
    assert of_ten.low - 0.5 == pytest.approx(14.089 / 4.303 * (alone.low - 0.5), rel=1e-3)
    unseen = share([0, 0, 0], [100, 100, 100], 300, 10)
    assert unseen.high == pytest.approx(1 - 0.0025 ** (1 / 300))


def test_the_largest_functions_are_corrected_for_all_they_were_picked_from():
    """The receiver is a layer and one of 40 functions, of which ten are shown."""
    before, after = (with_helpers(38, receivers) for receivers in ((300, 320, 340), (400, 450, 410)))
    found = differing(before, after)
    layer, function = (
        next(each for each in changes if each.name.startswith("receiver")).points
        for changes in (found.layers, found.functions)
    )
    assert len(found.functions) == 10
    assert layer.value == function.value
    assert width(function) / width(layer) == pytest.approx(critical(40) / critical(2 + 1))

    of_one = split(side(), before, [tally(each) for each in before])
    own = next(each.own for each in of_one.layers if each.layer is Layer.RECEIVERS)
    shown = next(each.own for each in of_one.functions if each.function.function == "receiver")
    assert len(of_one.functions) == 10
    assert width(shown) / width(own) == pytest.approx(critical(40) / critical(2 * 3))


def test_one_process_has_no_interval():
    with pytest.raises(ValueError, match="1 process"):
        share([5], [10], 10, 1)


def test_intervals_hold_where_processes_differ_among_themselves():
    """Of 95% intervals of simulated processes, each with a share of its own around 0.3."""
    chance = random.Random(5)
    held = 0
    for _ in range(300):
        own = [min(max(chance.gauss(0.3, 0.05), 0), 1) for _ in range(8)]
        totals = [chance.randrange(200, 600) for _ in own]
        counts = [sum(chance.random() < p for _ in range(n)) for n, p in zip(totals, own, strict=True)]
        found = share(counts, totals, sum(totals), 1)
        held += found.low <= 0.3 <= found.high
    assert 0.91 < held / 300 < 0.99


def test_a_split_has_the_largest_layer_first_and_the_unexplained_last():
    seen = processes((30, 31, 29), (10, 9, 11))
    found = split(side(), seen, [tally(each) for each in seen])
    assert [each.layer for each in found.layers] == [Layer.DISPATCHER, Layer.RECEIVERS, Layer.UNEXPLAINED]
    assert sum(each.own.value for each in found.layers) == pytest.approx(1)
    assert found.layers[0].within.value == 1
    assert [each.function.function for each in found.functions] == ["send", "receiver"]
    assert (found.processes, found.samples, found.operations) == (3, 120, 300)


def test_changes_are_in_parts_of_the_baseline_and_add_up():
    """send() takes 25% longer and the receiver as long as before: shares alone would have it shrink."""
    found = differing(
        processes((60, 62, 58), (40, 38, 42), profile_ns=1000),
        processes((75, 76, 74), (40, 39, 41), profile_ns=1150),
    )
    dispatcher, receivers = found.layers
    assert (dispatcher.name, receivers.name) == ("dispatcher", "receivers")
    assert dispatcher.points.value == pytest.approx(0.15)
    assert receivers.points.value == pytest.approx(0, abs=1e-9)
    assert (receivers.before, receivers.after) == (0.4, pytest.approx(40 / 115))
    assert found.whole.value == pytest.approx(0.15)
    assert sum(each.points.value for each in found.layers) == pytest.approx(found.whole.value)


def test_a_machine_that_is_slower_in_one_fork_is_so_for_both_sides():
    slow = [1000.0, 2000.0, 1000.0]
    before, after = processes((60, 60, 60), (40, 40, 40)), processes((75, 75, 75), (40, 40, 40))
    before = [_lasting(each, ns) for each, ns in zip(before, slow, strict=True)]
    after = [_lasting(each, ns * 1.15) for each, ns in zip(after, slow, strict=True)]
    found = differing(before, after)
    assert found.layers[0].points.low == pytest.approx(0.15, abs=1e-6)
    assert found.layers[0].points.high == pytest.approx(0.15, abs=1e-6)


def _lasting(each: Sampled, profile_ns: float) -> Sampled:
    return dataclasses.replace(each, stretch_ns=(profile_ns,) * 3)
