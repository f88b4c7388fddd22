"""The ways of loading a fixture: all in one transaction."""

from __future__ import annotations

from django.core import serializers
from django.core.management import call_command
from django.db import transaction


@transaction.atomic
def deserialize_and_save(fixture):
    for deserialized in serializers.deserialize("json", fixture.read_bytes()):
        deserialized.save()


@transaction.atomic
def loaddata(fixture):
    """Inside a transaction, as in a TestCase. Outside, loaddata would close the connection in the end."""
    call_command("loaddata", fixture, verbosity=0)
