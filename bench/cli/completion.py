"""signalbench completion: what a shell has to read so that it completes commands, options and names."""

from __future__ import annotations

import argparse
from typing import Any

from bench.cli.options import add_verbosity

SHELLS = ("bash", "zsh", "fish")
EXAMPLES = """\
examples:
  eval "$(signalbench completion bash)"      # in ~/.bashrc
  eval "$(signalbench completion zsh)"       # in ~/.zshrc, after compinit
  signalbench completion fish | source       # in ~/.config/fish/config.fish
"""


def add_to(commands: Any) -> None:
    parser = commands.add_parser(
        "completion",
        help="have your shell complete commands, options and names",
        description="Print what a shell has to read so that the tab key completes signalbench's\n"
        "commands, options, questions, variants, Djangos and runs.",
        epilog=EXAMPLES,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("shell", choices=SHELLS, metavar="SHELL", help=", ".join(SHELLS))
    parser.set_defaults(handle=handle)
    add_verbosity(parser)


def handle(arguments: argparse.Namespace) -> int:
    from argcomplete.shell_integration import shellcode

    print(shellcode(["signalbench"], shell=arguments.shell))
    return 0
