"""The ways in which a view can register a user, in a transaction, and have a mail sent.

register() leaves the mail to whoever is told of the save.
"""

from __future__ import annotations

from functools import partial

from django.db import transaction

from bench_project.accounts.mails import send_welcome


@transaction.atomic
def register(user):
    user.save()


@transaction.atomic
def register_and_send(user):
    user.save()
    send_welcome(user.get_username(), user.email)


@transaction.atomic
def register_and_send_on_commit(user):
    user.save()
    transaction.on_commit(partial(send_welcome, user.get_username(), user.email))


@transaction.atomic
def register_and_delay(user):
    from bench_project.accounts.celery_tasks import send_welcome_later

    user.save()
    transaction.on_commit(partial(send_welcome_later.delay, user.get_username(), user.email))


@transaction.atomic
def register_and_enqueue(user):
    from bench_project.accounts.django_tasks import send_welcome_later

    user.save()
    transaction.on_commit(partial(send_welcome_later.enqueue, user.get_username(), user.email))
