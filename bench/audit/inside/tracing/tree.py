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

NAMED_BY_THEMSELVES = (
    type,
    types.FunctionType,
    types.BuiltinFunctionType,
    types.ModuleType,
)
WRITTEN_IN_PYTHON = 1 << 9
"""Py_TPFLAGS_HEAPTYPE, of classes whose instances are named by their class when they are receivers."""
BY_VALUE = {str: "string", bytes: "number", int: "number", float: "number"}
"""Classes of senders that are told apart by their value, and the kind that they are."""


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

    __slots__ = ("calls", "exceptions", "kind", "place", "queries", "seconds", "sites", "sites_by_name")

    def __init__(self, told: Place | None) -> None:
        self.place = told
        self.kind = "function"
        """How it is found: "function" and "method" by id, "other" by its place each time; "async"."""
        self.calls = 0
        self.exceptions = 0
        self.queries = 0
        self.seconds = 0.0
        self.sites: dict[int, Any] = {}
        """Signal's id -> sender's key -> Site, or a Silent for a signal that is not to be traced. The key of
        a class, function or module is its id, that of a string or number it and its class,
        that of another is of its class.
        """
        self.sites_by_name: dict[tuple[KnownSignal, str | None], Site] = {}

    def children(self) -> list[tuple[Site, Node]]:
        """What was called below, in the order of the first calls."""
        sites = list(self.sites_by_name.values())
        return [(site, node) for site in sites for node in list(site.by_place.values())]


class Site:
    """Where one signal and sender meet, below one node."""

    __slots__ = ("by_place", "held", "nodes", "sender", "sender_kind", "sends", "signal")

    def __init__(self, signal: KnownSignal, sender: str | None, sender_kind: str, held: Held) -> None:
        self.signal = signal
        self.sender = sender
        self.sender_kind = sender_kind
        """ "class" for what stands for itself, "string", "number", or "instance" of any other class."""
        self.held = held
        self.sends = 0
        self.nodes: dict[int, Node] = {}
        """Id of the receiver, of a bound method that of its function -> its node; ~id of the class of those
        that cannot be referred to weakly."""
        self.by_place: dict[Place, Node] = {}

    def meet(self, receiver: Any) -> Node:
        """The node of a receiver that is not found by its id: it is new, or cannot be referred to weakly."""
        is_method = type(receiver) is types.MethodType
        subject = receiver.__func__ if is_method else receiver
        kind = type(receiver)
        known = self.nodes.get(~id(kind))
        if known is not None:
            return known
        told = place(receiver)
        node = self.by_place.setdefault(told, Node(told))
        if drop_with(subject, id(subject), self.nodes, self.held):
            self.nodes[id(subject)] = node
            node.kind = "method" if is_method else "function"
        else:
            node.kind = "other"
            if kind.__flags__ & WRITTEN_IN_PYTHON and drop_with(kind, ~id(kind), self.nodes, self.held):
                self.nodes[~id(kind)] = node
        return node


class Silent(Dict[Any, None]):
    """The sites of a signal that is not to be traced."""

    def __missing__(self, key: Any) -> None:
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
        self.root = Node(None)
        self.cells = Cells(self.root)
        self.logical: ContextVar[Node | None] = ContextVar("signalbench_node", default=None)
        self.by_identity: set[type] = {type(None)}
        """Types of senders that are told apart by their id."""
        self._wanted = wanted
        self._wanted_by_id: dict[int, bool] = {}
        self._signals: dict[int, KnownSignal] = {}
        self._held: Held = {}

    def node(self) -> Node:
        """The receiver that is running, else the root."""
        cell = self.cells.cell
        logical = self.logical.get()
        return cell.node if logical is None or logical is cell.logical else logical

    def site(self, node: Node, signal: Any, sender: Any) -> Site | None:
        """Where a signal and sender meet below the node; None: not traced.

        A sender that is a class, function or module stands for itself, and a string or number for its value;
        of all others, those of one class are one. Nothing is asked of the sender, which may be lazy.
        """
        kind = type(sender)
        by_sender = node.sites.get(id(signal))
        if by_sender is None:
            drop_with(signal, id(signal), node.sites, self._held)
            by_sender = node.sites.setdefault(id(signal), {} if self._is_wanted(signal) else Silent())
        try:
            return by_sender[  # type: ignore[no-any-return]  # it holds sites
                id(sender) if kind in self.by_identity else (kind, sender) if kind in BY_VALUE else ~id(kind)
            ]
        except KeyError:
            return self._new_site(node, by_sender, signal, sender)

    def count_failure(self, signal: Any) -> None:
        """A receiver of the signal has raised, and its send goes on: it is the one that is running, unless
        the signal is not traced."""
        node = self.node()
        if type(node.sites.get(id(signal))) is not Silent:
            node.exceptions += 1

    def _is_wanted(self, signal: Any) -> bool:
        wanted = self._wanted_by_id.get(id(signal))
        if wanted is None:
            wanted = self._wanted_by_id[id(signal)] = self._wanted(signal)
            drop_with(signal, id(signal), self._wanted_by_id, self._held)
        return wanted

    def _new_site(self, node: Node, by_sender: dict[Any, Site], signal: Any, sender: Any) -> Site:
        kind = type(sender)
        if sender is None:
            site = by_sender[id(None)] = self._named(node, signal, None, "class")
        elif issubclass(kind, NAMED_BY_THEMSELVES):
            self.by_identity.add(kind)
            site = by_sender[id(sender)] = self._named(node, signal, sender_name(sender), "class")
            drop_with(sender, id(sender), by_sender, self._held)
        elif kind in BY_VALUE:
            site = by_sender[kind, sender] = self._named(node, signal, sender_name(sender), BY_VALUE[kind])
        else:
            site = by_sender[~id(kind)] = self._named(node, signal, f"{dotted(kind)}()", "instance")
            drop_with(kind, ~id(kind), by_sender, self._held)
        return site

    def _named(self, node: Node, signal: Any, sender: str | None, kind: str) -> Site:
        known = self._signals.get(id(signal))
        if known is None:
            known = self._signals.setdefault(id(signal), KnownSignal(signal))
            drop_with(signal, id(signal), self._signals, self._held)
        key = (known, sender)
        return node.sites_by_name.get(key) or node.sites_by_name.setdefault(
            key, Site(known, sender, kind, self._held)
        )
