"""A call of delete or cascade deletes its own lot and no other, and the tables do not grow."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import django
import pytest
from django.apps import apps

from bench.model import Case
from bench.scenarios.catalogue import catalogue
from bench.scenarios.scenario import Prepared

ROWS = 3


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
        for _ in range(2):
            first, second = operation.fresh(), operation.fresh()
            operation.call(first)
            assert not first.all().exists()
            assert second.all().count() in (1, ROWS)
            operation.call(second)
            assert rows_left() == 2 * kept_by_each
