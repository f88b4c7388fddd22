"""From the tree of nodes to JSON: one line per signal, sender and receiver, and the tree itself."""

from __future__ import annotations

from typing import Any, Optional, Tuple

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
"""Children of a node that are told apart in the tree, those that took longest."""


class Names:
    """Of signals, found once."""

    def __init__(self) -> None:
        self._by_id = {id(one.signal): one.name for one in find_signals()}

    def has(self, wanted: str) -> bool:
        """A dotted name, or the last part of one."""
        return any(name == wanted or name.endswith(f".{wanted}") for name in self._by_id.values())

    def of(self, known: KnownSignal) -> str:
        signal = known.reference()
        if signal is None:
            return f"{known.kind}() (gone)"
        return self._by_id.get(id(signal), f"{known.kind}()")


def receivers_json(tree: Tree, names: Names) -> list[dict[str, Any]]:
    """One line per signal, sender and receiver, longest first.

    "total_ns" and "queries" include nested receivers, those of the line itself once; "self_ns" and
    "self_queries" do not. "summable_ns" and "summable_queries" leave out what is below a line of the same
    signal and receiver with any sender, so that they add up over the senders.
    """
    lines: dict[Key, dict[str, Any]] = {}
    _add_lines(tree.root, names, lines, frozenset(), frozenset())
    return sorted(lines.values(), key=lambda line: (-line["total_ns"], line["receiver"], line["signal"]))


def _add_lines(
    node: Node,
    names: Names,
    lines: dict[Key, dict[str, Any]],
    above: frozenset[Key],
    above_of_any_sender: frozenset[tuple[str, str]],
) -> None:
    for site, child in node.children():
        key = _key(site, child, names)
        line = lines.setdefault(key, _new_line(key, child))
        line["calls"] += child.calls
        line["exceptions"] += child.exceptions
        line["self_ns"] += self_ns(child)
        line["self_queries"] += child.queries
        if key not in above:
            line["total_ns"] += total_ns(child)
            line["queries"] += all_queries(child)
        of_any_sender = key[0], key[2]
        if of_any_sender not in above_of_any_sender:
            line["summable_ns"] += total_ns(child)
            line["summable_queries"] += all_queries(child)
        _add_lines(child, names, lines, above | {key}, above_of_any_sender | {of_any_sender})


def tree_json(node: Node, names: Names) -> list[dict[str, Any]]:
    """What was called below the node, longest first; `left_out` tells of what is not in it."""
    return [
        {
            **_named(_key(site, child, names)),
            "calls": child.calls,
            "self_ns": self_ns(child),
            "total_ns": total_ns(child),
            "queries": all_queries(child),
            "exceptions": child.exceptions,
            "children": tree_json(child, names),
        }
        for site, child in _longest_first(node)[:LONGEST]
    ]


def left_out(node: Node) -> tuple[int, int]:
    """How many branches `tree_json` cuts off, not counting what is below them, and their nanoseconds."""
    children = [child for _, child in _longest_first(node)]
    cut = children[LONGEST:]
    below = [left_out(child) for child in children[:LONGEST]]
    return (
        len(cut) + sum(branches for branches, _ in below),
        sum(map(total_ns, cut)) + sum(ns for _, ns in below),
    )


def _longest_first(node: Node) -> list[tuple[Site, Node]]:
    return sorted(node.children(), key=lambda pair: -pair[1].seconds)


def sends_json(tree: Tree, names: Names) -> list[dict[str, Any]]:
    """How often each signal was sent to at least one receiver, by sender; most often first."""
    sends: dict[tuple[str, str | None], int] = {}
    waiting = [tree.root]
    while waiting:
        node = waiting.pop()
        waiting += [child for _, child in node.children()]
        if node.children():
            for site in list(node.sites_by_name.values()):
                key = names.of(site.signal), site.sender
                sends[key] = sends.get(key, 0) + site.sends
    lines = [
        {"signal": signal, "sender": sender, "sends": count} for (signal, sender), count in sends.items()
    ]
    return sorted(lines, key=lambda line: (-line["sends"], line["signal"], line["sender"] or ""))


def self_ns(node: Node) -> int:
    """0 at least: what ran beside each other in asynchronous receivers may add up to more than the whole."""
    return max(0, total_ns(node) - inside_ns(node))


def inside_ns(node: Node) -> int:
    """Of the receivers that were called directly below the node, with all that they caused."""
    return sum(total_ns(child) for _, child in node.children())


def total_ns(node: Node) -> int:
    return round(node.seconds * 1e9)


def all_queries(node: Node) -> int:
    return node.queries + sum(all_queries(child) for _, child in node.children())


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
