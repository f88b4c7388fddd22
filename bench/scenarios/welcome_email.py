"""A user registers and gets a mail: where to send it from?

A registration stores a user in a transaction, with an unusable password: hashing one takes longer than all
the rest. A Celery task is queued in memory, unless SIGNALBENCH_BROKER names a broker, and nobody works on it
meanwhile; a task of Django's is run at once, or stored in a list. Mails go to a list in memory, or by SMTP to
a server in a process of its own, for which the sender waits. All must have arrived in the end.
"""

from __future__ import annotations

from django.contrib.auth.models import User
from django.db.models.signals import post_save

from bench.scenarios import destinations
from bench.scenarios.destinations import CELERY, RUN_AT_ONCE, SMTP, STORED
from bench.scenarios.receiver_kinds import connected
from bench.scenarios.registrations import LISTENING, ONE_USER, Destination, Receivers, Register, registrations
from bench.scenarios.scenario import Operations, Scenario
from bench_project.accounts import registration as by
from bench_project.accounts.models import WelcomedUser

scenario = Scenario(__name__, __doc__, "registration", 0, ONE_USER, database=True, group="requests")


@scenario.variant("no mail", to=destinations.nowhere)
@scenario.variant("send_mail()", register=by.register_and_send)
@scenario.variant("post_save receiver", **LISTENING)
@scenario.variant("overridden save()", model=WelcomedUser)
@scenario.variant("on_commit()", register=by.register_and_send_on_commit)
@scenario.variant("send_mail(), SMTP", register=by.register_and_send, **SMTP)
@scenario.variant("post_save receiver, SMTP", **LISTENING, **SMTP)
@scenario.variant("overridden save(), SMTP", model=WelcomedUser, **SMTP)
@scenario.variant("on_commit(), SMTP", register=by.register_and_send_on_commit, **SMTP)
@scenario.variant("Celery task", register=by.register_and_delay, **CELERY)
@scenario.variant("Django task, run at once", register=by.register_and_enqueue, **RUN_AT_ONCE)
@scenario.variant("Django task, stored", register=by.register_and_enqueue, **STORED)
def register_user(
    register: Register = by.register,
    to: Destination = destinations.locmem,
    model: type[User] = User,
    listening: Receivers = (),
) -> Operations:
    with registrations(register, to, model) as operation, connected(post_save, *listening, sender=User):
        yield operation
