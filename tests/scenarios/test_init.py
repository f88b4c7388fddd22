"""Photo's receivers are those that Django connects for an ImageField, and nobody else pays for them."""

from __future__ import annotations

import django
from django.apps import apps
from django.db.models.signals import post_init

from bench.model import Case
from bench.scenarios.catalogue import catalogue
from bench.scenarios.comments import store_comments
from bench.scenarios.receiver_kinds import connected
from bench.scenarios.without_init_signals import without_init_signals
from bench_project.blog.models import Comment
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


def test_instances_made_in_silence_are_the_same_but_nobody_hears_of_them(db: None) -> None:
    heard: list[Comment] = []

    def hear(instance: Comment, **kwargs: object) -> None:
        heard.append(instance)

    store_comments(2)
    with connected(post_init, hear, sender=Comment), without_init_signals(Comment):
        silent = list(Comment.objects.order_by("pk"))
        assert heard == []
    assert "__init__" not in vars(Comment)
    with connected(post_init, hear, sender=Comment):
        loud = list(Comment.objects.order_by("pk"))
    assert heard == loud == silent
    assert [vars(each) | {"_state": None} for each in loud] == [
        vars(each) | {"_state": None} for each in silent
    ]
