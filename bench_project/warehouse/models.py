"""Items alone, and things with everything that can hang on a row: what delete() and its cascades meet."""

from __future__ import annotations

import django
from django.contrib.contenttypes.fields import GenericForeignKey, GenericRelation
from django.contrib.contenttypes.models import ContentType
from django.db import models


class Stock(models.Model):
    name = models.CharField(max_length=40)
    lot = models.PositiveIntegerField(db_index=True, help_text="What came in together leaves together.")

    class Meta:
        abstract = True

    def __str__(self):
        return self.name


class Item(Stock):
    """Nothing points at an item."""


class UrgentItem(Item):
    class Meta:
        proxy = True


class Shelf(Stock):
    class Meta:
        verbose_name_plural = "shelves"


class Box(models.Model):
    """Goes with its shelf."""

    shelf = models.ForeignKey(Shelf, models.CASCADE)
    label = models.CharField(max_length=40)
    weight = models.PositiveIntegerField(default=0, help_text="In grams.")

    class Meta:
        verbose_name_plural = "boxes"

    def __str__(self):
        return self.label


class Aisle(Stock):
    pass


class Bay(models.Model):
    aisle = models.ForeignKey(Aisle, models.CASCADE)
    label = models.CharField(max_length=40)

    def __str__(self):
        return self.label


class Slot(models.Model):
    """Goes with its bay, which goes with its aisle."""

    bay = models.ForeignKey(Bay, models.CASCADE)
    label = models.CharField(max_length=40)

    def __str__(self):
        return self.label


class Supplier(Stock):
    pass


class Delivery(models.Model):
    """Stays when its supplier goes."""

    supplier = models.ForeignKey(Supplier, models.SET_NULL, null=True, blank=True)
    lot = models.PositiveIntegerField(db_index=True)

    class Meta:
        verbose_name_plural = "deliveries"

    def __str__(self):
        return f"Delivery {self.lot}"


class Note(models.Model):
    """Goes with whatever it is about."""

    text = models.CharField(max_length=40)
    content_type = models.ForeignKey(ContentType, models.CASCADE)
    object_id = models.PositiveBigIntegerField()
    about = GenericForeignKey()

    class Meta:
        indexes = (models.Index(fields=["content_type", "object_id"], name="warehouse_note_about"),)

    def __str__(self):
        return self.text


class Pallet(Stock):
    notes = GenericRelation(Note)


class Vehicle(Stock):
    pass


class Forklift(Vehicle):
    """A row here and one among the vehicles."""

    lifts = models.PositiveIntegerField(default=1000, help_text="In kilograms.")


if django.VERSION >= (6, 1):

    class Cart(Stock):
        pass

    class Wheel(models.Model):
        """Goes with its cart, by the database's own doing."""

        cart = models.ForeignKey(Cart, models.DB_CASCADE)
        label = models.CharField(max_length=40)
        weight = models.PositiveIntegerField(default=0, help_text="In grams.")

        def __str__(self):
            return self.label
