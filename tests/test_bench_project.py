"""The measured project works as a project: commands in processes of their own, on a database of their own."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
PROJECT = "bench_project.settings"
MEASURED = "bench_project.settings_measured"

Run = Callable[..., str]


@pytest.fixture
def python(tmp_path: Path) -> Run:
    """Run Python on the project with a database of its own; return what it prints on standard output."""

    def run(*arguments: str, settings: str = PROJECT) -> str:
        environment = os.environ | {
            "DJANGO_SETTINGS_MODULE": settings,
            "DJANGO_SUPERUSER_PASSWORD": "unused elsewhere",
            "PYTHONPATH": os.pathsep.join([str(ROOT), os.environ.get("PYTHONPATH", "")]),
            "SIGNALBENCH_SQLITE": str(tmp_path / "db.sqlite3"),
        }
        done = subprocess.run(
            [sys.executable, *arguments],
            cwd=tmp_path,
            env=environment,
            capture_output=True,
            text=True,
            timeout=60,
        )
        assert done.returncode == 0, done.stdout + done.stderr
        return done.stdout

    return run


def create_superuser(python: Run, name: str, email: str) -> str:
    return python("-m", "django", "createsuperuser", "--noinput", f"--username={name}", f"--email={email}")


@pytest.mark.parametrize("settings", [PROJECT, MEASURED])
def test_check_finds_nothing(python: Run, settings: str) -> None:
    assert "no issues (0 silenced)" in python("-m", "django", "check", settings=settings)


@pytest.mark.parametrize("settings", [PROJECT, MEASURED])
def test_the_models_have_no_changes_that_lack_a_migration(python: Run, settings: str) -> None:
    printed = python("-m", "django", "makemigrations", "--check", "--dry-run", settings=settings)
    assert printed == "No changes detected\n"


def test_migrate_makes_the_tables_in_the_file_that_was_named(python: Run, tmp_path: Path) -> None:
    assert "Applying shop.0001_initial... OK" in python("-m", "django", "migrate")
    assert (tmp_path / "db.sqlite3").stat().st_size > 0
    assert "No migrations to apply" in python("-m", "django", "migrate")


def test_a_new_user_gets_exactly_one_welcome_mail(python: Run) -> None:
    python("-m", "django", "migrate", "--verbosity=0")
    printed = create_superuser(python, "ada", "ada@example.com")
    assert printed.count("Subject: Welcome\n") == 1
    assert "From: shop@example.com\nTo: ada@example.com\n" in printed
    assert "Hello ada, your account is ready." in printed


def test_a_user_without_an_address_gets_no_mail(python: Run) -> None:
    python("-m", "django", "migrate", "--verbosity=0")
    assert "Subject:" not in create_superuser(python, "ada", "")


def test_a_user_who_is_saved_again_gets_no_second_mail(python: Run) -> None:
    python("-m", "django", "migrate", "--verbosity=0")
    create_superuser(python, "ada", "ada@example.com")
    printed = python(
        "-c",
        "import django; django.setup()\n"
        "from django.contrib.auth.models import User\n"
        "User.objects.get(username='ada').save(); print('saved')",
    )
    assert printed == "saved\n"


def test_a_fixture_is_no_registration(python: Run, tmp_path: Path) -> None:
    python("-m", "django", "migrate", "--verbosity=0")
    user = {"username": "grace", "email": "grace@example.com", "password": "!"}
    (tmp_path / "users.json").write_text(json.dumps([{"model": "auth.user", "pk": 7, "fields": user}]))
    printed = python("-m", "django", "loaddata", "users.json")
    assert printed == "Installed 1 object(s) from 1 fixture(s)\n"


def receivers_after_setup(python: Run, settings: str) -> str:
    return python(
        "-c",
        "import django; django.setup()\n"
        "from django.db.models.signals import post_save, pre_save\n"
        "print([entry[0][0] for signal in (pre_save, post_save) for entry in signal.receivers])",
        settings=settings,
    )


def test_the_mail_receiver_is_connected_when_the_apps_are_ready_and_by_nothing_else(python: Run) -> None:
    assert receivers_after_setup(python, PROJECT) == "['welcome-email']\n"


def test_under_the_measured_settings_no_save_signal_has_a_receiver(python: Run) -> None:
    assert receivers_after_setup(python, MEASURED) == "[]\n"


@pytest.mark.parametrize("host", ["localhost:8000", "127.0.0.1:8000"])
def test_the_admin_answers_where_runserver_listens(python: Run, host: str) -> None:
    printed = python(
        "-c",
        "import django; django.setup()\n"
        "from django.test import Client\n"
        f"print(Client().get('/admin/login/', HTTP_HOST='{host}').status_code)",
    )
    assert printed == "200\n"
