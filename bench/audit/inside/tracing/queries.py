"""SQL queries: each counts for the receiver that is running, or for the root outside all of them.

What is counted is what Django's own assertNumQueries counts, savepoints included, with DEBUG on or off.
"""

from __future__ import annotations

import functools
from typing import Any

from django.db.backends.utils import CursorWrapper

from .patches import Patches, Replacement
from .tree import Tree


def counted_queries(tree: Tree) -> Patches:
    return Patches({(CursorWrapper, "_execute_with_wrappers"): counting(tree)})


def counting(tree: Tree) -> Replacement:
    def replacement(execute: Any) -> Any:
        @functools.wraps(execute)
        def _execute_with_wrappers(self: Any, *arguments: Any, **named: Any) -> Any:
            tree.node().queries += 1
            return execute(self, *arguments, **named)

        return _execute_with_wrappers

    return replacement
