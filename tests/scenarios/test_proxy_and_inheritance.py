"""Who the sender is, as a receiver for all senders hears it."""

from __future__ import annotations

from typing import Any

import pytest
from django.db.models.signals import post_delete, post_save

from bench_project.warehouse.models import Forklift, Item, UrgentItem, Vehicle


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("model", "saved_by", "deleted_by"),
    [
        (Item, [Item], [Item]),
        (UrgentItem, [UrgentItem], [UrgentItem]),
        (Vehicle, [Vehicle], [Vehicle]),
        (Forklift, [Forklift], [Forklift, Vehicle]),
    ],
)
def test_a_child_is_deleted_in_its_parents_name_too(
    model: Any, saved_by: list[type], deleted_by: list[type]
) -> None:
    saved, deleted = [], []

    def hear_save(sender: type, **kwargs: object) -> None:
        saved.append(sender)

    def hear_delete(sender: type, **kwargs: object) -> None:
        deleted.append(sender)

    post_save.connect(hear_save)
    post_delete.connect(hear_delete)
    try:
        model.objects.create(name="Row", lot=1)
        model.objects.all().delete()
    finally:
        post_save.disconnect(hear_save)
        post_delete.disconnect(hear_delete)
    assert (saved, deleted) == (saved_by, deleted_by)
