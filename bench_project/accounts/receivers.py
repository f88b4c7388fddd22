"""The receivers of this app, which AppConfig.ready() connects."""

from __future__ import annotations

from bench_project.accounts.mails import send_welcome


def welcome_after_save(sender, instance, created, raw, **kwargs):
    """For post_save of users. Fixtures (raw) are no registrations."""
    if created and not raw and instance.email:
        send_welcome(instance.get_username(), instance.email)
