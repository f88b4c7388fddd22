"""The entries of a signal's list, in the shapes of each Django."""

from __future__ import annotations

import weakref
from types import SimpleNamespace
from typing import Any

import pytest

from bench.audit.inside.registrations import registrations


class Sender: ...


def heard(**kwargs: Any) -> None: ...


KEY = (id(heard), id(Sender))
SHAPES = {
    "3.2": (KEY, weakref.ref(heard)),
    "5.0": (KEY, weakref.ref(heard), True),
    "6.0": (KEY, weakref.ref(heard), weakref.ref(Sender), True),
    "6.1, sender without weak references": (KEY, weakref.ref(heard), None, True),
}


@pytest.mark.parametrize("django", SHAPES)
def test_every_shape(django: str) -> None:
    signal: Any = SimpleNamespace(receivers=[SHAPES[django]])
    (found,) = registrations(signal)
    assert (found.receiver, found.weak, found.dispatch_uid) == (heard, True, None)
    assert (found.is_async, found.any_sender) == (None if django == "3.2" else True, False)


def test_a_dispatch_uid_is_told_from_an_id() -> None:
    uids = ["once", 7, ("a", 1)]
    signal: Any = SimpleNamespace(receivers=[((uid, id(None)), heard) for uid in uids])
    assert [found.dispatch_uid for found in registrations(signal)] == uids


def test_the_dead() -> None:
    def gone(**kwargs: Any) -> None: ...

    class Gone: ...

    receiver, sender = weakref.ref(gone), weakref.ref(Gone)
    signal: Any = SimpleNamespace(
        receivers=[
            ((id(gone), id(None)), receiver),
            (("once", id(None)), receiver),
            ((id(heard), id(Gone)), heard, sender, False),
        ]
    )
    del gone, Gone
    import gc

    gc.collect()  # a class is part of a cycle
    first, second, third = registrations(signal)
    assert (first.receiver, first.dispatch_uid, second.dispatch_uid) == (None, None, "once")
    assert (third.receiver, third.sender_died) == (heard, True)
