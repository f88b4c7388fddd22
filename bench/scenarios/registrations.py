"""Users who register one after another, and are welcomed by a mail, for welcome_email.py."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager
from typing import Any

from django.contrib.auth.hashers import make_password
from django.contrib.auth.models import User

from bench.scenarios.destinations import Arrived, nowhere
from bench.scenarios.receiver_kinds import Receiver, counted
from bench.scenarios.scenario import Prepared
from bench.scenarios.statements import sql
from bench_project.accounts.receivers import welcome_after_save

Register = Callable[[Any], object]
Receivers = Sequence[Receiver]
Destination = Callable[[], AbstractContextManager[Arrived]]
LISTENING: dict[str, Any] = {"listening": (counted(welcome_after_save),), "calls": 1}
ONE_USER = sql(insert=1, transactions=1)


class MailsMissing(Exception):
    """Somebody has registered who was not welcomed, or not once."""


@contextmanager
def registrations(register: Register, destination: Destination, model: type[User]) -> Iterator[Prepared]:
    """One registration, of a user whom the table does not have, and whose password was not worth hashing.

    Rows and mails are removed before a slice. In the end, as many as there were users must have arrived.
    """
    numbers, unusable = itertools.count(), make_password(None)
    registered, arrived = 0, 0

    def fresh() -> User:
        if new := User.objects.all()._raw_delete("default"):
            tally(new)
        name = f"user{next(numbers):09}"
        return model(username=name, email=f"{name}@example.com", password=unusable)

    def tally(new: int) -> None:
        nonlocal registered, arrived
        registered += new
        arrived += take()

    with destination() as take:
        yield Prepared(register, fresh)
        tally(User.objects.all()._raw_delete("default"))
    if destination is not nowhere and arrived != registered:
        raise MailsMissing(f"{registered} users have registered, but {arrived} mails or tasks have arrived")
