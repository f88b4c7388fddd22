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


def saves_what_the_name_now_stands_for(sender: Any, instance: Any, **kwargs: Any) -> None:
    instance = instance.item
    instance.save()


def saves_in_the_second_round(sender: Any, instance: Any, **kwargs: Any) -> None:
    order: Any = None
    for _ in range(2):
        if order:
            order.save()
        order = instance


def saves_each_item(sender: Any, instance: Any, **kwargs: Any) -> None:
    for instance in sender.items:
        instance.save()
    with instance.lock() as instance:
        instance.save()


def saves_in_one_branch(sender: Any, instance: Any, **kwargs: Any) -> None:
    if instance.item:
        instance = instance.item
        instance.check()
    instance.save()


def leaves_first(sender: Any, instance: Any, **kwargs: Any) -> None:
    if instance.item:
        copy = instance
    else:
        copy = instance.item
        return
    copy.save()


def saves_on_the_second_round(sender: Any, instance: Any, **kwargs: Any) -> None:
    order = None
    while order is None or order.save():
        order = instance


def saves_after_a_failure(sender: Any, instance: Any, **kwargs: Any) -> None:
    try:
        instance.check()
        instance = instance.item
    except ValueError as error:
        print(error)
        instance.save()


def saves_later(sender: Any, instance: Any, **kwargs: Any) -> None:
    def save() -> None:
        instance.save()

    sender.on_commit(save)
    sender.on_commit(lambda instance: instance.save())


def makes_of_another(sender: Any, **kwargs: Any) -> None:
    sender = Item
    sender.objects.create()
    Order = Item
    Order.objects.create()


def saves_from_elsewhere(sender: Any, **kwargs: Any) -> None:
    found: Any = {}
    found["instance"].save()


@pytest.mark.parametrize(
    ("receiver", "call"),
    [
        (saves_what_the_name_now_stands_for, None),
        (saves_each_item, None),
        (saves_in_one_branch, "instance.save()"),
        (leaves_first, "copy.save()"),
        (saves_on_the_second_round, "order.save()"),
        (saves_after_a_failure, "instance.save()"),
        (saves_later, "instance.save()"),
        (makes_of_another, None),
        (saves_from_elsewhere, None),
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


def test_what_a_loop_has_assigned_stands_in_its_next_round() -> None:
    assert saving_call(saves_in_the_second_round, Order) == "order.save()"
