"""From the key that a registration keeps of its sender, back to the sender.

Django keeps the id of the sender, and from 6.0 on a weak reference beside it; before that, the object has
to be found again. Where it has died, whatever has its id now is what Django takes for the sender, and so is
shown.
"""

from __future__ import annotations

import gc
from typing import Any, Iterable

from django.apps import apps
from django.dispatch.dispatcher import _make_id  # type: ignore[attr-defined]  # private, no stub

from .naming import sender_name
from .registrations import Registration


def find_senders(registrations: Iterable[Registration]) -> dict[Any, Any]:
    """Sender key -> the object, for each that is alive and not "any"."""
    wanted = {one.key[1] for one in registrations if not one.any_sender and not one.sender_died}
    found: dict[Any, Any] = {}
    for source in (_models, _tracked, _referred_to):
        missing = wanted - found.keys()
        if missing:
            found.update(_pick(source(), missing))
    return {key: sender for key, sender in found.items() if not _is_our_own(sender)}


def _is_our_own(sender: Any) -> bool:
    """What the audit itself has made since then has the id of a sender that has died."""
    return sender_name(sender).startswith(f"{__package__}.")


def _pick(things: Iterable[Any], missing: set[Any]) -> dict[Any, Any]:
    """Bound methods have a pair of ids for a key, and are made anew each time: those are looked up in
    parts."""
    plain = {part for key in missing for part in (key if isinstance(key, tuple) else (key,))}
    by_id = {id(thing): thing for thing in things if id(thing) in plain}
    found: dict[Any, Any] = {key: by_id[key] for key in missing if key in by_id}
    for key in missing:
        if isinstance(key, tuple) and key[0] in by_id and key[1] in by_id:
            method = by_id[key[1]].__get__(by_id[key[0]])
            if _make_id(method) == key:
                found[key] = method
    return found


def _models() -> Iterable[Any]:
    return apps.get_models(include_auto_created=True, include_swapped=True)


def _tracked() -> Iterable[Any]:
    return gc.get_objects()


def _referred_to() -> Iterable[Any]:
    """Also strings, numbers and what else the garbage collector does not track."""
    for thing in gc.get_objects():
        yield from gc.get_referents(thing)
