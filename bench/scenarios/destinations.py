"""Where a mail goes, or the task to send it: each is set up for a case, and tells how many have arrived."""

from __future__ import annotations

import functools
import secrets
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from typing import Any

import django
from django.core import mail
from django.test.utils import override_settings
from django.utils.module_loading import import_string

from bench.scenarios.mail_servers import mail_server

PATIENCE_S = 2
"""For a broker that does not answer."""
ABANDONED_S = 3600
"""After which a broker that can do so deletes a queue that nobody has declared again, as each case does."""
Arrived = Callable[[], int]
"""How many have arrived since it was last asked. It forgets them."""


class BrokerUnreachable(Exception):
    """The Celery broker does not answer."""


@contextmanager
def nowhere() -> Iterator[Arrived]:
    """For those who send nothing."""
    yield lambda: 0


@contextmanager
def locmem() -> Iterator[Arrived]:
    """Django's list of mails in memory. Each is put together as for sending, and copied."""

    def arrived() -> int:
        outbox, mail.outbox = mail.outbox, []
        return len(outbox)

    with _mailer("locmem"):
        mail.outbox = []
        yield arrived


@contextmanager
def smtp() -> Iterator[Arrived]:
    """A server on the loopback interface, with a connection for each mail."""
    server = mail_server()
    known = server.received()

    def arrived() -> int:
        nonlocal known
        before, known = known, server.received()
        return known - before

    with _mailer("smtp", host="127.0.0.1", port=server.port, timeout=10):
        yield arrived


@contextmanager
def celery() -> Iterator[Arrived]:
    """A queue of Celery's, at the broker that SIGNALBENCH_BROKER names, or else in this process's memory.

    Nobody works on the tasks meanwhile: the broker counts them as it drops them. Raises BrokerUnreachable.
    """
    from bench_project.accounts.celery_tasks import send_welcome_later

    app = _celery_app()
    where = _without_passwords(app.conf.broker_url)
    with ExitStack() as stack:
        try:
            connection = stack.enter_context(app.connection_for_write())
            connection.ensure_connection(max_retries=1, interval_start=0, timeout=PATIENCE_S)
            queue = app.amqp.queues[app.conf.task_default_queue](connection.default_channel)
            queue.declare()
        except Exception as error:  # each transport has exceptions of its own
            why = " ".join(str(error).split())
            raise BrokerUnreachable(f"cannot reach the Celery broker at {where}: {why}") from None
        stack.callback(queue.delete)
        send_welcome_later.delay("the first of its process", "takes@longer.example.com")
        queue.purge()
        yield queue.purge


@contextmanager
def immediate_tasks() -> Iterator[Arrived]:
    """Django's own tasks, each run by enqueue() itself, which sends the mail to memory."""
    with _tasks("immediate.ImmediateBackend"), locmem() as arrived:
        yield arrived


@contextmanager
def stored_tasks() -> Iterator[Arrived]:
    """Django's own tasks, each stored in a list and never run."""
    from django.tasks import default_task_backend

    backend: Any = default_task_backend

    def arrived() -> int:
        tasks = len(backend.results)
        backend.clear()
        return tasks

    with _tasks("dummy.DummyBackend"):
        yield arrived


@functools.cache
def _celery_app() -> Any:
    """The project's, with a queue of its own: at the broker there may be others, even with this process's id.

    It is deleted after use. Should this process be killed before, RabbitMQ deletes it; Redis knows no expiry
    of a queue, and keeps the tasks.
    """
    from kombu import entity

    from bench_project.celery import app

    kombu: Any = entity
    name = f"signalbench-{secrets.token_hex(8)}"
    app.conf.task_default_queue = name
    app.conf.task_queues = [kombu.Queue(name, expires=ABANDONED_S)]
    return app


def _without_passwords(urls: str) -> str:
    """A broker's URL, or several with semicolons between them, to be shown to people."""
    from kombu.utils.url import maybe_sanitize_url

    try:
        return ";".join(maybe_sanitize_url(url) for url in urls.split(";"))
    except ValueError:  # its text may have a part of the password
        reason = "SIGNALBENCH_BROKER holds no URL; in a password, / ? # @ : have to be percent-encoded"
        raise BrokerUnreachable(reason) from None


SMTP: dict[str, Any] = {"to": smtp, "needs": ("aiosmtpd",)}
CELERY: dict[str, Any] = {"to": celery, "needs": ("celery", "packaging")}
RUN_AT_ONCE: dict[str, Any] = {"to": immediate_tasks, "since": (6, 0)}
STORED: dict[str, Any] = {"to": stored_tasks, "since": (6, 0)}
"""Each with what it needs."""


def _tasks(backend: str) -> Any:
    return override_settings(TASKS={"default": {"BACKEND": f"django.tasks.backends.{backend}"}})


def _mailer(backend: str, **options: object) -> Any:
    """The setting that names the mail backend: MAILERS since Django 6.1, which deprecates the old ones.

    What the first mail of a process takes longer is done here: loading the backend, finding the host's name.
    """
    path = f"django.core.mail.backends.{backend}.EmailBackend"
    import_string(path)
    str(mail.DNS_NAME)
    if django.VERSION >= (6, 1):
        return override_settings(MAILERS={"default": {"BACKEND": path, "OPTIONS": options}})
    old = {f"EMAIL_{name.upper()}": value for name, value in options.items()}
    return override_settings(EMAIL_BACKEND=path, **old)
