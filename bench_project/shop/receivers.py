"""The bookkeeping of OrderWithBooks.save() as receivers. Scenarios connect them where they want them."""

from __future__ import annotations

from bench_project.shop.models import count_order


def compute_total_before_save(sender, instance, **kwargs):
    """For pre_save."""
    instance.compute_total()


def count_order_after_save(sender, instance, **kwargs):
    """For post_save."""
    count_order()
