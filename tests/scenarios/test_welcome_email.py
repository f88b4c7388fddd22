"""Who gets a mail, and what happens if one is lost: what the oracle of welcome-email cannot hold."""

from __future__ import annotations

import threading
from collections.abc import Callable
from contextlib import suppress

import pytest
from django.contrib.auth.models import User
from django.core import mail
from django.db import transaction
from django.db.models.signals import post_save

from bench.scenarios import destinations
from bench.scenarios.mail_servers import mail_server
from bench.scenarios.receiver_kinds import connected
from bench.scenarios.registrations import MailsMissing, registrations
from bench.scenarios.scenario import Prepared
from bench_project.accounts import registration
from bench_project.accounts.models import WelcomedUser
from bench_project.accounts.receivers import welcome_after_save

pytestmark = pytest.mark.django_db(transaction=True)


def ada(model: type[User] = User) -> User:
    return model(username="ada", email="ada@example.com", password="!")


class Abandoned(Exception):
    """What undoes a registration."""


def mails_of_abandoned(register: Callable[[User], object], user: User) -> int:
    """How many mails went out for a registration that was undone."""
    with suppress(Abandoned), transaction.atomic():
        register(user)
        raise Abandoned
    assert not User.objects.exists()
    return len(mail.outbox)


def test_a_receiver_and_save_welcome_users_whose_registration_is_undone() -> None:
    with connected(post_save, welcome_after_save, sender=User):
        assert mails_of_abandoned(registration.register, ada()) == 1
    assert mails_of_abandoned(registration.register, ada(WelcomedUser)) == 2


def test_on_commit_does_not() -> None:
    assert mails_of_abandoned(registration.register_and_send_on_commit, ada()) == 0


def test_a_receiver_for_users_is_not_told_of_the_proxy_model() -> None:
    with connected(post_save, welcome_after_save, sender=User):
        registration.register(ada(WelcomedUser))
    assert len(mail.outbox) == 1  # save()'s own


@pytest.mark.parametrize("mails", [0, 2])
def test_a_mail_that_is_lost_or_sent_twice_is_noticed(mails: int) -> None:
    def register(user: User) -> None:
        user.save()
        mail.outbox += [mail.EmailMessage()] * mails

    with (
        pytest.raises(
            MailsMissing, match=f"1 users have registered, but {mails} mails or tasks have arrived"
        ),
        registrations(register, destinations.locmem, User) as operation,
    ):
        run(operation)


def test_the_smtp_server_has_received_every_message() -> None:
    pytest.importorskip("aiosmtpd")
    server = mail_server()
    before = server.received()
    with registrations(registration.register_and_send, destinations.smtp, User) as operation:
        run(operation, times=3)
    assert server.received() == before + 3


def test_a_worker_sends_what_was_queued() -> None:
    pytest.importorskip("celery")
    from celery.contrib.testing.worker import start_worker
    from celery.signals import task_success

    from bench_project.celery import app

    done = threading.Semaphore(0)

    def count(**kwargs: object) -> None:
        done.release()

    with destinations.celery(), start_worker(app, perform_ping_check=False, shutdown_timeout=30):
        task_success.connect(count)
        for name in ("ada", "grace", "mary"):
            registration.register_and_delay(User(username=name, email=f"{name}@example.com", password="!"))
        assert all(done.acquire(timeout=30) for _ in range(3))
        task_success.disconnect(count)
    assert sorted(message.to for message in mail.outbox) == [
        ["ada@example.com"],
        ["grace@example.com"],
        ["mary@example.com"],
    ]


@pytest.mark.parametrize(
    ("url", "complaint"),
    [
        (
            "amqp://ada:secret@127.0.0.1:1//",
            r"cannot reach the Celery broker at amqp://ada:\*\*@127.0.0.1:1//: ",
        ),
        ("amqp://ada:sec/ret@127.0.0.1:1//", "SIGNALBENCH_BROKER holds no URL; "),
    ],
)
def test_a_broker_that_is_not_there_is_named_without_its_password(
    url: str, complaint: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    pytest.importorskip("celery")
    from bench_project.celery import app

    monkeypatch.setattr(app.conf, "broker_url", url)
    with pytest.raises(destinations.BrokerUnreachable, match=complaint) as caught, destinations.celery():
        pass
    assert "sec" not in str(caught.value)


def run(operation: Prepared, times: int = 1) -> None:
    for _ in range(times):
        operation.call(operation.fresh())
