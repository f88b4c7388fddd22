"""Methods of Django's that are replaced between `with` and its end."""

from __future__ import annotations

from typing import Any, Callable

Replacement = Callable[[Callable[..., Any]], Callable[..., Any]]
"""Makes the new method from the one that it replaces."""


class Patches:
    """Each is taken back at the end, unless the project has put one of its own around it: that stays."""

    def __init__(self, replacements: dict[tuple[type, str], Replacement]) -> None:
        self._replacements = replacements
        self._made: dict[tuple[type, str], tuple[Any, Any]] = {}

    def __enter__(self) -> Patches:
        for (owner, name), replacement in self._replacements.items():
            before = owner.__dict__[name]
            made = replacement(before)
            setattr(owner, name, made)
            self._made[owner, name] = before, made
        return self

    def __exit__(self, *_: object) -> None:
        for owner, name in self._made.keys() - set(self.covered()):
            setattr(owner, name, self._made[owner, name][0])

    def covered(self) -> dict[tuple[type, str], Any]:
        """Those that the project has replaced in turn, each with what is there now."""
        return {
            (owner, name): owner.__dict__.get(name)
            for (owner, name), (_, made) in self._made.items()
            if owner.__dict__.get(name) is not made
        }
