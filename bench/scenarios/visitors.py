"""Visitors of a site who are about to log in, for login.py."""

from __future__ import annotations

import random
import secrets
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from typing import Any, NamedTuple

from django.contrib.auth import authenticate, login
from django.contrib.auth.models import User, update_last_login
from django.contrib.auth.signals import user_logged_in
from django.contrib.sessions.backends.db import SessionStore
from django.contrib.sessions.models import Session
from django.http import HttpRequest
from django.test import Client
from django.test.utils import override_settings

from bench.scenarios.statements import sql

PASSWORD = "correct horse battery staple"
FAST_HASHES = ["django.contrib.auth.hashers.MD5PasswordHasher"]
"""Hashing takes a tenth of a second otherwise, which is its purpose."""
Site = Callable[[], AbstractContextManager[None]]
LOGIN = sql(select=1, insert=1, update=2, transactions=2)
NO_LAST_LOGIN = sql(select=1, insert=1, update=1, transactions=2)
FAILED: dict[str, Any] = {"queries": sql(select=1), "reference": "wrong password"}
_CLIENT = sql(select=5, insert=2, update=2, delete=1, transactions=3)
CLIENT: dict[str, Any] = {"queries": _CLIENT, "reference": "test client"}
CLIENT_HEARD: dict[str, Any] = {**CLIENT, "queries": {**_CLIENT, "BEGIN": 4, "COMMIT": 4}, "calls": 23}
"""The same where somebody listens to the deletion of its first session, which gets a transaction then."""


class Visit(NamedTuple):
    """Somebody who is nobody yet to the site, and the user that they turn out to be."""

    request: HttpRequest
    user: User


def visit() -> Visit:
    """A new one, who has no session yet. Those of the visits before are forgotten."""
    _forget_sessions()
    user, _ = User.objects.get_or_create(username="ada", defaults={"password": "!"})
    request: Any = HttpRequest()
    request.session = SessionStore()
    return Visit(request, user)


def log_in(visit: Visit) -> None:
    """Log the user in, and store the session as SessionMiddleware does once there is a response."""
    request: Any = visit.request
    login(request, visit.user)
    request.session.save()


def test_client() -> Client:
    """Django's own, with no cookies yet. The sessions of those before are forgotten."""
    _forget_sessions()
    return Client()


def log_in_by_password(client: Client) -> None:
    """As a test does it."""
    if not client.login(username="ada", password=PASSWORD):
        raise PermissionError("the test client was not let in")


def log_in_by_wrong_password() -> None:
    """As a view does it, which finds nobody then."""
    authenticate(username="ada", password="wrong")


@contextmanager
def registered() -> Iterator[None]:
    """Ada has a password, whose hash takes no time worth speaking of."""
    with keys_in_order(), override_settings(PASSWORD_HASHERS=FAST_HASHES):
        User.objects.create_user("ada", password=PASSWORD)
        yield


@contextmanager
def keys_in_order() -> Iterator[None]:
    """Draw the session keys from a generator with a seed.

    Drawing one at random takes now more, now fewer calls, and what a login does could not be counted. It also
    takes longer, as it asks the operating system: 32 times for each key.
    """
    at_random = secrets.choice
    secrets.choice = random.Random(0).choice
    try:
        yield
    finally:
        secrets.choice = at_random


@contextmanager
def no_last_login() -> Iterator[None]:
    """The same without Django's own receiver of user_logged_in, which is connected again as Django does."""
    user_logged_in.disconnect(dispatch_uid="update_last_login")
    try:
        with keys_in_order():
            yield
    finally:
        user_logged_in.connect(update_last_login, dispatch_uid="update_last_login")


def _forget_sessions() -> None:
    Session.objects.all()._raw_delete("default")
