"""The ways in which a shop can connect many receivers to a signal, and disconnect them."""

from __future__ import annotations

from django.apps.registry import Apps
from django.db.models.signals import post_save
from django.dispatch import receiver

from bench_project.shop.models import BaseOrder, Order

UIDS = [f"shop-receiver-{number}" for number in range(1000)]
NOT_LOADED = Apps()
"""A registry that waits for Order: told of it, it does what had to wait, and then waits again."""


def connect(signal, functions):
    for function in functions:
        signal.connect(function, sender=Order)


def connect_with_uid(signal, functions):
    for function, uid in zip(functions, UIDS, strict=False):
        signal.connect(function, sender=Order, dispatch_uid=uid)


def decorate(signal, functions):
    for function in functions:
        receiver(signal, sender=Order)(function)


def connect_by_name(signal, functions):
    for function in functions:
        signal.connect(function, sender="shop.Order")


def connect_before_the_model_loads(signal, functions):
    for function in functions:
        signal.connect(function, sender="shop.Order", apps=NOT_LOADED)
    NOT_LOADED.do_pending_operations(Order)


def disconnect(signal, functions):
    for function in functions:
        signal.disconnect(function, sender=Order)


def disconnect_in_reverse(signal, functions):
    disconnect(signal, reversed(functions))


UID = "note-saved-total"


def note_saved_total(sender, instance, **kwargs):
    instance.saved_total = instance.total


class OrderThatConnects(BaseOrder):
    """An order that connects its receiver in __init__, as django-dirtyfields does: once for each instance."""

    class Meta:
        app_label = "shop"
        apps = Apps()  # its own registry: the order is made and never saved, and needs no table

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        post_save.connect(note_saved_total, sender=type(self), weak=False, dispatch_uid=UID)
