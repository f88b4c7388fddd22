"""Orders: once plain, and once for each thing that save() can be overridden to do."""

from __future__ import annotations

from django.db import connection, models


class Counter(models.Model):
    """How many orders there are, in a row of its own."""

    orders = models.PositiveIntegerField(default=0)

    def __str__(self):
        return f"{self.orders} orders"


class BaseOrder(models.Model):
    reference = models.CharField(max_length=20)
    quantity = models.PositiveIntegerField()
    unit_price = models.PositiveIntegerField(help_text="In cents.")
    total = models.PositiveIntegerField(default=0, help_text="In cents.")

    class Meta:
        abstract = True

    def __str__(self):
        return self.reference

    def compute_total(self):
        self.total = self.quantity * self.unit_price


def count_order():
    """Count one more order: one UPDATE, in plain SQL so that it does not drown what surrounds it."""
    with connection.cursor() as cursor:
        cursor.execute("UPDATE shop_counter SET orders = orders + 1 WHERE id = 1")


class Order(BaseOrder):
    """An order that leaves save() alone."""


class OrderWithSave(BaseOrder):
    """An order that overrides save() and does nothing there: the price of the hook itself."""

    def save(self, *args, **kwargs):
        super().save(*args, **kwargs)


class OrderWithBooks(BaseOrder):
    """An order that computes its total and counts itself in save(), instead of in receivers."""

    def save(self, *args, **kwargs):
        self.compute_total()
        super().save(*args, **kwargs)
        count_order()
