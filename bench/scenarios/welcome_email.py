"""A user registers and gets a mail: where to send it from?

A registration stores a user in a transaction, with an unusable password: hashing one takes longer than all
the rest. A Celery task is queued in memory, unless SIGNALBENCH_BROKER names a broker, and nobody works on it
meanwhile; a task of Django's is run at once, or stored in a list. Mails go to a list in memory, or by SMTP to
a server in a process of its own, for which the sender waits. All must have arrived in the end.
"""

from __future__ import annotations

from typing import Any

from django.contrib.auth.models import User
from django.db.models.signals import post_save

from bench.scenarios import destinations
from bench.scenarios.receiver_kinds import Receiver, connected, counted
from bench.scenarios.registrations import Destination, Register, registrations
from bench.scenarios.scenario import Operations, Scenario
from bench.scenarios.statements import sql
from bench_project.accounts import receivers, registration
from bench_project.accounts.models import WelcomedUser

LISTENING: dict[str, Any] = {"listening": (counted(receivers.welcome_after_save),), "calls": 1}
SMTP: dict[str, Any] = {"to": destinations.smtp, "needs": ("aiosmtpd",)}
ONE_USER = sql(insert=1, transactions=1)
scenario = Scenario(__name__, __doc__, "registration", 0, ONE_USER, database=True, group="requests")


@scenario.variant("no mail", to=destinations.nowhere)
@scenario.variant("send_mail()", by=registration.register_and_send)
@scenario.variant("post_save receiver", **LISTENING)
@scenario.variant("overridden save()", model=WelcomedUser)
@scenario.variant("on_commit()", by=registration.register_and_send_on_commit)
@scenario.variant("send_mail(), SMTP", by=registration.register_and_send, **SMTP)
@scenario.variant("post_save receiver, SMTP", **LISTENING, **SMTP)
@scenario.variant("overridden save(), SMTP", model=WelcomedUser, **SMTP)
@scenario.variant("on_commit(), SMTP", by=registration.register_and_send_on_commit, **SMTP)
@scenario.variant(
    "Celery task", by=registration.register_and_delay, to=destinations.celery, needs=("celery",)
)
@scenario.variant(
    "Django task, run at once",
    by=registration.register_and_enqueue,
    to=destinations.immediate_tasks,
    since=(6, 0),
)
@scenario.variant(
    "Django task, stored", by=registration.register_and_enqueue, to=destinations.stored_tasks, since=(6, 0)
)
def register(
    by: Register = registration.register,
    to: Destination = destinations.locmem,
    model: type[User] = User,
    listening: tuple[Receiver, ...] = (),
) -> Operations:
    with registrations(by, to, model) as operation, connected(post_save, *listening, sender=User):
        yield operation
