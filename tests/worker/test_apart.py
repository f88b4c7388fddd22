"""What is done apart leaves no trace here, and what goes wrong there is told."""

from __future__ import annotations

import os
import signal

import pytest

from bench.worker.apart import apart

pytestmark = pytest.mark.skipif(not hasattr(os, "fork"), reason="this system cannot fork")


@pytest.fixture(autouse=True)
def no_open_connection(monkeypatch: pytest.MonkeyPatch) -> None:
    """The tests' own connection stays as it is."""
    monkeypatch.setattr("bench.worker.apart._in_memory", lambda database: True)


def test_the_answer_comes_back():
    assert apart(lambda: {"pid": os.getpid()})["pid"] != os.getpid()


def test_nothing_that_was_done_apart_is_seen_here():
    done: list[int] = []

    def work() -> dict[str, int]:
        done.append(1)
        return {"done": len(done)}

    assert [apart(work), apart(work)] == [{"done": 1}, {"done": 1}]
    assert done == []


@pytest.mark.parametrize("error", [ValueError("no"), SystemExit("left behind")])
def test_what_is_raised_apart_is_an_error_here(error: BaseException):
    def work() -> dict[str, int]:
        raise error

    assert apart(work) == {"error": f"{type(error).__name__}: {error}"}


def test_a_process_that_dies_is_an_error_that_says_how():
    killed = apart(lambda: {"never": os.kill(os.getpid(), signal.SIGKILL)})
    assert killed == {"error": "the process that counted was killed by signal 9"}
    assert apart(lambda: os._exit(3)) == {"error": "the process that counted ended with exit code 3"}
