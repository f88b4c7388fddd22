"""What a migrate leaves behind in its process: the models that it rendered, whose fields have receivers."""

from __future__ import annotations

import gc
from typing import Any

from django.apps import apps

from bench.scenarios.built_in_signals import BUILT_IN


def forget_rendered_models() -> None:
    """Free the models, and take the receivers that die with them off Django's signals."""

    class Nobody:
        """A sender that no receiver wants."""

    models: Any = apps.get_models
    models.cache_clear()  # it holds on to the apps of each migrate
    gc.collect()
    for signal in BUILT_IN.values():
        signal.has_listeners(Nobody)  # drops the receivers that are dead
