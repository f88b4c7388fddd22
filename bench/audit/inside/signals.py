"""Every Signal of a started project, built-in or custom, with the dotted name that it is imported by."""

from __future__ import annotations

import gc
import linecache
import re
import sys
import types
from typing import Any, Iterator, NamedTuple

from django.dispatch import Signal

from .naming import dotted


class NamedSignal(NamedTuple):
    """A signal and its dotted name, such as "django.db.models.signals.post_save"."""

    signal: Signal
    name: str


class Holder(NamedTuple):
    """A place in a module or class that a signal can be reached by."""

    module: str
    path: str


def find_signals() -> list[NamedSignal]:
    """All signals, ordered by name: those in modules and classes, and those that only instances hold."""
    held: dict[int, tuple[Signal, list[Holder]]] = {}
    for signal, holder in held_signals():
        held.setdefault(id(signal), (signal, []))[1].append(holder)
    for thing in gc.get_objects():
        if _is_signal(thing):
            held.setdefault(id(thing), (thing, []))
    found = [
        NamedSignal(signal, _best_name(holders) if holders else _name_by_owner(signal))
        for signal, holders in held.values()
    ]
    return sorted(found, key=lambda one: one.name)


def held_signals() -> Iterator[tuple[Signal, Holder]]:
    """Of all modules and the classes in them, once for each name. Imports nothing, and asks no module for an
    attribute: one that is loaded lazily stays unloaded."""
    for name, module in list(sys.modules.items()):
        if issubclass(type(module), types.ModuleType):
            content = types.ModuleType.__getattribute__(module, "__dict__")
            yield from _in_namespace(content, name, "")


def _is_signal(thing: Any) -> bool:
    """isinstance() would ask a lazy object for its class, and so make it do its work."""
    return issubclass(type(thing), Signal)


def _in_namespace(content: Any, module: str, path: str) -> Iterator[tuple[Signal, Holder]]:
    for attribute, value in list(content.items()):
        if _is_signal(value):
            yield value, Holder(module, f"{path}{attribute}")
        elif issubclass(type(value), type) and _is_defined_here(value, module, f"{path}{attribute}"):
            yield from _in_namespace(vars(value), module, f"{path}{attribute}.")


def _is_defined_here(cls: type, module: str, path: str) -> bool:
    return type.__getattribute__(cls, "__qualname__") == path and cls.__dict__.get("__module__") == module


def _best_name(holders: list[Holder]) -> str:
    """Where the signal was made, told from where it was only imported to."""
    best = min(holders, key=_distance) if len(holders) > 1 else holders[0]
    return f"{best.module}.{best.path}"


def _distance(holder: Holder) -> tuple[bool, bool, int, str]:
    file = getattr(sys.modules[holder.module], "__file__", None) or ""
    attribute = holder.path.rpartition(".")[2]
    assignment = re.compile(rf"\s*{re.escape(attribute)}\s*(:[^=]+)?=[^=]")
    assigned = any(map(assignment.match, linecache.getlines(file)))
    return not assigned, not holder.module.endswith("signals"), holder.module.count("."), holder.module


def _name_by_owner(signal: Signal) -> str:
    """The attribute of the instance or local class that holds the signal, else what kind of signal it is."""
    for referrer in gc.get_referrers(signal):
        owners = gc.get_referrers(referrer) if type(referrer) is dict else [referrer]
        for owner in owners:
            for attribute, value in _attributes(owner):
                if value is signal:
                    is_class = issubclass(type(owner), type)
                    return f"{dotted(owner) if is_class else dotted(type(owner)) + '()'}.{attribute}"
    return f"{dotted(type(signal))}()"


def _attributes(owner: Any) -> list[tuple[str, Any]]:
    if issubclass(type(owner), types.ModuleType):
        return []
    try:
        return list(object.__getattribute__(owner, "__dict__").items())
    except AttributeError:
        return []
