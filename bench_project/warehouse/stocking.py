"""Ways to fill the warehouse: each function stores one lot, and returns the query that finds its parents.

Every parent gets one child, unless the function says otherwise.
"""

from __future__ import annotations

from django.db import connection, transaction

from bench_project.warehouse import models


def stock(model, lot, count):
    model.objects.bulk_create([model(name=f"{model.__name__} {n}", lot=lot) for n in range(count)])
    return model.objects.filter(lot=lot)


def items(lot, count):
    return stock(models.Item, lot, count)


@transaction.atomic
def shelves_with_boxes(lot, count):
    shelves = stock(models.Shelf, lot, count)
    models.Box.objects.bulk_create([models.Box(shelf=shelf, label="Box") for shelf in shelves.iterator()])
    return shelves


@transaction.atomic
def shelf_with_boxes(lot, count):
    """One shelf for all the boxes."""
    shelves = stock(models.Shelf, lot, 1)
    shelf = shelves.get()
    models.Box.objects.bulk_create([models.Box(shelf=shelf, label="Box") for _ in range(count)])
    return shelves


@transaction.atomic
def aisles_with_bays_and_slots(lot, count):
    aisles = stock(models.Aisle, lot, count)
    models.Bay.objects.bulk_create([models.Bay(aisle=aisle, label="Bay") for aisle in aisles.iterator()])
    bays = models.Bay.objects.filter(aisle__lot=lot)
    models.Slot.objects.bulk_create([models.Slot(bay=bay, label="Slot") for bay in bays])
    return aisles


@transaction.atomic
def suppliers_with_deliveries(lot, count):
    suppliers = stock(models.Supplier, lot, count)
    models.Delivery.objects.bulk_create(
        [models.Delivery(supplier=supplier, lot=lot) for supplier in suppliers.iterator()]
    )
    return suppliers


@transaction.atomic
def pallets_with_notes(lot, count):
    pallets = stock(models.Pallet, lot, count)
    models.Note.objects.bulk_create(
        [models.Note(about=pallet, text="Heavy") for pallet in pallets.iterator()]
    )
    return pallets


@transaction.atomic
def vehicles_that_are_forklifts(lot, count):
    """bulk_create() refuses models with parents, hence SQL."""
    vehicles = stock(models.Vehicle, lot, count)
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO warehouse_forklift (vehicle_ptr_id, lifts) "
            "SELECT id, 1000 FROM warehouse_vehicle WHERE lot = %s",
            [lot],
        )
    return vehicles


def forklifts(lot, count):
    vehicles_that_are_forklifts(lot, count)
    return models.Forklift.objects.filter(lot=lot)


@transaction.atomic
def carts_with_wheels(lot, count):
    """Django 6.1 and newer."""
    carts = stock(models.Cart, lot, count)
    models.Wheel.objects.bulk_create([models.Wheel(cart=cart, label="Wheel") for cart in carts.iterator()])
    return carts
