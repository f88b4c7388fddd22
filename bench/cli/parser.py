"""The command line's parser: an error is one line that names the problem, the value and the way out."""

from __future__ import annotations

import argparse
import itertools
import re
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import NoReturn

from bench.cli.did_you_mean import did_you_mean

STDOUT = "-"


class Parser(argparse.ArgumentParser):
    """Of signalbench, and of each of its commands."""

    takes_late_words = True
    """Whether a list of words goes on after options; not where they are a command of someone else."""

    def parse(self, words: Sequence[str]) -> argparse.Namespace:
        """As parse_args does, but with optional files told apart, and an unknown option named by itself."""
        first = words[0].partition("=")[0] if words else ""
        if first.startswith("--") and not self._get_option_tuples(first):
            self._refuse([first])
        known, unknown = self.parse_known_args(self.without_doubt(words))
        command = self.command(known.command)
        if unknown and not command._takes(unknown, known):
            command._refuse(unknown)
        return known

    def _takes(self, late: Sequence[str], known: argparse.Namespace) -> bool:
        """Whether these words, left over, belong to the command's list, which may be empty so far.

        argparse takes a list in one piece: `compare 4.2 5.2 --quick receivers` would lack the last. Its own
        parse_intermixed_args() refuses parsers with commands, and so those of the commands too.
        """
        words = [*late[1:]] if late[0] == "--" else [*late]
        if not self.takes_late_words or any(word.startswith("-") for word in words):
            return False
        for action in self._get_positional_actions():
            if action.nargs in ("*", "+"):
                taken = getattr(known, action.dest)
                before = [] if taken is action.default else taken
                setattr(known, action.dest, [*before, *self._get_values(action, words)])
                return True
        return False

    def command(self, name: str | None) -> Parser:
        """The parser of that command; this one where there is none of that name."""
        return self.commands().get(name or "", self)

    def commands(self) -> Mapping[str, Parser]:
        """The parsers of all commands by their names."""
        for action in self._actions:
            if isinstance(action, argparse._SubParsersAction):
                return dict(action.choices)
        return {}

    def without_doubt(self, words: Sequence[str]) -> list[str]:
        """The words, where an option whose FILE may be left out takes the next only if that names a file.

        `report --json reports/local/latest` has a run, and `run --csv receivers` a question: the option gets
        `=-` then. A file has a suffix that begins with a letter, is "-", or lies in /dev; any other can be
        given as `--json=FILE`.
        """
        optional = {
            name
            for action in self.command(words[0] if words else None)._actions
            if action.nargs == "?" and action.const == STDOUT
            for name in action.option_strings
        }
        return [
            f"{word}={STDOUT}" if word in optional and not _names_file(following) else word
            for word, following in itertools.zip_longest(words, words[1:], fillvalue="")
        ]

    def error(self, message: str) -> NoReturn:
        if wrong := re.match(r"argument COMMAND: invalid choice: '(.*?)' \(", message):
            message = f"no command '{wrong[1]}'.{did_you_mean(wrong[1], self.commands())}"
        elif wrong := re.match(r"argument (\S+): invalid choice: '(.*?)' \(choose from (.*)\)$", message):
            choices = [choice.strip("' ") for choice in wrong[3].split(",")]
            hint = did_you_mean(wrong[2], choices) or f" It can be {', '.join(choices)}."
            message = f"{wrong[1]} takes no '{wrong[2]}'.{hint}"
        self._end(message)

    def _refuse(self, unknown: Sequence[str]) -> NoReturn:
        option = next((word for word in unknown if word.startswith("-")), None)
        if option is None:
            self._end(f"unexpected {unknown[0]!r}.")
        name = option.partition("=")[0]
        self._end(f"no option {name!r}.{did_you_mean(name, self._option_string_actions)}")

    def _end(self, message: str) -> NoReturn:
        from bench.render.inert import one_line

        ending = "" if message.endswith((".", "?")) else "."
        self.exit(2, f"error: {one_line(message)}{ending} See: {self.prog} --help\n")


def _names_file(word: str) -> bool:
    if word == STDOUT or word.startswith("/dev/"):
        return True
    return re.fullmatch(r"\.[A-Za-z]\w*", Path(word).suffix) is not None and not Path(word).is_dir()
