"""signalbench list: the questions, their variants and axes, and what each answers."""

from __future__ import annotations

import argparse
from typing import Any

from bench.cli.options import add_verbosity


def add_to(commands: Any) -> None:
    parser = commands.add_parser("list", help="questions, variants, axes, what each answers")
    parser.set_defaults(handle=handle)
    add_verbosity(parser)


def handle(arguments: argparse.Namespace) -> int:
    from bench.cli.questions import questions_here

    for question in questions_here():
        axes = ", ".join(f"{name} {' '.join(map(str, values))}" for name, values in question.axes)
        print(f"{question.slug}  {question.sentence}")
        if not arguments.quiet:
            print(f"    {len(question.cases)} cases; axes: {axes or 'none'}")
            for variant in question.variants:
                print(f"    - {variant.name}")
    return 0
