"""The ways in which a shop can write many orders at once."""

from __future__ import annotations

from django.db.models import F
from django.db.models.signals import post_save, pre_save

from bench_project.shop.models import Order, count_order


def save(orders):
    for order in orders:
        order.save()


def compute_and_save(orders):
    for order in orders:
        order.compute_total()
        order.save()


def save_with_books(orders):
    for order in orders:
        order.compute_total()
        order.save()
        count_order()


def bulk_create(orders):
    type(orders[0]).objects.bulk_create(orders)


def bulk_create_and_send(orders):
    """What bulk_create() leaves out, done by hand: the signals that save() would have sent."""
    sent = {"raw": False, "using": "default", "update_fields": None}
    for order in orders:
        pre_save.send(sender=Order, instance=order, **sent)
    bulk_create(orders)
    for order in orders:
        post_save.send(sender=Order, instance=order, created=True, **sent)


def bulk_update(orders):
    for order in orders:
        order.compute_total()
    Order.objects.bulk_update(orders, ["total"])


def update(orders):
    Order.objects.update(total=F("quantity") * F("unit_price"))
