"""The receivers of this app. AppConfig.ready() imports the module, and @receiver connects them."""

from __future__ import annotations

from django.conf import settings
from django.core.mail import send_mail
from django.db.models.signals import post_save
from django.dispatch import receiver


@receiver(post_save, sender=settings.AUTH_USER_MODEL, dispatch_uid="welcome-email")
def send_welcome_email(sender, instance, created, raw, **kwargs):
    """Welcome a user who has just registered; fixtures (raw) are no registrations."""
    if created and not raw and instance.email:
        send_mail(
            subject="Welcome",
            message=f"Hello {instance.get_username()}, your account is ready.",
            from_email=None,
            recipient_list=[instance.email],
        )
