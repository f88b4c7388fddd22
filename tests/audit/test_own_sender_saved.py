"""What is told from a receiver's source: never more than "may"."""

from __future__ import annotations

from typing import Any

import pytest

from bench.audit.inside.rules.own_sender_saved import saving_call


class Order:
    objects: Any


class Item:
    objects: Any


def saves(sender: Any, instance: Any, **kwargs: Any) -> None:
    instance.save(update_fields=["number"])


def saves_from_kwargs(sender: Any, **kwargs: Any) -> None:
    order = kwargs["instance"]
    if order.number is None:
        order.save()


def makes_one_more(sender: Any, instance: Any, **kwargs: Any) -> None:
    Order.objects.create(number=1)


def saves_another(sender: Any, instance: Any, **kwargs: Any) -> None:
    instance.item.save()
    Item.objects.create(order=instance)


def updates(sender: Any, instance: Any, **kwargs: Any) -> None:
    sender.objects.filter(pk=instance.pk).update(number=1)


@pytest.mark.parametrize(
    ("receiver", "call"),
    [
        (saves, "instance.save()"),
        (saves_from_kwargs, "order.save()"),
        (makes_one_more, "Order.objects.create()"),
        (saves_another, None),
        (updates, None),
        (eval("lambda instance, **kwargs: instance.save()"), None),  # it has no source
    ],
)
def test_a_call_that_saves_the_sender(receiver: Any, call: str | None) -> None:
    assert saving_call(receiver, Order) == call
