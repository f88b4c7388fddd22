"""How a project's folder tells what it is started with."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from bench.audit.project_folder import find_interpreter, find_project, find_settings
from bench.errors import UsageError


@pytest.mark.parametrize(
    "line",
    [
        'os.environ.setdefault("DJANGO_SETTINGS_MODULE", "mysite.settings.dev")',
        "os.environ.setdefault('DJANGO_SETTINGS_MODULE',\n        'mysite.settings.dev')",
        'os.environ["DJANGO_SETTINGS_MODULE"] = "mysite.settings.dev"',
    ],
)
def test_manage_py_names_the_settings(tmp_path: Path, line: str) -> None:
    (tmp_path / "manage.py").write_text(f"import os\n{line}\n")
    assert find_settings(tmp_path, {}) == "mysite.settings.dev"
    assert find_settings(tmp_path, {"DJANGO_SETTINGS_MODULE": "other"}) == "other"


@pytest.mark.parametrize(
    ("value", "told"),
    [
        ('f"mysite.settings.{env}"', "works out its settings as it runs.*--settings mysite.settings$"),
        ('"mysite.settings." + env', "works out its settings as it runs"),
        ('"mysite.a" if test else "mysite.b"', "works out its settings as it runs"),
        ('"mysite.a")\nos.environ.setdefault("DJANGO_SETTINGS_MODULE", "mysite.b"', "mysite.a, mysite.b"),
    ],
)
def test_settings_that_manage_py_works_out_are_asked_for(tmp_path: Path, value: str, told: str) -> None:
    commented = '# ("DJANGO_SETTINGS_MODULE", "mysite.old")'
    text = f'{commented}\nos.environ.setdefault("DJANGO_SETTINGS_MODULE", {value})\n'
    (tmp_path / "manage.py").write_text(text)
    with pytest.raises(UsageError, match=told):
        find_settings(tmp_path, {})


def test_without_settings_or_folder_the_way_out_is_told(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="--settings"):
        find_settings(tmp_path, {})
    with pytest.raises(UsageError, match="--project"):
        find_project(tmp_path / "nowhere")


def test_the_projects_own_environment_goes_before_the_active_one(tmp_path: Path) -> None:
    own, active = tmp_path / "project/.venv/bin/python", tmp_path / "active/bin/python"
    environ = {"VIRTUAL_ENV": str(tmp_path / "active")}
    assert find_interpreter(tmp_path / "project", environ) == Path(sys.executable)
    active.parent.mkdir(parents=True)
    active.touch()
    assert find_interpreter(tmp_path / "project", environ) == active
    own.parent.mkdir(parents=True)
    own.touch()
    assert find_interpreter(tmp_path / "project", environ) == own
