from __future__ import annotations

import os
import sys
from pathlib import Path

import pytest
from packaging.version import Version

from bench.errors import SignalbenchError, UsageError
from bench.lockstep.django_specs import support
from bench.lockstep.interpreters import Interpreter, Pool, candidates, choose, look_at, named, running

needs_posix = pytest.mark.skipif(os.name == "nt", reason="the interpreters are shell scripts and links")


def pool(*versions: str) -> Pool:
    """Interpreters of these versions, the newest first."""
    made = [Interpreter(executable=Path("/pythons") / text, version=Version(text)) for text in versions]
    return Pool(interpreters=tuple(made))


@pytest.mark.parametrize(
    ("versions", "djangos", "chosen"),
    [
        (["3.13.0", "3.12.1", "3.11.7"], [(4, 2), (5, 2), (6, 1)], "3.12.1"),
        (["3.13.0", "3.12.1", "3.11.7"], [(5, 2)], "3.13.0"),
        (["3.12.4", "3.12.1"], [(4, 2)], "3.12.4"),
        (["3.13.0", "3.10.13"], [(3, 2), (4, 2)], "3.10.13"),
        (["3.15.0"], [(7, 0)], "3.15.0"),
        (["3.13.0"], [], "3.13.0"),
    ],
)
def test_the_newest_that_every_django_supports(
    versions: list[str], djangos: list[tuple[int, int]], chosen: str
) -> None:
    assert str(choose(pool(*versions), list(map(support, djangos))).version) == chosen


@pytest.mark.parametrize(
    ("versions", "djangos", "text"),
    [
        (
            ["3.11.7", "3.10.13"],
            [(5, 2), (6, 0)],
            "Django 6.0 needs Python 3.12 or newer; found 3.10, 3.11. Install one or name it with --python",
        ),
        (
            ["3.13.0"],
            [(3, 2)],
            "Django 3.2 needs Python 3.10; found 3.13. Install one or name it with --python",
        ),
        (
            ["3.13.0"],
            [(4, 2)],
            "Django 4.2 needs Python 3.10 to 3.12; found 3.13. Install one or name it with --python",
        ),
        (
            [],
            [(6, 1)],
            "Django 6.1 needs Python 3.12 to 3.14; found none. Install one or name it with --python",
        ),
        (
            ["3.13.0", "3.10.13"],
            [(3, 2), (6, 1)],
            "no one Python runs both Django 3.2 (3.6 to 3.10) and Django 6.1 (3.12 to 3.14); "
            "compare them in two runs, or with --allow-mixed",
        ),
        (
            ["3.13.0", "3.10.13"],
            [(3, 2), (7, 0)],
            "no one Python runs both Django 3.2 (3.6 to 3.10) and Django 7.0 (3.12 or newer); "
            "compare them in two runs, or with --allow-mixed",
        ),
        (
            ["3.13.0", "3.11.7"],
            [(4, 2), (5, 2), (6, 1)],
            "Django 4.2 and Django 6.1 both need Python 3.12; found 3.11, 3.13. Install one or name it with "
            "--python, or measure each on a Python of its own with --allow-mixed",
        ),
        ([], [], "Python 3.10 or newer is needed; found none. Install one or name it with --python"),
    ],
)
def test_when_none_fits_one_line_says_what_would(
    versions: list[str], djangos: list[tuple[int, int]], text: str
) -> None:
    with pytest.raises(SignalbenchError) as error:
        choose(pool(*versions), list(map(support, djangos)))
    assert str(error.value) == text
    assert error.value.exit_code == 3


def test_naming_an_interpreter_by_version_takes_the_newest_that_begins_so() -> None:
    found = pool("3.12.4", "3.12.1", "3.11.7")

    assert str(named("3.12", found=found).interpreters[0].version) == "3.12.4"
    assert str(named("3.12.1", found=found).interpreters[0].version) == "3.12.1"


def test_naming_an_interpreter_by_path() -> None:
    (chosen,) = named(sys.executable, found=pool()).interpreters

    assert chosen.version.release == sys.version_info[:3]


@pytest.mark.parametrize("text", ["3.14", "3.1", "/no/such/python", "no-such-python"])
def test_an_interpreter_that_is_not_there(text: str) -> None:
    with pytest.raises(UsageError) as error:
        named(text, found=pool("3.12.4", "3.11.7", "3.9.18"))
    assert (
        str(error.value) == f"no Python {text!r}; found 3.9.18, 3.11.7, 3.12.4. Name one of them, or a path"
    )


def test_the_error_speaks_of_the_interpreter_that_was_named() -> None:
    with pytest.raises(
        SignalbenchError, match=r"^Django 6\.1 needs Python 3\.12 or newer; --python is 3\.11\."
    ):
        choose(named("3.11", found=pool("3.12.4", "3.11.7")), [support((6, 1))])


def test_an_interpreter_too_old_for_the_measured_code_is_refused() -> None:
    with pytest.raises(UsageError, match=r"signalbench needs 3\.10 or newer"):
        named("3.9", found=pool("3.9.18"))


def test_candidates_come_from_path_then_pyenv_then_uv(tmp_path: Path) -> None:
    listed = [
        "bin/python3",
        "bin/python3.12",
        "pyenv/versions/3.10.13/bin/python3",
        "uv/cpython-3.13.1/bin/python3",
    ]
    others = ["bin/python3-config", "bin/python3.13t", "bin/python2", "pyenv/shims/python3"]
    for name in listed + others:
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).touch()
    path = os.pathsep.join([f"{tmp_path}/pyenv/shims", f"{tmp_path}/missing", f"{tmp_path}/bin"])

    found = candidates({"PATH": path, "PYENV_ROOT": f"{tmp_path}/pyenv"}, tmp_path, tmp_path / "uv")

    assert [file.relative_to(tmp_path).as_posix() for file in found] == listed


def test_without_its_variable_pyenv_is_looked_for_at_home(tmp_path: Path) -> None:
    file = tmp_path / ".pyenv/versions/3.10.13/bin/python3"
    file.parent.mkdir(parents=True)
    file.touch()

    assert candidates({}, tmp_path, None) == [file]


def test_the_running_interpreter_is_found_by_asking_it() -> None:
    (interpreter,) = running().interpreters

    assert interpreter.executable == Path(sys.executable)
    assert interpreter.minor == sys.version_info[:2]


@needs_posix
def test_what_does_not_answer_is_left_out_and_two_names_count_once(tmp_path: Path) -> None:
    def program(name: str, script: str) -> Path:
        (tmp_path / name).write_text(f"#!/bin/sh\n{script}\n", encoding="utf-8")
        (tmp_path / name).chmod(0o755)
        return tmp_path / name

    shim = program("python3", "echo 'pyenv: python3: command not found' >&2; exit 127")
    talkative = program("python3.11", "echo hello")
    real = tmp_path / "real"
    answer = f'["{real}", "3.13.0rc2", false]'
    program("real", f"echo '{answer}'")
    wrapper = program("python3.13", f"echo '{answer}'")
    link = tmp_path / "link"
    link.symlink_to(real)

    assert look_at([shim, talkative, wrapper, real, link, tmp_path / "missing"]) == [
        Interpreter(executable=real, version=Version("3.13.0rc2"), ordinary=False)
    ]
