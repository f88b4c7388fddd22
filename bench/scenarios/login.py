"""How many signals does a login send?

As many as "listening to all" has receiver calls: a receiver is connected there to Django's signals.
Sessions are kept in the database, and update_last_login, which Django itself connects, saves the user. The
test client stores a session of its own beforehand. It checks a password, too, which is hashed fast here.
"""

from __future__ import annotations

from collections.abc import Iterable

from django.contrib.auth import authenticate
from django.contrib.auth.signals import user_logged_in, user_login_failed
from django.dispatch import Signal

from bench.scenarios import visitors
from bench.scenarios.built_in_signals import BUILT_IN
from bench.scenarios.listening import listening
from bench.scenarios.receiver_kinds import connected, function
from bench.scenarios.scenario import Operations, Prepared, Scenario
from bench.scenarios.statements import sql

ALL = [signal for name, signal in BUILT_IN.items() if name != "setting_changed"]  # only tests send that
LOGIN = sql(select=1, insert=1, update=2, transactions=2)
scenario = Scenario(
    __name__, __doc__, "login", lambda more=0, **_: more, LOGIN, database=True, group="requests"
)


@scenario.variant("login()")
@scenario.variant("1 more receiver", more=1)
@scenario.variant("10 more receivers", more=10)
@scenario.variant("listening to all", heard=ALL, calls=11)
def login(more: int = 0, heard: Iterable[Signal] = ()) -> Operations:
    receivers = [function() for _ in range(more)]
    with visitors.keys_in_order(), connected(user_logged_in, *receivers), listening(heard, [None]):
        yield Prepared(visitors.log_in, visitors.visit)


@scenario.variant("without update_last_login", queries=sql(select=1, insert=1, update=1, transactions=2))
def login_without_receivers() -> Operations:
    with visitors.keys_in_order(), visitors.last_login_not_updated():
        yield Prepared(visitors.log_in, visitors.visit)


@scenario.variant("test client", queries=visitors.CLIENT, reference="test client")
@scenario.variant(
    "test client, listening to all", queries=visitors.HEARD, reference="test client", heard=ALL, calls=23
)
def login_of_test_client(heard: Iterable[Signal] = ()) -> Operations:
    with visitors.keys_in_order(), visitors.registered(), listening(heard, [None]):
        yield Prepared(visitors.log_in_by_password, visitors.test_client)


@scenario.variant("wrong password", queries=sql(select=1), reference="wrong password")
@scenario.variant("wrong password, 10 receivers", queries=sql(select=1), reference="wrong password", more=10)
def failed_login(more: int = 0) -> Operations:
    with visitors.registered(), connected(user_login_failed, *[function() for _ in range(more)]):
        yield lambda: authenticate(username="ada", password="wrong")
