"""What the files of a package declare, each under the same name."""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Iterable
from typing import TypeVar

Kind = TypeVar("Kind")


def members(path: Iterable[str], package: str, name: str, kind: type[Kind]) -> list[Kind]:
    """The value of that name in each module that has one of this kind, in the order of the modules' names."""
    modules = sorted(module.name for module in pkgutil.iter_modules(path, f"{package}."))
    declared = (getattr(importlib.import_module(module), name, None) for module in modules)
    return [value for value in declared if isinstance(value, kind)]
