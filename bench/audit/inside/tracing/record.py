"""From the tree of nodes to JSON: one line per signal, sender and receiver, and the tree itself."""

from __future__ import annotations

from difflib import get_close_matches
from typing import Any, Iterator, Optional, Tuple

from ..naming import Place, origin
from ..signals import find_signals
from .tree import KnownSignal, Node, Site, Tree

Key = Tuple[str, Optional[str], str]
"""Signal, sender (None for none) and receiver."""
COUNTED = (
    "calls",
    "self_ns",
    "total_ns",
    "summable_ns",
    "queries",
    "self_queries",
    "summable_queries",
    "exceptions",
)
LONGEST = 200
"""Children of a line that are told apart in the tree, those that took longest."""
DEEPEST = 50
"""Levels of the tree."""


class Names:
    """Of signals, found once."""

    def __init__(self) -> None:
        self._by_id = {id(one.signal): one.name for one in find_signals()}

    def has(self, wanted: str) -> bool:
        """A dotted name, or the last part of one."""
        return any(name == wanted or name.endswith(f".{wanted}") for name in self._by_id.values())

    def closest(self, wanted: str) -> str | None:
        """The name, or the last part of one, that comes next to one which no signal has."""
        short = [name.rpartition(".")[2] for name in self._by_id.values()]
        return next(iter(get_close_matches(wanted, [*short, *self._by_id.values()], 1)), None)

    def of(self, known: KnownSignal) -> str:
        signal = known.reference()
        if signal is None:
            return f"{known.kind}() (gone)"
        return self._by_id.get(id(signal), f"{known.kind}()")


class Fold:
    """A line of the tree: all calls of a receiver below one line, those that it caused in itself included."""

    def __init__(self, key: Key) -> None:
        self.key = key
        self.counted = dict.fromkeys(("calls", "self_ns", "total_ns", "queries", "exceptions"), 0)
        self.levels = 1
        self.below: dict[Key, Fold] = {}


def walk(root: Node, names: Names) -> Iterator[tuple[Site, Node, Key, dict[Key, int], int]]:
    """Every node below the root, parents first: its site, itself, its key, how often each key stands above
    it, and its queries with those below. However deep the nesting is, nothing here calls itself."""
    inclusive = all_queries(root)
    above: dict[Key, int] = {}
    waiting: list[tuple[Site, Node] | Key] = [*reversed(root.children())]
    while waiting:
        one = waiting.pop()
        if len(one) == 3:  # everything below this key is done
            above[one] -= 1
            continue
        site, node = one
        key = _key(site, node, names)
        yield site, node, key, above, inclusive[node]
        above[key] = above.get(key, 0) + 1
        waiting.append(key)
        waiting += reversed(node.children())


def receivers_json(tree: Tree, names: Names) -> list[dict[str, Any]]:
    """One line per signal, sender and receiver, longest first.

    "total_ns" and "queries" include nested receivers, those of the line itself once; "self_ns" and
    "self_queries" do not. "summable_ns" and "summable_queries" leave out what is below a line of the same
    signal and receiver with any sender, so that they add up over the senders.
    """
    lines: dict[Key, dict[str, Any]] = {}
    for _, node, key, above, queries in walk(tree.root, names):
        line = lines.setdefault(key, _new_line(key, node))
        line["calls"] += node.calls
        line["exceptions"] += node.exceptions
        line["self_ns"] += self_ns(node)
        line["self_queries"] += node.queries
        if not above.get(key):
            line["total_ns"] += total_ns(node)
            line["queries"] += queries
        if not any(count and (one[0], one[2]) == (key[0], key[2]) for one, count in above.items()):
            line["summable_ns"] += total_ns(node)
            line["summable_queries"] += queries
    return sorted(lines.values(), key=lambda line: (-line["total_ns"], line["receiver"], line["signal"]))


def tree_json(root: Node, names: Names) -> tuple[list[dict[str, Any]], int, int]:
    """What was called below the root, longest first; how many branches are left out, and their nanoseconds.

    A receiver that stands below itself is folded into the line above, whose "levels" says how many there
    were; what it caused there stands below that line.
    """
    top = Fold(("", None, ""))
    path: list[Fold] = [top]
    depth: list[int] = []
    for _, node, key, above, queries in walk(root, names):
        level = sum(above.values())
        while depth and depth[-1] >= level:
            depth.pop()
            path.pop()
        known = next((fold for fold in path if fold.key == key), None)
        fold = known or path[-1].below.setdefault(key, Fold(key))
        fold.levels = max(fold.levels, above.get(key, 0) + 1)
        if known is None:
            fold.counted["total_ns"] += total_ns(node)
            fold.counted["queries"] += queries
        fold.counted["calls"] += node.calls
        fold.counted["self_ns"] += self_ns(node)
        fold.counted["exceptions"] += node.exceptions
        depth.append(level)
        path.append(fold)
    left_out: list[Fold] = []
    lines = _fold_json(top, left_out, 1)
    return lines, len(left_out), sum(fold.counted["total_ns"] for fold in left_out)


def _fold_json(above: Fold, left_out: list[Fold], level: int) -> list[dict[str, Any]]:
    longest = sorted(above.below.values(), key=lambda fold: -fold.counted["total_ns"])
    shown = longest[:LONGEST] if level <= DEEPEST else []
    left_out += longest[len(shown) :]
    return [
        {
            **_named(fold.key),
            **fold.counted,
            "levels": fold.levels,
            "children": _fold_json(fold, left_out, level + 1),
        }
        for fold in shown
    ]


def sends_json(tree: Tree, names: Names) -> list[dict[str, Any]]:
    """How often each signal was sent to at least one receiver, by sender; most often first."""
    sends: dict[tuple[str, str | None], int] = {}
    for site in _sites(tree.root):
        key = names.of(site.signal), site.sender
        sends[key] = sends.get(key, 0) + site.sends
    lines = [
        {"signal": signal, "sender": sender, "sends": count} for (signal, sender), count in sends.items()
    ]
    return sorted(lines, key=lambda line: (-line["sends"], line["signal"], line["sender"] or ""))


def kinds(root: Node) -> tuple[dict[str, int], dict[str, int]]:
    """How often each kind of sender sent, and each kind of receiver was called."""
    senders: dict[str, int] = {}
    receivers: dict[str, int] = {}
    for site in _sites(root):
        senders[site.sender_kind] = senders.get(site.sender_kind, 0) + site.sends
        for node in list(site.by_place.values()):
            receivers[node.kind] = receivers.get(node.kind, 0) + node.calls
    return senders, receivers


def _sites(root: Node) -> Iterator[Site]:
    """Those that had a receiver, at any level."""
    waiting = [root]
    while waiting:
        for site in list(waiting.pop().sites_by_name.values()):
            if site.by_place:
                yield site
                waiting += list(site.by_place.values())


def self_ns(node: Node) -> int:
    """0 at least: what ran beside each other in asynchronous receivers may add up to more than the whole."""
    return max(0, total_ns(node) - inside_ns(node))


def inside_ns(node: Node) -> int:
    """Of the receivers that were called directly below the node, with all that they caused."""
    return sum(total_ns(child) for _, child in node.children())


def total_ns(node: Node) -> int:
    return round(node.seconds * 1e9)


def all_queries(root: Node) -> dict[Node, int]:
    """Of the root and every node below it: its queries and those of what it caused."""
    nodes = [root]
    for node in nodes:  # which grows meanwhile
        nodes += [child for _, child in node.children()]
    inclusive: dict[Node, int] = {}
    for node in reversed(nodes):
        below = sum(inclusive.get(child, 0) for _, child in node.children())
        inclusive[node] = node.queries + below
    return inclusive


def _key(site: Site, node: Node, names: Names) -> Key:
    return names.of(site.signal), site.sender, _place(node).name


def _place(node: Node) -> Place:
    assert node.place is not None  # only the root has none, and it is nobody's child
    return node.place


def _named(key: Key) -> dict[str, Any]:
    signal, sender, receiver = key
    return {"signal": signal, "sender": sender, "receiver": receiver}


def _new_line(key: Key, node: Node) -> dict[str, Any]:
    told = _place(node)
    return {
        **_named(key),
        "file": told.file,
        "line": told.line,
        "origin": origin(told.module, told.file),
        **dict.fromkeys(COUNTED, 0),
    }
