"""What is connected after each way of connecting, and what that does to the sender cache."""

from __future__ import annotations

import gc
import sys
import weakref
from collections.abc import Callable

import pytest
from django.db.models.signals import ModelSignal, post_save

from bench.scenarios import receivers_module
from bench.scenarios.receiver_kinds import function, new_signal
from bench_project.shop import listening
from bench_project.shop.models import Counter, Order


@pytest.mark.parametrize(
    "connect",
    [
        listening.connect,
        listening.connect_with_uid,
        listening.decorate,
        listening.connect_by_name,
        listening.connect_before_the_model_loads,
    ],
)
def test_each_way_connects_each_receiver_once_for_orders_alone(connect: Callable[..., None]) -> None:
    signal, functions = ModelSignal(use_caching=True), [function() for _ in range(3)]
    for _ in range(2):
        connect(signal, functions)
    assert [receiver for receiver, _ in signal.send(sender=Order)] == functions
    assert signal.send(sender=Counter) == []


def test_a_receiver_waits_for_its_model_to_load() -> None:
    signal, receiver = ModelSignal(), function()
    signal.connect(receiver, sender="shop.Order", apps=listening.NOT_LOADED)
    assert signal.receivers == []
    listening.NOT_LOADED.do_pending_operations(Order)
    assert len(signal.receivers) == 1


def test_a_receiver_connected_by_name_lives_until_the_collector_comes() -> None:
    """Apps.lazy_model_operation() leaves a function that knows itself, and through it the receiver."""
    signal, functions = ModelSignal(), [function()]
    receiver = weakref.ref(functions[0])
    gc.collect()
    gc.disable()
    try:
        listening.connect_by_name(signal, functions)
        functions.clear()
        assert receiver() is not None
        assert signal.has_listeners(Order)
        gc.collect()
        assert receiver() is None
    finally:
        gc.enable()


def test_connecting_in_init_connects_once_however_many_instances_there_are() -> None:
    before = len(post_save.receivers)
    try:
        for _ in range(3):
            listening.OrderThatConnects()
        assert len(post_save.receivers) == before + 1
    finally:
        assert post_save.disconnect(sender=listening.OrderThatConnects, dispatch_uid=listening.UID)


@pytest.mark.parametrize("start", [receivers_module.import_anew, receivers_module.get_ready_anew])
def test_each_start_runs_the_receivers_module_again(start: Callable[..., None]) -> None:
    with receivers_module.app_with(3) as app:
        modules = []
        for _ in range(2):
            start(app)
            modules.append(sys.modules[app.name].receivers)
            assert f"{app.name}.receivers" not in sys.modules
        assert modules[0] is not modules[1]
        assert [len(module.order_paid.receivers) for module in modules] == [3, 3]
    assert app.name not in sys.modules


def test_any_connect_makes_the_cache_forget_all_senders_even_if_it_adds_nothing() -> None:
    signal = new_signal(receiver := function(), caching=True)
    for _ in range(2):
        assert signal.has_listeners(Order)
        assert signal.has_listeners(Counter)
        assert set(signal.sender_receivers_cache) == {Order, Counter}
        signal.connect(receiver)
        assert set(signal.sender_receivers_cache) == set()
    assert len(signal.receivers) == 1
