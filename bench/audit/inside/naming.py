"""What a receiver, a sender and the place of either is called in an answer."""

from __future__ import annotations

import functools
import inspect
import os
import sys
import sysconfig
from typing import Any, NamedTuple

import django
from django.apps import apps

DJANGO_FOLDER = os.path.dirname(os.path.realpath(django.__file__)) + os.sep
STANDARD_LIBRARY = os.path.realpath(sysconfig.get_paths()["stdlib"]) + os.sep
INSTALLED = (f"{os.sep}site-packages{os.sep}", f"{os.sep}dist-packages{os.sep}")


class Place(NamedTuple):
    """What a receiver is called and where its code stands."""

    name: str
    """"shop.receivers.reindex", "shop.apps.ShopConfig.count" for a method,
    "shop.tasks.Queue.__call__" for a callable instance, "functools.partial(shop.receivers.reindex)"."""
    module: str
    file: str | None
    line: int | None


def place(receiver: Any) -> Place:
    """Of any callable; never raises, and calls nothing of the project's."""
    if type(receiver) is functools.partial:
        inner = place(receiver.func)
        return inner._replace(name=f"functools.partial({inner.name})")
    innermost = function(receiver)
    if innermost is None:
        return _place_of_other(receiver)
    code = innermost.__code__
    file = code.co_filename if os.path.isabs(code.co_filename) else os.path.abspath(code.co_filename)
    module = innermost.__module__ or "?"
    routine = inspect.isroutine(receiver)
    name = f"{module}.{innermost.__qualname__}" if routine else f"{dotted(type(receiver))}.__call__"
    return Place(name, module, file, code.co_firstlineno)


def function(receiver: Any) -> Any:
    """The Python function that a call of the receiver ends in, or None: below partials and decorators."""
    for _ in range(100):  # a decorator may wrap itself
        if type(receiver) is functools.partial:
            receiver = receiver.func
        elif inspect.ismethod(receiver):
            receiver = receiver.__func__
        elif inspect.isfunction(receiver):
            if "__wrapped__" not in receiver.__dict__:
                return receiver
            receiver = receiver.__dict__["__wrapped__"]
        elif inspect.isclass(receiver) or inspect.isbuiltin(receiver):
            return None
        else:
            receiver = inspect.getattr_static(type(receiver), "__call__", None)
    return None


def sender_name(sender: Any) -> str:
    """ "shop.models.Order" for a class or function, "settings" for a module, 'shop.cart.Cart()' for an
    instance, and the value itself for a string or number."""
    if isinstance(sender, (str, bytes, int, float, tuple, frozenset)):
        return ascii(sender)[:80]
    if inspect.ismodule(sender):
        return sender.__name__
    if inspect.isclass(sender) or inspect.isroutine(sender):
        return dotted(sender)
    return f"{dotted(type(sender))}()"


def dotted(thing: Any) -> str:
    """Module and qualified name of a class, function or method."""
    return (
        f"{getattr(thing, '__module__', None) or '?'}.{getattr(thing, '__qualname__', type(thing).__name__)}"
    )


def app_label(module: str) -> str | None:
    """The installed application that the module belongs to: the one with the longest name that fits."""
    fitting = [config for config in apps.get_app_configs() if f"{module}.".startswith(f"{config.name}.")]
    return max(fitting, key=lambda config: len(config.name)).label if fitting else None


@functools.lru_cache(maxsize=None)
def origin(module: str, file: str | None) -> str:
    """ "django", "package" for what is installed or part of Python, "project" for all other code."""
    real = os.path.realpath(file) if file else ""
    if real.startswith(DJANGO_FOLDER) or module.split(".")[0] == "django":
        return "django"
    if any(part in real for part in INSTALLED) or real.startswith(STANDARD_LIBRARY):
        return "package"
    if not real and module.split(".")[0] in sys.builtin_module_names:
        return "package"
    return "project"


def _place_of_other(receiver: Any) -> Place:
    """Of a class or of what is written in C."""
    if inspect.isclass(receiver):
        file = getattr(sys.modules.get(receiver.__module__), "__file__", None)
        return Place(dotted(receiver), receiver.__module__, file, None)
    named = receiver if hasattr(receiver, "__qualname__") else type(receiver)
    module = getattr(named, "__module__", None) or "builtins"
    return Place(f"{module}.{named.__qualname__}", module, None, None)
