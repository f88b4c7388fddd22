from __future__ import annotations

import subprocess
import venv
from pathlib import Path

import pytest

from bench.errors import UsageError
from bench.lockstep.environment_cache import interpreter_in
from bench.lockstep.snapshots import Snapshot, snapshot
from tests.lockstep.fake_checkout import PYPROJECT, write_checkout

SETUP_CFG = """\
[options]
python_requires = >=3.8
install_requires =
    asgiref >= 3.6.0, < 4
    # for Windows
    tzdata; sys_platform == 'win32'
"""


def of(files: dict[str, str]) -> Snapshot:
    encoded = {name: text.encode() for name, text in files.items()}
    return snapshot(
        {"django/__init__.py": b"VERSION = (4, 2, 30, 'final', 0)\n", **encoded},
        spec="./django",
        label="django@main",
        name="django",
        commit="0123abc",
        changed=False,
    )


def texts_in(tree: Path) -> dict[str, str]:
    return {file.relative_to(tree).as_posix(): file.read_text() for file in tree.rglob("*") if file.is_file()}


@pytest.fixture(scope="module")
def interpreter(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Of a virtual environment that holds nothing."""
    folder = tmp_path_factory.mktemp("environment")
    venv.create(folder, symlinks=True)
    return interpreter_in(folder)


def test_what_a_django_needs_stands_in_its_pyproject_toml() -> None:
    taken = of({"pyproject.toml": PYPROJECT, "setup.cfg": SETUP_CFG})

    assert taken.requirements == ("asgiref>=3.8.1",)
    assert (taken.support.oldest, taken.support.newest) == ((3, 10), (3, 12))
    assert taken.support.django == taken.title == "django@main (Django 4.2)"


def test_or_for_older_ones_in_their_setup_cfg() -> None:
    taken = of({"pyproject.toml": "[build-system]\nrequires = []\n", "setup.cfg": SETUP_CFG})

    assert taken.requirements == ("asgiref<4,>=3.6.0", 'tzdata; sys_platform == "win32"')
    assert (taken.support.oldest, taken.support.newest) == ((3, 8), (3, 12))


@pytest.mark.parametrize(
    ("files", "said"),
    [
        ({}, r"no usable pyproject\.toml or setup\.cfg: neither names the packages that Django depends on"),
        (
            {"pyproject.toml": "[project"},
            r"'\./django' has no usable pyproject\.toml or setup\.cfg: Expected",
        ),
        ({"pyproject.toml": "[project]\ndependencies = ['--evil']"}, r"no usable pyproject\.toml"),
        (
            {"pyproject.toml": "[project]\nrequires-python = '>=3.13'\ndependencies = []"},
            r"requires-python '>=3\.13' leaves no Python for Django 4\.2",
        ),
        (
            {"django/__init__.py": "VERSION = (2, 2)"},
            r"'\./django' is Django 2\.2; 3\.2 is the oldest measured",
        ),
        ({"django/__init__.py": "X = 1"}, r"does not say which Django it is: .* has no VERSION"),
        ({"django/__init__.py": "def ("}, r"broken django/__init__\.py: SyntaxError: .*__init__\.py, line 1"),
    ],
)
def test_what_cannot_be_measured_is_said_in_one_line(files: dict[str, str], said: str) -> None:
    with pytest.raises(UsageError, match=said) as error:
        of(files)
    assert "\n" not in str(error.value)


def test_the_digest_is_of_names_and_contents() -> None:
    first = of({"pyproject.toml": PYPROJECT, "django/a.py": "1"})

    assert of({"django/a.py": "1", "pyproject.toml": PYPROJECT}).digest == first.digest
    assert of({"pyproject.toml": PYPROJECT, "django/a.py": "2"}).digest != first.digest
    assert of({"pyproject.toml": PYPROJECT, "django/b.py": "1"}).digest != first.digest


def test_a_snapshot_is_imported_from_its_environment_compiled(interpreter: Path, tmp_path: Path) -> None:
    tree = write_checkout(tmp_path)
    taken = of(texts_in(tree))

    assert "ModuleNotFoundError: No module named 'django'" in (taken.flaw(interpreter) or "")
    taken.complete(interpreter)

    assert taken.flaw(interpreter) is None
    where = "import django.dispatch.dispatcher as d; print(d.SPEED, d.__cached__)"
    speed, compiled = subprocess.check_output([interpreter, "-I", "-c", where], text=True).split()
    assert speed == "1"
    assert Path(compiled).is_relative_to(interpreter.parents[1])
    assert {path.name for path in Path(compiled).parents[3].iterdir()} >= {"django", ".git"}
    assert not (Path(compiled).parents[3] / "docs").exists()


@pytest.mark.parametrize(
    ("broken", "said"),
    [
        ("def (", r"SyntaxError: invalid syntax (django/dispatch/dispatcher.py, line 1)"),
        ("import nothing_of_this_name", "No module named 'nothing_of_this_name'"),
        ("\nraise ValueError('half done')", "ValueError: half done (django/dispatch/dispatcher.py, line 2)"),
    ],
)
def test_a_snapshot_that_does_not_import_says_why_and_where(
    interpreter: Path, tmp_path: Path, broken: str, said: str
) -> None:
    tree = write_checkout(tmp_path)
    (tree / "django/dispatch/dispatcher.py").write_text(broken)
    taken = of(texts_in(tree))
    taken.complete(interpreter)

    assert said in (taken.flaw(interpreter) or "")
