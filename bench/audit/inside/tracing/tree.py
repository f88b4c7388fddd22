"""What is counted: a node for each receiver of each signal and sender, below the receiver that caused it.

The node that a thread is in stands in the thread's own `Cell`. A task or thread that works for an
asynchronous receiver knows that receiver's node from a context variable, the `logical` node, as it may run
anywhere; a cell tells which logical node it was set for, and the newer of the two is the one that holds.

Nothing here keeps a receiver, sender or signal alive: keys are ids, dropped when their object dies.
Counters are exact across threads from Python 3.10 on where it has its global lock: it switches threads at
calls and at the ends of loops only, and what is added is known before a counter is read. Elsewhere, two
threads in one receiver may lose a count.
"""

from __future__ import annotations

import threading
import types
import weakref
from contextvars import ContextVar
from typing import Any, Callable, Dict

from ..naming import Place, dotted, place, sender_name

DEEPEST = 50
"""Levels of nesting; what lies deeper is counted at this level."""
NAMED_BY_THEMSELVES = (
    type,
    types.FunctionType,
    types.BuiltinFunctionType,
    types.ModuleType,
)
VALUES = (str, bytes, int, float)


class Mortal(weakref.ref):  # type: ignore[type-arg]  # subscripting it would fail on Python 3.8
    """Takes the key of its object out of a dictionary when the object dies."""

    __slots__ = ("held", "key", "place")

    held: Held
    key: Any
    place: Any


Held = Dict[int, Mortal]
"""What keeps the weak references themselves alive."""


def drop_with(subject: Any, key: Any, place: Any, held: Held) -> bool:
    """From now on, place[key] goes when the subject dies; False where it cannot be referred to weakly."""
    try:
        reference = Mortal(subject, _drop)
    except TypeError:
        return False
    reference.key, reference.place, reference.held = key, place, held
    held[id(reference)] = reference
    return True


def _drop(reference: Mortal) -> None:
    reference.place.pop(reference.key, None)
    reference.held.pop(id(reference), None)


class Node:
    """The calls of one receiver, below one other. `sites` holds what was sent during them."""

    __slots__ = ("calls", "depth", "exceptions", "place", "queries", "seconds", "sites", "sites_by_name")

    def __init__(self, told: Place | None, above: Node | None) -> None:
        self.place = told
        self.depth: int = 0 if above is None else min(above.depth + 1, DEEPEST + 1)
        self.calls = 0
        self.exceptions = 0
        self.queries = 0
        self.seconds = 0.0
        self.sites: dict[int, Any] = {}
        """Signal's id -> sender's id -> Site, or a Silent for a signal that is not to be traced."""
        self.sites_by_name: dict[tuple[KnownSignal, str | None], Site] = {}
        if above is not None and self.depth > DEEPEST:
            self.sites = above.sites
            self.sites_by_name = above.sites_by_name

    def children(self) -> list[tuple[Site, Node]]:
        """What was called below, in the order of the first calls."""
        if self.depth > DEEPEST:
            return []
        sites = list(self.sites_by_name.values())
        return [(site, node) for site in sites for node in list(site.by_place.values())]


class Site(Dict[int, Node]):
    """Where one signal and sender meet, below one node: id of the receiver -> its node."""

    __slots__ = ("above", "by_place", "held", "sender", "sends", "signal")

    def __init__(self, signal: KnownSignal, sender: str | None, above: Node, held: Held) -> None:
        self.signal = signal
        self.sender = sender
        self.above = above
        self.held = held
        self.sends = 0
        self.by_place: dict[Place, Node] = {}

    def meet(self, receiver: Any) -> Node:
        """The node of a receiver that is not found by its id: new, or a bound method, made anew each time."""
        subject = receiver.__func__ if type(receiver) is types.MethodType else receiver
        known = self.get(id(subject))
        if known is not None:
            return known
        told = place(receiver)
        node = self.by_place.setdefault(told, Node(told, self.above))
        if drop_with(subject, id(subject), self, self.held):
            self[id(subject)] = node
        return node


class Silent(Dict[int, None]):
    """The sites of a signal that is not to be traced."""

    def __missing__(self, key: int) -> None:
        return None


class KnownSignal:
    """A signal that has been sent; it is named at the end, when all modules are there."""

    __slots__ = ("kind", "reference")

    def __init__(self, signal: Any) -> None:
        self.kind = dotted(type(signal))
        self.reference = weakref.ref(signal)


class Cell:
    """Where a thread is."""

    __slots__ = ("logical", "node")

    def __init__(self, root: Node) -> None:
        self.node = root
        self.logical: Node | None = None


class Cells(threading.local):
    """Each thread's own cell."""

    def __init__(self, root: Node) -> None:
        self.cell = Cell(root)


class Tree:
    """All that is counted, and where each thread is in it.

    wanted: says of a signal, when it is met, whether it is to be traced.
    """

    def __init__(self, wanted: Callable[[Any], bool] = lambda signal: True) -> None:
        self.root = Node(None, None)
        self.cells = Cells(self.root)
        self.logical: ContextVar[Node | None] = ContextVar("signalbench_node", default=None)
        self._wanted = wanted
        self._signals: dict[int, KnownSignal] = {}
        self._held: Held = {}

    def node(self) -> Node:
        """The receiver that is running, else the root."""
        cell = self.cells.cell
        logical = self.logical.get()
        return cell.node if logical is None or logical is cell.logical else logical

    def site(self, node: Node, signal: Any, sender: Any) -> Site | None:
        """Where a signal and sender meet that are not found below the node by their ids; None: not traced.

        A sender that is a class, function or module stands for itself, and a string or number for its value;
        of all others, those of one class are one. Nothing is asked of the sender, which may be lazy.
        """
        by_sender = node.sites.get(id(signal))
        if by_sender is None:
            by_sender = node.sites.setdefault(id(signal), {} if self._wanted(signal) else Silent())
            drop_with(signal, id(signal), node.sites, self._held)
        if type(by_sender) is Silent:
            return None
        kind = type(sender)
        if sender is None:
            name = None
        elif issubclass(kind, NAMED_BY_THEMSELVES):
            name = sender_name(sender)
        elif kind in VALUES:
            return self._named(node, signal, sender_name(sender))
        else:
            return self._named(node, signal, f"{dotted(kind)}()")
        site = by_sender[id(sender)] = self._named(node, signal, name)
        if sender is not None:
            drop_with(sender, id(sender), by_sender, self._held)
        return site

    def _named(self, node: Node, signal: Any, sender: str | None) -> Site:
        known = self._signals.get(id(signal))
        if known is None:
            known = self._signals.setdefault(id(signal), KnownSignal(signal))
            drop_with(signal, id(signal), self._signals, self._held)
        key = (known, sender)
        return node.sites_by_name.get(key) or node.sites_by_name.setdefault(
            key, Site(known, sender, node, self._held)
        )
