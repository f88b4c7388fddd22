"""A call of delete or cascade deletes its own lot and no other, and the tables do not grow.

Lots are copies of one that stays: they have all that it has, each with its own parents and children.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import django
import pytest
from django.apps import apps

from bench.model import Case
from bench.scenarios.catalogue import catalogue
from bench.scenarios.deletions import Stock, lots
from bench.scenarios.scenario import Prepared
from bench_project.warehouse import stocking

ROWS = 3
FAMILIES: list[tuple[Stock, tuple[str, ...]]] = [
    (stocking.items, ("name",)),
    (stocking.shelves_with_boxes, ("name", "box__label", "box__weight")),
    (stocking.shelf_with_boxes, ("name", "box__label", "box__weight")),
    (stocking.aisles_with_bays_and_slots, ("name", "bay__label", "bay__slot__label")),
    (stocking.suppliers_with_deliveries, ("name", "delivery__supplier__name")),
    (stocking.pallets_with_notes, ("name", "notes__text", "notes__content_type__model")),
    (stocking.forklifts, ("name", "lifts")),
    (stocking.vehicles_that_are_forklifts, ("name", "forklift__lifts")),
]
"""What each parent shows of itself and of its children."""
if django.VERSION >= (6, 1):
    FAMILIES.append((stocking.carts_with_wheels, ("name", "wheel__label", "wheel__weight")))


def cases() -> Iterator[Any]:
    for slug in ("delete", "cascade"):
        for name, variant in catalogue()[slug].variants.items():
            if django.VERSION[:2] >= variant.since:
                yield pytest.param(Case(slug, name, (("rows", ROWS),)), id=f"{slug}, {name}")


def rows_left() -> int:
    """In all tables of the warehouse."""
    models = apps.get_app_config("warehouse").get_models()
    return sum(model._base_manager.count() for model in models if not model._meta.proxy)


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("case", list(cases()))
def test_a_call_deletes_its_own_lot_and_no_other(case: Case) -> None:
    kept_by_each = ROWS if case.variant.startswith("SET_NULL") else 0
    with catalogue()[case.question].enter(case) as operation:
        assert isinstance(operation, Prepared)
        copied = rows_left()
        for _ in range(2):
            first, second = operation.fresh(), operation.fresh()
            operation.call(first)
            assert not first.all().exists()
            assert second.all().count() in (1, ROWS)
            operation.call(second)
            assert rows_left() == copied + 2 * kept_by_each


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize(("stock", "shown"), FAMILIES, ids=lambda value: getattr(value, "__name__", ""))
def test_a_lot_has_all_that_the_one_has_which_it_is_a_copy_of(stock: Stock, shown: tuple[str, ...]) -> None:
    lot = lots(stock, ROWS)
    rows_of_one = rows_left()
    copies = [lot(), lot()]
    assert rows_left() == 3 * rows_of_one
    original = list(copies[0].model.objects.filter(lot=0).order_by("pk").values_list(*shown))
    assert len(original) == ROWS
    assert all(None not in row for row in original)
    for copy in copies:
        assert list(copy.order_by("pk").values_list(*shown)) == original


@pytest.mark.django_db(transaction=True)
def test_deliveries_without_a_supplier_are_gone_when_the_next_lot_comes() -> None:
    lot = lots(stocking.suppliers_with_deliveries, ROWS)
    lot().delete()
    assert rows_left() == 3 * ROWS
    lot()
    assert rows_left() == 4 * ROWS
