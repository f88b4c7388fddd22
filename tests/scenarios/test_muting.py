"""Muting silences what it should, for as long as it should, and leaves every receiver as it was."""

from __future__ import annotations

import threading
from collections.abc import Callable
from contextlib import suppress
from typing import Any

import pytest
from django.db.models.signals import ModelSignal

from bench_project.shop.models import Order
from bench_project.tracked import muting

MUTES = [muting.flag_raised, muting.disconnected, muting.list_swapped]
Heard = list[str]
Mute = Callable[..., Any]


@pytest.fixture
def heard() -> Heard:
    return []


@pytest.fixture
def receivers(heard: Heard) -> list[Callable[..., None]]:
    def first(sender: object, **kwargs: object) -> None:
        if not muting.muted.get():
            heard.append("first")

    def second(sender: object, **kwargs: object) -> None:
        if not muting.muted.get():
            heard.append("second")

    return [first, second]


@pytest.fixture
def signal(receivers: list[Callable[..., None]]) -> ModelSignal:
    signal = ModelSignal(use_caching=True)
    for receiver in receivers:
        signal.connect(receiver, sender=Order)
    signal.send(sender=Order)
    return signal


@pytest.mark.parametrize("mute", MUTES)
def test_receivers_are_silent_in_the_block_and_heard_in_their_order_after_it(
    mute: Mute, signal: ModelSignal, receivers: list[Any], heard: Heard
) -> None:
    before = [entry[0] for entry in signal.receivers]
    heard.clear()
    with suppress(ZeroDivisionError), mute(signal, receivers, sender=Order):
        signal.send(sender=Order)
        assert heard == []
        raise ZeroDivisionError
    signal.send(sender=Order)
    assert heard == ["first", "second"]
    assert [entry[0] for entry in signal.receivers] == before


@pytest.mark.parametrize(
    ("mute", "others_hear"),
    [(muting.flag_raised, True), (muting.disconnected, False), (muting.list_swapped, False)],
)
def test_only_the_flag_lets_other_threads_be(
    mute: Mute, others_hear: bool, signal: ModelSignal, receivers: list[Any], heard: Heard
) -> None:
    heard.clear()
    with mute(signal, receivers, sender=Order):
        thread = threading.Thread(target=signal.send, kwargs={"sender": Order})
        thread.start()
        thread.join()
    assert bool(heard) == others_hear


def test_swapping_the_list_without_clearing_the_cache_goes_wrong_both_ways(
    signal: ModelSignal, heard: Heard
) -> None:
    put_aside, signal.receivers = signal.receivers, []
    assert signal.has_listeners(Order), "remembered from before: a delete would fetch its rows"
    signal.sender_receivers_cache.clear()
    assert not signal.has_listeners(Order)
    signal.receivers = put_aside
    heard.clear()
    signal.send(sender=Order)
    assert heard == [], "remembered from the muted time: nobody is called any more"


def test_what_is_connected_while_the_list_is_swapped_stays(
    signal: ModelSignal, receivers: list[Any], heard: Heard
) -> None:
    def third(sender: object, **kwargs: object) -> None:
        heard.append("third")

    with muting.list_swapped(signal, receivers, sender=Order):
        signal.connect(third, sender=Order)
    heard.clear()
    signal.send(sender=Order)
    assert heard == ["first", "second", "third"]
