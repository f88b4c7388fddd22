"""Starting the user's project as its own manage.py does."""

from __future__ import annotations

import importlib
import os
import sys
import traceback
from typing import Callable, NoReturn

PACKAGE_FOLDER = os.path.dirname(os.path.abspath(__file__))


class ProjectError(Exception):
    """The project cannot be started. The text is one line and holds the project's own error."""


def start(settings: str, before_setup: Callable[[], None] = lambda: None) -> None:
    """Import the settings and set Django up; the project's folder is on `sys.path` already.

    before_setup: called when the settings are there and no application is loaded yet.
    Raises ProjectError: no Django or one before 3.2, settings that do not import, an application that fails.
    """
    os.environ["DJANGO_SETTINGS_MODULE"] = settings
    try:
        import django
    except ImportError as error:
        raise ProjectError(f"no Django in {sys.executable}: {one_line(error)}") from error
    if django.VERSION < (3, 2):
        raise ProjectError(f"Django {django.get_version()} in {sys.executable}; it has to be 3.2 or newer")
    try:
        importlib.import_module(settings)
    except (Exception, SystemExit) as error:  # whatever the project's own code raises
        _fail(f"settings {settings!r} do not import", error)
    try:
        before_setup()
        django.setup()
    except (Exception, SystemExit) as error:  # as above
        _fail(f"the project of {settings!r} fails as it starts", error)


def one_line(error: BaseException) -> str:
    """The exception's kind and text, in one line: "ImproperlyConfigured: set SECRET_KEY"."""
    text = " ".join(str(error).split())
    return f"{type(error).__name__}: {text}" if text else type(error).__name__


def _fail(what: str, error: BaseException) -> NoReturn:
    """ProjectError with the place in the project's own code, as far as the error has come from there."""
    django_folder = os.path.dirname(os.path.abspath(sys.modules["django"].__file__ or ""))
    frames = traceback.extract_tb(error.__traceback__)
    own = [
        frame
        for frame in frames
        if not frame.filename.startswith((PACKAGE_FOLDER, django_folder, os.path.dirname(os.__file__), "<"))
    ]
    place = f" ({own[-1].filename}:{own[-1].lineno})" if own else ""
    raise ProjectError(f"{what}: {one_line(error)}{place}") from error
