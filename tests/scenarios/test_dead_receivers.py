"""What the dead leave in a signal, and what a receiver carries along for having been connected once."""

from __future__ import annotations

import weakref

import django
import pytest
from django.dispatch import Signal

from bench.scenarios.receiver_kinds import Receiver, function, new_signal
from bench_project.shop.models import Counter, Order

FINALIZERS_PER_CONNECT = 1 if django.VERSION < (6, 1) else 0


def signal_after_deaths() -> tuple[Signal, Receiver]:
    survivor, *doomed = [function() for _ in range(11)]
    signal = new_signal(survivor, *doomed, sender=Order, caching=True)
    signal.send(sender=Counter)
    doomed.clear()
    return signal, survivor


def test_the_dead_stay_until_the_next_send() -> None:
    signal, survivor = signal_after_deaths()
    assert len(signal.receivers) == 11
    assert [receiver for receiver, _ in signal.send(sender=Order)] == [survivor]
    assert len(signal.receivers) == 1


def test_a_send_to_which_nobody_listened_before_leaves_the_dead_where_they_are() -> None:
    signal, _survivor = signal_after_deaths()
    assert signal.send(sender=Counter) == []
    assert len(signal.receivers) == 11


def test_connecting_and_disconnecting_clear_the_dead_away() -> None:
    signal, _survivor = signal_after_deaths()
    signal.connect(newcomer := function())
    assert len(signal.receivers) == 2
    signal, _survivor = signal_after_deaths()
    assert signal.disconnect(newcomer) is False
    assert len(signal.receivers) == 1


@pytest.mark.parametrize("disconnects", [True, False])
def test_each_weak_connect_leaves_a_finalizer_that_lives_as_long_as_the_receiver(disconnects: bool) -> None:
    signal, receiver = Signal(), function()
    for _ in range(100):
        signal.connect(receiver)
        if disconnects:
            signal.disconnect(receiver)
    signal.disconnect(receiver)
    assert signal.receivers == []
    assert weakref.getweakrefcount(receiver) == 100 * FINALIZERS_PER_CONNECT


def test_a_strong_connect_leaves_nothing() -> None:
    signal, receiver = Signal(), function()
    signal.connect(receiver, weak=False)
    signal.disconnect(receiver)
    assert weakref.getweakrefcount(receiver) == 0
