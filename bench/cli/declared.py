"""The names of questions and variants, read from the scenarios' files as text: no Django, no worker.

For what has to be quick, as completing a word or refusing a name; what is measured is told by the workers.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Collection, Iterable, Mapping
from pathlib import Path

from bench.cli.did_you_mean import did_you_mean
from bench.errors import UsageError

SCENARIOS = Path(__file__).resolve().parents[1] / "scenarios"
BEGINS = "\nscenario = Scenario("
"""What every file of a question holds."""


@functools.cache
def declared() -> Mapping[str, tuple[str, ...]]:
    """The variants of each question by its slug, both in the order of their files."""
    texts = {path: path.read_text(encoding="utf-8") for path in sorted(SCENARIOS.glob("*.py"))}
    return {_slug(path): tuple(_variants(text)) for path, text in texts.items() if BEGINS in text}


def require_questions(names: Iterable[str], known: Collection[str] | None = None) -> None:
    """Raises UsageError for the first name that is no question's. known: all slugs (default: as declared)."""
    slugs = declared() if known is None else known
    for name in names:
        if name not in slugs:
            hint = did_you_mean(name, slugs)
            if re.match(r"\d+\.\d", name):
                hint = f" A Django is named by an option: --django {name}."
            raise UsageError(f"no question {name!r}.{hint} See: signalbench list")


def require_variant(question: str, name: str, known: Iterable[str]) -> None:
    """Raises UsageError for a name that is none of the known variants of that question."""
    variants = list(known)
    if name not in variants:
        hint = did_you_mean(name, variants) or f" It has: {'; '.join(variants)}."
        raise UsageError(f"{question} has no variant {name!r}.{hint} See: signalbench list {question}")


def require_names(names: Iterable[str]) -> None:
    """Raises UsageError for the first that is no QUESTION and no QUESTION/VARIANT."""
    for question, slash, variant in (name.partition("/") for name in names):
        require_questions([question])
        if slash:
            require_variant(question, variant, declared()[question])


def _slug(path: Path) -> str:
    """As Scenario.slug makes it of the module's name."""
    return path.stem.rstrip("_").replace("_", "-")


def _variants(text: str) -> Iterable[str]:
    """The first arguments of all `@scenario.variant("…")`, from top to bottom."""
    import ast

    for node in ast.parse(text).body:
        for decorator in getattr(node, "decorator_list", ()):
            match decorator:
                case ast.Call(
                    func=ast.Attribute(value=ast.Name(id="scenario"), attr="variant"),
                    args=[ast.Constant(value=str(name)), *_],
                ):
                    yield name
