"""A table whose reader has seen enough."""

from __future__ import annotations

import io

import pytest

from bench.cli.tables import Tables


class Closed(io.StringIO):
    def write(self, text: str) -> int:
        raise BrokenPipeError


def test_a_closed_pipe_is_no_exit_code_of_its_own():
    with pytest.raises(BrokenPipeError):
        Tables(Closed()).print("a table")
