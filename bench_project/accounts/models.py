"""Users who are welcomed by save() itself, where receivers would be connected otherwise."""

from __future__ import annotations

from django.contrib.auth.models import User

from bench_project.accounts.mails import send_welcome


class WelcomedUser(User):
    class Meta:
        proxy = True
        app_label = "accounts"  # said here, as scenarios use the model where the app is not installed

    def save(self, *args, **kwargs):
        registers = self._state.adding
        super().save(*args, **kwargs)
        if registers and self.email:
            send_welcome(self.get_username(), self.email)
