"""Receivers that fail, and where their log records go, for robust.py."""

from __future__ import annotations

import logging
import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TextIO

from django.utils.log import AdminEmailHandler, RequireDebugFalse, RequireDebugTrue

from bench.scenarios.receiver_kinds import Receiver, counted
from bench.scenarios.scenario import Operation

Handlers = Callable[[TextIO], "list[logging.Handler]"]
"""Makes handlers that write to the stream, if they write."""

LOGGER = logging.getLogger("django.dispatch")


def failing() -> Receiver:
    @counted
    def receiver(sender: object, **kwargs: object) -> None:
        raise ValueError("no such order")

    return receiver


def catching() -> Receiver:
    """Fails the same way, and needs no send_robust() for it."""

    @counted
    def receiver(sender: object, **kwargs: object) -> None:
        try:
            raise ValueError("no such order")
        except ValueError:
            pass

    return receiver


def ignoring(stream: TextIO) -> list[logging.Handler]:
    """One that drops the record, which has been made by then."""
    return [logging.NullHandler()]


def writing(stream: TextIO) -> list[logging.Handler]:
    """One that writes message and traceback, as those do that a server's log is made of."""
    return [logging.StreamHandler(stream)]


def djangos_own(stream: TextIO) -> list[logging.Handler]:
    """Those of django.utils.log.DEFAULT_LOGGING: a stream when DEBUG is on, mail to ADMINS when it is off.

    Up to Django 5.0 the mail is composed, with all settings in it, even if there is nobody to get it.
    """
    console = logging.StreamHandler(stream)
    console.setLevel(logging.INFO)
    console.addFilter(RequireDebugTrue())
    mail_admins = AdminEmailHandler()
    mail_admins.setLevel(logging.ERROR)
    mail_admins.addFilter(RequireDebugFalse())
    return [console, mail_admins]


@contextmanager
def handled_by(handlers: Handlers) -> Iterator[Callable[[Operation], Operation]]:
    """Have the records of an operation handled by these, and written to the null device.

    Other cases are open at the same time, with other handlers: each call begins by putting its own in place.
    Nobody else gets the records, such as pytest, which would write them down.
    """
    with open(os.devnull, "w") as null_device:  # noqa: PTH123  a device, and no path of ours
        own = handlers(null_device)

        def logged(operation: Operation) -> Operation:
            def call() -> object:
                LOGGER.handlers, LOGGER.propagate = own, False
                return operation()

            return call

        yield logged
        LOGGER.handlers, LOGGER.propagate = [], True
