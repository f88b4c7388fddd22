"""The mails as tasks for Celery. Importing this needs Celery."""

from __future__ import annotations

from bench_project.accounts.mails import send_welcome
from bench_project.celery import app


@app.task(ignore_result=True)
def send_welcome_later(name, address):
    send_welcome(name, address)
