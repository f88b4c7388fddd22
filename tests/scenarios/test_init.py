"""Photo's receivers are those that Django connects for an ImageField, and nobody else pays for them."""

from __future__ import annotations

import django
from django.apps import apps
from django.db.models.signals import post_init

from bench.model import Case
from bench.scenarios.catalogue import catalogue
from bench_project.blog.photos import RECEIVERS, Photo


def test_from_django_5_0_on_an_image_field_listens_only_if_it_keeps_a_width_or_a_height() -> None:
    listening = {name: len(receivers) for name, receivers in RECEIVERS.items()}
    assert listening == {"picture": int(django.VERSION < (5, 0)), "picture_with_width": 1}


def test_photo_is_no_model_of_the_project_and_has_no_receiver_left() -> None:
    assert "photo" not in apps.all_models["blog"]
    assert not post_init.has_listeners(Photo)


def test_its_receiver_listens_for_photos_while_the_variant_is_entered(db: None) -> None:
    case = Case("init", "list(), ImageField with width", (("rows", 1),))
    with catalogue()["init"].enter(case):
        assert post_init.has_listeners(Photo)
