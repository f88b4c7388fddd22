"""The mails as tasks of Django's own. Importing this needs Django 6.0 or newer."""

from __future__ import annotations

from django.tasks import task

from bench_project.accounts.mails import send_welcome


@task
def send_welcome_later(name, address):
    send_welcome(name, address)
