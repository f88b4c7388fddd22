"""The mails that this app sends."""

from __future__ import annotations

from django.core.mail import send_mail


def send_welcome(name, address):
    """Welcome a user who has just registered. It takes text, which a task queue can carry."""
    send_mail(
        subject="Welcome",
        message=f"Hello {name}, your account is ready.",
        from_email=None,
        recipient_list=[address],
    )
