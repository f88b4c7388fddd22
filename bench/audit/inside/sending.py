"""How a custom signal is sent, as far as the sources tell: with send(), asend() or their robust forms."""

from __future__ import annotations

import ast
import linecache
import sys
import types
from functools import lru_cache
from typing import Any, Iterator

from django.dispatch import Signal

from .naming import origin

METHODS = ("send", "send_robust", "asend", "asend_robust")


@lru_cache(maxsize=None)
def ways_of_sending(signal: Signal) -> set[str]:
    """The methods that loaded modules call on this signal by name. Empty where no call is found."""
    return {
        method
        for name, module in list(sys.modules.items())
        if isinstance(module, types.ModuleType) and _may_send(name, module, signal)
        for path, method in _calls(module.__file__ or "")
        if _resolve(module, path) is signal
    }


@lru_cache(maxsize=None)
def _calls(file: str) -> frozenset[tuple[tuple[str, ...], str]]:
    """What the file calls these methods on, by dotted names. Empty where it does not parse."""
    try:
        tree = ast.parse("".join(linecache.getlines(file)))
    except (SyntaxError, ValueError, RecursionError):
        return frozenset()
    return frozenset(_named_calls(tree))


def _named_calls(tree: ast.AST) -> Iterator[tuple[tuple[str, ...], str]]:
    for node in ast.walk(tree):
        if not (isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute)):
            continue
        method, found = node.func.attr, node.func.value
        path: tuple[str, ...] = ()
        while isinstance(found, ast.Attribute):
            path, found = (found.attr, *path), found.value
        if method in METHODS and isinstance(found, ast.Name):
            yield (found.id, *path), method


def _may_send(name: str, module: types.ModuleType, signal: Signal) -> bool:
    """Modules of the project, and others that have imported this very signal."""
    file = getattr(module, "__file__", None)
    if not file or not file.endswith(".py"):
        return False
    held = any(value is signal for value in list(vars(module).values()))
    return held or origin(name, file) == "project"


def _resolve(module: types.ModuleType, path: tuple[str, ...]) -> Any:
    """What a dotted name in the module's code stands for, through modules and classes only."""
    found: Any = module
    for part in path:
        if not isinstance(found, (types.ModuleType, type)):
            return None
        found = vars(found).get(part)
    return found
