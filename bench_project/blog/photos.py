"""A model with pictures, for those who want to know what it does to other models.

It lies in a registry of its own, so it has no table, and whatever its fields connected to post_init is
disconnected again right below: a project with a Photo among its models instantiates all of them more slowly.
"""

from __future__ import annotations

from django.apps.registry import Apps
from django.db import models
from django.db.models.signals import post_init


class Photo(models.Model):
    picture = models.ImageField()
    picture_with_width = models.ImageField(width_field="width")
    width = models.PositiveIntegerField()

    class Meta:
        app_label = "blog"
        apps = Apps()

    def __str__(self):
        return self.picture.name


def _disconnect(name):
    receiver = Photo._meta.get_field(name).update_dimension_fields
    return [receiver] if post_init.disconnect(receiver, sender=Photo) else []


RECEIVERS = {name: _disconnect(name) for name in ("picture", "picture_with_width")}
"""What each picture had connected to post_init for Photo: from Django 5.0 on nothing for the first."""
